package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One case of the simulated Deskie. */
final class DeskieCase {

    final long id;
    final Instant created;
    final DeskieUser user;
    final String channel;
    final List<DeskieMessage> messages = new ArrayList<>();
    final List<String> changes = new ArrayList<>();
    String subject = "";
    String status = "open";
    String priority = "normal";
    long staff;
    long group = 311;
    long language = 2;
    long parent;
    boolean deleted;
    boolean spam;
    /** The client has asked for this user's cases and was told that this one is closed. */
    boolean shownClosed;
    Instant updated;
    Instant closedAt;
    Instant lastResponse;
    JsonNode customFields = Json.object();
    JsonNode labels = Json.MAPPER.createArrayNode();
    String rating;

    DeskieCase(long id, DeskieUser user, String channel, Instant created) {
        this.id = id;
        this.user = user;
        this.channel = channel;
        this.created = created;
        this.updated = created;
        this.lastResponse = created;
    }

    String number() {
        return "%03d-%06d".formatted(id / 1000 % 1000, id % 1_000_000);
    }

    boolean live() {
        return parent == 0 && !deleted && !spam;
    }

    void status(String next, Instant now) {
        if (!next.equals(status)) {
            changes.add(status + " -> " + next);
            status = next;
            closedAt = next.equals("closed") ? now : null;
            shownClosed = false;
        }
        updated = now;
    }

    ObjectNode json(DeskieSwitches switches) {
        ObjectNode node = Json.object();
        Loose.id(node, "case_id", id, switches);
        node.put("case_number", number()).put("subject", subject);
        Loose.id(node, "user_id", user.id, switches);
        Loose.id(node, "staff_id", staff, switches);
        Loose.id(node, "group_id", group, switches);
        node.put("status", switches.pendingSynonym && status.equals("waiting") ? "pending" : status).put("priority", priority)
                .put("channel", switches.echoChannel ? channel : "chat").put("recipient", "").put("cc_emails", "").put("bcc_emails", "");
        Loose.flag(node, "deleted", deleted, switches);
        Loose.flag(node, "spam", spam, switches);
        node.put("created_at", Loose.date(created)).put("closed_at", Loose.date(closedAt)).put("updated_at", Loose.date(updated))
                .put("last_response_at", Loose.date(lastResponse));
        if (closedAt == null) {
            node.put("closing_speed", "-");
        } else {
            node.put("closing_speed", Duration.between(created, closedAt).toMinutes());
        }
        Loose.id(node, "parent_case_id", parent, switches);
        node.put("language_id", language).set("custom_fields", customFields);
        node.set("labels", labels);
        node.putArray("locked_labels");
        if (rating != null) {
            node.put("rating", rating);
        }
        return node;
    }
}
