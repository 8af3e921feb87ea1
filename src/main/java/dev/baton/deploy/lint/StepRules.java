package dev.baton.deploy.lint;

import dev.baton.deploy.source.Near;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.util.ObjectHelper;
import org.yaml.snakeyaml.nodes.Node;

/** Which steps channel files may use, and what to do instead of the others. */
final class StepRules {

    static final Set<String> STEPS = Set.of("to", "choice", "doTry", "filter", "split", "loop", "multicast", "setBody", "setHeader", "setHeaders", "setVariable",
            "setVariables", "removeHeader", "removeHeaders", "removeVariable", "removeVariables", "removeProperty", "convertBodyTo", "convertVariableTo",
            "convertHeaderTo", "transform", "throwException", "stop", "log", "step");

    private static final List<String> TYPES = List.of("byte[]", "java.lang.String", "java.lang.Integer", "java.lang.Boolean", "java.lang.Exception", "java.io.IOException",
            "com.fasterxml.jackson.databind.JsonNode", "org.apache.camel.http.base.HttpOperationFailedException");

    private static final String HOLDS = "it holds messages in memory, where a restart loses them: the ledger waits and repeats";
    private static final Map<String, String> REMEDIES = Map.ofEntries(
            Map.entry("toD", "use to: {uri: \"{{channel.url}}\"} with the headers CamelHttpPath and CamelHttpQuery: toD sends its options to the platform and has no timeouts"),
            Map.entry("onException", "use doTry with doCatch around the call: onException does not reach flows in other files"),
            Map.entry("routeConfiguration", "use doTry with doCatch around the call: a route configuration does not reach every file"),
            Map.entry("errorHandler", "put the deadLetterChannel with its redeliveryPolicy on the route from baton:deliver"),
            Map.entry("aggregate", HOLDS), Map.entry("delay", HOLDS), Map.entry("resequence", HOLDS), Map.entry("wireTap", HOLDS), Map.entry("seda", HOLDS),
            Map.entry("throttle", HOLDS), Map.entry("threads", HOLDS), Map.entry("sample", HOLDS),
            Map.entry("bean", "a channel has no Java: use a mapping (jslt)"), Map.entry("script", "a channel has no code: use a mapping (jslt)"),
            Map.entry("process", "a channel has no Java: use a mapping (jslt)"), Map.entry("rest", "webhooks come in at baton:webhook"),
            Map.entry("beans", "a channel has no Java: use a mapping (jslt)"), Map.entry("from", "write it inside '- route:'"));

    private StepRules() {
    }

    static String remedy(String word, String otherwise) {
        return REMEDIES.getOrDefault(word, otherwise);
    }

    /** What to do instead of a step that is not taken. */
    static String instead(String step) {
        return REMEDIES.containsKey(step) ? REMEDIES.get(step) : Near.or(step, STEPS, "the steps are " + new TreeSet<>(STEPS));
    }

    /** An entry of a step that names a Java class: what something is converted to, or what is caught. */
    static void type(Findings findings, Node at, String name) {
        if (name == null || name.contains("{{") || name.contains("${") || ObjectHelper.loadSimpleType(name) != null) {
            return;
        }
        try {
            Class.forName(name, false, StepRules.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            findings.find(at, "there is no type " + name, Near.or(name, TYPES, "types that are of use here: " + TYPES));
        }
    }
}
