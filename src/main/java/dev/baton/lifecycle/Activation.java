package dev.baton.lifecycle;

import dev.baton.deploy.Candidate;
import dev.baton.deploy.Channel;
import dev.baton.deploy.Deployment;
import dev.baton.deploy.source.PlatformSheet;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Examines a channel as it would be, writes its settings and has them taken, and remembers how the conditions were. */
final class Activation {

    /** How the conditions of a channel were, and when. */
    record Examined(Instant at, List<Condition> conditions) {
    }

    private final Deployment deployment;
    private final ManagedFolder folder;
    private final ManagedSettings settings;
    private final Conditions conditions;
    private final Clock clock;
    private final Map<String, Examined> examined = new ConcurrentHashMap<>();

    Activation(Deployment deployment, ManagedFolder folder, ManagedSettings settings, Conditions conditions, Clock clock) {
        this.deployment = deployment;
        this.folder = folder;
        this.settings = settings;
        this.conditions = conditions;
        this.clock = clock;
    }

    /** How the conditions were last; null where this node has not examined them. */
    Examined last(String name) {
        return examined.get(name);
    }

    void forget(String name) {
        examined.remove(name);
    }

    /** Whether all conditions hold for the channel with these settings. */
    boolean examine(String name, Map<String, String> values) {
        try (Candidate candidate = candidate(name, values)) {
            examined.put(name, new Examined(clock.instant(), conditions.examine(name, candidate)));
        }
        return last(name).conditions.stream().allMatch(Condition::holds);
    }

    /** The channel as it would run with these settings. */
    Candidate candidate(String name, Map<String, String> values) {
        return deployment.candidate(name, Wanted.file(deployment.folder(), name), (channel, setting) -> setting.equals(ManagedChannel.ACTIVE) ? null : values.get(setting));
    }

    /** All conditions held, but the channel did not go live. */
    void refused(String name, Channel now) {
        List<Condition> all = new ArrayList<>(last(name).conditions);
        all.set(0, Condition.fails(Condition.Kind.settings, now == null || now.reason() == null ? "the channel did not go live" : now.reason()));
        examined.put(name, new Examined(clock.instant(), all));
    }

    /** Writes these settings; the channel as it is with them. */
    Channel save(String name, Map<String, String> values, PlatformSheet sheet) {
        return deployment.change(name, () -> {
            byte[] file = Wanted.file(deployment.folder(), name);
            folder.settings(name, values, setting -> Wanted.isSecret(sheet, setting));
            settings.readFolder();
            return file;
        });
    }

    /** Whether the channel runs with what was written last. */
    static boolean runs(Channel channel) {
        return channel != null && channel.state() == Channel.State.live && channel.lastRefusal() == null;
    }
}
