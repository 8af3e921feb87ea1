package dev.baton.deploy.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import dev.baton.event.Event;
import dev.baton.event.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The one JSON Schema of events, deliveries and outcomes, which every mapping is held to. */
final class Contract {

    private static final JsonNode SCHEMA = read();
    private static final Map<String, JsonSchema> PARTS = new ConcurrentHashMap<>();

    private Contract() {
    }

    /** What is wrong with that value, a line each; {@code part} is {@code event}, {@code delivery} or {@code outcome}. */
    static List<String> check(String part, String name, JsonNode value) {
        return PARTS.computeIfAbsent(part, Contract::part).validate(value).stream()
                .map(message -> name + message.getInstanceLocation().toString().replaceFirst("^\\$", "") + ": " + message.getError() + " (the contract is event.schema.json)")
                .distinct().toList();
    }

    private static JsonSchema part(String name) {
        ObjectNode schema = SCHEMA.deepCopy();
        schema.put("$ref", "#/$defs/" + name).put("$id", "urn:baton:" + name);
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema,
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
    }

    private static JsonNode read() {
        try (InputStream schema = Event.class.getResourceAsStream("event.schema.json")) {
            return Json.MAPPER.readTree(schema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
