package dev.baton.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A custom channel of the simulated Deskie. {@code webhookUrl} is where the answers to its customers go; "" for nowhere. */
record DeskieChannel(String key, String title, boolean synchronous, boolean active, String webhookUrl) {

    ObjectNode json(DeskieSwitches switches) {
        ObjectNode node = Json.object();
        Loose.id(node, "channel_id", Loose.id(key.replaceAll("\\D", "")), switches);
        node.put("channel_api_key", key).put("title", title).put("channel_type", synchronous ? "sync" : "async").put("icon", "fa-bell")
                .put("webhook_url", webhookUrl);
        Loose.flag(node, "active", active, switches);
        return node;
    }
}
