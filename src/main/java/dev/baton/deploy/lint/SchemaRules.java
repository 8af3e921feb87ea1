package dev.baton.deploy.lint;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.baton.deploy.source.Near;
import dev.baton.deploy.source.YamlTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Holds a route against the schema of Camel's YAML DSL, in its canonical form, which is what Kaoto and Karavan write: where the schema allows a
 * short form beside the full one, only the full one is taken. So each place of a route has one schema, and one word about it suffices; a validator
 * would name all the forms that do not fit, and takes a second to compile this schema.
 */
final class SchemaRules {

    private static final String DEFINITIONS = "#/items/definitions/";
    private static final String STEP = "org.apache.camel.model.ProcessorDefinition";
    private static final String EXPRESSION = "org.apache.camel.model.language.ExpressionDefinition";

    /** Its text, of which only the definitions that are asked for are read: routes use a tenth of it. */
    private static final class Schema {
        static final String TEXT = text();
        static final ObjectReader READER = new ObjectMapper().reader();
        static final Map<String, JsonNode> READ = new ConcurrentHashMap<>();

        private static String text() {
            try (InputStream in = SchemaRules.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static JsonNode read(String name) {
            String key = "\"" + name + "\" : ";
            int at = TEXT.indexOf(key);
            try (JsonParser parser = READER.createParser(TEXT.substring(at + key.length()))) {
                return READER.readTree(parser);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static JsonNode definition(String name) {
        return Schema.READ.computeIfAbsent(name, Schema::read);
    }

    private final Findings findings;

    SchemaRules(Findings findings) {
        this.findings = findings;
    }

    /** What stands under {@code route:}. */
    void route(Node route) {
        check("route", route, definition("org.apache.camel.model.RouteDefinition"));
    }

    private void check(String name, Node node, JsonNode written) {
        String definition = written.path("$ref").asText();
        JsonNode schema = definition.isEmpty() ? written : definition(definition.substring(DEFINITIONS.length()));
        JsonNode full = schema.path("oneOf").isArray() ? schema.path("oneOf").path(1) : schema;
        switch (full.path("type").asText()) {
            case "object" -> object(name, node, definition.endsWith(STEP), definition.endsWith(EXPRESSION), full, schema.path("required"));
            case "array" -> {
                if (node instanceof SequenceNode list) {
                    list.getValue().forEach(item -> check(name, item, full.path("items")));
                } else {
                    findings.find(node, name + " must be a list", "write each entry with '- ' before it");
                }
            }
            default -> scalar(name, node, full);
        }
    }

    private void object(String name, Node node, boolean step, boolean expression, JsonNode schema, JsonNode required) {
        if (!(node instanceof MappingNode)) {
            if (!step) {
                String first = required.isEmpty() ? "" : required.path(0).asText() + ": ...";
                findings.find(node, name + " is not written in full", "write " + name + ": {" + first + "}");
            }
            return;
        }
        List<NodeTuple> entries = YamlTree.entries(node);
        if ((step || expression) && entries.size() != 1) {
            findings.find(node, step ? "a step has one name, not " + YamlTree.keys(node) : "an expression is of one language, not " + YamlTree.keys(node),
                    step ? "begin each step with '- ', and write what belongs to it further to the right" : "keep one of them");
        }
        boolean free = !schema.has("properties") || !step && !expression && schema.path("properties").isEmpty();
        for (NodeTuple entry : entries) {
            String key = String.valueOf(YamlTree.text(entry.getKeyNode()));
            boolean refused = step && !StepRules.STEPS.contains(key) || expression && !ExpressionRules.LANGUAGES.contains(key);
            if (!free && !refused) {
                entry(name, entry.getKeyNode(), key, entry.getValueNode(), schema);
            }
        }
        List<String> needed = new ArrayList<>();
        required.forEach(one -> needed.add(one.asText()));
        if (holdsExpression(schema) && entries.stream().noneMatch(entry -> isShort(schema, YamlTree.text(entry.getKeyNode())))) {
            needed.add("expression");
        }
        needed.removeAll(YamlTree.keys(node));
        if (!needed.isEmpty() && !free) {
            findings.find(node, name + " lacks " + String.join(", ", needed), "add it");
        }
    }

    private void entry(String name, Node at, String key, Node value, JsonNode schema) {
        JsonNode property = schema.path("properties").path(key);
        if (isShort(schema, key)) {
            findings.find(at, key + " is not written in full", "write expression: {" + key + ": {expression: ...}}");
        } else if (property.isMissingNode()) {
            List<String> names = names(schema);
            findings.find(at, name + " has no option " + key, Near.or(key, names, "its options are " + names));
        } else {
            check(key, value, property.isEmpty() ? alternative(schema, key) : property);
        }
    }

    private void scalar(String name, Node node, JsonNode schema) {
        if (!(node instanceof ScalarNode scalar)) {
            findings.find(node, name + " must be a single value", "write it on one line, in quotes where it has braces");
            return;
        }
        String value = scalar.getValue();
        List<String> values = new ArrayList<>();
        schema.path("enum").forEach(one -> values.add(one.asText()));
        String type = schema.path("type").asText();
        if (value.contains("{{")) {
            return;
        }
        if (!values.isEmpty() && !values.contains(value)) {
            findings.find(node, name + " can't be " + value, Near.or(value, values, "write one of " + values));
        } else if (type.equals("boolean") && !List.of("true", "false").contains(value)) {
            findings.find(node, name + " can't be '" + value + "'", "write true or false");
        } else if (type.equals("number") && !value.matches("-?\\d+(\\.\\d+)?")) {
            findings.find(node, name + " can't be '" + value + "'", "write a number");
        }
    }

    /** Whether a place takes an expression, in full or short. */
    private static boolean holdsExpression(JsonNode schema) {
        return schema.has("anyOf") && schema.path("properties").has("expression");
    }

    /** Whether that is the short form of an expression, such as {@code simple: text} without {@code expression:} around it. */
    private static boolean isShort(JsonNode schema, String key) {
        return holdsExpression(schema) && !"expression".equals(key) && schema.path("properties").path(String.valueOf(key)).isObject()
                && schema.path("properties").path(String.valueOf(key)).isEmpty();
    }

    private static List<String> names(JsonNode schema) {
        List<String> names = new ArrayList<>();
        schema.path("properties").fieldNames().forEachRemaining(key -> {
            if (!isShort(schema, key)) {
                names.add(key);
            }
        });
        return names;
    }

    /** What the schema says of a key that it lists without a word and describes among its alternatives. */
    private static JsonNode alternative(JsonNode schema, String key) {
        for (JsonNode any : schema.path("anyOf")) {
            if (any.path("properties").has(key)) {
                return any.path("properties").path(key);
            }
            for (JsonNode one : any.path("oneOf")) {
                if (one.path("properties").has(key)) {
                    return one.path("properties").path(key);
                }
            }
        }
        return MissingNode.getInstance();
    }
}
