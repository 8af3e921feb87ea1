package dev.baton.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.event.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Rows as {@link View} shows them. */
final class ViewRows {

    /** Where a delivery stands. */
    record Place(UUID lane, long seq) {
    }

    private ViewRows() {
    }

    static ViewConversation.Line line(ResultSet row) throws SQLException {
        JsonNode document = json(row.getString("document"));
        return new ViewConversation.Line(row.getObject("id", UUID.class), row.getString("state"), row.getString("control"), row.getInt("handover"),
                row.getString("person"), document.path("customerChannel").asText(null), document.path("desk").asText(null), document.path("bot").asText(null), instant(row, "created_at"),
                instant(row, "changed_at"), instant(row, "deadline_at"));
    }

    static ViewConversation.Event event(ResultSet row) throws SQLException {
        return new ViewConversation.Event(row.getLong("seq"), row.getObject("id", UUID.class), row.getString("channel"), row.getString("type"),
                row.getString("version"), instant(row, "at"), row.getString("note"), seen(row.getBytes("body")), new ArrayList<>());
    }

    static Place place(ResultSet row) throws SQLException {
        return new Place(row.getObject("lane", UUID.class), row.getLong("seq"));
    }

    static ViewConversation.Delivery delivery(ResultSet row, List<ViewConversation.Attempt> attempts) throws SQLException {
        boolean unsettled = row.getString("state").equals("waiting") || row.getString("state").equals("unknown");
        boolean head = unsettled && row.getLong("seq") == row.getLong("next_seq");
        boolean taken = row.getString("owner") != null;
        return new ViewConversation.Delivery(row.getString("channel"), head && taken ? "sending" : row.getString("state"), row.getInt("handover"),
                row.getObject("mark", UUID.class), row.getInt("tries"), instant(row, "first_at"), instant(row, "done_at"),
                head && !taken ? instant(row, "due_at") : null, row.getBoolean("late"), row.getString("version"), row.getString("note"),
                row.getString("receipt") == null ? null : new ViewConversation.Receipt(row.getString("receipt"), instant(row, "receipt_at"), row.getString("receipt_why")),
                row.getString("degraded"), attempts);
    }

    static ViewConversation.Attempt attempt(ResultSet row) throws SQLException {
        return new ViewConversation.Attempt(row.getInt("n"), instant(row, "at"), row.getString("version"), row.getString("outcome"), row.getString("why"),
                row.getObject("status", Integer.class), text(row.getBytes("request")), text(row.getBytes("answer")));
    }

    static ViewDeadLetter.Letter letter(ResultSet row) throws SQLException {
        return new ViewDeadLetter.Letter(row.getObject("id", UUID.class), row.getObject("lane", UUID.class) == null ? "webhook" : "delivery",
                row.getString("channel"), row.getObject("conversation", UUID.class), row.getString("cause"), row.getString("state"), instant(row, "at"), row.getString("version"));
    }

    /** An event as people may see it. */
    static JsonNode seen(byte[] body) {
        JsonNode event = body == null ? null : Json.tree(body);
        return event != null && event.path("sensitive").asBoolean() ? Json.json(Json.event(event).veiled()) : event;
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        long at = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(at);
    }

    static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored conversation can't be read", e);
        }
    }

    /** Null where the bytes are no UTF-8. */
    static String text(byte[] bytes) {
        try {
            return bytes == null ? null : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
