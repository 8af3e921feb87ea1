package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One message of the simulated Chat2Desk. */
public final class Chat2DeskMessage {

    final long id;
    final String type;
    final String text;
    final Instant created;
    final List<Chat2DeskFile> files = new ArrayList<>();
    Chat2DeskDialog dialog;
    /** 0 where it belongs to none. */
    long request;
    long channel;
    String transport;
    /** 0: nobody. */
    long operator;
    boolean read;
    /** {@code lat,lon}; null for none. */
    String coordinates;
    String externalId;
    long replyTo;
    /** The API has written it, not a person. */
    boolean fromApi;
    boolean encrypted;
    JsonNode buttons = Json.MAPPER.createArrayNode();
    JsonNode keyboard;
    JsonNode interactive;

    Chat2DeskMessage(long id, String type, String text, Instant created) {
        this.id = id;
        this.type = type;
        this.text = text;
        this.created = created;
    }

    /** Its number. */
    public long id() {
        return id;
    }

    /** from_client, to_client, autoreply, system or comment. */
    public String type() {
        return type;
    }

    /** Its words; null for none. */
    public String text() {
        return text;
    }

    /** Who sent it, or, of a customer's message, who had the dialog; 0 for nobody. */
    public long operator() {
        return operator;
    }

    /** Whether the API wrote it. */
    public boolean fromApi() {
        return fromApi;
    }

    /** Your id of the message, where the API's caller gave one. */
    public String externalId() {
        return externalId;
    }

    boolean customers() {
        return type.equals("from_client");
    }

    /** Whether the customer is shown it at all. */
    boolean shown() {
        return !type.equals("system") && !type.equals("comment");
    }

    /** Link to the first file of a kind; null if there is none. */
    String link(String kind) {
        return files.stream().filter(file -> file.kind().equals(kind)).map(Chat2DeskFile::link).findFirst().orElse(null);
    }

    ArrayNode filesJson(boolean nested) {
        ArrayNode all = Json.MAPPER.createArrayNode();
        files.forEach(file -> all.add(file.json(nested)));
        return all;
    }

    /** As the API shows it: {@code id} here is {@code message_id} in webhooks and in the answer to POST. */
    ObjectNode json(Chat2DeskSwitches switches) {
        ObjectNode node = Json.object().put("id", id).put("text", text).put("type", type).put("transport", transport)
                .put("created", Chat2DeskDates.shown(created, switches.dottedDates)).put("read", read ? "1" : "0").put("photo", link("photo"))
                .put("video", link("video")).put("audio", link("audio")).put("pdf", link("pdf")).put("coordinates", coordinates);
        node.set("attachments", filesJson(false));
        node.putNull("remote_id").putNull("recipient_status");
        number(node, "operator_id", operator);
        number(node, "channel_id", channel);
        number(node, "dialog_id", dialog.id);
        number(node, "client_id", dialog.client.id);
        number(node, "request_id", request);
        node.putObject("extra_data");
        if (switches.externalIdShown) {
            node.put("external_id", externalId);
        }
        return node.putNull("ai_tips").put("is_new", !read);
    }

    /** A number; null for 0. */
    static void number(ObjectNode node, String field, long number) {
        if (number == 0) {
            node.putNull(field);
        } else {
            node.put(field, number);
        }
    }
}
