package dev.baton.camel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.event.Json;

/** A JSON object that tells which of its fields are asked for by name, and whether they were there. A deep copy of it tells nothing any more. */
final class ReadsTold extends ObjectNode {

    private static final long serialVersionUID = 1;

    private final transient Listener listener;
    private final String path;

    /** Who is told. */
    interface Listener {
        void asked(String path, boolean there);
    }

    private ReadsTold(String path, Listener listener) {
        super(Json.MAPPER.getNodeFactory());
        this.path = path;
        this.listener = listener;
    }

    /** The same JSON, all of whose objects tell; {@code path} is where it stands, without a dot at its end. */
    static JsonNode of(JsonNode json, String path, Listener listener) {
        if (json instanceof ObjectNode object) {
            ReadsTold asked = new ReadsTold(path, listener);
            object.properties().forEach(field -> asked.set(field.getKey(), of(field.getValue(), path + "." + field.getKey(), listener)));
            return asked;
        }
        if (json instanceof ArrayNode array) {
            ArrayNode copy = Json.MAPPER.createArrayNode();
            array.forEach(element -> copy.add(of(element, path + "[]", listener)));
            return copy;
        }
        return json;
    }

    @Override
    public JsonNode get(String name) {
        JsonNode value = super.get(name);
        listener.asked(path + "." + name, value != null);
        return value;
    }

    @Override
    public JsonNode path(String name) {
        listener.asked(path + "." + name, super.get(name) != null);
        return super.path(name);
    }
}
