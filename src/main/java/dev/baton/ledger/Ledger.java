package dev.baton.ledger;

import dev.baton.event.Outcome;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The one store, which is also the queue. Every command goes through one writer, which commits many at once; a future is completed after
 * its commit is on disk. A future that fails with {@link Unavailable} was not committed.
 */
public final class Ledger implements AutoCloseable {

    /** The ledger can't take anything just now (store lost, queue full, stopping): say 503 and when to come back. */
    public static final class Unavailable extends RuntimeException {
        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Starts the writer. {@code work} gets each claim after its commit, on the writer's thread: it must only hand it on. */
    public void start(Consumer<Claim> work) {
        throw new UnsupportedOperationException();
    }

    /** Events of a webhook, or of anything else that came in. */
    public CompletableFuture<Arrival.Accepted> accept(Arrival arrival) {
        throw new UnsupportedOperationException();
    }

    /** A webhook that is to be read afterwards, by the channel's inbox, in order. */
    public CompletableFuture<Void> later(String channel, String version, Claim.Raw raw) {
        throw new UnsupportedOperationException();
    }

    /** An authentic webhook that no mapping could read: kept whole for a person. {@code cause} says what was wrong. */
    public CompletableFuture<UUID> deadLetter(String channel, String version, Claim.Raw raw, String cause) {
        throw new UnsupportedOperationException();
    }

    /** What an answer has taught, in the middle of a delivery: references and events, committed before more is sent. */
    public CompletableFuture<Void> learn(Claim claim, Outcome outcome) {
        throw new UnsupportedOperationException();
    }

    /** The work is done, in whichever way the outcome says. Never fails because of its data. */
    public CompletableFuture<Void> complete(Claim claim, Outcome outcome, Attempt attempt) {
        throw new UnsupportedOperationException();
    }

    /** The work was not begun: it goes back to its lane as if it had not been taken. */
    public CompletableFuture<Void> release(Claim claim) {
        throw new UnsupportedOperationException();
    }

    /** No more claims from now on; commands are still taken. */
    public void stopClaiming() {
        throw new UnsupportedOperationException();
    }

    /** Writes what is queued and stops. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
