package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** Chat2Desk's envelope: {@code data}, {@code meta} of lists, {@code status}. */
final class Chat2DeskAnswers {

    private final Chat2DeskSwitches switches;

    Chat2DeskAnswers(Chat2DeskSwitches switches) {
        this.switches = switches;
    }

    /** An object or an array; null: an answer without data. */
    Answer data(JsonNode data) {
        return data(200, data);
    }

    Answer data(int status, JsonNode data) {
        ObjectNode body = Json.object();
        if (data != null) {
            body.set("data", data);
        }
        return finished(status, body);
    }

    /** The page that the call asks for: {@code limit} 20, at most 200, {@code offset}, {@code order} asc or desc. */
    <T> Answer page(List<T> oldestFirst, boolean newestFirst, Chat2DeskGiven given, Call call, Function<T, ? extends JsonNode> json) {
        List<T> all = new ArrayList<>(oldestFirst);
        String order = given.text("order");
        if (order != null && !order.equals("asc") && !order.equals("desc")) {
            call.wrong("order is neither asc nor desc: " + order);
        }
        if (order == null ? newestFirst : order.equals("desc")) {
            Collections.reverse(all);
        }
        long limit = given.text("limit") == null ? 20 : given.number("limit");
        if (limit < 1 || limit > 200) {
            call.wrong("limit must be 1 to 200, not " + limit);
            limit = Math.max(1, Math.min(limit, 200));
        }
        int from = (int) Math.min(given.number("offset"), all.size());
        ObjectNode body = Json.object();
        ArrayNode data = body.putArray("data");
        all.subList(from, (int) Math.min(from + limit, all.size())).forEach(one -> data.add(json.apply(one)));
        body.putObject("meta").put("total", all.size()).put("limit", limit).put("offset", given.number("offset"));
        return finished(200, body);
    }

    private Answer finished(int status, ObjectNode body) {
        return Answer.json(status, switches.noStatus ? body : body.put("status", "success"));
    }
}
