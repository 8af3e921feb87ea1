package dev.baton.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.baton.event.Event;
import dev.baton.event.Json;
import java.util.List;
import java.util.UUID;

/**
 * An event that a command brings: made ready before the batch, so that a batch that is repeated brings the same, and the writer has less to do.
 *
 * @param id   Baton's own
 * @param body as it is stored
 */
record Brought(Event event, UUID id, byte[] body) {

    /** ASCII only, so that no text of a platform can be refused or altered by an engine, not even half a character. */
    static final ObjectWriter ASCII = Json.MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);
    /** What one row takes on both engines. */
    static final int MOST = 1_000_000;

    static List<Brought> all(List<Event> events) {
        return events.stream().map(event -> {
            Event plain = plain(event);
            return new Brought(plain, UUID.randomUUID(), body(plain));
        }).toList();
    }

    /** An id without a character names nothing. */
    private static Event plain(Event event) {
        return new Event(named(event.id()), named(event.key()), named(event.conversation()), named(event.person()), event.at(), event.maybeEcho(),
                event.ifKnown(), event.sensitive(), event.what());
    }

    static String named(String id) {
        return id == null || id.isEmpty() ? null : id;
    }

    static byte[] body(Event event) {
        try {
            return ASCII.writeValueAsBytes(Json.json(event));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the event can't be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** {@link IllegalArgumentException} where it is more than a row takes. */
    static void fits(byte[] body, String what) {
        if (body != null && body.length > MOST) {
            throw new IllegalArgumentException("the " + what + " has " + body.length + " bytes; the ledger takes " + MOST
                    + " at most: let the mapping leave out what nobody needs");
        }
    }
}
