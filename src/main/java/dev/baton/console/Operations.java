package dev.baton.console;

import dev.baton.ledger.Ledger;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What the API can have done, and the channels as they are now. */
public interface Operations {

    /** How a channel is. */
    enum State {
        /** Its routes run. */
        live,
        /** Its routes run, but nothing is delivered: what comes in is accepted and waits. */
        paused,
        /** Another version runs on this node than everywhere else: what comes in is accepted, other nodes deliver. */
        behind,
        /** Its files were refused and no earlier version runs. */
        refused,
        /** It is saved, but not to run: its setting {@code active} is false. What waits for it stays. */
        inactive,
        /** Settings that its platform needs are missing. No error. */
        not_configured,
        /** Its file is gone. What it has still to be told waits for the file, or to be moved to another channel. */
        retired
    }

    /**
     * One channel.
     *
     * @param platform    name of its folder; null where its file can't be read
     * @param sides       customer, bot, desk
     * @param why         for every state but {@code live}: the reason, and what to do
     * @param version     content hash of the running version, or null
     * @param since       when that version went live, or null
     * @param routes      ids of its running routes
     * @param inFlight    calls inside it at this moment
     * @param lastPoll    how the last poll of this node ended, or null
     * @param lastRefusal the last version that was not let in, or null where none was since the running one
     * @param held        the version that lies in the folder and is not let in, because it was rolled back; or null
     */
    record Channel(String name, String platform, List<String> sides, State state, String why, String version, Instant since,
            List<String> routes, int inFlight, Poll lastPoll, Refusal lastRefusal, String held) {
    }

    /** How a poll ended, with what it has to say to people: {@code outcome} is a word of outcomes; {@code why} may be null. */
    record Poll(Instant at, String outcome, String why) {
    }

    /** Why a version was not let in: one line a finding, with file, line and remedy. {@code version} is null where it is not about a version. */
    record Refusal(Instant at, String version, List<String> findings) {
    }

    /** What is asked can't be done as things stand; the message is for people: what stands against it, and what to do. */
    final class Conflict extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** With these words. */
        public Conflict(String why) {
            super(why);
        }
    }

    /** What came of a replay. */
    enum Replay {
        /** It has gone on its way again. */
        replayed,
        /** It can't go on its way: see {@link Replayed#why}. */
        refused,
        /** There is no such dead letter. */
        absent
    }

    /** {@code why} is for people: what stands against it, and what to do; null where it was replayed. */
    record Replayed(Replay result, String why) {
    }

    /** All channels, those that don't run included, by name. */
    List<Channel> channels();

    /** Why nothing of the routes folder or of the settings can be read just now; null where all is well. */
    default Refusal unreadable() {
        return null;
    }

    /** Lets nothing more be delivered to that channel, on all nodes, until it is resumed. The channel exists; a paused one stays so. */
    void pause(String channel, String why);

    /** Ends a pause. The channel exists; one that is not paused stays as it is. */
    void resume(String channel);

    /** Sends a dead letter on its way again. Returns when that is committed, or refused. */
    Replayed replay(UUID deadLetter);

    /** Lets a version run again that the channel has run before, until its files are changed. {@link Conflict} where it can't run any more. */
    void rollback(String channel, String version);

    /** Gives everything that waits for a retired channel to another one. {@link Conflict} where that can't be done now. */
    Ledger.Moved move(String from, String to);

    /** A text that people may read, without the secrets of that channel. */
    String masked(String channel, String text);
}
