package dev.baton.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The JSON of events, deliveries and outcomes, as {@code event.schema.json} describes it. Field order is stable; nulls are left out. */
public final class Json {

    /** Knows the vocabulary; ignores fields that it does not know. */
    public static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    private Json() {
    }

    /** A mapping's result as events: an object is one event, an array many, null and an empty array none. {@link IllegalArgumentException} says which is wrong, and what. */
    public static List<Event> events(JsonNode result) {
        List<Event> events = new ArrayList<>();
        if (result == null || result.isNull() || result.isMissingNode()) {
            return events;
        }
        if (result.isArray()) {
            for (int i = 0; i < result.size(); i++) {
                try {
                    events.add(event(result.get(i)));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("event " + (i + 1) + ": " + e.getMessage(), e);
                }
            }
        } else {
            events.add(event(result));
        }
        return events;
    }

    /** One event; {@link IllegalArgumentException} says what is wrong with it. */
    public static Event event(JsonNode node) {
        if (!node.isObject()) {
            throw new IllegalArgumentException("an event must be an object, not " + node.getNodeType().name().toLowerCase());
        }
        EventType.of(text(node, "type"));
        try {
            return new Event(text(node, "id"), text(node, "key"), text(node, "conversation"), text(node, "person"), instant(node, "at"),
                    node.path("maybeEcho").asBoolean(false), node.path("ifKnown").asBoolean(false), node.path("sensitive").asBoolean(false),
                    MAPPER.treeToValue(node, What.class));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a proper " + text(node, "type") + " event: " + Misfit.words(e, node), e);
        }
    }

    /** The event as JSON. */
    public static ObjectNode json(Event event) {
        ObjectNode node = MAPPER.valueToTree(event.what());
        put(node, "id", event.id());
        put(node, "key", event.key());
        put(node, "conversation", event.conversation());
        put(node, "person", event.person());
        put(node, "at", event.at() == null ? null : event.at().toString());
        if (event.maybeEcho()) {
            node.put("maybeEcho", true);
        }
        if (event.ifKnown()) {
            node.put("ifKnown", true);
        }
        if (event.sensitive()) {
            node.put("sensitive", true);
        }
        return node;
    }

    /** The delivery as JSON: what an {@code -out} route gets as its body. */
    public static ObjectNode json(Delivery delivery) {
        ObjectNode node = json(delivery.event());
        ObjectNode about = node.putObject("delivery");
        about.put("channel", delivery.channel());
        about.put("mark", delivery.mark().toString());
        about.put("attempt", delivery.attempt());
        about.put("verify", delivery.verify());
        put(about, "firstAt", delivery.firstAt() == null ? null : delivery.firstAt().toString());
        about.put("late", delivery.late());
        if (!delivery.named().isEmpty()) {
            delivery.named().forEach(about.putArray("named")::add);
        }
        node.set("context", MAPPER.valueToTree(delivery.context()));
        return node;
    }

    /** A mapping's result as an outcome. {@code outcome} may be left out: then it is {@code done}. */
    public static Outcome outcome(JsonNode node) {
        if (node == null || !node.isObject()) {
            throw new IllegalArgumentException("an outcome must be an object with an outcome word, references, events or a cursor");
        }
        String word = text(node, "outcome");
        List<Reference> references = new ArrayList<>();
        for (JsonNode one : node.path("references")) {
            String value = text(one, "value");
            if (value != null) {
                references.add(new Reference(Reference.Kind.valueOf(text(one, "kind")), value));
            }
        }
        return new Outcome(word == null ? Outcome.Word.done : Outcome.Word.valueOf(word), text(node, "why"),
                node.hasNonNull("after") ? Duration.ofSeconds(node.get("after").asLong()) : null, references,
                events(node.get("events")), node.get("cursor"), text(node, "degraded"));
    }

    /** The outcome as JSON, the way a mapping would write it. */
    public static ObjectNode json(Outcome outcome) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("outcome", outcome.word().name());
        put(node, "why", outcome.why());
        if (outcome.after() != null) {
            node.put("after", outcome.after().toSeconds());
        }
        if (!outcome.references().isEmpty()) {
            node.set("references", MAPPER.valueToTree(outcome.references()));
        }
        if (!outcome.events().isEmpty()) {
            ArrayNode events = node.putArray("events");
            outcome.events().forEach(event -> events.add(json(event)));
        }
        if (outcome.cursor() != null) {
            node.set("cursor", outcome.cursor());
        }
        put(node, "degraded", outcome.degraded());
        return node;
    }

    /** The value as bytes, UTF-8. */
    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    /** Bytes that we wrote ourselves, read back. */
    public static JsonNode tree(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (java.io.IOException e) {
            throw new IllegalStateException("stored JSON can't be read", e);
        }
    }

    private static void put(ObjectNode node, String name, String value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    /** Text, or a number or boolean as text: platforms write ids both ways. */
    private static String text(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value.asText();
    }

    private static Instant instant(JsonNode node, String name) {
        String text = text(node, name);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (java.time.format.DateTimeParseException e) {
            throw new IllegalArgumentException("'" + name + "' must be an ISO 8601 instant such as 2026-03-05T13:20:11Z, not '" + text + "'", e);
        }
    }
}
