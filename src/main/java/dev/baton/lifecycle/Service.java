package dev.baton.lifecycle;

import dev.baton.deploy.Candidate;
import dev.baton.deploy.LiveChannels;
import dev.baton.deploy.source.PlatformSheet;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings channels into service and out of it, here and at their platforms.
 *
 * <p>Of several nodes with one ledger and one folder, the one that is asked examines and registers; the others take what is written as any edit. A platform's webhook is
 * found by its address, so that the nodes' polls (of which the ledger lets one at a time through) only find what is there. Only who removes a webhook must wait until
 * the others have read that the channel is out of service: a poll of theirs would put it back.
 */
final class Service {

    private final LiveChannels live;
    private final ManagedFolder folder;
    private final Edits edits;
    private final Conditions conditions;
    private final Nodes nodes;
    private final Duration patience;
    private final Clock clock;

    Service(LiveChannels live, ManagedFolder folder, Edits edits, Conditions conditions, Nodes nodes, Duration patience, Clock clock) {
        this.live = live;
        this.folder = folder;
        this.edits = edits;
        this.conditions = conditions;
        this.nodes = nodes;
        this.patience = patience;
        this.clock = clock;
    }

    /**
     * What came of bringing a channel into service.
     *
     * @param runs     whether it runs with the settings that were wanted; else all is as it was
     * @param examined how the conditions were
     * @param notes    what is left at the platform
     */
    record Begun(boolean runs, Examined examined, List<String> notes) {
    }

    /** Has a channel run with these settings if all conditions hold, else go on with those that it had. */
    Begun begin(String name, Map<String, String> values, Map<String, String> before, PlatformSheet sheet) {
        List<String> notes = new ArrayList<>();
        try (Registration old = Registration.of(live, name); Activation activation = new Activation(name, edits.candidate(name, values), folder, folder.examined(name), old)) {
            boolean runs = activation.holds(conditions, edits.waiting(name), clock) && activation.runs(edits.replace(name, values, before, sheet));
            if (!runs) {
                activation.withdraw(old, notes);
            } else if (activation.isElsewhere(old)) {
                remove(old, notes);
                try (Registration now = Registration.of(live, name)) {
                    // Where both are one account after all, that has removed the new one too.
                    now.again(notes);
                }
            }
            return new Begun(runs, activation.examined(), notes);
        }
    }

    /** Has the platform forget the webhook of a channel that is out of service: asked by what ran, else, where the platform may know it, by what would run. What fails becomes a note. */
    void end(String name, ManagedChannel before, Registration old, Examined last, List<String> notes) {
        if (old.runs()) {
            remove(old, notes);
        } else if (last != null && last.registered()) {
            try (Candidate candidate = edits.candidate(name, before.values())) {
                before.mustBeKnown(Set.of());
                if (candidate.version() == null) {
                    throw new Conflict(String.join("; ", candidate.findings()));
                }
                Registration.of(candidate.version()).remove(notes);
            } catch (Conflict e) {
                notes.add("its webhook may still be registered at the platform, which can't be asked with settings and files as they are (" + e.getMessage() + ")");
            }
        }
    }

    private void remove(Registration old, List<String> notes) {
        if (old.canBeTold()) {
            old.settle(nodes.untilOthersKnow(), patience, notes);
            old.remove(notes);
        }
    }

    /** Remembers what is left at the platform of a channel that is out of service. */
    void remember(String name, Examined last, List<String> notes) {
        try {
            if (notes.isEmpty()) {
                // What was examined holds no more: the webhook is gone.
                folder.forget(name);
            } else {
                folder.keep(name, new Examined(clock.instant(), last == null ? Conditions.notChecked() : last.conditions(), true));
            }
        } catch (Conflict e) {
            notes.add(e.getMessage());
        }
    }
}
