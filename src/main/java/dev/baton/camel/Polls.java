package dev.baton.camel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.event.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a channel's polls have found: how the last one ended, for people; and what they have noted, for the channel's other routes, which so need no
 * call of their own for what changes seldom (an agent's name, say).
 */
public final class Polls {

    /** So long what was read from the ledger is taken for true: another node may have polled since. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Polls.class);

    private final Supplier<JsonNode> kept;
    private final Clock clock;
    private volatile Noted noted;
    private volatile Ended ended;

    private record Noted(JsonNode cursor, Instant at) {
    }

    /**
     * How a poll ended.
     *
     * @param outcome the word for it
     * @param why     in words; null where there is nothing to say
     */
    public record Ended(Instant at, Outcome.Word outcome, String why) {
    }

    /** {@code kept} reads the cursor from the ledger; null where there is none. */
    Polls(Supplier<JsonNode> kept, Clock clock) {
        this.kept = kept;
        this.clock = clock;
    }

    /** How the last poll on this node ended; null where there was none. */
    public Ended last() {
        return ended;
    }

    void ended(Outcome outcome) {
        ended = new Ended(clock.instant(), outcome.word(), outcome.why());
        if (outcome.cursor() != null && outcome.word() == Outcome.Word.done) {
            noted = new Noted(outcome.cursor(), clock.instant());
        }
    }

    void forget() {
        noted = null;
    }

    /** The cursor that the last poll left; null where there is none. */
    JsonNode cursor() {
        Noted now = noted;
        if (now == null || Duration.between(now.at, clock.instant()).compareTo(FRESH) > 0) {
            try {
                now = new Noted(kept.get(), clock.instant());
                noted = now;
            } catch (RuntimeException e) {
                LOG.debug("what the last poll has noted can't be read just now", e);
            }
        }
        return now == null ? null : now.cursor;
    }
}
