package dev.baton.ledger;

import dev.baton.event.Outcome;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the writer is asked to do. The future is completed with the result after the commit. */
abstract sealed class Command<T> {

    final CompletableFuture<T> done = new CompletableFuture<>();
    /** What the running batch found out; handed to the future at the commit. */
    T result;
    /** When the writer has not begun it by then (nano time), it is withdrawn. */
    long patience = Long.MAX_VALUE;

    void succeed() {
        done.complete(result);
    }

    /** Events came in. */
    static final class Accept extends Command<Arrival.Accepted> {
        final Arrival arrival;
        final List<Brought> brought;

        Accept(Arrival arrival) {
            this.arrival = arrival;
            this.brought = Brought.all(arrival.events());
            brought.forEach(one -> Brought.fits(one.body(), "event"));
            Brought.fits(arrival.raw(), "webhook");
        }
    }

    /** A webhook for the inbox. */
    static final class Later extends Command<Void> {
        final String channel;
        final String version;
        final Claim.Raw raw;
        final String scope;
        final UUID id = UUID.randomUUID();

        Later(String channel, String version, Claim.Raw raw, String scope) {
            this.channel = channel;
            this.version = version;
            this.raw = raw;
            this.scope = scope == null || scope.isBlank() ? channel : scope;
            Brought.fits(raw.body(), "webhook");
        }
    }

    /** A webhook for a person. */
    static final class Keep extends Command<UUID> {
        final String channel;
        final String version;
        final Claim.Raw raw;
        final String cause;
        final UUID id = UUID.randomUUID();

        Keep(String channel, String version, Claim.Raw raw, String cause) {
            this.channel = channel;
            this.version = version;
            this.raw = raw;
            this.cause = cause;
            Brought.fits(raw.body(), "webhook");
        }
    }

    /** What came of a claim; {@code settles} is false in the middle of a delivery. */
    static final class Complete extends Command<Void> {
        private static final Logger LOG = LoggerFactory.getLogger(Complete.class);
        final Claim claim;
        final boolean settles;
        Attempt attempt;
        Outcome outcome;
        List<Brought> brought;
        /** True where only the lane and the delivery are to be settled: the conversation itself can't be. */
        boolean bare;

        Complete(Claim claim, Outcome outcome, Attempt attempt, boolean settles) {
            this.claim = claim;
            this.attempt = attempt;
            this.settles = settles;
            this.outcome = new Outcome(outcome.word(), outcome.why(), outcome.after(), outcome.references().stream()
                    .filter(reference -> Brought.named(reference.value()) != null).toList(), outcome.events(), outcome.cursor(), outcome.degraded());
            this.brought = readable(outcome);
        }

        private static List<Brought> readable(Outcome outcome) {
            try {
                return Brought.all(outcome.events());
            } catch (IllegalArgumentException e) {
                LOG.error("What an answer said has happened can't be kept; its outcome is", e);
                return List.of();
            }
        }

        /** Lets go of what may be at fault: first what was learnt, then the conversation. False where nothing is left to let go. */
        boolean less() {
            boolean wasBare = bare;
            boolean plain = outcome.references().isEmpty() && brought.isEmpty() && outcome.cursor() == null && attempt == null;
            bare = plain;
            outcome = new Outcome(outcome.word(), outcome.why(), outcome.after(), null, null, null, outcome.degraded());
            brought = List.of();
            attempt = null;
            return !wasBare;
        }
    }

    /** Something that passed has come back; nothing comes of it but what it says about the channel. */
    static final class Passed extends Command<Void> {
        final Claim claim;
        final Outcome outcome;

        Passed(Claim claim, Outcome outcome) {
            this.claim = claim;
            this.outcome = outcome;
        }
    }

    /** A claim that was not begun. */
    static final class Release extends Command<Void> {
        final Claim claim;

        Release(Claim claim) {
            this.claim = claim;
        }
    }

    /** A dead delivery is to be sent once more, at the end of its lane. */
    static final class Replay extends Command<Void> {
        final UUID deadLetter;

        Replay(UUID deadLetter) {
            this.deadLetter = deadLetter;
        }
    }

    /** It is time to fetch these files: this node takes those that no other node has taken. */
    static final class Fetch extends Command<Void> {
        final List<UUID> files;

        Fetch(List<UUID> files) {
            this.files = files;
        }
    }

    /** What came of fetching a file. */
    static final class Fetched extends Command<Void> {
        final StoredFile file;

        Fetched(StoredFile file) {
            this.file = file;
        }
    }

    /** A dead letter has been dealt with. */
    static final class Replayed extends Command<Void> {
        final UUID deadLetter;

        Replayed(UUID deadLetter) {
            this.deadLetter = deadLetter;
        }
    }

    /** A channel stops or goes on; null lets it go on. */
    static final class Pause extends Command<Void> {
        final String channel;
        final String why;

        Pause(String channel, String why) {
            this.channel = channel;
            this.why = why;
        }
    }

    /** Everything that is one channel's becomes another's. In a batch of its own: it changes rows by the thousand. */
    static final class Move extends Command<Ledger.Moved> {
        final String from;
        final String to;

        Move(String from, String to) {
            this.from = from;
            this.to = to;
        }
    }

    /** Whether a channel's lanes are of persons, for the time when it is not live. */
    static final class Lanes extends Command<Void> {
        final String channel;
        final boolean perPerson;

        Lanes(String channel, boolean perPerson) {
            this.channel = channel;
            this.perPerson = perPerson;
        }
    }

    /** The channel polls: it has a lane for that. */
    static final class Poll extends Command<Void> {
        final String channel;

        Poll(String channel) {
            this.channel = channel;
        }
    }

    /** The state's deadline of that conversation has passed. */
    static final class Deadline extends Command<Void> {
        final UUID conversation;

        Deadline(UUID conversation) {
            this.conversation = conversation;
        }
    }

    /** What is parked under that key has waited long enough. */
    static final class GiveUp extends Command<Void> {
        final UUID key;

        GiveUp(UUID key) {
            this.key = key;
        }
    }

    /** Nothing but a reason to look whether due lanes can be taken. */
    static final class Look extends Command<Void> {
    }
}
