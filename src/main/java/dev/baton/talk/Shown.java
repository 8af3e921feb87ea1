package dev.baton.talk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.event.Event;
import dev.baton.event.Json;
import dev.baton.event.Role;
import dev.baton.event.What;
import dev.baton.ledger.CustomerView;
import dev.baton.media.LiveMedia;
import java.util.UUID;

/** Events as a customer's app gets them, in history and streams alike: what it is told, without what is for agents and operators. */
public final class Shown {

    private final LiveMedia media;

    public Shown(LiveMedia media) {
        this.media = media;
    }

    /** An event in JSON; {@code whole} is false where a file of it is still on its way here. */
    record One(ObjectNode json, boolean whole) {
    }

    /** Null where it is nothing for a customer. */
    One of(CustomerView.Seen seen, String thread) {
        Event event = Json.event(seen.event());
        ObjectNode json = Json.MAPPER.createObjectNode().put("type", event.type().text()).put("id", seen.id()).put("conversation", seen.conversation().toString());
        if (thread != null) {
            json.put("thread", thread);
        }
        json.put("seq", seen.seq()).put("at", seen.at().toString());
        if (!fill(json, event.what(), seen.event(), seen.own())) {
            return null;
        }
        if (event.sensitive()) {
            json.put("sensitive", true);
        }
        return new One(json, !json.has("content") || media.show(seen.conversation(), event, json));
    }

    /** What passes, and has no place among the others. */
    static ObjectNode passing(Event event, UUID conversation) {
        ObjectNode json = Json.MAPPER.createObjectNode().put("type", event.type().text()).put("conversation", conversation.toString());
        return fill(json, event.what(), Json.json(event), false) ? json : null;
    }

    private static boolean fill(ObjectNode json, What what, JsonNode event, boolean own) {
        if (what instanceof What.Message message) {
            who(json, "author", event);
            json.set("content", content(event.path("content")));
            copy(json, "notice", event);
            return !message.note() && (!own || message.author().role() == Role.customer);
        }
        if (what instanceof What.AgentJoined || what instanceof What.AgentLeft || what instanceof What.HandoverAccepted) {
            who(json, "agent", event);
            return !own;
        }
        if (what instanceof What.Typing) {
            who(json, "author", event);
            copy(json, "on", event);
            return !own;
        }
        if (what instanceof What.Receipt) {
            copy(json, "of", event);
            copy(json, "status", event);
            return !own;
        }
        copy(json, "by", event);
        copy(json, "position", event);
        copy(json, "waitSeconds", event);
        return !(what instanceof What.ContactUpdated);
    }

    /** Without what a platform wrote and nobody here could read: that may say anything, also of agents. */
    private static JsonNode content(JsonNode content) {
        for (JsonNode one = content; one instanceof ObjectNode object; one = object.path("content")) {
            object.remove("raw");
        }
        return content;
    }

    private static void who(ObjectNode json, String field, JsonNode event) {
        JsonNode who = event.path(field);
        if (who.isObject()) {
            ObjectNode shown = json.putObject(field);
            copy(shown, "role", who);
            copy(shown, "name", who);
        }
    }

    private static void copy(ObjectNode json, String name, JsonNode from) {
        if (from.hasNonNull(name)) {
            json.set(name, from.get(name));
        }
    }
}
