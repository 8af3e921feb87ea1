package dev.baton.deploy.source;

import dev.baton.camel.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The entries of a file in YAML by what they should be; what they can't be is kept as a finding with its line. */
class YamlEntries {

    final String file;
    final Node root;
    final List<Refusal> found = new ArrayList<>();

    YamlEntries(String file, byte[] bytes) {
        this.file = file;
        this.root = YamlTree.read(file, bytes);
    }

    void need(Node at, boolean missing, String what, String remedy) {
        if (missing) {
            found.add(new Refusal(file, Math.max(1, YamlTree.line(at)), what, remedy));
        }
    }

    /** The node, whose keys must be among these. */
    Node known(Node node, String path, List<String> keys) {
        need(node, node != null && !(node instanceof MappingNode), "what stands at " + (path.isEmpty() ? "the top" : path.substring(0, path.length() - 1)) + " has no names", "write {<name>: <value>}");
        for (NodeTuple entry : YamlTree.entries(node)) {
            String key = String.valueOf(YamlTree.text(entry.getKeyNode()));
            need(entry.getKeyNode(), !keys.contains(key), "there is no entry " + path + key, Near.or(key, keys, "the entries there are " + keys));
        }
        return node;
    }

    List<NodeTuple> entries(String key) {
        Node node = YamlTree.get(root, key);
        need(node, node != null && !(node instanceof MappingNode), "what stands at " + key + " has no names", "write {<name>: <value>}");
        return YamlTree.entries(node);
    }

    List<String> texts(Node parent, String key) {
        Node node = YamlTree.get(parent, key);
        need(node, node != null && !(node instanceof SequenceNode), "what stands at " + key + " is no list", "write [<one>, <another>]");
        return YamlTree.items(node).stream().map(item -> String.valueOf(YamlTree.text(item))).toList();
    }

    String text(Node parent, String key) {
        Node node = YamlTree.get(parent, key);
        need(node, node != null && !(node instanceof ScalarNode), "what stands at " + key + " is no text", "write it on one line, or in quotes");
        return YamlTree.text(node);
    }

    boolean yes(Node parent, String key, boolean usual) {
        String written = text(parent, key);
        need(YamlTree.get(parent, key), written != null && !List.of("true", "false").contains(written), key + " is '" + written + "'", "write true or false");
        return written == null ? usual : written.equals("true");
    }

    <T> List<T> choices(Node parent, String key, T[] all, Function<T, String> text) {
        List<T> chosen = new ArrayList<>();
        texts(parent, key);
        List<Node> items = YamlTree.items(YamlTree.get(parent, key));
        for (int i = 0; i < items.size(); i++) {
            T one = choice(items.get(i), key + "." + i, all, text);
            if (one != null) {
                chosen.add(one);
            }
        }
        return chosen;
    }

    /** What is written there, or null where it is none of these. */
    <T> T choice(Node node, String path, T[] all, Function<T, String> text) {
        String written = YamlTree.text(node);
        T one = Arrays.stream(all).filter(choice -> text.apply(choice).equals(written)).findFirst().orElse(null);
        List<String> names = Arrays.stream(all).map(text).toList();
        need(node, one == null, "'" + written + "' can't stand at " + path, Near.or(String.valueOf(written), names, "write one of " + names));
        return one;
    }
}
