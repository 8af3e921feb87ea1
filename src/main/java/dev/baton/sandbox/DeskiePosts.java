package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;
import java.util.UUID;

/** Writes the webhook about an agent's message, in the form that the switches ask for. */
final class DeskiePosts {

    private final DeskieSettings settings;
    private final DeskieSwitches switches;
    private final Webhooks webhooks;

    DeskiePosts(DeskieSettings settings, DeskieSwitches switches, Webhooks webhooks) {
        this.settings = settings;
        this.switches = switches;
        this.webhooks = webhooks;
    }

    void message(DeskieCase one, DeskieMessage message) {
        if (!settings.channel().equals(one.user.channel)) {
            return;
        }
        ObjectNode body = Json.object().put("type", "message_new");
        ObjectNode object = body.putObject("object").put("message_id", message.id()).put("case_id", one.id).put("staff_id", message.staff())
                .put("user_id", one.user.id).put("custom_user_id", one.user.customId).put("content", content(message));
        if (!message.attachments().isEmpty()) {
            object.set("attachments", message.attachments());
        }
        object.put("note", message.note() ? 1 : 0).put("sent_via_rule", message.rule() ? 1 : 0);
        (switches.fromApiAtTopLevel ? body : object).put("b_from_api", message.fromApi() ? 1 : 0);
        String boundary = "----" + UUID.randomUUID();
        String type = switch (switches.webhookMode) {
            case FORM -> "application/x-www-form-urlencoded";
            case MULTIPART -> "multipart/form-data; boundary=" + boundary;
            case JSON -> "application/json";
        };
        byte[] bytes = switch (switches.webhookMode) {
            case FORM -> form(body);
            case MULTIPART -> multipart(body, boundary);
            case JSON -> Json.bytes(body);
        };
        webhooks.send(new Webhooks.Post(String.valueOf(one.id), Map.of("Content-Type", type), bytes, status -> { }));
    }

    private String content(DeskieMessage message) {
        String text = message.content().isEmpty() ? message.contentHtml() : message.content();
        return switches.htmlContent && message.contentHtml().isEmpty()
                ? "<p>" + text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>") + "</p>" : text;
    }

    private static byte[] form(JsonNode body) {
        StringJoiner form = new StringJoiner("&");
        Json.flatten("", body, (name, value) -> form.add(encode(name) + "=" + encode(value)));
        return form.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] multipart(JsonNode body, String boundary) {
        StringBuilder parts = new StringBuilder();
        Json.flatten("", body, (name, value) -> parts.append("--").append(boundary).append("\r\nContent-Disposition: form-data; name=\"")
                .append(name).append("\"\r\n\r\n").append(value).append("\r\n"));
        return parts.append("--").append(boundary).append("--\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
