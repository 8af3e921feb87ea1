package dev.baton.deploy;

import dev.baton.conversation.Desk;
import dev.baton.deploy.lint.Bots;
import dev.baton.deploy.lint.Fallbacks;
import dev.baton.deploy.source.ChannelFiles;
import dev.baton.deploy.source.PlatformSheet;
import dev.baton.deploy.version.Version;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is live: puts versions up, takes them down, tells it, and has it remembered. */
final class Board {

    private static final Logger LOG = LoggerFactory.getLogger(Board.class);

    private final LiveChannels live;
    private final Kept kept;
    private final MeterRegistry meters;
    private final Draining draining;
    /** Channels of which it could not be remembered yet how they are. */
    private final Set<String> unsaved = new TreeSet<>();
    private final Set<String> measured = new HashSet<>();
    private boolean stopped;

    Board(LiveChannels live, Kept kept, MeterRegistry meters, Draining draining) {
        this.live = live;
        this.kept = kept;
        this.meters = meters;
        this.draining = draining;
    }

    Channel find(String name) {
        return live.find(name);
    }

    /** Channels as they are at the start, together. */
    void begin(List<Channel> all) {
        if (write(all)) {
            all.forEach(Board::tell);
        }
    }

    /** It is to be remembered how that channel is. */
    void unsaved(String name) {
        unsaved.add(name);
    }

    /** What came of a group: together live, or refused, as each says. */
    void put(List<Checked> results, SortedSet<String> changed, Instant now) {
        Map<String, Channel> before = new TreeMap<>();
        live.list().forEach(channel -> before.put(channel.name(), channel));
        if (!write(results.stream().map(one -> taken(one, now)).toList())) {
            results.stream().filter(one -> one.built() != null).forEach(one -> one.built().stop());
            return;
        }
        for (Checked one : results) {
            Channel was = before.get(one.name());
            Channel is = find(one.name());
            if (one.built() != null) {
                swapped(one, changed);
            } else if (one.refused()) {
                refused(one);
            } else if (one.without() != null) {
                tell(is);
                if (one.running() != null) {
                    draining.add(one.running());
                }
            } else if (was.lastRefusal() != null) {
                LOG.info("channel {}: its files say what version {} runs with again", one.name(), one.running().hash());
            }
            if (one.built() != null || is.version() != null && was != null && !Objects.equals(was.held(), is.held())) {
                unsaved.add(one.name());
            }
        }
        keep();
    }

    /** The channel as it is after a check. */
    Channel taken(Checked one, Instant now) {
        if (one.without() != null) {
            return one.without();
        }
        String held = one.before() == null ? null : one.before().held();
        if (!one.refused()) {
            return Channel.live(one.next(), null, held);
        }
        LastRefusal why = new LastRefusal(now, one.newest().version(), one.findings(), one.own());
        return one.running() == null ? Channel.refused(one.name(), why) : Channel.live(one.running(), why, find(one.name()).held());
    }

    private void swapped(Checked one, SortedSet<String> changed) {
        meters.counter("baton.channel.swaps", "channel", label(one.name())).increment();
        Version old = one.running();
        LOG.info("channel {} is live, version {} ({}): {}; checked in {} ms, samples in {} ms", one.name(), one.built().hash(), old == null ? "its first here" : "was " + old.hash(),
                words(changed), one.check().toMillis(), one.rehearsal().toMillis());
        if (old != null) {
            draining.add(old);
        }
    }

    private void refused(Checked one) {
        meters.counter("baton.channel.refusals", "channel", label(one.name())).increment();
        String runs = one.running() == null ? "nothing of it runs" : "version " + one.running().hash() + " runs on";
        LOG.warn("channel {} is refused, {}; findings: {}", one.name(), runs, one.findings().size());
        one.findings().forEach(finding -> LOG.warn("channel {}: {}", one.name(), finding));
    }

    private static String words(SortedSet<String> changed) {
        return changed.stream().limit(3).collect(Collectors.joining(", ")) + (changed.size() > 3 ? " and " + (changed.size() - 3) + " more" : "") + (changed.isEmpty() ? "what was held back" : "");
    }

    /** The channel's doors close; its name stays. */
    void retire(Channel retired) {
        Version old = find(retired.name()).version();
        if (write(List.of(retired))) {
            tell(retired);
            if (old != null) {
                draining.add(old);
            }
            unsaved.add(retired.name());
        }
    }

