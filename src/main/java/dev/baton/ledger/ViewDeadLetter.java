package dev.baton.ledger;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;

/**
 * What can't go on without a person, whole.
 *
 * @param contentType of a webhook
 * @param body        of a webhook, where it is text
 * @param base64      of a webhook, where it is not
 * @param event       of a delivery: what was to be told
 */
public record ViewDeadLetter(@JsonUnwrapped Letter letter, String contentType, String body, String base64, JsonNode event) {

    /**
     * One dead letter in a list.
     *
     * @param kind         webhook or delivery
     * @param conversation of a delivery
     * @param state        waiting, replayed
     * @param version      of the channel, that could not go on with it
     */
    public record Letter(UUID id, String kind, String channel, UUID conversation, String cause, String state, Instant at, String version) {
    }

    /**
     * Which ones; a null part leaves all in.
     *
     * @param cause a piece of the cause, in any case
     */
    public record Filter(String channel, String state, String cause) {
    }
}
