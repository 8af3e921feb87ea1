package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes the bodies of webhooks, in the shape that the switches ask for. Bodies that nobody has confirmed are so marked. */
final class Chat2DeskEvents {

    /** All that a webhook can be registered for. */
    static final List<String> ALL = List.of("inbox", "outbox", "outbox_status", "comment", "new_client", "client_updated", "client_added_to_blacklist",
            "new_request", "close_request", "close_dialog", "dialog_transferred", "new_tag", "add_tag_to_client", "delete_tag_from_client",
            "add_tag_to_request", "delete_tag_from_request", "new_qr_code", "imported_message", "new_ticket", "ticket_updated", "ticket_deleted");

    private static final Set<String> SMALLEST = Set.of("hook_type", "client_id", "message_id", "text");

    private final Chat2DeskAccount account;
    private final Chat2DeskSwitches switches;
    private final Chat2DeskHooks hooks;

    Chat2DeskEvents(Chat2DeskAccount account, Chat2DeskHooks hooks) {
        this.account = account;
        this.switches = account.switches;
        this.hooks = hooks;
    }

    /** Any event with any body. */
    void send(String event, long channel, long dialog, ObjectNode body) {
        ObjectNode whole = Json.object().put("hook_type", switches.upperCaseEvents ? event.toUpperCase(Locale.ROOT) : event);
        body.fields().forEachRemaining(field -> whole.set(field.getKey(),
                switches.quotedIds && field.getKey().matches("(.*_)?id") && field.getValue().isNumber() ? Json.tree(field.getValue().asText()) : field.getValue()));
        if (!whole.has("event_time")) {
            whole.put("event_time", Chat2DeskDates.event(account.now()));
        }
        hooks.emit(event, channel, dialog, whole);
    }

    void inbox(Chat2DeskMessage message, boolean newClient, boolean newRequest) {
        ObjectNode body = message(message);
        if (newClient && switches.firstDialogNull) {
            body.putNull("dialog_id");
        }
        flag(body, "is_new_request", newRequest || switches.newRequestRepeats);
        flag(body, "is_new_client", newClient);
        if (switches.noOperatorKey) {
            body.remove("operator_id");
        }
        if (switches.smallest) {
            ObjectNode small = Json.object().put("client_id", String.valueOf(message.dialog.client.id)).put("message_id", String.valueOf(message.id))
                    .put("text", message.text);
            hooks.emit("inbox", message.channel, message.dialog.id, Json.object().put("hook_type", "inbox").setAll(small));
        } else {
            send("inbox", message.channel, message.dialog.id, body);
        }
    }

    /** {@code outbox}, or {@code comment}, which has the same shape (not confirmed). */
    void outbox(Chat2DeskMessage message) {
        ObjectNode body = message(message);
        flag(body, "is_new_request", false);
        flag(body, "is_new_client", false);
        send(message.type.equals("comment") ? "comment" : "outbox", message.channel, message.dialog.id, body);
    }

    /** How far the messenger has brought a message (body not confirmed). */
    void outboxStatus(Chat2DeskMessage message, String status, String error) {
        send("outbox_status", message.channel, message.dialog.id, Json.object().put("message_id", message.id).put("client_id", message.dialog.client.id)
                .put("status", status).put("error", error));
    }

    void client(String event, Chat2DeskClient client) {
        ObjectNode body = Json.object().put("id", client.id).put("name", client.get("name")).put("assigned_name", client.get("assigned_name"))
                .put("email", client.get("email")).put("phone", client.phone).put("client_phone", client.get("client_phone"))
                .put("avatar", client.get("avatar"));
        body.set("channels", client.channelsJson());
        send(event, client.lastChannel, client.id, body);
    }

    void newRequest(Chat2DeskDialog dialog, Chat2DeskRequest request) {
        send("new_request", dialog.client.lastChannel, dialog.id, Json.object().put("id", request.id).put("client_id", dialog.client.id)
                .put("channel_id", dialog.client.lastChannel).put("dialog_id", dialog.id).put("transport", dialog.client.lastTransport).put("type", "common"));
    }

    /** {@code close_request} (body not confirmed). */
    void closeRequest(Chat2DeskDialog dialog, Chat2DeskRequest request) {
        ObjectNode body = Json.object().put("id", request.id).put("dialog_id", dialog.id).put("client_id", dialog.client.id)
                .put("channel_id", dialog.client.lastChannel);
        Chat2DeskMessage.number(body, "operator_id", dialog.operator);
        send("close_request", dialog.client.lastChannel, dialog.id, body);
    }

    void closeDialog(Chat2DeskDialog dialog) {
        send("close_dialog", dialog.client.lastChannel, dialog.id, Json.object().put("dialog_id", dialog.id));
    }

    void transferred(Chat2DeskDialog dialog) {
        ObjectNode body = Json.object().put("dialog_id", dialog.id);
        Chat2DeskMessage.number(body, "operator_id", dialog.operator);
        send("dialog_transferred", dialog.client.lastChannel, dialog.id, body.put("client_id", dialog.client.id));
    }

    /** {@code add_tag_to_client} and its like; those about requests are not confirmed. */
    void tag(String event, Chat2DeskDialog dialog, Chat2DeskClient client, long tag, long request) {
        ObjectNode body = Json.object().put("id", tag);
        if (request != 0) {
            body.put("request_id", request);
        }
        body.put("client_id", client.id);
        send(event, client.lastChannel, dialog == null ? client.id : dialog.id, event.equals("add_tag_to_client")
                ? body.put("channel_id", client.lastChannel) : body);
    }

    private ObjectNode message(Chat2DeskMessage message) {
        ObjectNode body = Json.object().put("message_id", message.id).put("type", message.type).put("text", text(message.text))
                .put("transport", message.transport).put("client_id", message.dialog.client.id);
        Chat2DeskMessage.number(body, "operator_id", message.operator);
        body.put("dialog_id", message.dialog.id).put("channel_id", message.channel).put("photo", message.link("photo"))
                .put("coordinates", message.coordinates).put("audio", message.link("audio")).put("video", message.link("video"))
                .put("pdf", message.link("pdf"));
        Chat2DeskClient client = message.dialog.client;
        body.putObject("client").put("id", client.id).put("phone", client.phone).put("client_phone", client.get("client_phone"))
                .put("name", client.get("name")).put("assigned_name", client.get("assigned_name")).put("external_id", client.get("external_id"));
        Chat2DeskMessage.number(body, "request_id", message.request);
        JsonNode files = message.filesJson(switches.nestedFiles);
        body.set("attachments", files);
        body.putObject("extra_data");
        return body.put("external_id", message.externalId).put("event_time", Chat2DeskDates.event(message.created));
    }

    private String text(String text) {
        return text == null || !switches.htmlText ? text
                : "<p>" + text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>") + "</p>";
    }

    private void flag(ObjectNode body, String field, boolean set) {
        if (switches.flagsAsBooleans) {
            body.put(field, set);
        } else if (set) {
            body.put(field, 1);
        } else {
            body.put(field, "");
        }
    }
}
