package dev.baton.deploy;

import dev.baton.camel.Book;
import dev.baton.camel.HttpTimes;
import dev.baton.camel.Refusal;
import dev.baton.camel.Refused;
import dev.baton.conversation.Desk;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the channels of the routes folder to life. A channel that can't be built harms nobody: it is listed with its reason. */
public final class Deployment implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);

    private final Path routes;
    private final BinaryOperator<String> settings;
    private final Book book;
    private final HttpTimes times;
    private final Clock clock;
    private final LiveChannels live;

    /**
     * A deployment that has not begun.
     *
     * @param settings the value of a channel's setting, by the channel's name and the setting's; null for none
     */
    public Deployment(Path routes, BinaryOperator<String> settings, Book book, HttpTimes times, Clock clock, LiveChannels live) {
        this.routes = routes;
        this.settings = settings;
        this.book = book;
        this.times = times;
        this.clock = clock;
        this.live = live;
    }

    /** Builds all channels of the folder; they go live together. */
    public void start() {
        RoutesFolder folder = RoutesFolder.read(routes);
        List<Channel> built = new ArrayList<>();
        for (String name : folder.channels()) {
            built.add(build(folder, name));
        }
        List<Channel> sound = sound(built, built);
        live.put(sound);
        sound.forEach(Deployment::tell);
    }

    /** These channels, without those whose desks' fallbacks lead nowhere among {@code all}. */
    private static List<Channel> sound(List<Channel> these, Collection<Channel> all) {
        Map<String, Channel> byName = new TreeMap<>();
        all.forEach(channel -> byName.put(channel.name(), channel));
        these.forEach(channel -> byName.put(channel.name(), channel));
        Map<String, Desk> desks = new TreeMap<>();
        byName.values().stream().filter(channel -> channel.version() != null).forEach(channel -> desks.put(channel.name(), channel.version().desk()));
        Map<String, String> wrong = Fallbacks.wrong(desks, name -> byName.containsKey(name)
                && (byName.get(name).version() == null || byName.get(name).version().sheet().sides().contains(PlatformSheet.Side.desk)));
        return these.stream().map(channel -> {
            if (!wrong.containsKey(channel.name())) {
                return channel;
            }
            channel.version().stop();
            return new Channel(channel.name(), Channel.State.refused, wrong.get(channel.name()), null);
        }).toList();
    }

    /**
     * Builds one channel anew from what its files say now, rehearses its samples and puts it in the old version's place. A refused one, or one whose
     * samples fail, changes nothing but the reason that is listed.
     *
     * @param drain how long the old version may still be in use before it is stopped: longer than any call
     * @return the channel as it is then
     */
    public Channel replace(String name, Duration drain) {
        RoutesFolder folder = RoutesFolder.read(routes);
        Channel before = live.find(name);
        Version old = before == null ? null : before.version();
        Channel built = sound(List.of(rehearsed(folder, build(folder, name))), live.list()).get(0);
        Channel now = built.version() == null && old != null ? new Channel(name, Channel.State.live, built.reason(), old) : built;
        live.put(List.of(now));
        tell(now);
        if (old != null && now.version() != old) {
            retire(old, drain);
        }
        return now;
    }

    /** Every channel's doors are closed; who is inside may finish within that time. */
    public void stop(Duration drain) {
        List<Version> versions = live.list().stream().map(Channel::version).filter(version -> version != null).toList();
        versions.forEach(version -> version.doors().retire());
        long end = System.nanoTime() + drain.toNanos();
        versions.forEach(version -> retire(version, Duration.ofNanos(Math.max(0, end - System.nanoTime()))));
    }

    @Override
    public void close() {
        stop(times.longest());
    }

    private Channel build(RoutesFolder folder, String name) {
        try {
            ChannelFiles files = ChannelFiles.read(folder, name);
            ChannelSettings values = new ChannelSettings(name, files.sheet(), setting -> settings.apply(name, setting));
            if (!values.missing().isEmpty()) {
                return new Channel(name, Channel.State.not_configured, "set " + String.join(", ", values.missing().stream()
                        .map(setting -> "channels." + name + "." + setting).toList()), null);
            }
            if (values.badUrl() != null) {
                return new Channel(name, Channel.State.refused, values.badUrl(), null);
            }
            return new Channel(name, Channel.State.live, null, Build.version(files, values, book, times, clock, null));
        } catch (Refused e) {
            return new Channel(name, Channel.State.refused, e.getMessage(), null);
        }
    }

    private Channel rehearsed(RoutesFolder folder, Channel built) {
        if (built.version() == null) {
            return built;
        }
        List<String> failed = Samples.results(folder, built.name()).values().stream().flatMap(List::stream).map(Refusal::toString).toList();
        if (failed.isEmpty()) {
            return built;
        }
        built.version().stop();
        return new Channel(built.name(), Channel.State.refused, String.join("\n", failed), null);
    }

    private static void retire(Version old, Duration drain) {
        old.doors().retire();
        long end = System.nanoTime() + drain.toNanos();
        while (old.doors().inFlight() > 0 && System.nanoTime() < end) {
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
        if (old.doors().inFlight() > 0) {
            LOG.warn("channel {} version {} is stopped with {} calls inside: their outcome is unknown", old.facts().name(), old.hash(), old.doors().inFlight());
        }
        old.stop();
    }

    private static void tell(Channel channel) {
        String words = switch (channel.state()) {
            case live -> "is live, version " + channel.version().hash() + (channel.reason() == null ? "" : "; its newest files are refused: " + channel.reason());
            case refused -> "is refused: " + channel.reason();
            case not_configured -> "is not configured: " + channel.reason();
        };
        if (channel.reason() == null) {
            LOG.info("channel {} {}", channel.name(), words);
        } else {
            LOG.warn("channel {} {}", channel.name(), words);
        }
    }
}
