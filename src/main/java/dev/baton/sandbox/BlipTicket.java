package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One ticket of the simulated Blip Desk. */
final class BlipTicket {

    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    final String id;
    final int number;
    final String customer;
    final Instant created;
    final List<Line> seen = new ArrayList<>();
    final List<ObjectNode> held = new ArrayList<>();
    /** Ids of what was posted to the channel: notifications may name these. */
    final Set<String> posted = new HashSet<>();
    JsonNode firstInput;
    String status = "Waiting";
    String agent;
    String team;
    String closedBy;
    boolean closed;
    /** Closed by a command of the channel itself, which can't have missed it. */
    boolean closedByChannel;
    int parent;
    int unread;
    Instant opened;
    Instant ended;
    JsonNode tags;

    BlipTicket(String id, int number, String customer, Instant created) {
        this.id = id;
        this.number = number;
        this.customer = customer;
        this.created = created;
    }

    boolean over() {
        return status.startsWith("Closed") || status.equals("Transferred");
    }

    boolean open() {
        return status.equals("Open");
    }

    String node() {
        return id + "@desk.msging.net/Webhook";
    }

    static String date(Instant at) {
        return MILLIS.format(at);
    }

    ObjectNode json(String bot, boolean numberAsText) {
        ObjectNode node = Json.object().put("id", id);
        if (numberAsText) {
            node.put("sequentialId", String.valueOf(number));
        } else {
            node.put("sequentialId", number);
        }
        if (parent > 0) {
            node.put("parentSequentialId", parent);
        }
        node.put("ownerIdentity", bot).put("customerIdentity", customer).put("customerDomain", customer.substring(customer.indexOf('@') + 1));
        put(node, "agentIdentity", agent);
        node.put("provider", "Webhook").put("status", status).put("storageDate", date(created));
        put(node, "openDate", opened == null ? null : date(opened));
        put(node, "closeDate", ended == null ? null : date(ended));
        node.put("rating", 0);
        put(node, "team", team);
        node.put("unreadMessages", unread).put("closed", closed);
        put(node, "closedBy", closedBy);
        if (tags != null) {
            node.set("tags", tags);
        }
        if (firstInput != null) {
            node.set("customerInput", firstInput);
        }
        return node;
    }

    private static void put(ObjectNode node, String field, String value) {
        if (value != null) {
            node.put(field, value);
        }
    }
}
