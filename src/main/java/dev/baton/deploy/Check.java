package dev.baton.deploy;

import dev.baton.camel.Book;
import dev.baton.camel.HttpTimes;
import dev.baton.camel.Refused;
import dev.baton.deploy.sample.Samples;
import dev.baton.deploy.source.ChannelFiles;
import dev.baton.deploy.source.RoutesFolder;
import dev.baton.deploy.version.Build;
import dev.baton.deploy.version.Version;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Lint, build and rehearsal of a channel's newest files and settings. What has passed its rehearsal once is not rehearsed again. */
final class Check {

    private static final int REMEMBERED = 1_000;
    private static final String INACTIVE = "its setting active is false: what waits for it stays. Activate it when it is wanted";

    private final Book book;
    private final HttpTimes times;
    private final Clock clock;
    private final Set<String> passed = Collections.newSetFromMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    Check(Book book, HttpTimes times, Clock clock) {
        this.book = book;
        this.times = times;
        this.clock = clock;
    }

    /**
     * Checks it all.
     *
     * @param rehearse whether its samples are run
     * @param before   the channel as it is, or null
     */
    Checked of(Newest newest, Channel before, boolean rehearse) {
        Version running = before == null ? null : before.version();
        if (newest.refused() != null) {
            return Checked.refused(newest, before, lines(newest.refused()));
        }
        if (!newest.settings().active()) {
            return without(newest, before, Channel.State.inactive, INACTIVE);
        }
        if (!newest.settings().complete()) {
            String missing = "set " + newest.settings().missing("channels." + newest.name() + ".");
            return running != null ? Checked.refused(newest, before, List.of(missing)) : without(newest, before, Channel.State.not_configured, missing);
        }
        if (newest.settings().badUrl() != null) {
            return Checked.refused(newest, before, List.of(newest.settings().badUrl()));
        }
        boolean runs = running != null && running.isOf(newest.files(), newest.settings()) && newest.settings().undeclared().isEmpty();
        long began = System.nanoTime();
        Version built;
        try {
            built = runs ? null : Build.version(newest.files(), newest.settings(), book, times, clock, null, running);
        } catch (Refused e) {
            return Checked.refused(newest, before, lines(e));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        String content = rehearse ? content(newest) : null;
        if (content == null || passed.contains(content)) {
            return new Checked(newest, before, built, List.of(), true, null, took, Duration.ZERO);
        }
        long rehearsed = System.nanoTime();
        List<String> failed = Samples.results(newest.folder(), newest.name()).values().stream().flatMap(List::stream).map(Object::toString).distinct().toList();
        Checked checked = new Checked(newest, before, built, List.of(), true, null, took, Duration.ofNanos(System.nanoTime() - rehearsed));
        if (!failed.isEmpty()) {
            return checked.but(failed);
        }
        passed.add(content);
        return checked;
    }

    /** Hash of all that a rehearsal depends on; the same for channels that are alike. */
    private static String content(Newest newest) {
        Map<String, byte[]> all = new TreeMap<>(newest.files().files());
        all.putAll(newest.folder().under(newest.files().sheet().folder()));
        all.remove(RoutesFolder.file(newest.name()));
        all.put("", newest.folder().likeness(newest.name()).getBytes(StandardCharsets.UTF_8));
        return ChannelFiles.hash(all);
    }

    private static Checked without(Newest newest, Channel before, Channel.State state, String why) {
        return new Checked(newest, before, null, List.of(), true, Channel.without(newest.name(), state, why), Duration.ZERO, Duration.ZERO);
    }

    private static List<String> lines(Refused refused) {
        return refused.reasons().stream().map(Object::toString).toList();
    }
}
