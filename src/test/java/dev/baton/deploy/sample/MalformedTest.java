package dev.baton.deploy.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.Expression;
import dev.baton.camel.Mappings;
import dev.baton.event.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever stands where in a customer's content, the message gets through: every part of every sample's content in turn is replaced by what does not belong there. */
class MalformedTest {

    private static final List<JsonNode> NASTY = Stream.of("null", "true", "0", "-7.5", "1e300", "\"\"", "\"*\"", "\"\\\\u12\"", "[]", "[null]", "[[{}]]", "{}",
            "{\"type\":\"text/plain\"}", "{\"type\":\"application/vnd.lime.collection+json\",\"value\":{\"items\":[]}}", "{\"a\":{\"b\":[1]}}")
            .map(text -> Json.tree(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))).toList();

    @Test
    void noContentIsRefused() throws IOException {
        Path platform = Path.of("routes/blip");
        Map<String, byte[]> files = new HashMap<>();
        try (Stream<Path> all = Files.list(platform)) {
            all.filter(file -> file.toString().endsWith(".jslt")).forEach(file -> files.put("blip/" + file.getFileName(), bytes(file)));
        }
        Expression mapping = new Mappings(files).mapping("routes:blip/webhook-to-events.jslt");
        Map<String, JsonNode> variables = Map.of("variables", Json.MAPPER.createObjectNode().set("settings", Json.MAPPER.createObjectNode()));
        Map<String, String> wrong = new TreeMap<>();
        int[] tried = new int[1];
        try (Stream<Path> samples = Files.list(platform.resolve("samples"))) {
            for (Path sample : samples.filter(folder -> folder.getFileName().toString().startsWith("customer-")).filter(folder -> Files.exists(folder.resolve("webhook.json"))).sorted().toList()) {
                JsonNode envelope = Json.tree(bytes(sample.resolve("webhook.json")));
                if (!envelope.path("from").asText().contains("@desk.")) {
                    continue;
                }
                each(envelope, "content", envelope.get("content"), changed -> {
                    tried[0]++;
                    String fault = fault(mapping, variables, changed);
                    if (fault != null) {
                        wrong.putIfAbsent(fault.replaceAll("\\d+", "n"), sample.getFileName() + ": " + changed);
                    }
                });
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(tried[0]).as("so many were tried").isGreaterThan(3_000);
    }

    private static String fault(Expression mapping, Map<String, JsonNode> variables, JsonNode envelope) {
        try {
            JsonNode events = mapping.apply(variables, envelope);
            // No content at all is no message, and typing has nothing to lose.
            if (events.isEmpty() && envelope.hasNonNull("content") && !envelope.path("type").asText().contains("redirect")) {
                return "it vanishes";
            }
            for (JsonNode event : events.isArray() ? events : Json.MAPPER.createArrayNode().add(events)) {
                Json.bytes(Json.json(Json.event(event)));
                List<String> breaches = Contract.check("event", "event", event);
                if (!breaches.isEmpty()) {
                    return breaches.get(0);
                }
            }
            return null;
        } catch (RuntimeException e) {
            return envelope.hasNonNull("content") ? String.valueOf(e.getMessage()) : null;
        }
    }

    /** The envelope once for each part below (and the part itself) and each nasty value in its place. */
    private static void each(JsonNode envelope, String name, JsonNode part, Consumer<JsonNode> with) {
        replace(envelope, "/" + name, part, with);
    }

    private static void replace(JsonNode envelope, String pointer, JsonNode part, Consumer<JsonNode> with) {
        int slash = pointer.lastIndexOf('/');
        String last = pointer.substring(slash + 1).replace("~1", "/").replace("~0", "~");
        for (JsonNode nasty : NASTY) {
            JsonNode copy = envelope.deepCopy();
            JsonNode parent = copy.at(pointer.substring(0, slash));
            if (parent instanceof ObjectNode object) {
                object.set(last, nasty);
            } else {
                ((ArrayNode) parent).set(Integer.parseInt(last), nasty);
            }
            with.accept(copy);
        }
        part.properties().forEach(field -> replace(envelope, pointer + "/" + field.getKey().replace("~", "~0").replace("/", "~1"), field.getValue(), with));
        for (int i = 0; part.isArray() && i < part.size(); i++) {
            replace(envelope, pointer + "/" + i, part.get(i), with);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
