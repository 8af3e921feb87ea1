package dev.baton.deploy;

import dev.baton.camel.Refused;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A YAML file as a tree that knows its lines. Every look-up takes null for what is not there. */
final class YamlTree {

    private YamlTree() {
    }

    static Node read(String file, byte[] bytes) {
        try {
            return new Yaml(new LoaderOptions()).compose(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
        } catch (MarkedYAMLException e) {
            throw new Refused(file, e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1, "is no YAML: " + e.getProblem(), "mend the file");
        }
    }

    static List<Node> items(Node node) {
        return node instanceof SequenceNode list ? list.getValue() : List.of();
    }

    static List<NodeTuple> entries(Node node) {
        return node instanceof MappingNode map ? map.getValue() : List.of();
    }

    static Node get(Node node, String key) {
        return entries(node).stream().filter(entry -> key.equals(text(entry.getKeyNode()))).map(NodeTuple::getValueNode).findFirst().orElse(null);
    }

    static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : null;
    }

    static int line(Node node) {
        return node == null ? 0 : node.getStartMark().getLine() + 1;
    }

    /** An entry's key and value as text, for a flat mapping such as {@code parameters}. */
    static Map<String, Node> flat(Node node) {
        Map<String, Node> flat = new java.util.LinkedHashMap<>();
        entries(node).forEach(entry -> flat.put(text(entry.getKeyNode()), entry.getKeyNode()));
        return flat;
    }
}
