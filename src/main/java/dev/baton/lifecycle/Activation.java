package dev.baton.lifecycle;

import dev.baton.deploy.Candidate;
import dev.baton.event.Outcome;
import dev.baton.lifecycle.Condition.Kind;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * One try to have a channel run with these settings: it is examined as it would be, and registered at its platform last, because only that changes something there. What
 * comes to nothing is withdrawn. What the platform may know is written down before it is told, so that no crash hides it.
 */
final class Activation implements AutoCloseable {

    private final String name;
    private final Candidate candidate;
    private final ManagedFolder folder;
    private final boolean knownBefore;
    private Examined examined;
    private boolean told;

    /** {@code before}: how the conditions were; null for not known. {@code old}: what runs now. */
    Activation(String name, Candidate candidate, ManagedFolder folder, Examined before, Registration old) {
        this.name = name;
        this.candidate = candidate;
        this.folder = folder;
        this.knownBefore = old.runs() || before != null && before.registered();
    }

    /** Whether all conditions hold; then the platform sends its webhooks here. */
    boolean holds(Conditions conditions, Map<String, ManagedChannel> waiting, Clock clock) {
        examined = new Examined(clock.instant(), conditions.examine(name, candidate, waiting), knownBefore);
        boolean others = examined.conditions().stream().allMatch(one -> one.condition() == Kind.webhook || one.holds());
        Registration mine = Registration.of(candidate.version());
        if (others && mine.canBeTold()) {
            folder.keep(name, examined.with(Condition.notChecked(Kind.webhook, "Baton stopped while it was being registered: activate the channel, or deactivate it to have it removed")).registered(true));
            Outcome outcome = mine.register();
            told = Registration.isPossible(outcome);
            keep(examined.with(Conditions.webhook(outcome)).registered(knownBefore || told));
        } else {
            keep(others ? examined.with(Conditions.webhook(null)) : examined);
        }
        return examined.holds();
    }

    /** Whether the channel runs now, {@code why} being null; all conditions held. */
    boolean runs(String why) {
        if (why != null) {
            keep(examined.with(Condition.fails(Kind.settings, why)).with(Condition.notChecked(Kind.webhook, "it was registered, but the channel did not go live")));
        }
        return why == null;
    }

    /** Whether it is registered somewhere else than what ran. */
    boolean isElsewhere(Registration old) {
        return old.isElsewhere(candidate.version());
    }

    /** Has the platform forget what it was told, or remember what runs on; what fails becomes a note. */
    void withdraw(Registration old, List<String> notes) {
        if (!told) {
            return;
        }
        int before = notes.size();
        if (!old.runs() || isElsewhere(old)) {
            Registration.of(candidate.version()).remove(notes);
        }
        // Where both are one account after all, that has removed the old one too.
        old.again(notes);
        keep(examined.registered(old.runs() || notes.size() > before));
    }

    /** How the conditions are; null before they are examined. */
    Examined examined() {
        return examined;
    }

    /** What can't be remembered is told at least: the disk may be full, and then nothing goes live. */
    private void keep(Examined now) {
        examined = now;
        try {
            folder.keep(name, now);
        } catch (Conflict e) {
            // The next step says so, where there is one.
        }
    }

    @Override
    public void close() {
        candidate.close();
    }
}
