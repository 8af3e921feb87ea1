package dev.baton.ledger;

import dev.baton.event.Event;
import java.util.List;

/**
 * What one webhook (or another arrival) brought.
 *
 * @param channel who it came from
 * @param version content hash of the channel version that read it
 * @param events  in order
 * @param raw     the body as it came, kept beside the first event; null for none
 * @param replay  true to bypass deduplication: a dead letter is read again
 */
public record Arrival(String channel, String version, List<Event> events, byte[] raw, boolean replay) {

    /** What came of it, known when it is committed. */
    public record Accepted(int events, int duplicates) {
    }
}
