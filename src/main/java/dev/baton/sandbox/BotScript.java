package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * What the bot says: it greets, and echoes what it is told. {@code buttons} shows some, {@code human} or {@code agent} asks for a person, {@code back}
 * hands the customer back to the platform's own people, {@code bye} ends the conversation.
 */
final class BotScript {

    private BotScript() {
    }

    /** The actions for what it was told; {@code first}: nothing was said in this conversation before. */
    static ArrayNode actions(JsonNode told, boolean first) {
        ArrayNode actions = Json.MAPPER.createArrayNode();
        int read = told.path("transcript").size();
        switch (told.path("type").asText()) {
            case "message" -> {
                // What the customer's platform says is no question.
                if (!told.has("author")) {
                    message(told, first, actions);
                }
            }
            case "handover.ended" -> say(actions, "I am back. I have read " + read + " messages.");
            case "handover.failed" -> say(actions, "Nobody could come: " + told.path("reason").asText("no reason was given") + ". I have read " + read + " messages.");
            default -> { }
        }
        return actions;
    }

    private static void message(JsonNode told, boolean first, ArrayNode actions) {
        JsonNode content = told.path("message");
        String text = content.path("text").asText().strip();
        if (first) {
            String name = told.path("customer").path("name").asText();
            say(actions, "Hello" + (name.isEmpty() ? "" : " " + name) + ", I am a bot. Write \"human\" if you want a person.");
        }
        switch (text.toLowerCase(Locale.ROOT)) {
            case "human", "agent" -> {
                say(actions, "One moment, I call somebody.");
                actions.addObject().put("type", "handover").put("reason", "The customer asks for a person").putArray("tags").add("person");
            }
            case "buttons" -> {
                ObjectNode choice = actions.addObject().put("type", "message").putObject("content").put("kind", "choice").put("text", "What shall it be?");
                choice.putArray("options").add(option("human", "Talk to a person")).add(option("bye", "That was all"));
            }
            case "back" -> actions.addObject().put("type", "hand-back").put("reason", "This is not for a bot");
            case "bye" -> {
                say(actions, "Bye!");
                actions.addObject().put("type", "end").put("reason", "The customer said bye");
            }
            default -> {
                actions.addObject().put("type", "typing");
                say(actions, content.path("kind").asText().equals("text") ? "You said: " + text : "You sent: " + content.path("kind").asText());
            }
        }
    }

    private static void say(ArrayNode actions, String text) {
        actions.addObject().put("type", "message").put("text", text);
    }

    private static ObjectNode option(String id, String text) {
        return Json.object().put("id", id).put("text", text);
    }
}
