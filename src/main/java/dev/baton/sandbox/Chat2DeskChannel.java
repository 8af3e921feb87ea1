package dev.baton.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A channel of the simulated Chat2Desk: one connected account that serves several transports. */
record Chat2DeskChannel(long id, String name, String phone, List<String> transports) {

    ObjectNode json() {
        ObjectNode node = Json.object().put("id", id).put("name", name).put("phone", phone);
        node.set("transports", Json.tree(transports));
        return node;
    }
}
