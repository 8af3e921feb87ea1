package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * A message in a case.
 *
 * @param user the customer who wrote it, else 0
 * @param staff the agent who wrote it, else 0
 * @param attachments an array of files
 * @param fromApi whether it was added through the API
 */
public record DeskieMessage(long id, long user, long staff, String content, String contentHtml, JsonNode attachments, boolean note, boolean rule,
        boolean fromApi, Instant at) {

    /** What a person reads: the text, else the HTML, and the names of files. */
    public String text() {
        StringBuilder text = new StringBuilder(content.isEmpty() ? contentHtml : content);
        attachments.forEach(file -> text.append(text.isEmpty() ? "" : " ").append('[').append(file.path("file_name").asText()).append(']'));
        return text.toString();
    }

    ObjectNode json(DeskieSwitches switches) {
        ObjectNode node = Json.object();
        Loose.id(node, "message_id", id, switches);
        Loose.id(node, "user_id", user, switches);
        Loose.id(node, "staff_id", staff, switches);
        node.put("content", content).put("content_html", contentHtml).set("attachments", attachments);
        Loose.flag(node, "note", note, switches);
        Loose.flag(node, "sent_via_rule", rule, switches);
        return node.put("created_at", Loose.date(at));
    }
}
