package dev.baton.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.event.Delivery;
import java.util.UUID;

/**
 * A piece of work that this node has taken: it must be given back by {@link Ledger#complete} or {@link Ledger#release}.
 *
 * @param lane      the lane's id; of {@link Work#pass}, which has no lane, an id of its own
 * @param fence     the lane's number at the claim: a completion with an older one changes nothing
 * @param seq       the place in the lane
 * @param channel   whose work it is
 * @param work      which sort
 * @param leaseEnds epoch milliseconds; no call may be made that could end later
 * @param delivery  for {@link Work#deliver} and {@link Work#pass}
 * @param raw       for {@link Work#inbox}: the webhook as it came
 * @param cursor    for {@link Work#poll}: where the last one ended, or null
 * @param version   of the channel, that works on it: what comes of it is said to be that one's. Null until it is begun
 */
public record Claim(UUID lane, long fence, long seq, String channel, Work work, long leaseEnds, Delivery delivery, Raw raw, JsonNode cursor,
        String version) {

    /** One that nobody works on yet. */
    public Claim(UUID lane, long fence, long seq, String channel, Work work, long leaseEnds, Delivery delivery, Raw raw, JsonNode cursor) {
        this(lane, fence, seq, channel, work, leaseEnds, delivery, raw, cursor, null);
    }

    /** The same in the hands of that version of its channel. */
    public Claim by(String version) {
        return new Claim(lane, fence, seq, channel, work, leaseEnds, delivery, raw, cursor, version);
    }

    /** The sorts of work. */
    public enum Work {
        deliver, inbox, poll,
        /** A passing event: nothing of it is stored, and nothing comes of its outcome. */
        pass
    }

    /** A webhook kept whole: its content type and its body. */
    public record Raw(String contentType, byte[] body) {
    }
}
