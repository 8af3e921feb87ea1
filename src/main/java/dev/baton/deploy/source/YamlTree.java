package dev.baton.deploy.source;

import dev.baton.camel.Refusal;
import dev.baton.camel.Refused;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A YAML file as a tree that knows its lines. Every look-up takes null for what is not there. */
public final class YamlTree {

    private YamlTree() {
    }

    /** The tree of a file; {@link Refused} where it is no YAML, has a key twice, or refers to another place of itself, which may never end. */
    public static Node read(String file, byte[] bytes) {
        Node root;
        try {
            root = new Yaml(new LoaderOptions()).compose(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
        } catch (MarkedYAMLException e) {
            throw new Refused(file, e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1, "is no YAML: " + e.getProblem(), "mend the file");
        } catch (YAMLException e) {
            throw new Refused(file, 1, "is no YAML: " + e.getMessage(), "mend the file");
        }
        List<Refusal> twice = new ArrayList<>();
        look(file, root, Collections.newSetFromMap(new IdentityHashMap<>()), twice);
        if (!twice.isEmpty()) {
            throw new Refused(twice);
        }
        return root;
    }

    private static void look(String file, Node node, Set<Node> seen, List<Refusal> twice) {
        if (node != null && !seen.add(node)) {
            twice.add(new Refusal(file, line(node), "what stands here is referred to from elsewhere in the file (&, *)", "write it out at both places"));
            return;
        }
        items(node).forEach(item -> look(file, item, seen, twice));
        Map<String, Node> keys = new HashMap<>();
        for (NodeTuple entry : entries(node)) {
            Node key = entry.getKeyNode();
            Node first = keys.putIfAbsent(String.valueOf(text(key)), key);
            if (first != null) {
                twice.add(new Refusal(file, line(key), "the key " + text(key) + " stands here twice, first in line " + line(first), "keep one of them"));
            }
            look(file, entry.getValueNode(), seen, twice);
        }
    }

    /** The items of a list. */
    public static List<Node> items(Node node) {
        return node instanceof SequenceNode list ? list.getValue() : List.of();
    }

    /** What stands under the keys, in the file's order. */
    public static List<NodeTuple> entries(Node node) {
        return node instanceof MappingNode map ? map.getValue() : List.of();
    }

    /** What stands under that key, or null. */
    public static Node get(Node node, String key) {
        return entries(node).stream().filter(entry -> key.equals(text(entry.getKeyNode()))).map(NodeTuple::getValueNode).findFirst().orElse(null);
    }

    /** What is written there as one value, or null. */
    public static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : null;
    }

    /** Its first line, from 1; 0 for null. */
    public static int line(Node node) {
        return node == null ? 0 : node.getStartMark().getLine() + 1;
    }

    /** The line in which that place of a text is, from 1. */
    public static int line(String text, int offset) {
        return (int) text.substring(0, Math.max(0, offset)).chars().filter(c -> c == '\n').count() + 1;
    }

    /** The keys, in the file's order. */
    public static List<String> keys(Node node) {
        return entries(node).stream().map(entry -> text(entry.getKeyNode())).toList();
    }
}
