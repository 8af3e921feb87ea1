package dev.baton.deploy.sample;

import dev.baton.deploy.source.YamlTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The mistakes that people make in a routes folder, each as all the places of a file where it can be made. */
enum Mutation {

    DROP_A_STEP(Mutation::dropped),
    SWAP_TWO_STEPS(Mutation::swapped),
    MISSPELL_AN_OPTION((file, text) -> file.endsWith(".yaml") ? found(file, text, "(?m)^(?!\\s*#).*", "[\\[{,\\s-]([A-Za-z]{3,}):(?= )", Mutation::misspelt) : List.of()),
    MISSPELL_A_FIELD((file, text) -> file.endsWith(".jslt") ? found(file, text, Part.CODE, "(?<![\\w$\"])\\.([a-zA-Z_]{3,})|\"([a-zA-Z_]{3,})\":", Mutation::misspelt)
            : found(file, text, "jsonpath: \\{expression: \"[^\"]*\"", "[$@]\\.([a-zA-Z]{3,})", Mutation::misspelt)),
    MISSPELL_A_PLACEHOLDER((file, text) -> file.endsWith(".yaml") ? found(file, text, Part.LINE, "\\{\\{channel\\.([a-z-]+)}}", Mutation::misspelt)
            : found(file, text, Part.CODE, "\\$settings\\.([a-z-]{3,})", Mutation::misspelt)),
    MISSPELL_A_DIRECT((file, text) -> file.endsWith(".yaml") ? found(file, text, Part.LINE, "uri: direct:([a-z-]+)", Mutation::misspelt) : List.of()),
    CHANGE_A_CONSTANT((file, text) -> file.endsWith(".jslt") ? found(file, text, Part.CODE, "(?:==|!=|else|then|\\)|: |\\() ?\"([a-z.-]{3,})\"(?!:)|(?<![\\w$\".])(\\d+)(?![\\w\"])", Mutation::changed)
            : found(file, text, "simple: \\{expression: .*|constant: \\{expression: .*", "'([a-z.-]+)'|(?:constant: \\{expression: \"?)([A-Za-z/-]+)", Mutation::changed)),
    NEGATE_A_CONDITION((file, text) -> file.endsWith(".jslt") ? found(file, text, Part.CODE, "(?<!\")(==|!=| and | or )", Mutation::negated)
            : found(file, text, "simple: \\{expression: .*", "(==|!=| in | !in | contains |&&|\\|\\|)", Mutation::negated)),
    DROP_A_BRANCH(Mutation::withoutBranch),
    TRUNCATE_AT_A_ROUTE((file, text) -> {
        List<Mutant> cut = new ArrayList<>();
        Pattern.compile("(?m)^- route:").matcher(text).results().skip(1).forEach(next -> cut.add(mutant(file, text, next.start(), text.length(), "", "the file ends here")));
        return cut;
    });

    /** The parts of files that matter. */
    private interface Part {
        String LINE = "(?m)^(?!\\s*#).*";
        /** Of a mapping, without its comments. */
        String CODE = "(?m)^(?!\\s*(//|import)).*?(?=\\s+//|$)";
    }

    /** A file with one mistake in it. */
    record Mutant(String file, int line, String change, byte[] bytes) {
    }

    private static final Set<String> SETS = Set.of("setVariable", "setHeader");

    private final BiFunction<String, String, List<Mutant>> places;

    Mutation(BiFunction<String, String, List<Mutant>> places) {
        this.places = places;
    }

    /** This mistake at every place of that file where it can be made. */
    List<Mutant> in(String file, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return places.apply(file, text).stream().filter(mutant -> !Arrays.equals(mutant.bytes, bytes)).toList();
    }

    private static Mutant mutant(String file, String text, int from, int to, String instead, String change) {
        return new Mutant(file, YamlTree.line(text, from), change, (text.substring(0, from) + instead + text.substring(to)).getBytes(StandardCharsets.UTF_8));
    }

    /** Group 1 or 2 of a pattern, within each match of another. */
    private static List<Mutant> found(String file, String text, String within, String pattern, Function<String, String> change) {
        List<Mutant> mutants = new ArrayList<>();
        Pattern.compile(within).matcher(text).results().forEach(part -> Pattern.compile(pattern).matcher(part.group()).results().forEach(match -> {
            int group = match.group(1) != null || match.groupCount() < 2 ? 1 : 2;
            String instead = change.apply(match.group(group));
            mutants.add(mutant(file, text, part.start() + match.start(group), part.start() + match.end(group), instead, match.group(group).strip() + " -> " + instead.strip()));
        }));
        return mutants;
    }

    /** Two letters in the middle change places; where they are the same, one is left out. */
    private static String misspelt(String word) {
        int at = word.length() / 2;
        return word.charAt(at - 1) == word.charAt(at) ? word.substring(0, at) + word.substring(at + 1)
                : word.substring(0, at - 1) + word.charAt(at) + word.charAt(at - 1) + word.substring(at + 1);
    }

