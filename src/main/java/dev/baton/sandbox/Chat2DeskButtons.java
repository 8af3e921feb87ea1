package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** The buttons of a message as the API takes them. */
final class Chat2DeskButtons {

    private static final Set<String> FIELDS = Set.of("type", "text", "url", "color");
    private static final Set<String> TYPES = Set.of("reply", "location", "phone", "email", "url");
    private static final Set<String> COLORS = Set.of("red", "green", "blue", "yellow");

    private Chat2DeskButtons() {
    }

    /** Refuses what is no button, and structures that the transport does not have. */
    static void check(Chat2DeskGiven given, String transport, Call call) {
        if (given.text("inline_buttons") != null || !given.tree("inline_buttons").isMissingNode()) {
            list("inline_buttons", given.tree("inline_buttons"), transport, call);
        }
        JsonNode keyboard = given.tree("keyboard");
        if (!keyboard.isMissingNode() && !keyboard.isNull()) {
            if (!keyboard.isObject()) {
                throw Chat2DeskSending.refuse(call, "keyboard", "is no object with buttons");
            }
            list("keyboard", keyboard.path("buttons"), transport, call);
        }
        JsonNode interactive = given.tree("interactive");
        if (!interactive.isMissingNode() && !interactive.isNull() && !transport.equals("wa_dialog")) {
            throw Chat2DeskSending.refuse(call, "interactive", "is for wa_dialog only");
        }
    }

    private static void list(String field, JsonNode buttons, String transport, Call call) {
        if (!buttons.isArray()) {
            throw Chat2DeskSending.refuse(call, field, "is no list of buttons");
        }
        for (JsonNode button : buttons) {
            button.fieldNames().forEachRemaining(name -> {
                if (!FIELDS.contains(name)) {
                    call.wrong("unknown field " + field + "." + name);
                }
            });
            String type = button.path("type").asText();
            if (!TYPES.contains(type)) {
                throw Chat2DeskSending.refuse(call, field, "has a button of no known type: " + type);
            }
            if (!Chat2DeskSending.filled(button, "text") || type.equals("url") && !Chat2DeskSending.filled(button, "url")) {
                throw Chat2DeskSending.refuse(call, field, "has a button without text or url");
            }
            if (button.hasNonNull("color") && (!transport.equals("widget") || !COLORS.contains(button.get("color").asText()))) {
                call.wrong("color " + button.get("color").asText() + " of a button on " + transport);
            }
        }
    }
}
