package dev.baton.deploy.lint;

import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import dev.baton.deploy.source.Near;
import dev.baton.deploy.source.YamlTree;
import dev.baton.event.EventType;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.language.simple.SimpleExpressionParser;
import org.apache.camel.language.simple.SimplePredicateParser;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** The expressions in a route: which languages there are, and whether what is written in them can be read. */
final class ExpressionRules {

    static final Set<String> LANGUAGES = Set.of("simple", "jsonpath", "constant", "variable", "header");

    private static final Pattern FUNCTION = Pattern.compile("\\$\\{\\s*([A-Za-z]+)");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{\\s*variable\\.([\\w-]+)");
    private static final Pattern TYPE = Pattern.compile("\\$\\{variable\\.type}\\s*[!=]=\\s*'([^']*)'");
    /** What would make a repeated delivery another one. */
    private static final Pattern CHANCE = Pattern.compile("\\$\\{\\s*(random|uuid|date:now|date:millis|hostname|threadId|exchangeId|messageId|timestamp)\\b");
    private static final List<String> FUNCTIONS = List.of("body", "bodyAs", "mandatoryBodyAs", "header", "headerAs", "headers", "variable", "variableAs", "variables",
            "exception", "exchange", "camelContext", "jsonpath", "date", "routeId", "id", "null", "empty", "bodyType", "bodyOneLine", "prettyBody", "join", "split", "trim",
            "uppercase", "lowercase", "replace", "substring", "length", "size", "isEmpty", "iif", "hash", "capitalize", "contains", "concat");
    /** While it compiles, simple asks the context for languages and converters. Lint compiles only to hear complaints, so nothing has to be started. */
    private static final CamelContext STAND_IN = (CamelContext) standIn(CamelContext.class);

    private final Findings findings;
    private final VariableRules variables;

    ExpressionRules(Findings findings, VariableRules variables) {
        this.findings = findings;
        this.variables = variables;
    }

    /** One entry of a mapping: if it is an expression, {@code predicate} says whether a yes or no is wanted. */
    void check(Node at, String language, Node value, boolean predicate) {
        Node node = value instanceof MappingNode ? YamlTree.get(value, "expression") : value;
        String text = YamlTree.text(node);
        if (text == null) {
            return;
        }
        switch (language) {
            case "simple" -> simple(node, text, predicate);
            case "jsonpath" -> {
                jsonpath(node, text);
                String source = YamlTree.text(YamlTree.get(value, "source"));
                if (source != null && source.matches("(variable:)?[\\w-]+")) {
                    variables.read(YamlTree.get(value, "source"), source.replace("variable:", ""));
                }
            }
            case "variable" -> variables.read(node, text);
            default -> {
            }
        }
    }

    /** A text in the language simple. */
    void simple(Node node, String text, boolean predicate) {
        try {
            if (predicate) {
                new SimplePredicateParser(STAND_IN, text, true, true, null).parsePredicate();
            } else {
                new SimpleExpressionParser(STAND_IN, text, true, true, null).parseExpression();
            }
        } catch (SimpleIllegalSyntaxException e) {
            Matcher function = FUNCTION.matcher(text);
            String unknown = function.results().map(found -> found.group(1)).filter(name -> !FUNCTIONS.contains(name)).findFirst().orElse(null);
            String why = e.getCause() instanceof NullPointerException ? "there is no such function" : e.getMessage().split("\\R", 2)[0];
            findings.find(node, "the simple expression " + text + " can't be read: " + why,
                    unknown == null ? "mend it" : Near.or("${", unknown, "...}", FUNCTIONS, "mend it: variables are read by ${variable.<name>}"));
        }
        Matcher chance = CHANCE.matcher(text);
        if (chance.find()) {
            findings.find(node, chance.group() + "...} gives something else each time, and a repeated delivery must be the same",
                    "use the event's own id and time, or uuid-of(text) in a mapping");
        }
        VARIABLE.matcher(text).results().forEach(read -> variables.read(node, read.group(1)));
        List<String> types = Arrays.stream(EventType.values()).map(EventType::text).toList();
        TYPE.matcher(text).results().map(found -> found.group(1)).filter(type -> !types.contains(type))
                .forEach(type -> findings.find(node, "no event has the type '" + type + "'", Near.or("'", type, "'", types, "the types are " + types)));
    }

    private void jsonpath(Node node, String path) {
        try {
            if (!path.contains("${")) {
                JsonPath.compile(path);
            }
        } catch (InvalidPathException | IllegalArgumentException e) {
            findings.find(node, "the jsonpath " + path + " can't be read: " + e.getMessage(), "mend it");
        }
    }

    private static Object standIn(Class<?> type) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
            Class<?> result = method.getReturnType();
            return result.isInterface() ? standIn(result) : result == boolean.class ? false : null;
        });
    }
}
