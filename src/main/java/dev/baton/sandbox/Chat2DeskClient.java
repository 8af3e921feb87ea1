package dev.baton.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One customer of the simulated Chat2Desk. */
final class Chat2DeskClient {

    /** Fields that can be set by PUT, and what they are called in the client's own JSON. */
    static final Map<String, String> EDITABLE = Map.of("nickname", "assigned_name", "comment", "comment", "extra_comment_1", "extra_comment_1",
            "extra_comment_2", "extra_comment_2", "extra_comment_3", "extra_comment_3", "external_id", "external_id");

    final long id;
    /** With a mark of its transport, such as {@code [tg] 70111}. */
    final String phone;
    final Map<String, String> fields = new TreeMap<>();
    final Set<Long> tags = new LinkedHashSet<>();
    /** The transports by which each channel reaches it. */
    final Map<Long, Set<String>> channels = new LinkedHashMap<>();
    /** Where its last message came from or went to. */
    long lastChannel;
    String lastTransport;
    Instant firstMessage;
    Instant lastMessage;

    Chat2DeskClient(long id, String phone) {
        this.id = id;
        this.phone = phone;
    }

    String get(String field) {
        return fields.get(field);
    }

    void put(String field, String value) {
        if (value == null) {
            fields.remove(field);
        } else {
            fields.put(field, value);
        }
    }

    /** What the customer is called: {@code assigned_name}, {@code name}, {@code phone}. */
    String displayName() {
        return get("assigned_name") != null ? get("assigned_name") : get("name") != null ? get("name") : phone;
    }

    void reached(long channel, String transport) {
        channels.computeIfAbsent(channel, key -> new LinkedHashSet<>()).add(transport);
        lastChannel = channel;
        lastTransport = transport;
    }

    ArrayNode channelsJson() {
        ArrayNode all = Json.MAPPER.createArrayNode();
        channels.forEach((channel, transports) -> all.addObject().put("id", channel).set("transports", Json.tree(transports)));
        return all;
    }

    /** As the API shows it; the tags are the account's. */
    ObjectNode json(Map<Long, Chat2DeskTag> known, boolean dottedDates) {
        ObjectNode node = Json.object().put("id", id).put("name", get("name")).put("assigned_name", get("assigned_name")).put("phone", phone)
                .put("client_phone", get("client_phone")).put("email", get("email")).put("avatar", get("avatar")).put("comment", get("comment"))
                .putNull("region_id").putNull("country_id").put("first_client_message", Chat2DeskDates.shown(firstMessage, dottedDates))
                .put("last_client_message", Chat2DeskDates.shown(lastMessage, dottedDates)).put("extra_comment_1", get("extra_comment_1"))
                .put("extra_comment_2", get("extra_comment_2")).put("extra_comment_3", get("extra_comment_3")).put("external_id", get("external_id"));
        node.putObject("external_ids");
        node.putObject("custom_fields");
        ArrayNode all = node.putArray("tags");
        tags.stream().map(known::get).forEach(tag -> all.add(tag.json()));
        node.set("channels", channelsJson());
        return node;
    }
}