    void forget(String name) {
        live.remove(name);
    }

    /** Has remembered what could not be so far; what can't be now is tried again at the next call. */
    void keep() {
        for (String name : List.copyOf(unsaved)) {
            Channel channel = find(name);
            try {
                if (channel.state() == Channel.State.retired) {
                    kept.retired(name);
                } else if (channel.version() != null) {
                    kept.live(name, channel.version().hash(), channel.version().files().files(), channel.held());
                }
                unsaved.remove(name);
            } catch (RuntimeException e) {
                LOG.warn("it could not be remembered which version of channel {} runs, and is tried again: {}", name, e.getMessage());
                return;
            }
        }
    }

    void trouble(LastRefusal trouble) {
        LastRefusal before = live.trouble();
        if (trouble != null && (before == null || !before.findings().equals(trouble.findings()))) {
            trouble.findings().forEach(finding -> LOG.warn("nothing is changed: {}", finding));
        } else if (trouble == null && before != null) {
            LOG.info("routes folder and settings can be read again");
        }
        if (trouble == null || before == null || !before.findings().equals(trouble.findings())) {
            live.trouble(trouble);
        }
    }

    /** What would be wrong with desks' fallbacks and with bots if these went live, by the channel; what is wrong already is not told again. */
    Map<String, List<String>> wrongFallbacks(Collection<Checked> these) {
        Map<String, Version> now = new TreeMap<>();
        live.list().forEach(channel -> now.put(channel.name(), channel.version()));
        Map<String, Version> then = new TreeMap<>(now);
        these.forEach(one -> then.put(one.name(), one.refused() ? one.running() : one.next()));
        Map<String, String> before = wrong(now);
        Map<String, List<String>> wrong = new TreeMap<>();
        wrong(then).forEach((name, what) -> {
            if (!what.equals(before.get(name))) {
                wrong.put(name, List.of(what));
            }
        });
        return wrong;
    }

    private static Map<String, String> wrong(Map<String, Version> versions) {
        Map<String, Desk> desks = new TreeMap<>();
        Map<String, String> bots = new TreeMap<>();
        versions.forEach((name, version) -> {
            if (version != null) {
                desks.put(name, version.desk());
                if (version.facts().bot() != null) {
                    bots.put(name, version.facts().bot());
                }
            }
        });
        Map<String, String> wrong = Fallbacks.wrong(desks, name -> plays(versions, name, PlatformSheet.Side.desk));
        Bots.wrong(bots, name -> plays(versions, name, PlatformSheet.Side.bot)).forEach(wrong::putIfAbsent);
        return wrong;
    }

    /** Whether a channel of that name may play that side; of one that is not configured nobody knows better. */
    private static boolean plays(Map<String, Version> versions, String name, PlatformSheet.Side side) {
        return versions.containsKey(name) && (versions.get(name) == null || versions.get(name).sheet().sides().contains(side));
    }

    private synchronized boolean write(Collection<Channel> next) {
        if (stopped) {
            return false;
        }
        live.put(next);
        next.stream().map(channel -> label(channel.name())).filter(measured::add)
                .forEach(name -> Gauge.builder("baton.channel.live", live, all -> all.doors(name) == null ? 0 : 1).tag("channel", name).register(meters));
        return true;
    }

    /** Only what can be a channel's name becomes a label. */
    private static String label(String name) {
        return ChannelFiles.isName(name) ? name : "unknown";
    }

    void stop(Duration most) {
        synchronized (this) {
            stopped = true;
        }
        draining.stop(live.list().stream().map(Channel::version).filter(version -> version != null).toList(), most);
    }

    private static void tell(Channel channel) {
        switch (channel.state()) {
            case live -> LOG.info("channel {} is live, version {}", channel.name(), channel.version().hash());
            case refused -> LOG.warn("channel {} is refused: {}", channel.name(), channel.reason());
            case not_configured -> LOG.warn("channel {} is not configured: {}", channel.name(), channel.reason());
            case inactive -> LOG.info("channel {} is inactive: {}", channel.name(), channel.reason());
            case retired -> LOG.warn("channel {} is retired: {}", channel.name(), channel.reason());
        }
    }
}
