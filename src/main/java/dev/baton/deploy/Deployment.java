package dev.baton.deploy;

import dev.baton.camel.Book;
import dev.baton.camel.HttpTimes;
import dev.baton.deploy.source.RoutesFolder;
import dev.baton.deploy.source.SettingsSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the channels of the routes folder to life, and what changes there. What is good goes live; what is not changes nothing but the reason that
 * is shown. One look at a time; who wants it looked at, and when, is {@link Loader}'s to say.
 */
public final class Deployment implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);
    private static final String FIRST = "its files are being checked for the first time, which takes a few seconds";

    private final Path routes;
    private final SettingsSource settings;
    private final HttpTimes times;
    private final Clock clock;
    private final Kept kept;
    private final Rules rules;
    private final Check check;
    private final Board board;
    private final Seen seen;

    /** A deployment that has not begun. */
    public Deployment(Path routes, SettingsSource settings, Book book, HttpTimes times, Clock clock, LiveChannels live, Kept kept, MeterRegistry meters,
            Rules rules) {
        this.routes = routes;
        this.settings = settings;
        this.times = times;
        this.clock = clock;
        this.kept = kept;
        this.rules = rules;
        this.check = new Check(book, times, clock);
        this.board = new Board(live, kept, meters, new Draining(rules.drain()));
        this.seen = new Seen(rules.missing());
    }

    /**
     * Brings to life what needs no rehearsal: last good versions, and first ones where the rules say so. They go live together. What is left to be
     * done is the first {@link #look}'s.
     */
    public synchronized void start() {
        BinaryOperator<String> values = settings.current();
        seen.begin(RoutesFolder.read(routes), values);
        Map<String, Kept.Running> known = kept.all().stream().collect(Collectors.toMap(Kept.Running::channel, running -> running));
        Set<String> names = new TreeSet<>(seen.names());
        names.addAll(known.keySet());
        List<Checked> built = new ArrayList<>();
        List<Channel> rest = new ArrayList<>();
        for (String name : names) {
            Newest one = seen.newest(name);
            Kept.Running row = known.get(name);
            Map<String, byte[]> good = row == null || row.hash() == null ? Map.of() : kept.files(name, row.hash());
            Start start = Start.of(one == null ? null : one.version(), good.isEmpty() && one != null ? null : row,
                    one != null && row != null && !one.version().equals(row.hash()) && kept.leftBehind(name, one.version()));
            if (start == Start.FIRST || row.retired()) {
                board.unsaved(name);
            }
            boolean readable = one != null && one.refused() == null && one.settings().active() && one.settings().complete();
            if (start == Start.RETIRED) {
                rest.add(retired(name));
                board.unsaved(name);
            } else if (start == Start.FIRST && rules.rehearseFirst() && readable) {
                rest.add(Channel.without(name, Channel.State.refused, FIRST));
            } else if (start == Start.SAME || start == Start.LAST_GOOD || start == Start.ROLLED_BACK) {
                Newest last = one.with(new RoutesFolder(good), values);
                built.add(check.of(last, start == Start.ROLLED_BACK ? Channel.held(name, row.held()) : null, false));
                seen.checked(name, start == Start.ROLLED_BACK ? one.inputs() : last.inputs());
            } else {
                built.add(check.of(one, null, false));
                seen.checked(name, one.inputs());
            }
        }
        board.begin(rest);
        board.begin(soundOnes(built));
        board.keep();
    }

    /** Those that can't be built, or whose fallbacks lead nowhere, harm nobody else. */
    private List<Channel> soundOnes(List<Checked> built) {
        Map<String, List<String>> wrong = board.wrongFallbacks(built);
        return built.stream().map(one -> {
            Checked sound = wrong.containsKey(one.name()) && one.built() != null ? one.but(wrong.get(one.name())) : one;
            return board.taken(sound, clock.instant());
        }).toList();
    }

    /** Looks at the folder and takes what has changed since the last look. */
    public void look() {
        look(RoutesFolder.read(routes), settings.current(), Set.of());
    }

    /**
     * The same with the folder as it was read, and with settings.
     *
     * @param unsettled files that have changed only just: somebody may be in the middle of writing them
     */
    synchronized void look(RoutesFolder read, BinaryOperator<String> values, Set<String> unsettled) {
        Edit edit = seen.next(read, values, unsettled, clock.instant());
        edit.gone().forEach(this::retire);
        edit.groups().forEach(group -> take(group, values));
        board.keep();
    }

    private void take(Edit.Group group, BinaryOperator<String> values) {
        Set<String> heldBack = seen.heldBack();
        List<Checked> results = new ArrayList<>();
        group.channels().forEach(name -> results.add(check(seen.newest(name), values)));
        Map<String, List<String>> wrong = board.wrongFallbacks(results);
        if (!wrong.isEmpty()) {
            results.replaceAll(one -> one.built() == null ? one : one.but(wrong.getOrDefault(one.name(), wrong.values().iterator().next())));
        }
        List<String> against = results.stream().filter(Checked::refused)
                .filter(one -> one.running() != null && (one.before().lastRefusal() == null || heldBack.contains(one.name()))).map(Checked::name).toList();
        seen.tried(group.channels(), !against.isEmpty());
        List<Checked> last = against.isEmpty() ? results : results.stream().map(one -> one.built() == null ? one : one.heldBack(against, group.changed())).toList();
        board.put(last, group.changed(), clock.instant());
    }

    private Checked check(Newest one, BinaryOperator<String> values) {
        Channel before = board.find(one.name());
        if (before != null && before.version() != null && before.held() != null && before.held().equals(one.version())) {
            // A roll back has put the folder's version aside: what runs goes on, with the settings of today.
            return check.of(one.with(new RoutesFolder(before.version().files().files()), values), before, false);
        }
        return check.of(one, before == null ? null : before.withHeld(null), true);
    }

    private void retire(String name) {
        Channel before = board.find(name);
        if (before == null || before.state() == Channel.State.retired) {
            return;
        }
        if (before.version() == null && kept.all().stream().noneMatch(row -> row.channel().equals(name))) {
            board.forget(name);
            LOG.info("channel {} is gone with its file; it has never been live", name);
        } else {
            board.retire(retired(name));
        }
    }

    private static Channel retired(String name) {
        return Channel.without(name, Channel.State.retired, "its file " + RoutesFolder.file(name) + " is gone; what waits for it stays. Put the file back, or move what waits to another channel");
    }

    /** The files as they were last looked at. */
    public synchronized RoutesFolder folder() {
        return seen.folder();
    }

    /** A channel as it would be with that file of its own and these settings: checked, built, rehearsed and started as for real, but not live. */
    public synchronized Candidate candidate(String name, byte[] file, BinaryOperator<String> values) {
        RoutesFolder with = seen.folder().with(name, file);
        Checked result = check.of(Newest.of(with, name, values), null, true);
        List<String> wrong = board.wrongFallbacks(List.of(result)).get(name);
        return new Candidate(wrong == null || result.built() == null ? result : result.but(wrong));
    }

    /**
     * Has a channel's files written and takes them at once, and nothing else with them: no look of the loader comes between.
     *
     * @param write writes, and gives the channel's file as it is then; null where it is gone, and then the channel is retired
     * @return the channel as it is then; null where it has never been live and is gone
     */
    public synchronized Channel change(String name, Supplier<byte[]> write) {
        byte[] file = write.get();
        RoutesFolder next = seen.folder().with(name, file);
        if (file == null) {
            seen.forget(name, next);
            retire(name);
            board.keep();
        } else {
            Set<String> others = new TreeSet<>(seen.unsettled());
            others.remove(RoutesFolder.file(name));
            look(next, settings.current(), others);
        }
        return board.find(name);
    }

    /**
     * Lets an earlier version run again, for all nodes. It has been rehearsed in its time. What lies in the folder is held: it is not taken until it changes.
     *
     * @throws IllegalArgumentException where there is no such version, or it can't run any more; the message is for people
     */
    public synchronized Channel rollback(String name, String hash) {
        Newest one = seen.newest(name);
        if (one == null) {
            throw new IllegalArgumentException("the file of channel " + name + " is gone: put it back first");
        }
        Map<String, byte[]> files = kept.files(name, hash);
        if (files.isEmpty()) {
            throw new IllegalArgumentException("channel " + name + " has no version " + hash + " that is still known: choose one of its list of versions");
        }
        Channel before = board.find(name);
        String held = hash.equals(one.version()) ? null : one.version();
        Checked result = check.of(one.with(new RoutesFolder(files), settings.current()), before == null ? Channel.held(name, held) : before.withHeld(held), false);
        Map<String, List<String>> wrong = board.wrongFallbacks(List.of(result));
        if (!wrong.isEmpty()) {
            result = result.but(wrong.values().iterator().next());
        }
        if (result.refused() || result.without() != null) {
            throw new IllegalArgumentException("version " + hash + " can't run any more: " + (result.without() != null ? result.without().why() : String.join("\n", result.findings())));
        }
        board.put(List.of(result), new TreeSet<>(Set.of("rolled back")), clock.instant());
        return board.find(name);
    }

    /** Whether another look would find more even if nothing has changed meanwhile: a file that is missing for long enough now. */
    synchronized boolean due() {
        board.keep();
        return seen.due(clock.instant());
    }

    /** Nothing of folder or settings could be read: nothing changes. Null where all is well again. */
    void trouble(String words) {
        board.trouble(words == null ? null : new LastRefusal(clock.instant(), null, List.of(words.split("\\R")), true));
    }

    /** Every channel's doors are closed; who is inside may finish within that time. */
    public void stop(Duration most) {
        board.stop(most);
    }

    @Override
    public void close() {
        stop(times.longest());
    }
}
