package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One customer of the simulated Deskie: of a custom channel, or known by an address or a number. */
final class DeskieUser {

    /** Data that a case or a user call may bring, recorded on the profile. */
    static final Set<String> PROFILE = Set.of("user_full_name", "company_name", "company_position", "user_note", "language_id", "custom_fields");
    static final Set<String> CONTACTS = Set.of("user_email", "user_phone", "user_whatsapp_phone", "user_telegram_data", "telegram_id", "facebook_id");

    final long id;
    final String type;
    final Instant created;
    final Set<Long> linked = new LinkedHashSet<>();
    final ObjectNode fields = Json.object();
    /** All that this user wrote through the API, in order, whatever became of the cases. */
    final List<DeskieMessage> said = new ArrayList<>();
    String customId;
    String channel;
    boolean active = true;
    boolean deleted;
    Instant updated;

    DeskieUser(long id, String type, Instant created) {
        this.id = id;
        this.type = type;
        this.created = created;
        this.updated = created;
    }

    boolean has(String field, String value) {
        return value.equals(Json.text(fields, field));
    }

    /** Records what is given of the profile. */
    void record(JsonNode given, Instant now) {
        for (String field : PROFILE) {
            if (Json.present(given, field)) {
                fields.set(field, given.get(field));
                updated = now;
            }
        }
    }

    String name() {
        String name = Json.text(fields, "user_full_name");
        return name != null ? name : customId != null ? customId : type + " user " + id;
    }

    ObjectNode json(DeskieSwitches switches) {
        ObjectNode node = Json.object();
        Loose.id(node, "user_id", id, switches);
        for (String field : new String[] {"user_full_name", "company_name", "company_position"}) {
            node.put(field, fields.path(field).asText(""));
        }
        node.put("thumbnail", "");
        Loose.flag(node, "confirmed", true, switches);
        Loose.flag(node, "active", active, switches);
        Loose.flag(node, "deleted", deleted, switches);
        node.put("created_at", Loose.date(created)).put("updated_at", Loose.date(updated)).put("type", type);
        CONTACTS.forEach(field -> {
            if (fields.has(field)) {
                node.set(field, fields.get(field));
            }
        });
        if (customId != null) {
            node.put("user_custom_id", customId).put("user_custom_channel", channel);
        }
        node.put("user_note", fields.path("user_note").asText("")).put("language_id", fields.path("language_id").asInt(2));
        node.set("custom_fields", fields.has("custom_fields") ? fields.get("custom_fields") : Json.object());
        var all = node.putArray("linked_users");
        linked.forEach(all::add);
        return node;
    }
}
