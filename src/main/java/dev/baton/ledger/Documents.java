package dev.baton.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.baton.conversation.Conversation;
import dev.baton.event.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Conversations as the table has them: JSON without the times, which have columns of their own. Most messages change nothing but those, so a document
 * is seldom written, and one that was read before need not be read again. Used by one thread.
 */
final class Documents {

    private static final int KEPT = 4_096;
    /** ASCII only, so that no text of a platform can be refused or altered by an engine. */
    private static final ObjectWriter WRITER = Json.MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

    private final Map<String, Conversation> known = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Conversation> eldest) {
            return size() > KEPT;
        }
    };

    /** The conversation; {@code deadlineAt} in epoch milliseconds, or null. */
    Conversation read(String document, long changedAt, Long deadlineAt) {
        Conversation timeless = known.get(document);
        if (timeless == null) {
            try {
                timeless = Json.MAPPER.readValue(document, Conversation.class);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a stored conversation can't be read", e);
            }
            known.put(document, timeless);
        }
        return timeless.at(Instant.ofEpochMilli(changedAt), deadlineAt == null ? null : Instant.ofEpochMilli(deadlineAt));
    }

    /** What is stored of it as JSON. */
    static String write(Conversation conversation) {
        try {
            return WRITER.writeValueAsString(conversation.at(null, null));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** True where both are stored as the same JSON. */
    static boolean same(Conversation one, Conversation other) {
        return one.at(null, null).equals(other.at(null, null));
    }
}
