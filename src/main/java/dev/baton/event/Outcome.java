package dev.baton.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;

/**
 * What came of a delivery or a poll, with what the answer taught us.
 *
 * @param word       one of the closed set
 * @param why        for people, without secrets; null for {@code done}
 * @param after      how long to wait at least before the next try (or poll); null for the channel's own schedule
 * @param references what the platform calls things from now on; never null
 * @param events     what the answer says has happened; never null
 * @param cursor     where the next poll goes on; null leaves it as it is
 * @param degraded   what the platform was not told as it was, in words; null where nothing was lost
 */
public record Outcome(Word word, String why, Duration after, List<Reference> references, List<Event> events, JsonNode cursor,
        String degraded) {

    /** The closed set of outcomes. */
    public enum Word {
        /** The platform has it, or had it already. */
        done,
        /** Not taken; the same delivery again, on the channel's schedule. */
        again,
        /** Not sent, because the whole channel can't take anything just now; costs the delivery nothing. */
        busy,
        /** The thread that it was for is over at the platform. */
        gone,
        /** Refused for good: a person must look at it. */
        refused,
        /** The platform does not accept our credentials. */
        unauthorised,
        /** The answer did not come, or said nothing definite: the platform may have it. */
        unknown
    }

    /** No list in an outcome is null. */
    public Outcome {
        references = references == null ? List.of() : List.copyOf(references);
        events = events == null ? List.of() : List.copyOf(events);
    }

    /** Nothing was lost. */
    public Outcome(Word word, String why, Duration after, List<Reference> references, List<Event> events, JsonNode cursor) {
        this(word, why, after, references, events, cursor, null);
    }

    /** Nothing learnt but the word. */
    public static Outcome of(Word word, String why) {
        return new Outcome(word, why, null, null, null, null);
    }

    /** Nothing learnt but the word and how long to wait. */
    public static Outcome of(Word word, String why, Duration after) {
        return new Outcome(word, why, after, null, null, null);
    }
}
