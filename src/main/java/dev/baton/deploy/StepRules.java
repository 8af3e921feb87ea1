package dev.baton.deploy;

import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Which steps, languages and options channel files may use, and what to do instead of the others. */
final class StepRules {

    static final Set<String> STEPS = Set.of("to", "choice", "doTry", "filter", "split", "loop", "multicast", "setBody", "setHeader", "setHeaders", "setVariable",
            "setVariables", "removeHeader", "removeHeaders", "removeVariable", "removeVariables", "removeProperty", "convertBodyTo", "convertVariableTo",
            "convertHeaderTo", "transform", "throwException", "stop", "log", "step");

    static final Set<String> HTTP = Set.of("throwExceptionOnFailure", "okStatusCodeRange", "httpMethod");

    private static final Set<String> REFUSED_LANGUAGES = Set.of("groovy", "javascript", "java", "joor", "python", "mvel", "ognl", "spel", "bean", "method", "ref",
            "xpath", "xquery", "xtokenize", "tokenize", "datasonnet", "jq", "jslt", "wasm", "csimple", "language", "exchangeProperty", "hl7terser", "file");

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

    static List<String> names() {
        return STEPS.stream().sorted().toList();
    }

    /** What is wrong with an entry, if it is an expression. */
    static List<String> language(String key, Node value) {
        if (REFUSED_LANGUAGES.contains(key)) {
            return List.of("the language " + key + " is not taken");
        }
        if (key.equals("jsonpath")) {
            String path = YamlTree.text(value instanceof MappingNode ? YamlTree.get(value, "expression") : value);
            try {
                if (path != null && !path.contains("${")) {
                    JsonPath.compile(path);
                }
            } catch (InvalidPathException | IllegalArgumentException e) {
                return List.of("the jsonpath " + path + " can't be read: " + e.getMessage());
            }
        }
        return List.of();
    }
}