    private static String changed(String constant) {
        return constant.matches("\\d+") ? String.valueOf(Long.parseLong(constant) + 1) : constant + "x";
    }

    private static String negated(String operator) {
        return Map.of("==", "!=", "!=", "==", " and ", " or ", " or ", " and ", " in ", " !in ", " !in ", " in ", " contains ", " !contains ", "&&", "||", "||", "&&").get(operator);
    }

    private static void lists(Node node, String under, BiConsumer<String, SequenceNode> take) {
        if (node instanceof SequenceNode list) {
            take.accept(under, list);
            list.getValue().forEach(item -> lists(item, "", take));
        }
        for (NodeTuple entry : YamlTree.entries(node)) {
            lists(entry.getValueNode(), YamlTree.text(entry.getKeyNode()), take);
        }
    }

    private static int start(String text, Node node) {
        return text.offsetByCodePoints(0, node.getStartMark().getIndex());
    }

    /** Where a node ends, without the comments and empty lines behind it. */
    private static int end(String text, Node node) {
        String inside = text.substring(start(text, node), text.offsetByCodePoints(0, node.getEndMark().getIndex()));
        return start(text, node) + inside.replaceFirst("(\\s*(\\n\\s*(#.*)?)?)*$", "").length();
    }

    private static List<Mutant> dropped(String file, String text) {
        return without(file, text, Set.of("steps"));
    }

    private static List<Mutant> withoutBranch(String file, String text) {
        if (file.endsWith(".jslt")) {
            List<Mutant> mutants = new ArrayList<>();
            Pattern.compile("(?m)^\\s*else if .*\\n(?=\\s*else)").matcher(text).results().forEach(line -> mutants.add(mutant(file, text, line.start(), line.end(), "", "without " + line.group().strip())));
            return mutants;
        }
        return without(file, text, Set.of("when", "doCatch"));
    }

    private static List<Mutant> without(String file, String text, Set<String> lists) {
        List<Mutant> mutants = new ArrayList<>();
        if (file.endsWith(".yaml")) {
            lists(YamlTree.read(file, text.getBytes(StandardCharsets.UTF_8)), "", (under, list) -> list.getValue().forEach(item -> {
                if (lists.contains(under)) {
                    boolean flow = list.getFlowStyle() == FlowStyle.FLOW;
                    int from = flow ? start(text, item) : text.lastIndexOf("-", start(text, item));
                    mutants.add(mutant(file, text, from, end(text, item), "", "without " + shown(text, item)));
                }
            }));
        }
        return mutants;
    }

    private static List<Mutant> swapped(String file, String text) {
        List<Mutant> mutants = new ArrayList<>();
        if (file.endsWith(".yaml")) {
            lists(YamlTree.read(file, text.getBytes(StandardCharsets.UTF_8)), "", (under, list) -> {
                for (int i = 1; under.equals("steps") && i < list.getValue().size(); i++) {
                    Node one = list.getValue().get(i - 1);
                    Node two = list.getValue().get(i);
                    String first = text.substring(start(text, one), end(text, one));
                    String second = text.substring(start(text, two), end(text, two));
                    if (!apart(one, two, first, second)) {
                        mutants.add(mutant(file, text, start(text, one), end(text, two), second + text.substring(end(text, one), start(text, two)) + first,
                                "swapped " + shown(text, one) + " and " + shown(text, two)));
                    }
                }
            });
        }
        return mutants;
    }

    /**
     * Two steps whose order makes no difference: each only sets a variable or header of its own, and neither reads the other's; or one sets a header to a
     * constant and the other is a mapping, for no mapping here reads headers ({@link MutantsTest} sees to that).
     */
    private static boolean apart(Node one, Node two, String first, String second) {
        if (isConstantHeader(first) && second.contains("jslt:") || isConstantHeader(second) && first.contains("jslt:")) {
            return true;
        }
        String firstName = YamlTree.keys(one).get(0);
        String secondName = YamlTree.keys(two).get(0);
        if (!SETS.contains(firstName) || !SETS.contains(secondName)) {
            return first.equals(second);
        }
        String set = YamlTree.text(YamlTree.get(YamlTree.get(one, firstName), "name"));
        String other = YamlTree.text(YamlTree.get(YamlTree.get(two, secondName), "name"));
        return !set.equals(other) && !reads(second, set) && !reads(first, other);
    }

    private static boolean isConstantHeader(String step) {
        return step.startsWith("setHeader: ") && step.contains("{constant: ");
    }

    private static boolean reads(String step, String name) {
        return Pattern.compile("(variable|header)[.:]" + Pattern.quote(name) + "\\b").matcher(step).find();
    }

    private static String shown(String text, Node node) {
        return text.substring(start(text, node), end(text, node)).split("\\R", 2)[0].strip();
    }
}
