package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * One line of a chat as the customer sees it.
 *
 * @param ticket the ticket that it belongs to; null for what passed between customer and bot
 * @param by who wrote it
 */
public record Line(String id, String ticket, By by, String type, JsonNode content, Instant at) {

    /** Who writes lines. */
    public enum By { customer, bot, agent }

    /** The text of a plain line; of others what a person would read of it. */
    public String text() {
        if (content.isTextual()) {
            return content.textValue();
        }
        for (String field : new String[] {"text", "title", "uri"}) {
            if (content.hasNonNull(field)) {
                return content.get(field).asText();
            }
        }
        return content.toString();
    }
}
