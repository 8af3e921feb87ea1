package dev.baton.deploy.lint;

import dev.baton.camel.Door;
import dev.baton.camel.Refusal;
import dev.baton.deploy.source.Near;
import dev.baton.deploy.source.YamlTree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;

/** How the routes of a channel call each other by {@code direct:}: each call leads somewhere, and none back to where it comes from. */
final class FlowRules {

    private record Call(String from, String to, String file, int line) {
    }

    private final Findings findings;
    private final Map<String, Node> begins = new LinkedHashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private final Set<String> says = new HashSet<>();
    private final Map<String, Refusal> asked = new LinkedHashMap<>();
    /** Where the route that is being read begins. */
    private String current = "";

    FlowRules(Findings findings) {
        this.findings = findings;
    }

    /** A route begins, at {@code direct:<name>} where it has a name. */
    void begin(Node at, String name) {
        current = name == null ? "" : name;
        if (name != null && begins.putIfAbsent(name, at) != null) {
            findings.find(at, "two routes begin at direct:" + name, "a name of direct: belongs to one route");
        }
    }

    void call(Node at, String name) {
        calls.add(new Call(current, name, findings.file(), YamlTree.line(at)));
    }

    /** The route that is being read begins at a door where the core waits for an outcome. */
    void asked(Node at, Door door) {
        current = "baton:" + door.text();
        asked.put(current, new Refusal(findings.file(), YamlTree.line(at), "the route from " + current + " says no outcome",
                "end each of its paths in baton:outcome/{{channel.name}}, also those in the flows that it calls"));
    }

    /** The route that is being read says an outcome somewhere. */
    void says() {
        says.add(current);
    }

    /** When all routes are known. */
    void whole() {
        Set<String> inLoop = new HashSet<>();
        for (Call call : calls) {
            if (!begins.containsKey(call.to)) {
                findings.add(List.of(new Refusal(call.file, call.line, "direct:" + call.to + " leads nowhere",
                        Near.or("direct:", call.to, "", begins.keySet(), "write a route from direct:" + call.to + ", or mend the name"))));
            } else {
                List<String> way = way(call.to, call.from, new HashSet<>());
                if (way != null && inLoop.addAll(way)) {
                    findings.add(List.of(new Refusal(call.file, call.line, "direct:" + call.from + " calls itself by way of direct:" + String.join(", direct:", way),
                            "use a loop with a condition, which ends for certain")));
                }
            }
        }
        asked.forEach((door, finding) -> {
            if (says.stream().noneMatch(route -> way(door, route, new HashSet<>()) != null)) {
                findings.add(List.of(finding));
            }
        });
    }

    /** The names on the way from one to another, both included; null for no way. */
    private List<String> way(String from, String to, Set<String> seen) {
        if (from.equals(to)) {
            return new ArrayList<>(List.of(to));
        }
        for (Call call : seen.add(from) ? calls : List.<Call>of()) {
            List<String> way = call.from.equals(from) ? way(call.to, to, seen) : null;
            if (way != null) {
                way.add(0, from);
                return way;
            }
        }
        return null;
    }
}
