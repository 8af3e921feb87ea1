package dev.baton.deploy.lint;

import dev.baton.camel.Refusal;
import dev.baton.camel.Refused;
import dev.baton.deploy.source.ChannelFiles;
import dev.baton.deploy.source.ChannelSettings;
import dev.baton.deploy.source.Near;
import dev.baton.deploy.source.RoutesFolder;
import dev.baton.deploy.source.YamlTree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Reads a channel's files before Camel does and refuses what Camel would take in silence, or what has no place in a gateway that must not lose or
 * double anything. All findings at once, each with file and line. Nothing is built or started.
 */
public final class Lint {

    /** Under these a yes or no is wanted. */
    private static final Set<String> CONDITIONS = Set.of("when", "onWhen", "filter");
    private static final Set<String> TYPES = Set.of("type", "resultType", "exceptionType", "exception");

    private final ChannelFiles version;
    private final Findings findings;
    private final SecretRules secrets;
    private final VariableRules variables;
    private final MappingRules mappings;
    private final FlowRules flows;
    private final UriRules uris;
    private final ExpressionRules expressions;
    private final SchemaRules schema;
    private final RouteRules routes;

    private Lint(ChannelFiles version, ChannelSettings settings) {
        this.version = version;
        this.findings = new Findings(version, settings);
        this.secrets = new SecretRules(version, settings, findings);
        this.variables = new VariableRules(findings);
        this.mappings = new MappingRules(version, settings, findings, variables);
        this.flows = new FlowRules(findings);
        this.uris = new UriRules(version, settings, findings, flows, mappings, secrets);
        this.expressions = new ExpressionRules(findings, variables);
        this.schema = new SchemaRules(findings);
        this.routes = new RouteRules(version, findings);
    }

    /** What is wrong with the files of that version, and with the channel's settings. */
    public static List<Refusal> check(ChannelFiles version, ChannelSettings settings) {
        Lint lint = new Lint(version, settings);
        lint.findings.add(settings.undeclared());
        lint.findings.in(RoutesFolder.file(version.channel()));
        try {
            settings.signing();
        } catch (IllegalArgumentException e) {
            lint.findings.find(1, e.getMessage(), "mend the setting");
        }
        version.files().forEach((name, bytes) -> {
            lint.findings.in(name);
            String text = new String(bytes, StandardCharsets.UTF_8);
            boolean routes = name.endsWith(".camel.yaml");
            boolean mapping = name.endsWith(".jslt");
            if (routes || mapping || name.equals(version.sheet().file())) {
                lint.secrets.file(text);
            }
            if (routes) {
                lint.file(name, bytes);
            } else if (mapping) {
                lint.secrets.mapping(text);
                lint.mappings.file(text);
            }
        });
        lint.uris.whole();
        if (lint.findings.areOfReading()) {
            // What the other files say can't be told from a part of them.
            return lint.findings.all();
        }
        lint.flows.whole();
        lint.variables.whole();
        return lint.findings.all();
    }

    private void file(String name, byte[] bytes) {
        Node root;
        try {
            root = YamlTree.read(name, bytes);
        } catch (Refused e) {
            findings.unread(e.reasons());
            return;
        }
        if (YamlTree.items(root).isEmpty()) {
            findings.find(1, "no list of routes", "write each route as '- route:'");
        }
        for (Node item : YamlTree.items(root)) {
            for (NodeTuple entry : YamlTree.entries(item)) {
                String kind = YamlTree.text(entry.getKeyNode());
                if ("route".equals(kind)) {
                    route(entry.getKeyNode(), entry.getValueNode());
                } else {
                    findings.find(entry.getKeyNode(), kind + " has no place in a channel's files",
                            StepRules.remedy(kind, Near.or(String.valueOf(kind), List.of("route"), "write routes only ('- route:')")));
                }
            }
        }
    }

    private void route(Node at, Node route) {
        schema.route(route);
        routes.check(at, route);
        Node from = YamlTree.get(route, "from");
        if (from != null) {
            uris.check(from, true);
            variables.set(YamlTree.text(YamlTree.get(from, "variableReceive")));
            walk(YamlTree.get(from, "steps"), "steps", false);
        }
    }

    private void walk(Node node, String under, boolean condition) {
        if (node instanceof ScalarNode scalar) {
            secrets.value(scalar, findings.resolve(scalar, scalar.getValue()));
        }
        for (Node item : YamlTree.items(node)) {
            if (under.equals("steps")) {
                YamlTree.entries(item).forEach(step -> step(step.getKeyNode(), YamlTree.text(step.getKeyNode()), step.getValueNode()));
                if (item instanceof ScalarNode) {
                    findings.find(item, "'" + YamlTree.text(item) + "' is no step", "write steps as '- to: {uri: ...}', and '- stop: {}'");
                }
            } else {
                if (TYPES.contains(under)) {
                    StepRules.type(findings, item, YamlTree.text(item));
                }
                walk(item, "", condition);
            }
        }
        for (NodeTuple entry : YamlTree.entries(node)) {
            String key = YamlTree.text(entry.getKeyNode());
            if (!key.equals("parameters")) {
                entry(entry.getKeyNode(), key, entry.getValueNode(), under, CONDITIONS.contains(key) || condition && !key.equals("steps"));
            }
        }
    }

    private void entry(Node at, String key, Node value, String under, boolean condition) {
        if (ExpressionRules.LANGUAGES.contains(key)) {
            expressions.check(at, key, value, condition);
        } else if (under.equals("expression")) {
            findings.find(at, "the language " + key + " is not taken",
                    Near.or(key, ExpressionRules.LANGUAGES, "use simple, jsonpath, constant, variable or header; a mapping (jslt) for anything more"));
            return;
        }
        if (TYPES.contains(key) && value instanceof ScalarNode) {
            StepRules.type(findings, value, YamlTree.text(value));
        }
        if (key.equals("parallelProcessing") && !"false".equals(YamlTree.text(value))) {
            findings.find(at, "parallelProcessing would leave the thread that the delivery's lease and order hold for", "leave it out");
        }
        if (key.equals("variableReceive")) {
            variables.set(YamlTree.text(value));
        } else if (key.equals("variableSend")) {
            variables.read(value, YamlTree.text(value));
        }
        walk(value, key, condition);
    }

    private void step(Node at, String name, Node step) {
        if (!StepRules.STEPS.contains(name)) {
            findings.find(at, "the step " + name + " is not taken", StepRules.instead(name));
            return;
        }
        switch (name) {
            case "to" -> {
                uris.check(step, false);
                Node scope = YamlTree.get(YamlTree.get(step, "parameters"), "scope");
                if (scope != null) {
                    expressions.simple(scope, YamlTree.text(scope), false);
                }
            }
            case "setVariable" -> variables.set(YamlTree.text(YamlTree.get(step, "name")));
            case "setVariables" -> YamlTree.items(YamlTree.get(step, "variables")).forEach(one -> variables.set(YamlTree.text(YamlTree.get(one, "name"))));
            case "convertVariableTo" -> variables.set(YamlTree.text(YamlTree.get(step, "toName")));
            case "setHeader" -> secrets.header(step);
            case "setHeaders" -> YamlTree.items(YamlTree.get(step, "headers")).forEach(secrets::header);
            case "log" -> {
                Node message = YamlTree.get(step, "message");
                if (message != null) {
                    expressions.simple(message, YamlTree.text(message), false);
                }
            }
            default -> {
            }
        }
        walk(step, name, name.equals("filter") || name.equals("loop") && "true".equals(YamlTree.text(YamlTree.get(step, "doWhile"))));
    }
}
