package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What Blip posts to the custom channel, in the shapes that the switches ask for. */
final class BlipPosts {

    private final BlipSettings settings;
    private final BlipSwitches switches;
    private final Webhooks webhooks;

    BlipPosts(BlipSettings settings, BlipSwitches switches, Webhooks webhooks) {
        this.settings = settings;
        this.switches = switches;
        this.webhooks = webhooks;
    }

    /** The ticket as it is now. */
    void ticket(BlipTicket ticket, Instant now) {
        ObjectNode envelope = Json.object().put("type", BlipDesk.TICKET);
        envelope.set("content", ticket.json(settings.bot(), switches.sequentialIdAsString));
        post(ticket, finish(envelope, "Ticket:" + ticket.id + ":" + ticket.status, ticket, now));
    }

    /** Something that the customer wrote; without id if it is null. */
    ObjectNode message(BlipTicket ticket, String id, String type, JsonNode content, Instant now) {
        ObjectNode envelope = Json.object().put("type", type);
        envelope.set("content", content);
        return finish(envelope, id == null ? null : "fwd:fwd:" + id, ticket, now);
    }

    void notification(BlipTicket ticket, String id, String event, JsonNode reason) {
        String named = switches.forwardNotifications == BlipSwitches.Notifications.FWD_ID ? "fwd:" + id : id;
        ObjectNode envelope = Json.object().put("id", named).put("from", ticket.node()).put("event", event);
        if (reason != null) {
            envelope.set("reason", reason);
        }
        post(ticket, envelope);
    }

    void post(BlipTicket ticket, ObjectNode envelope) {
        if (envelope.hasNonNull("id")) {
            ticket.posted.add(envelope.get("id").asText());
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", switches.contentTypeCharset ? "application/json; charset=utf-8" : "application/json");
        if (settings.token() != null && !settings.token().isEmpty()) {
            headers.put(switches.tokenHeader, switches.tokenPrefix + settings.token());
        }
        webhooks.send(new Webhooks.Post(ticket.id, headers, Json.bytes(envelope), status -> { }));
    }

    private ObjectNode finish(ObjectNode envelope, String id, BlipTicket ticket, Instant now) {
        if (id != null) {
            envelope.put("id", id);
        }
        envelope.put("from", ticket.node());
        if (switches.withTo) {
            envelope.put("to", settings.bot());
        }
        if (switches.withMetadata) {
            envelope.putObject("metadata").put("#uniqueId", String.valueOf(id)).put("date_created", String.valueOf(now.toEpochMilli()))
                    .put("$internalId", ticket.id);
        }
        return envelope;
    }
}
