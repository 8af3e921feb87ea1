package dev.baton.talk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.baton.event.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Holds what goes over the wire in these tests against the API's own description: every status, every field. What is not described there fails. */
final class Described {

    private static final ObjectNode DOCUMENT = document();
    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    private Described() {
    }

    private static ObjectNode document() {
        try (InputStream in = Described.class.getResourceAsStream("openapi.json")) {
            ObjectNode document = (ObjectNode) Json.MAPPER.readTree(in);
            close(document);
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An object that lists its fields has no others here. */
    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object && object.get("properties") instanceof ObjectNode && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(Described::close);
    }

    /** An answer to a call of the API; {@code sent} is the body in JSON, or null. */
    static void call(String method, String path, String sent, HttpResponse<String> answer) {
        JsonNode operation = operation(method, path);
        String type = answer.headers().firstValue("Content-Type").orElse("").split(";")[0];
        // What the web server itself can't read never comes to the API.
        if (operation == null || answer.statusCode() == 400 && type.equals("text/html")) {
            return;
        }
        String what = method + " " + path + " -> " + answer.statusCode() + " " + answer.body();
        JsonNode response = operation.path("responses").path(Integer.toString(answer.statusCode()));
        assertThat(response.isObject()).as("the description has no such answer: %s", what).isTrue();
        assertThat(response.path("content").has(type)).as("the description has no answer of that type: %s: %s", type, what).isTrue();
        check(response.path("content").path(type).path("schema"), answer.body(), what);
        if (answer.statusCode() == 200 && sent != null && !path.endsWith("/open") && operation.path("requestBody").path("content").has("application/json")) {
            check(operation.path("requestBody").path("content").path("application/json").path("schema"), sent, "the body of " + what);
        }
    }

    /** An event of a stream. */
    static void event(JsonNode event) {
        check(Json.MAPPER.createObjectNode().put("$ref", "#/components/schemas/Event"), event.toString(), "a stream's event " + event);
    }

    private static void check(JsonNode schema, String body, String what) {
        JsonSchema compiled = SCHEMAS.computeIfAbsent(schema.toString(), key -> JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(((ObjectNode) schema.deepCopy()).set("components", DOCUMENT.path("components"))));
        try {
            assertThat(compiled.validate(Json.MAPPER.readTree(body))).as(what).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode operation(String method, String path) {
        for (Map.Entry<String, JsonNode> one : DOCUMENT.path("paths").properties()) {
            if (path.split("\\?")[0].matches(one.getKey().replaceAll("\\{[^}]*}", "[^/]+")) && one.getValue().has(method.toLowerCase())) {
                return one.getValue().path(method.toLowerCase());
            }
        }
        return null;
    }
}
