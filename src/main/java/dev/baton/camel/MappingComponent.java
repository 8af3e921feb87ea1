package dev.baton.camel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.JsltException;
import dev.baton.event.Json;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.jslt.JsltComponent;
import org.apache.camel.component.jslt.JsltEndpoint;

/**
 * Camel's {@code jslt:} with what Baton needs beside it: compiled when the context is built, {@code import}, JSON in and out without a text
 * between, empty arrays and objects kept; a result of {@code null} is no body. A mapping sees {@code $variables} (the exchange's) and {@code $headers} (the message's).
 */
final class MappingComponent extends JsltComponent {

    private final Mappings mappings;
    private final Coverage coverage;

    /** {@code coverage} is null but in a rehearsal. */
    MappingComponent(Mappings mappings, Coverage coverage) {
        this.mappings = mappings;
        this.coverage = coverage;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new Mapping(uri, remaining);
    }

    private final class Mapping extends JsltEndpoint {
        private final Expression mapping;
        private final String name;

        Mapping(String uri, String name) {
            super(uri, MappingComponent.this, name);
            this.name = name;
            this.mapping = mappings.mapping(name);
        }

        @Override
        protected void onExchange(Exchange exchange) {
            Object body = exchange.getIn().getBody();
            JsonNode input = body == null ? NullNode.instance : body instanceof JsonNode node ? node : exchange.getIn().getBody(JsonNode.class);
            if (input == null) {
                throw new IllegalArgumentException(name + ": the body must be JSON, not " + body.getClass().getSimpleName());
            }
            try {
                JsonNode result = result(input, json(exchange.getVariables()), json(exchange.getIn().getHeaders()));
                exchange.getMessage().setBody(result.isNull() ? null : result);
            } catch (JsltException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            } catch (StackOverflowError e) {
                throw new IllegalArgumentException(name + ": one of its functions calls itself without end");
            }
        }

        private JsonNode result(JsonNode input, JsonNode variables, JsonNode headers) {
            if (coverage == null) {
                return mapping.apply(Map.of("variables", variables, "headers", headers), input);
            }
            String file = Mappings.file(name);
            return mapping.apply(Map.of("variables", coverage.asked(file, "$variables", variables), "headers", coverage.asked(file, "$headers", headers)),
                    coverage.asked(file, "", input)).deepCopy();
        }
    }

    /** Only what is JSON by nature: no Java object is written out by its fields. */
    private static ObjectNode json(Map<String, Object> values) {
        ObjectNode object = Json.MAPPER.createObjectNode();
        values.forEach((name, value) -> {
            if (value instanceof JsonNode node) {
                object.set(name, node);
            } else if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                object.set(name, Json.MAPPER.valueToTree(value));
            }
        });
        return object;
    }
}
