package dev.baton.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.event.Delivery;
import java.util.UUID;

/**
 * A piece of work that this node has taken: it must be given back by {@link Ledger#complete} or {@link Ledger#release}.
 *
 * @param lane      the lane's id
 * @param fence     the lane's number at the claim: a completion with an older one changes nothing
 * @param seq       the place in the lane
 * @param channel   whose work it is
 * @param work      which sort
 * @param leaseEnds epoch milliseconds; no call may be made that could end later
 * @param delivery  for {@link Work#deliver}
 * @param raw       for {@link Work#inbox}: the webhook as it came
 * @param cursor    for {@link Work#poll}: where the last one ended, or null
 */
public record Claim(UUID lane, long fence, long seq, String channel, Work work, long leaseEnds, Delivery delivery, Raw raw, JsonNode cursor) {

    /** The sorts of work. */
    public enum Work {
        deliver, inbox, poll
    }

    /** A webhook kept whole: its content type and its body. */
    public record Raw(String contentType, byte[] body) {
    }
}
