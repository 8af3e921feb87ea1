package dev.baton.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** What people see: the customer in the messenger, and the operators at their desk. */
final class Chat2DeskView {

    private static final Set<String> TELEGRAM = Set.of("telegram", "tg_user");
    /** Transports that show text only: marks stay as they were written, and there are no buttons. Which ones these are is not confirmed. */
    private static final Set<String> TEXT_ONLY = Set.of("sms", "sms_infobip", "email");

    private Chat2DeskView() {
    }

    /** A message as the customer sees it in the messenger that it came by; null if it is not shown at all. */
    static ObjectNode rendered(Chat2DeskMessage message) {
        if (!message.shown()) {
            return null;
        }
        boolean textOnly = TEXT_ONLY.contains(message.transport);
        String text = message.text == null ? "" : message.text;
        ObjectNode node = Json.object().put("id", message.id).put("by", message.customers() ? "customer" : message.type.equals("autoreply") ? "bot" : "operator")
                .put("type", message.type).put("transport", message.transport).put("at", message.created.toString()).put("text", text)
                .put("html", textOnly || message.customers() ? text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                        : Chat2DeskMarkup.html(text)).put("coordinates", message.coordinates);
        ArrayNode files = node.putArray("files");
        for (Chat2DeskFile file : message.files) {
            if (!file.asLink() || !TELEGRAM.contains(message.transport)) {
                files.addObject().put("name", file.name()).put("kind", file.kind()).put("link", file.link())
                        .put("shown", file.kind().equals("photo") ? "image" : file.asLink() ? "link" : "file");
            }
        }
        ArrayNode buttons = node.putArray("buttons");
        if (!textOnly) {
            message.buttons.forEach(buttons::add);
            if (message.keyboard != null) {
                message.keyboard.path("buttons").forEach(buttons::add);
            }
        }
        return node;
    }

    /** A customer's chat: the messages as rendered. */
    static ObjectNode customer(Chat2DeskAccount account, Chat2DeskClient client) {
        Chat2DeskDialog dialog = account.existingDialogOf(client.id);
        ObjectNode node = Json.object().put("client", client.id).put("phone", client.phone).put("name", client.displayName())
                .put("transport", client.lastTransport).put("dialog", dialog == null ? null : dialog.id);
        ArrayNode lines = node.putArray("lines");
        if (dialog != null) {
            dialog.messages.stream().map(Chat2DeskView::rendered).filter(line -> line != null).forEach(lines::add);
        }
        return node;
    }

    /** A line of the operators' list of dialogs. */
    static ObjectNode summary(Chat2DeskAccount account, Chat2DeskDialog dialog) {
        Chat2DeskMessage last = dialog.lastMessage();
        ObjectNode node = Json.object().put("dialog", dialog.id).put("client", dialog.client.id).put("customer", dialog.client.displayName())
                .put("state", dialog.state()).put("operator", dialog.operator)
                .put("operatorName", dialog.operator == 0 ? null : account.operators.get(dialog.operator).name())
                .put("transport", dialog.client.lastTransport).put("channel", dialog.client.lastChannel)
                .put("request", dialog.request() == null ? 0 : dialog.request().id).put("last", last == null || last.text == null ? "" : last.text);
        node.put("unread", dialog.messages.stream().filter(one -> one.customers() && !one.read).count());
        return node;
    }

    /** A dialog as the operators see it: all messages, comments and service texts included, as they were written. */
    static ObjectNode dialog(Chat2DeskAccount account, Chat2DeskDialog dialog) {
        ObjectNode node = summary(account, dialog);
        ArrayNode messages = node.putArray("messages");
        for (Chat2DeskMessage message : dialog.messages) {
            ObjectNode one = messages.addObject().put("id", message.id).put("type", message.type).put("text", message.text == null ? "" : message.text)
                    .put("at", message.created.toString()).put("operator", message.customers() ? 0 : message.operator).put("api", message.fromApi)
                    .put("request", message.request).put("externalId", message.externalId).put("coordinates", message.coordinates)
                    .put("name", message.customers() ? dialog.client.displayName()
                            : message.operator == 0 ? "Chat2Desk" : account.operators.get(message.operator).name());
            ArrayNode files = one.putArray("files");
            message.files.forEach(file -> files.addObject().put("name", file.name()).put("kind", file.kind()).put("link", file.link()));
            one.set("buttons", message.buttons);
        }
        return node;
    }
}
