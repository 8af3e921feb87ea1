package dev.baton.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.baton.event.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Form fields with PHP's bracket keys, {@code a[b][0][c]}, as nested JSON. As in PHP, {@code a[]} is the next of a list, and a map whose keys are
 * exactly 0, 1, 2… is a list: any other number is only a key, so {@code a[999999999]} costs no more than {@code a[x]}. A plain key that comes
 * again becomes a list. All values stay text.
 */
final class BracketKeys {

    private final Limits limits;
    private final ObjectNode root = Json.MAPPER.createObjectNode();
    private final Map<ObjectNode, Long> next = new IdentityHashMap<>();
    private int fields;

    BracketKeys(Limits limits) {
        this.limits = limits;
    }

    void put(String key, String value) throws Refused {
        put(key, (JsonNode) TextNode.valueOf(Text.whole(value)));
    }

    void putFile(String key, String name, String type, long size) throws Refused {
        if (name.indexOf('\0') >= 0) {
            throw bad("A file's name holds the character U+0000, which can't be kept.");
        }
        // A file must not look like a map that further keys may add to.
        put(key, Json.MAPPER.getNodeFactory().pojoNode(new File(name, type, size)));
    }

    /** What is told of a file part. */
    private record File(String name, String type, long size) {
    }

    private void put(String key, JsonNode value) throws Refused {
        if (++fields > limits.fields()) {
            throw bad("The form has more than " + limits.fields() + " fields.");
        }
        List<String> path = path(key);
        ObjectNode at = root;
        for (String step : path.subList(0, path.size() - 1)) {
            String name = step.isEmpty() && at != root ? nextOf(at) : step;
            JsonNode child = at.get(name);
            if (child == null) {
                child = at.putObject(name);
                count(at, name);
            } else if (!child.isObject()) {
                throw clash(path);
            }
            at = (ObjectNode) child;
        }
        String last = path.get(path.size() - 1);
        String name = last.isEmpty() && path.size() > 1 ? nextOf(at) : last;
        JsonNode before = at.get(name);
        if (before == null) {
            at.set(name, value);
            count(at, name);
        } else if (before instanceof ArrayNode list) {
            list.add(value);
        } else if (before.isObject()) {
            throw clash(path);
        } else {
            at.putArray(name).add(before).add(value);
        }
    }

    /** The steps of a key; one whose brackets are not in order is a plain name. */
    private List<String> path(String key) throws Refused {
        List<String> path = new ArrayList<>();
        int open = key.indexOf('[');
        if (open <= 0) {
            return List.of(key);
        }
        path.add(key.substring(0, open));
        while (open < key.length()) {
            int close = key.indexOf(']', open);
            if (key.charAt(open) != '[' || close < 0) {
                return List.of(key);
            }
            path.add(key.substring(open + 1, close));
            if (path.size() > limits.depth()) {
                throw bad("A form field's key is nested deeper than " + limits.depth() + " levels.");
            }
            open = close + 1;
        }
        return path;
    }

    private String nextOf(ObjectNode map) {
        return Long.toString(next.getOrDefault(map, 0L));
    }

    /** As in PHP, {@code []} goes on after the largest number so far. */
    private void count(ObjectNode map, String name) {
        if (name.length() <= 9 && name.matches("0|[1-9][0-9]*")) {
            next.merge(map, Long.parseLong(name) + 1, Math::max);
        }
    }

    /** The whole form; one without a field is refused. */
    ObjectNode json() throws Refused {
        if (fields == 0) {
            throw bad("The form has no field.");
        }
        Map<String, JsonNode> mended = new HashMap<>();
        root.properties().forEach(field -> mended.put(field.getKey(), lists(field.getValue())));
        mended.forEach(root::set);
        return root;
    }

    private static JsonNode lists(JsonNode node) {
        if (node.isPojo()) {
            return Json.MAPPER.valueToTree(((POJONode) node).getPojo());
        }
        if (node instanceof ArrayNode list) {
            ArrayNode mended = Json.MAPPER.createArrayNode();
            list.forEach(one -> mended.add(lists(one)));
            return mended;
        }
        if (!(node instanceof ObjectNode map)) {
            return node;
        }
        ObjectNode mended = Json.MAPPER.createObjectNode();
        map.properties().forEach(field -> mended.set(field.getKey(), lists(field.getValue())));
        ArrayNode list = Json.MAPPER.createArrayNode();
        for (int i = 0; i < mended.size(); i++) {
            JsonNode one = mended.get(Integer.toString(i));
            if (one == null) {
                return mended;
            }
            list.add(one);
        }
        return list;
    }

    private static Refused clash(List<String> path) {
        return bad("The form field " + path.get(0) + " comes both as a value and as a map.");
    }

    private static Refused bad(String detail) {
        return new Refused(Problem.Kind.BAD_REQUEST, detail);
    }
}
