package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What a request brings, in whichever way: JSON, a form, or query parameters. Numbers and booleans may be text. */
final class Chat2DeskGiven {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private final Call call;
    private final ObjectNode fields;

    private Chat2DeskGiven(Call call, ObjectNode fields) {
        this.call = call;
        this.fields = fields;
    }

    /** The body's and the query's fields, of which no others are known than these. */
    static Chat2DeskGiven of(Call call, Set<String> known) {
        ObjectNode fields = Json.object();
        put(fields, call.query);
        if (call.body.length > 0) {
            body(call, fields);
        }
        fields.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                call.wrong("unknown field " + name);
            }
        });
        return new Chat2DeskGiven(call, fields);
    }

    /** Whether the field is there, be it null. */
    boolean has(String field) {
        return fields.has(field);
    }

    /** Text of a field; null if it is absent, null or empty. */
    String text(String field) {
        return Json.present(fields, field) ? fields.get(field).asText() : null;
    }

    /** An id; 0 if it is absent, null or empty. */
    long number(String field) {
        String text = text(field);
        if (text == null || text.equals("null")) {
            return 0;
        }
        if (!NUMBER.matcher(text).matches()) {
            call.wrong(field + " is no number: " + text);
            throw Chat2DeskError.field(field, "is not a number");
        }
        return Long.parseLong(text);
    }

    boolean truth(String field, boolean otherwise) {
        return text(field) == null ? otherwise : Json.truth(text(field));
    }

    /** Object or array, which forms and query parameters carry as JSON text; missing node if there is none. */
    JsonNode tree(String field) {
        JsonNode value = fields.path(field);
        if (!value.isTextual() || value.textValue().isBlank()) {
            return value;
        }
        try {
            return Json.read(value.textValue().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            return value;
        }
    }

    /** The values of a list, of text with commas, or the one value. */
    List<String> list(String field) {
        List<String> all = new ArrayList<>();
        JsonNode value = tree(field);
        if (value.isArray()) {
            value.forEach(one -> all.add(one.asText()));
        } else if (text(field) != null) {
            all.addAll(List.of(text(field).split("\\s*,\\s*")));
        }
        return all;
    }

    private static void body(Call call, ObjectNode fields) {
        boolean json = call.contentType().equals("application/json") || call.contentType().isEmpty();
        if (!json && !call.contentType().equals("application/x-www-form-urlencoded")) {
            call.wrong("Content-Type is " + call.header("Content-Type") + ", neither JSON nor a form");
            throw new Chat2DeskError(400, "Wrong content type");
        }
        if (!json) {
            put(fields, Call.query(call.text()));
            return;
        }
        try {
            JsonNode read = Json.read(call.body);
            if (read instanceof ObjectNode object) {
                fields.setAll(object);
                return;
            }
            call.wrong("the body is no object");
        } catch (IOException e) {
            call.wrong("malformed body: " + e.getMessage().lines().findFirst().orElse(""));
        }
        throw new Chat2DeskError(400, "Wrong JSON");
    }

    /** Names given several times, and {@code name[]}, are lists; the empty pair of {@code ?&limit=20} is nothing. */
    private static void put(ObjectNode fields, Map<String, List<String>> pairs) {
        ObjectNode nested = Json.object();
        pairs.forEach((name, values) -> {
            if (name.isEmpty()) {
                return;
            }
            if (name.endsWith("[]") || values.size() > 1) {
                ArrayNode all = nested.putArray(name.replace("[]", ""));
                values.forEach(all::add);
            } else {
                Json.unflatten(nested, name, TextNode.valueOf(values.get(0)));
            }
        });
        nested.fields().forEachRemaining(field -> fields.set(field.getKey(), Json.lists(field.getValue())));
    }
}
