package dev.baton.lifecycle;

import dev.baton.camel.Door;
import dev.baton.camel.Doors;
import dev.baton.deploy.Channel;
import dev.baton.deploy.LiveChannels;
import dev.baton.deploy.version.Version;
import dev.baton.event.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/** The webhook of the version that runs, at its platform. The version is held, so that it can be asked also after another has taken over. */
final class Registration implements AutoCloseable {

    /** A poll makes a few short calls. */
    private static final Duration LONGEST = Duration.ofSeconds(15);
    private static final Duration LOOK = Duration.ofMillis(5);

    /** Null where nothing runs. */
    private final Version version;
    private final Doors entered;

    private Registration(Version version, Doors entered) {
        this.version = version;
        this.entered = entered;
    }

    /** Of that channel as it runs now. */
    static Registration of(LiveChannels live, String name) {
        Doors doors = live.enter(name);
        Channel channel = live.find(name);
        return new Registration(doors == null || channel == null ? null : channel.version(), doors);
    }

    /** Whether the newer version may have registered somewhere else: at another address, or with another account. */
    boolean isElsewhere(Version newer) {
        if (version == null || newer == null) {
            return false;
        }
        Set<String> telling = new TreeSet<>(newer.sheet().unique());
        telling.add("url");
        newer.sheet().settings().forEach((name, setting) -> {
            if (setting.secret()) {
                telling.add(name);
            }
        });
        return !Objects.equals(version.doors().hook(), newer.doors().hook()) || telling.stream().anyMatch(setting -> !Objects.equals(version.setting(setting), newer.setting(setting)));
    }

    /**
     * Lets the platform forget it; a failure becomes a note. To be called when another version, or none, has taken over: only then no poll begins any more that would
     * register it again; one that is under way is waited for.
     */
    void remove(List<String> notes) {
        if (version != null && version.doors().has(Door.REGISTER) && !alone()) {
            notes.add("its webhook was removed while the channel was still at work, which may have registered it again: see whether it is gone at the platform");
        }
        remove(version, notes);
    }

    /** Whether nobody else is inside. */
    private boolean alone() {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (version.doors().inFlight() > 1 && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return version.doors().inFlight() <= 1;
    }

    /** The same of any version, or of none. */
    static void remove(Version version, List<String> notes) {
        ask(version, "remove", "its webhook could not be removed at the platform", notes);
    }

    /** Registers it once more; a failure becomes a note. */
    static void again(Version version, List<String> notes) {
        ask(version, "register", "its webhook could not be registered once more", notes);
    }

    /** Registers the webhook of the version that runs on. */
    void again() {
        again(version, new java.util.ArrayList<>());
    }

    private static void ask(Version version, String action, String what, List<String> notes) {
        if (version != null && version.doors().has(Door.REGISTER)) {
            Outcome outcome = version.doors().register(action, version.doors().hook()).outcome();
            if (outcome.word() != Outcome.Word.done) {
                notes.add(what + " (" + outcome.word() + (outcome.why() == null ? "" : ", " + outcome.why()) + "): see to it there");
            }
        }
    }

    @Override
    public void close() {
        if (entered != null) {
            entered.leave();
        }
    }
}
