package dev.baton.deploy.lint;

import dev.baton.camel.Refusal;
import dev.baton.deploy.source.Near;
import dev.baton.deploy.source.YamlTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.nodes.Node;

/** Exchange variables: what is read must be set somewhere, because an unknown one is no error to Camel but simply empty. */
final class VariableRules {

    /** Set by the doors. */
    private static final Set<String> CORE = Set.of("event", "type", "settings", "cursor");

    private record Read(String file, int line, String name) {
    }

    private final Findings findings;
    private final Set<String> set = new TreeSet<>(CORE);
    private final List<Read> reads = new ArrayList<>();

    VariableRules(Findings findings) {
        this.findings = findings;
    }

    void set(String name) {
        if (name != null) {
            set.add(name);
        }
    }

    void read(Node at, String name) {
        read(YamlTree.line(at), name);
    }

    void read(int line, String name) {
        reads.add(new Read(findings.file(), line, name));
    }

    /** When all are known. */
    void whole() {
        for (Read read : reads) {
            if (!set.contains(read.name)) {
                findings.add(List.of(new Refusal(read.file, read.line, "the variable " + read.name + " is set nowhere",
                        Near.or(read.name, set, "set it with setVariable before, or mend the name; there are " + set))));
            }
        }
    }
}
