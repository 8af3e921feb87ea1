package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.StringJoiner;

/** {@code POST /v1/messages}: what may be sent, to whom, and what comes of it. */
final class Chat2DeskSending {

    private static final Set<String> FIELDS = Set.of("client_id", "text", "attachment", "attachment_filename", "pdf", "type", "transport", "channel_id",
            "operator_id", "open_dialog", "external_id", "reply_message_id", "encrypted", "inline_buttons", "keyboard", "interactive");
    private static final Set<String> TYPES = Set.of("to_client", "autoreply", "system", "comment");

    private final Chat2DeskAccount account;
    private final Chat2DeskTalk talk;
    private final Chat2DeskAnswers answers;
    private final Chat2DeskRepeats repeats;

    Chat2DeskSending(Chat2DeskAccount account, Chat2DeskTalk talk, Chat2DeskAnswers answers, Chat2DeskRepeats repeats) {
        this.account = account;
        this.talk = talk;
        this.answers = answers;
        this.repeats = repeats;
    }

    Answer answer(Call call) {
        Chat2DeskGiven given = Chat2DeskGiven.of(call, FIELDS);
        if (given.text("client_id") == null) {
            throw refuse(call, "client_id", "is required");
        }
        given.number("client_id");
        Chat2DeskClient client = Chat2DeskAccount.named(account.clients, given.text("client_id"), "client", call);
        if (given.text("text") == null && given.text("attachment") == null && given.text("pdf") == null) {
            throw refuse(call, "text", "or attachment or pdf is required");
        }
        String type = given.text("type") == null ? "to_client" : given.text("type");
        if (!TYPES.contains(type)) {
            throw refuse(call, "type", "is none of " + TYPES);
        }
        Chat2DeskFile attachment = file(given, "attachment", call);
        Chat2DeskFile pdf = file(given, "pdf", call);
        route(given, client, call);
        Chat2DeskButtons.check(given, client.lastTransport, call);
        Chat2DeskDialog dialog = account.dialogOf(client);
        if (given.text("reply_message_id") != null) {
            Chat2DeskAccount.named(account.messages, given.text("reply_message_id"), "message", call);
        }
        long operator = operator(given, dialog, call);
        boolean open = given.truth("open_dialog", true);
        repeats.doing(call, fingerprint(given, type), client.id);
        Chat2DeskMessage sent = talk.staffSays(dialog, type, given.text("text"), operator, open, message -> {
            message.fromApi = true;
            message.externalId = given.text("external_id");
            message.replyTo = given.number("reply_message_id");
            message.encrypted = given.truth("encrypted", false);
            message.buttons = given.tree("inline_buttons").isArray() ? given.tree("inline_buttons") : message.buttons;
            message.keyboard = given.tree("keyboard").isObject() ? given.tree("keyboard") : null;
            message.interactive = given.tree("interactive").isObject() ? given.tree("interactive") : null;
            if (attachment != null) {
                message.files.add(attachment);
            }
            if (pdf != null) {
                message.files.add(pdf);
            }
        });
        return answers.data(said(sent));
    }

    /** What is told of a message that was made. */
    static ObjectNode said(Chat2DeskMessage message) {
        ObjectNode data = Json.object().put("message_id", message.id).put("channel_id", message.channel);
        Chat2DeskMessage.number(data, "operator_id", message.operator);
        data.put("transport", message.transport).put("type", message.type).put("client_id", message.dialog.client.id).put("dialog_id", message.dialog.id);
        Chat2DeskMessage.number(data, "request_id", message.request);
        return data;
    }

    /** The way to the customer: that of the last message unless the call names another, by which the customer must be known. */
    private void route(Chat2DeskGiven given, Chat2DeskClient client, Call call) {
        long channel = given.text("channel_id") == null ? client.lastChannel : given.number("channel_id");
        if (given.text("channel_id") != null) {
            Chat2DeskAccount.named(account.channels, given.text("channel_id"), "channel", call);
        }
        String transport = given.text("transport") == null ? client.lastTransport : given.text("transport");
        if (!client.channels.getOrDefault(channel, Set.of()).contains(transport)) {
            throw refuse(call, "transport", "does not reach the client: " + transport + " of channel " + channel);
        }
        client.reached(channel, transport);
    }

    private long operator(Chat2DeskGiven given, Chat2DeskDialog dialog, Call call) {
        if (given.number("operator_id") != 0) {
            return Chat2DeskDialogCalls.worker(account, given.text("operator_id"), true, call).id;
        }
        if (account.switches.messageAssigns) {
            dialog.operator = dialog.operator == 0 ? account.tokens.get(call.header("Authorization")) : dialog.operator;
        }
        return dialog.operator;
    }

    private Chat2DeskFile file(Chat2DeskGiven given, String field, Call call) {
        String url = given.text(field);
        if (url == null) {
            return null;
        }
        if (!url.matches("https?://[^\\s/]+\\S*")) {
            throw refuse(call, field, "is no direct link to a file");
        }
        try {
            return account.storage.copy(url, field.equals("pdf") ? "document.pdf" : given.text("attachment_filename"));
        } catch (IllegalArgumentException e) {
            throw refuse(call, field, "is no proper address");
        }
    }

    private static String fingerprint(Chat2DeskGiven given, String type) {
        StringJoiner all = new StringJoiner("\n", "message\n", "");
        all.add(type);
        for (String field : new String[] {"text", "attachment", "pdf", "external_id"}) {
            all.add(String.valueOf(given.text(field)));
        }
        return all.toString();
    }

    static Chat2DeskError refuse(Call call, String field, String what) {
        call.wrong(field + " " + what);
        return Chat2DeskError.field(field, what);
    }

    static boolean filled(JsonNode node, String field) {
        return node.path(field).isTextual() && !node.path(field).textValue().isBlank();
    }
}
