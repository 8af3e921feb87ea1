package dev.baton.camel;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.LineNumberAware;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.LoopDefinition;
import org.apache.camel.model.OtherwiseDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** What routes and mappings did while a channel's samples ran, in all contexts of its rehearsal: live channels are not watched. */
public final class Coverage {

    private static final Map<Class<?>, String> BRANCHES = Map.of(WhenDefinition.class, "when", OtherwiseDefinition.class, "otherwise", CatchDefinition.class, "doCatch",
            FilterDefinition.class, "filter", LoopDefinition.class, "loop", SplitDefinition.class, "split");

    private final Map<String, Branch> branches = new LinkedHashMap<>();
    private final Map<NamedNode, Branch> firstSteps = new IdentityHashMap<>();
    private final Map<String, Map<String, Boolean>> reads = new TreeMap<>();

    /** Steps that only some messages come to. */
    public static final class Branch {
        private final String file;
        private final int line;
        private final String kind;
        private final Branch within;
        private boolean reached;

        private Branch(String file, int line, String kind, Branch within) {
            this.file = file;
            this.line = line;
            this.kind = kind;
            this.within = within;
        }

        /** Relative to the routes folder. */
        public String file() {
            return file;
        }

        /** Where it begins, from 1. */
        public int line() {
            return line;
        }

        /** {@code when}, {@code otherwise}, {@code doCatch}, {@code filter}, {@code loop}, {@code split}; for a whole route, where it begins. */
        public String kind() {
            return kind;
        }
    }

    /** Branches that no message has come to, though one has come to what they are a part of; routes are not among them, but where they begin at a door. */
    public List<Branch> unreached() {
        return branches.values().stream().filter(branch -> !branch.reached && (branch.within == null ? branch.kind.startsWith("baton:") : branch.within.reached)).toList();
    }

    /** By mapping, by path ({@code .ticket.tags[].name}, {@code $variables.event.type}): what was read of its input; true where it was there at least once. */
    public Map<String, Map<String, Boolean>> reads() {
        return reads;
    }

    void asked(String mapping, String path, boolean there) {
        reads.computeIfAbsent(mapping, none -> new TreeMap<>()).merge(path, there, Boolean::logicalOr);
    }

    /** The same JSON, whose objects tell what they are asked for. */
    JsonNode asked(String mapping, String root, JsonNode json) {
        return Asked.of(json, root, (path, there) -> asked(mapping, path, there));
    }

    /** Notes the branches of routes that are not started yet. */
    void routes(List<RouteDefinition> routes) {
        for (RouteDefinition route : routes) {
            branch(route, route.getRouteId(), route.getInput().getEndpointUri(), null);
        }
    }

    private void branch(ProcessorDefinition<?> definition, String place, String kind, Branch within) {
        LineNumberAware at = definition instanceof RouteDefinition route ? route.getInput() : definition;
        Branch branch = branches.computeIfAbsent(place, none -> new Branch(at.getLocation(), at.getLineNumber(), kind, within));
        if (!definition.getOutputs().isEmpty()) {
            firstSteps.put(definition.getOutputs().get(0), branch);
            outputs(definition, place, branch);
        }
    }

    private void outputs(ProcessorDefinition<?> definition, String place, Branch within) {
        List<ProcessorDefinition<?>> outputs = new ArrayList<>(definition.getOutputs());
        for (int i = 0; i < outputs.size(); i++) {
            ProcessorDefinition<?> output = outputs.get(i);
            String kind = BRANCHES.get(output.getClass());
            if (kind != null) {
                branch(output, place + "/" + i, kind, within);
            } else {
                outputs(output, place + "/" + i, within);
            }
        }
    }

    /** Sees the first step of each branch. */
    InterceptStrategy steps() {
        return (context, definition, target, next) -> {
            Branch branch = firstSteps.get(definition);
            return branch == null ? target : watched(branch, target);
        };
    }

    private static Processor watched(Branch branch, Processor target) {
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                branch.reached = true;
                return super.process(exchange, callback);
            }
        };
    }
}
