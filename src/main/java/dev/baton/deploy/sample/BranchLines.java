package dev.baton.deploy.sample;

import dev.baton.deploy.source.YamlTree;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;

/** Finds the line of a branch in a route's file by its place ({@link dev.baton.camel.Coverage.Branch#place()}); Camel's own lines are one off here and there. */
final class BranchLines {

    private BranchLines() {
    }

    /** From 1; 0 where there is no such place. */
    static int of(Node root, String place) {
        String[] parts = place.split("/");
        for (Node item : YamlTree.items(root)) {
            Node route = YamlTree.get(item, "route");
            if (parts[0].equals(YamlTree.text(YamlTree.get(route, "id")))) {
                Node from = YamlTree.get(route, "from");
                return parts.length == 1 ? YamlTree.line(YamlTree.get(from, "uri")) : line(YamlTree.get(from, "steps"), parts, 1);
            }
        }
        return 0;
    }

    /** {@code steps} is the list that the part at {@code at} counts in. */
    private static int line(Node steps, String[] parts, int at) {
        List<Node> list = YamlTree.items(steps);
        int index = Integer.parseInt(parts[at]);
        List<NodeTuple> step = index < list.size() ? YamlTree.entries(list.get(index)) : List.of();
        if (step.isEmpty()) {
            return 0;
        }
        if (parts.length == at + 1) {
            return YamlTree.line(step.get(0).getKeyNode());
        }
        Node value = step.get(0).getValueNode();
        String[] branch = parts[at + 1].split(":");
        if (branch[0].matches("\\d+")) {
            return line(YamlTree.get(value, "steps"), parts, at + 1);
        }
        Node found = YamlTree.get(value, branch[0]);
        Node one = branch.length == 1 ? found : Integer.parseInt(branch[1]) < YamlTree.items(found).size() ? YamlTree.items(found).get(Integer.parseInt(branch[1])) : null;
        if (one == null || parts.length > at + 2) {
            return one == null ? 0 : line(YamlTree.get(one, "steps"), parts, at + 2);
        }
        return branch.length > 1 ? YamlTree.line(one) : YamlTree.entries(value).stream().map(NodeTuple::getKeyNode).filter(key -> branch[0].equals(YamlTree.text(key)))
                .mapToInt(YamlTree::line).findFirst().orElse(0);
    }
}
