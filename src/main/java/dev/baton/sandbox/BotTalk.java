package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One conversation as the bot knows it. */
final class BotTalk {

    private static final Pattern NUMBERED = Pattern.compile("(?s).*#(\\d{1,9})");

    final String conversation;
    final List<JsonNode> heard = new ArrayList<>();
    final List<JsonNode> said = new ArrayList<>();
    private final Map<String, JsonNode> told = new HashMap<>();
    private final Map<String, ArrayNode> answers = new HashMap<>();
    private long lastNumber = -1;
    private String gaveBy = "";
    /** When Baton had taken what gave the control away; null while the bot has it. */
    private Instant given;
    private boolean byApi;

    BotTalk(String conversation) {
        this.conversation = conversation;
    }

    /** The answer to what comes once more; null where it comes for the first time. */
    ArrayNode again(ObjectNode what, Call call) {
        String id = what.path("id").asText();
        // What is known of the customer may have changed meanwhile.
        JsonNode same = what.deepCopy().without("customer");
        JsonNode before = told.putIfAbsent(id, same);
        if (before != null && !before.equals(same)) {
            call.wrong("the id " + id + " came with another body before");
        }
        return before == null ? null : answers.get(id);
    }

    /** True where it came when Baton could not know yet that a desk has the control. */
    boolean hear(ObjectNode what, Call call, Instant now) {
        heard.add(what);
        boolean message = what.path("type").asText().equals("message");
        boolean late = message && given != null && byApi && now.isBefore(given.plusSeconds(1));
        if (message && given != null && !late) {
            call.wrong("a message after the bot has given the control away (" + gaveBy + ")");
        }
        if (!message) {
            given = null;
        }
        Matcher numbered = NUMBERED.matcher(what.path("message").path("text").asText());
        if (numbered.matches()) {
            long number = Long.parseLong(numbered.group(1));
            if (number <= lastNumber) {
                call.wrong("the message #" + number + " after #" + lastNumber);
            }
            lastNumber = number;
        }
        return late;
    }

    void answered(String id, ArrayNode actions) {
        answers.put(id, actions);
    }

    /** The bot has said that, and Baton has taken it. */
    void say(ArrayNode actions, boolean api, Instant now) {
        actions.forEach(action -> {
            said.add(action);
            String type = action.path("type").asText();
            if (type.equals("handover") || type.equals("end") || type.equals("hand-back")) {
                gaveBy = type;
                given = now;
                byApi = api;
            }
        });
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("conversation", conversation).put("inControl", given == null);
        json.set("heard", Json.tree(heard));
        json.set("said", Json.tree(said));
        return json;
    }
}
