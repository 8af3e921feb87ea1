package dev.baton.deploy.lint;

import dev.baton.deploy.source.ChannelFiles;
import dev.baton.deploy.source.Near;
import dev.baton.deploy.source.Times;
import dev.baton.deploy.source.YamlTree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;

/** What stands at the head of a route: its id, and the redelivery policy that the ledger carries out. */
final class RouteRules {

    private static final Set<String> ENTRIES = new TreeSet<>(Set.of("id", "description", "from", "errorHandler"));

    private final ChannelFiles version;
    private final Findings findings;
    /** Where each was first seen. */
    private final Map<String, String> ids = new LinkedHashMap<>();

    RouteRules(ChannelFiles version, Findings findings) {
        this.version = version;
        this.findings = findings;
    }

    /** What stands under {@code route:}, which is {@code at}. */
    void check(Node at, Node route) {
        id(at, YamlTree.get(route, "id"));
        for (NodeTuple entry : YamlTree.entries(route)) {
            String key = YamlTree.text(entry.getKeyNode());
            if (!ENTRIES.contains(key)) {
                findings.only(entry.getKeyNode(), "a route's " + key + " is not taken",
                        StepRules.remedy(key, Near.or(String.valueOf(key), ENTRIES, "a route has id, from and (the deliver route) errorHandler")));
            }
        }
        String uri = YamlTree.text(YamlTree.get(YamlTree.get(route, "from"), "uri"));
        policy(YamlTree.get(route, "errorHandler"), uri != null && uri.startsWith("baton:deliver/"));
    }

    private void id(Node at, Node id) {
        String name = YamlTree.text(id);
        if (name == null) {
            findings.find(at, "the route has no id", "give it one, such as id: " + version.channel() + "-in");
            return;
        }
        String before = ids.putIfAbsent(name, findings.file() + ":" + YamlTree.line(id));
        if (before != null) {
            findings.find(id, "the id " + name + " is taken by the route at " + before, "give each route an id of its own");
        }
    }

    private void policy(Node policy, boolean delivers) {
        if (policy == null) {
            return;
        }
        Node deadLetters = YamlTree.get(policy, "deadLetterChannel");
        if (!delivers || deadLetters == null) {
            findings.find(policy, "this errorHandler would not be carried out", "only the route from baton:deliver has one, a deadLetterChannel with its redeliveryPolicy: it is the lane's schedule");
            return;
        }
        Node uri = YamlTree.get(deadLetters, "deadLetterUri");
        if (uri == null || !("baton:dead-letter/" + version.channel()).equals(findings.resolve(uri, YamlTree.text(uri)))) {
            findings.find(uri == null ? deadLetters : uri, "deadLetterUri must be baton:dead-letter/" + version.channel(), "write it so: dead letters are kept in the ledger");
        }
        for (String time : List.of("redeliveryDelay", "maximumRedeliveryDelay")) {
            Node written = YamlTree.get(YamlTree.get(deadLetters, "redeliveryPolicy"), time);
            try {
                if (written != null) {
                    Times.of(findings.resolve(written, String.valueOf(YamlTree.text(written))));
                }
            } catch (IllegalArgumentException e) {
                findings.find(written, e.getMessage(), "mend " + time);
            }
        }
    }
}
