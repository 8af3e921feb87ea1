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

/** The webhook of one version at its platform: of the one that runs, held so that it can be asked also after another has taken over; or of one that is to run. */
final class Registration implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(5);
    /** These words of a platform mean that it has done nothing. */
    private static final Set<Outcome.Word> NO = Set.of(Outcome.Word.refused, Outcome.Word.unauthorised, Outcome.Word.gone);

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

    /** Of a version that its maker stops. */
    static Registration of(Version version) {
        return new Registration(version, null);
    }

    /** Whether there is a version that can be asked. */
    boolean runs() {
        return version != null;
    }

    /** Whether that platform lets itself be told where to send its webhooks. */
    boolean canBeTold() {
        return version != null && version.doors().has(Door.REGISTER);
    }

    /** Whether the other version may be registered somewhere else: at another address, or with another account. */
    boolean isElsewhere(Version other) {
        if (version == null || other == null) {
            return false;
        }
        Set<String> telling = new TreeSet<>(other.sheet().unique());
        telling.add("url");
        other.sheet().settings().forEach((name, setting) -> {
            if (setting.secret()) {
                telling.add(name);
            }
        });
        return !Objects.equals(version.doors().hook(), other.doors().hook()) || telling.stream().anyMatch(setting -> !Objects.equals(version.setting(setting), other.setting(setting)));
    }

    /** Tells the platform where to send its webhooks; only where it {@link #canBeTold}. */
    Outcome register() {
        return version.doors().register("register", version.doors().hook()).outcome();
    }

    /** Whether the platform may send its webhooks here after that answer. */
    static boolean isPossible(Outcome outcome) {
        return !NO.contains(outcome.word());
    }

    /** Registers it once more, where it runs; a failure becomes a note. */
    void again(List<String> notes) {
        ask("register", "its webhook could not be registered once more", notes);
    }

    /** Lets the platform forget it; a failure becomes a note. */
    void remove(List<String> notes) {
        ask("remove", "its webhook could not be removed at the platform", notes);
    }

    /**
     * Waits until nobody else is inside. To be called when another version, or none, has taken over: only then no poll begins any more that would register again what
     * is to be removed. What takes longer than {@code most} becomes a note.
     *
     * @param least until other nodes know of it too
     */
    void settle(Duration least, Duration most, List<String> notes) {
        long began = System.nanoTime();
        while (canBeTold()) {
            long waited = System.nanoTime() - began;
            boolean alone = version.doors().inFlight() <= 1;
            if (waited >= least.toNanos() && (alone || waited >= most.toNanos())) {
                if (!alone) {
                    notes.add("its webhook was removed while the channel was still at work, which may have registered it again");
                }
                return;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private void ask(String action, String what, List<String> notes) {
        if (canBeTold()) {
            Outcome outcome = version.doors().register(action, version.doors().hook()).outcome();
            if (outcome.word() != Outcome.Word.done) {
                notes.add(what + " (" + outcome.word() + (outcome.why() == null ? "" : ", " + outcome.why()) + ")");
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
