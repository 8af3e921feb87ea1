package dev.baton.ledger;

import dev.baton.event.Outcome;
import java.sql.SQLException;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;

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

    private final Writer writer;

    /** A ledger over a database that has its tables already. */
    public Ledger(DataSource source, Channels channels, Settings settings, Clock clock) {
        this.writer = new Writer(source, channels, settings, clock);
    }

    /** Starts the writer. {@code work} gets each claim after its commit, on the writer's thread: it must only hand it on. */
    public void start(Consumer<Claim> work) {
        try {
            writer.start(work);
        } catch (SQLException e) {
            throw new Unavailable("the ledger's database can't be opened: " + e.getMessage(), e);
        }
    }

    /** {@code fetch} gets the id of each file that is to be fetched, after its commit and on the writer's thread: it must only hand it on. */
    public void files(Consumer<UUID> fetch) {
        writer.files(fetch);
    }

    private <T> CompletableFuture<T> ask(Command<T> command, boolean mayWait) {
        writer.ask(command, mayWait);
        return command.done;
    }

    /** Fails with {@link IllegalArgumentException} where what is brought is more than the ledger can keep. */
    private <T> CompletableFuture<T> ask(Supplier<Command<T>> made) {
        try {
            return ask(made.get(), false);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Events of a webhook, or of anything else that came in. Fails with {@link IllegalArgumentException} where one is too large to keep. */
    public CompletableFuture<Arrival.Accepted> accept(Arrival arrival) {
        return ask(() -> new Command.Accept(arrival));
    }

    /**
     * A webhook that is to be read afterwards, by the channel's inbox: those of one scope in order, those of different scopes side by side. Without a
     * scope ({@code null}) all of the channel's are in one order.
     */
    public CompletableFuture<Void> later(String channel, String version, Claim.Raw raw, String scope) {
        return ask(() -> new Command.Later(channel, version, raw, scope));
    }

    /** An authentic webhook that no mapping could read: kept whole for a person. {@code cause} says what was wrong. */
    public CompletableFuture<UUID> deadLetter(String channel, String version, Claim.Raw raw, String cause) {
        return ask(() -> new Command.Keep(channel, version, raw, cause));
    }

    /** What an answer has taught, in the middle of a delivery: references and events, committed before more is sent. */
    public CompletableFuture<Void> learn(Claim claim, Outcome outcome) {
        return claim.work() == Claim.Work.pass ? CompletableFuture.completedFuture(null) : ask(new Command.Complete(claim, outcome, null, false), true);
    }

    /** The work is done, in whichever way the outcome says. Never fails because of its data. */
    public CompletableFuture<Void> complete(Claim claim, Outcome outcome, Attempt attempt) {
        return ask(claim.work() == Claim.Work.pass ? new Command.Passed(claim, outcome) : new Command.Complete(claim, outcome, attempt, true), true);
    }

    /** The work was not begun: it goes back to its lane as if it had not been taken. */
    public CompletableFuture<Void> release(Claim claim) {
        return ask(claim.work() == Claim.Work.pass ? new Command.Passed(claim, Outcome.of(Outcome.Word.again, null)) : new Command.Release(claim), true);
    }

    /** What came of fetching a file. What was said of it first counts. */
    public CompletableFuture<Void> fetched(StoredFile file) {
        return ask(new Command.Fetched(file), true);
    }

    /** A dead delivery is sent once more, at the end of its lane and marked late. Fails with {@link IllegalArgumentException} where there is none. */
    public CompletableFuture<Void> replay(UUID deadLetter) {
        return ask(new Command.Replay(deadLetter), false);
    }

    /** A dead letter has been dealt with: a webhook, say, that could be read after all. */
    public CompletableFuture<Void> replayed(UUID deadLetter) {
        return ask(new Command.Replayed(deadLetter), false);
    }

    /** The channel is sent nothing more until it is resumed; what comes from it is still taken. */
    public CompletableFuture<Void> pause(String channel, String why) {
        return ask(new Command.Pause(channel, why), false);
    }

    /** The channel goes on. */
    public CompletableFuture<Void> resume(String channel) {
        return ask(new Command.Pause(channel, null), false);
    }

    /**
     * What was moved from one channel to another.
     *
     * @param conversations that name the channel, ended ones too
     * @param references    names that the platform has for things
     * @param deliveries    that were still to be told
     * @param webhooks      that were still to be read
     * @param parked        events that wait for their conversation
     * @param deadLetters   that wait for a person
     */
    public record Moved(int conversations, int references, int deliveries, int webhooks, int parked, int deadLetters) {
    }

    /**
     * Everything that is one channel's becomes another's, in one commit: {@code from} is retired, and its file has another name now. Nothing else is
     * written meanwhile. Fails with {@link IllegalArgumentException} where that can't be done now.
     */
    public CompletableFuture<Moved> move(String from, String to) {
        return ask(new Command.Move(from, to), false);
    }

    /** Looks for what is due now, not only at the next second. */
    public void look() {
        writer.look();
    }

    /**
     * How things stand between this node and a channel.
     *
     * @param downUntil epoch milliseconds; 0 where nothing is wrong
     * @param why       of the pause or of being down
     * @param behind    why this node takes none of the channel's work: it runs another version than the channel; null where it runs the same
     */
    public record Standing(boolean paused, long downUntil, String why, int inFlight, String behind) {
    }

    /** How things stand with that channel on this node. */
    public Standing standing(String channel) {
        Gate gate = writer.gates.get(channel);
        return gate == null ? new Standing(false, 0, null, 0, null)
                : new Standing(gate.paused, gate.closedUntil, gate.why, gate.inFlight, gate.behind);
    }

    /** Why nothing can be written just now, or null. */
    public String lost() {
        return writer.lost();
    }

    /** Batches committed so far, and the commands that shared them. */
    public long[] commits() {
        return new long[] {writer.batches.get(), writer.commands.get()};
    }

    /** No more claims from now on; commands are still taken. */
    public void stopClaiming() {
        writer.stopClaiming();
    }

    /** Writes what is queued and stops. */
    @Override
    public void close() {
        writer.stop();
    }
}
