package dev.baton.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.baton.event.Json;
import dev.baton.webhook.Problem;
import java.io.IOException;
import java.util.Collection;
import java.util.UUID;
import org.apache.camel.Message;

/** The parameters and the body of a call of the API, checked. */
record Asked(Message message) {

    private static final int LONGEST = 500;

    /** A text, or null where it was not given. */
    String text(String name) {
        Object value = message.getHeader(name);
        if (value instanceof Collection<?>) {
            throw bad("'" + name + "' is given more than once.");
        }
        String text = value == null || value.toString().isBlank() ? null : value.toString().strip();
        if (text != null && (text.length() > LONGEST || text.indexOf('\0') >= 0)) {
            throw bad("'" + name + "' is too long, or holds the character U+0000.");
        }
        return text;
    }

    /** One of these words, or null where it was not given. */
    String word(String name, Collection<String> words) {
        String text = text(name);
        if (text != null && !words.contains(text)) {
            throw bad("'" + name + "' must be one of " + String.join(", ", words) + ".");
        }
        return text;
    }

    int number(String name, int otherwise, int most) {
        String text = text(name);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > most) {
            throw bad("'" + name + "' must be a number from 1 to " + most + ".");
        }
        return Integer.parseInt(text);
    }

    /** A number of an event, or null where it was not given. */
    Long place(String name) {
        String text = text(name);
        if (text != null && !text.matches("[0-9]{1,18}")) {
            throw bad("'" + name + "' must be the number of an event.");
        }
        return text == null ? null : Long.valueOf(text);
    }

    /** The id in the address; what can't be one is not found. */
    UUID id() {
        String text = String.valueOf(message.getHeader("id"));
        // UUID.fromString takes shorter forms too.
        if (!text.matches("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")) {
            throw new Fault(Problem.Kind.NOT_FOUND, "That is no id. Ids look like 0192c6a4-7d3e-7c55-9a6b-2f1d0c9b8a77.");
        }
        return UUID.fromString(text);
    }

    /** The body, which must be that JSON object and nothing else; {@code absent} stands for none. It can be read once. */
    <T> T body(Class<T> type, T absent) {
        ObjectReader reader = Json.MAPPER.readerFor(type).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
        byte[] bytes = message.getBody(byte[].class);
        if (bytes == null || bytes.length == 0) {
            if (absent != null) {
                return absent;
            }
            throw bad("The body is empty. Send a JSON object; {} leaves everything open.");
        }
        try {
            T value = reader.readValue(bytes);
            if (value == null) {
                throw bad("The body must be a JSON object.");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw bad("The body can't be read at line " + line(e) + ". Its fields are described in /api/openapi.json; there may be no others.");
        } catch (IOException e) {
            throw bad("The body broke off.");
        }
    }

    /** A text of the body that must be there. */
    String given(String value, String name) {
        if (value == null || value.isBlank() || value.length() > LONGEST || value.indexOf('\0') >= 0) {
            throw bad("'" + name + "' is missing, too long, or holds the character U+0000.");
        }
        return value.strip();
    }

    private static int line(JsonProcessingException e) {
        return e.getLocation() == null ? 1 : e.getLocation().getLineNr();
    }

    private static Fault bad(String detail) {
        return new Fault(Problem.Kind.BAD_REQUEST, detail);
    }
}
