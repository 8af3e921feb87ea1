package dev.baton.deploy;

import dev.baton.camel.Refusal;
import dev.baton.camel.Refused;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Reads a channel's route files before Camel does and refuses what Camel would take in silence, or what has no place in a gateway that must not
 * lose or double anything. All findings at once, each with file and line.
 */
final class Lint {

    private static final Set<String> ROUTE = Set.of("id", "description", "from", "errorHandler");

    private final ChannelFiles version;
    private final ChannelSettings settings;
    private final Findings findings;
    private final UriRules uris;

    private Lint(ChannelFiles version, ChannelSettings settings) {
        this.version = version;
        this.settings = settings;
        this.findings = new Findings(version, settings);
        this.uris = new UriRules(version, findings);
    }

    /** What is wrong with the files of that version. */
    static List<Refusal> check(ChannelFiles version, ChannelSettings settings) {
        Lint lint = new Lint(version, settings);
        version.files().forEach((name, bytes) -> {
            if (name.endsWith(".camel.yaml")) {
                lint.file(name, bytes);
            }
        });
        lint.uris.whole();
        return lint.findings.all();
    }

    private void file(String name, byte[] bytes) {
        findings.in(name);
        String text = new String(bytes, StandardCharsets.UTF_8);
        version.sheet().settings().forEach((setting, about) -> {
            String value = about.secret() ? settings.value(setting) : null;
            if (value != null && value.length() >= 6 && text.contains(value)) {
                findings.find((int) text.substring(0, text.indexOf(value)).chars().filter(c -> c == '\n').count() + 1, "the value of the secret " + setting + " stands in the file",
                        "take it out: secrets come from the environment or a file, and the core attaches them");
            }
        });
        Node root;
        try {
            root = YamlTree.read(name, bytes);
        } catch (Refused e) {
            findings.add(e.reasons());
            return;
        }
        if (YamlTree.items(root).isEmpty()) {
            findings.find(1, "no list of routes", "write each route as '- route:'");
        }
        for (Node item : YamlTree.items(root)) {
            for (NodeTuple entry : YamlTree.entries(item)) {
                String kind = YamlTree.text(entry.getKeyNode());
                if ("route".equals(kind)) {
                    route(entry.getValueNode());
                } else {
                    findings.find(entry.getKeyNode(), kind + " has no place in a channel's files", StepRules.remedy(kind, "write routes only ('- route:')"));
                }
            }
        }
    }

    private void route(Node route) {
        Node from = YamlTree.get(route, "from");
        boolean delivers = from != null && String.valueOf(YamlTree.text(YamlTree.get(from, "uri"))).startsWith("baton:deliver/");
        for (NodeTuple entry : YamlTree.entries(route)) {
            String key = YamlTree.text(entry.getKeyNode());
            if (!ROUTE.contains(key)) {
                findings.find(entry.getKeyNode(), "a route's " + key + " is not taken", StepRules.remedy(key, "a route has id, from and (the deliver route) errorHandler"));
            }
        }
        Node policy = YamlTree.get(route, "errorHandler");
        if (policy != null) {
            Node deadLetters = YamlTree.get(policy, "deadLetterChannel");
            if (!delivers || deadLetters == null) {
                findings.find(policy, "this errorHandler would not be carried out", "only the route from baton:deliver has one, a deadLetterChannel with its redeliveryPolicy: it is the lane's schedule");
            } else {
                Node uri = YamlTree.get(deadLetters, "deadLetterUri");
                if (uri == null || !("baton:dead-letter/" + version.channel()).equals(findings.resolve(uri, YamlTree.text(uri)))) {
                    findings.find(uri == null ? deadLetters : uri, "deadLetterUri must be baton:dead-letter/" + version.channel(), "write it so: dead letters are kept in the ledger");
                }
            }
        }
        if (from == null) {
            findings.find(route, "a route without from", "begin it at a baton: door or at direct:<name>");
            return;
        }
        uris.check(from, true);
        walk(YamlTree.get(from, "steps"), "steps");
    }

    private void walk(Node node, String under) {
        if (node instanceof ScalarNode scalar) {
            findings.resolve(scalar, scalar.getValue());
        }
        for (Node item : YamlTree.items(node)) {
            if (under.equals("steps")) {
                step(item);
                YamlTree.entries(item).forEach(step -> walk(step.getValueNode(), YamlTree.text(step.getKeyNode())));
            } else {
                walk(item, "");
            }
        }
        for (NodeTuple entry : YamlTree.entries(node)) {
            String key = YamlTree.text(entry.getKeyNode());
            Node value = entry.getValueNode();
            StepRules.language(key, value).forEach(what -> findings.find(entry.getKeyNode(), what, "use simple, jsonpath, constant, variable or header; a mapping (jslt) for anything more"));
            if (key.equals("parallelProcessing") && !"false".equals(YamlTree.text(value))) {
                findings.find(entry.getKeyNode(), "parallelProcessing would leave the thread that the delivery's lease and order hold for", "leave it out");
            }
            if (!key.equals("parameters")) {
                walk(value, key);
            }
        }
    }

    private void step(Node item) {
        if (item instanceof ScalarNode scalar) {
            if (!scalar.getValue().equals("stop")) {
                findings.find(item, "'" + scalar.getValue() + "' is no step", "write steps as '- to: {uri: ...}'");
            }
            return;
        }
        for (NodeTuple entry : YamlTree.entries(item)) {
            String name = YamlTree.text(entry.getKeyNode());
            if (!StepRules.STEPS.contains(name)) {
                findings.find(entry.getKeyNode(), "the step " + name + " is not taken", StepRules.remedy(name, "the steps are " + StepRules.names()));
            } else if (name.equals("to")) {
                uris.check(entry.getValueNode(), false);
            }
        }
    }
}
