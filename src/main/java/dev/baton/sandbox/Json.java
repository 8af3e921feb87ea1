package dev.baton.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;

/** JSON read as a strict platform reads it: no trailing comma, no second value, no key twice. */
final class Json {

    static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private static final DefaultPrettyPrinter FOUR_BLANKS = new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("    ", "\n")).withArrayIndenter(new DefaultIndenter("    ", "\n"));

    private Json() {
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** The value, or an {@link IOException} that says where the JSON is broken. */
    static JsonNode read(byte[] bytes) throws IOException {
        JsonNode node = MAPPER.readTree(bytes);
        if (node == null || node.isMissingNode()) {
            throw new IOException("the body is empty");
        }
        return node;
    }

    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    static byte[] bytes(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    static byte[] pretty(JsonNode node) {
        try {
            return MAPPER.writer(FOUR_BLANKS).writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    /** Text of a field; null if it is absent or null. */
    static String text(JsonNode node, String field) {
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? null : value.asText();
    }

    static boolean present(JsonNode node, String field) {
        return node.hasNonNull(field) && !(node.get(field).isTextual() && node.get(field).textValue().isEmpty());
    }

    /** A boolean as platforms and their clients write it: true, 1, "1", "True". */
    static boolean truth(String text) {
        return text != null && (text.equalsIgnoreCase("true") || text.equals("1"));
    }

    /** Walks the leaves of nested JSON under PHP's bracket names: {@code object[attachments][0][url]}. */
    static void flatten(String name, JsonNode node, BiConsumer<String, String> leaf) {
        if (node.isObject()) {
            for (Iterator<String> names = node.fieldNames(); names.hasNext();) {
                String field = names.next();
                flatten(name.isEmpty() ? field : name + "[" + field + "]", node.get(field), leaf);
            }
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(name + "[" + i + "]", node.get(i), leaf);
            }
        } else {
            leaf.accept(name, node.isBoolean() ? (node.booleanValue() ? "1" : "0") : node.isNull() ? "" : node.asText());
        }
    }

    /** Puts one value of a form under its bracket name into nested JSON; numbered brackets stay object keys until {@link #lists} is called. */
    static void unflatten(ObjectNode root, String name, JsonNode value) {
        List<String> keys = List.of(name.replace("]", "").split("\\[", -1));
        ObjectNode at = root;
        for (String key : keys.subList(0, keys.size() - 1)) {
            JsonNode next = at.get(key);
            at = next instanceof ObjectNode existing ? existing : at.putObject(key);
        }
        String last = keys.get(keys.size() - 1);
        at.set(last.isEmpty() ? String.valueOf(at.size()) : last, value);
    }

    /** Objects whose keys are all numbers become arrays. */
    static JsonNode lists(JsonNode node) {
        if (!node.isObject()) {
            return node;
        }
        boolean numbered = !node.isEmpty();
        for (Iterator<String> names = node.fieldNames(); names.hasNext();) {
            numbered &= names.next().chars().allMatch(Character::isDigit);
        }
        if (numbered) {
            var array = MAPPER.createArrayNode();
            node.forEach(one -> array.add(lists(one)));
            return array;
        }
        ObjectNode copy = object();
        node.fields().forEachRemaining(field -> copy.set(field.getKey(), lists(field.getValue())));
        return copy;
    }
}
