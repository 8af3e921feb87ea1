package dev.baton.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The long-lived thread of one customer of the simulated Chat2Desk; a customer has one. */
final class Chat2DeskDialog {

    final long id;
    final Chat2DeskClient client;
    final List<Chat2DeskMessage> messages = new ArrayList<>();
    /** Oldest first; only the last may be open. */
    final List<Chat2DeskRequest> requests = new ArrayList<>();
    boolean open;
    /** 0: nobody, it stands in the general queue. */
    long operator;
    Instant begin;
    Instant end;

    Chat2DeskDialog(long id, Chat2DeskClient client) {
        this.id = id;
        this.client = client;
    }

    /** The request that is open; null if there is none. */
    Chat2DeskRequest request() {
        Chat2DeskRequest last = lastRequest();
        return last != null && last.open() ? last : null;
    }

    Chat2DeskRequest lastRequest() {
        return requests.isEmpty() ? null : requests.get(requests.size() - 1);
    }

    Chat2DeskMessage lastMessage() {
        return messages.isEmpty() ? null : messages.get(messages.size() - 1);
    }

    String state() {
        return open ? "open" : "closed";
    }

    /** As the API shows it: without the client, which only the last message tells. */
    ObjectNode json(Chat2DeskSwitches switches) {
        ObjectNode node = Json.object().put("id", id).put("state", state()).put("begin", Chat2DeskDates.shown(begin, switches.dottedDates))
                .put("end", Chat2DeskDates.shown(end, switches.dottedDates));
        Chat2DeskMessage.number(node, "operator_id", operator);
        node.put("messages", messages.size()).set("last_message", lastMessage() == null ? null : lastMessage().json(switches));
        return node;
    }
}
