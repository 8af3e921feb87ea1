package dev.baton.camel;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.LoopDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** What routes and mappings did while a channel's samples ran, in all contexts of its rehearsal: live channels are not watched. */
public final class Coverage {

    private final Map<String, Branch> branches = new LinkedHashMap<>();
    private final Map<NamedNode, Branch> firstSteps = new IdentityHashMap<>();
    private final Map<String, Map<String, Boolean>> reads = new TreeMap<>();

    /** Steps that only some messages come to. */
    public static final class Branch {
        private final String file;
        private final String place;
        private final String kind;
        private final Branch within;
        private boolean reached;

        private Branch(String file, String place, String kind, Branch within) {
            this.file = file;
            this.place = place;
            this.kind = kind;
            this.within = within;
        }

        /** Relative to the routes folder. */
        public String file() {
            return file;
        }

        /** Route id, then the number of the step in its list, from 0, and so on: {@code parcel-send/2/when:0}, {@code .../otherwise}, {@code .../doCatch:1}. */
        public String place() {
            return place;
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
        return ReadsTold.of(json, root, (path, there) -> asked(mapping, path, there));
    }

    /** Notes the branches of routes that are not started yet. */
    void routes(List<RouteDefinition> routes) {
        for (RouteDefinition route : routes) {
            branch(route.getInput(), route.getOutputs(), route.getRouteId(), route.getInput().getEndpointUri(), null);
        }
    }

    private void branch(NamedNode at, List<ProcessorDefinition<?>> steps, String place, String kind, Branch within) {
        Branch branch = branches.computeIfAbsent(place, none -> new Branch(at.getLocation(), place, kind, within));
        if (!steps.isEmpty()) {
            firstSteps.put(first(steps), branch);
            parts(steps, place, branch);
        }
    }

    /** Camel does not show a doTry itself to who watches, only what is in it. */
    private static NamedNode first(List<ProcessorDefinition<?>> steps) {
        return steps.get(0) instanceof TryDefinition attempt && !attempt.getOutputsWithoutCatches().isEmpty() ? first(attempt.getOutputsWithoutCatches()) : steps.get(0);
    }

    private void parts(List<ProcessorDefinition<?>> steps, String place, Branch within) {
        for (int i = 0; i < steps.size(); i++) {
            String at = place + "/" + i;
            ProcessorDefinition<?> step = steps.get(i);
            if (step instanceof ChoiceDefinition choice) {
                for (WhenDefinition when : choice.getWhenClauses()) {
                    branch(when, when.getOutputs(), at + "/when:" + choice.getWhenClauses().indexOf(when), "when", within);
                }
                if (choice.getOtherwise() != null) {
                    branch(choice.getOtherwise(), choice.getOtherwise().getOutputs(), at + "/otherwise", "otherwise", within);
                }
            } else if (step instanceof TryDefinition attempt) {
                parts(attempt.getOutputsWithoutCatches(), at, within);
                for (CatchDefinition caught : attempt.getCatchClauses()) {
                    branch(caught, caught.getOutputs(), at + "/doCatch:" + attempt.getCatchClauses().indexOf(caught), "doCatch", within);
                }
                if (attempt.getFinallyClause() != null) {
                    parts(attempt.getFinallyClause().getOutputs(), at + "/doFinally", within);
                }
            } else if (step instanceof FilterDefinition || step instanceof LoopDefinition || step instanceof SplitDefinition) {
                branch(step, step.getOutputs(), at, step.getShortName(), within);
            } else {
                parts(step.getOutputs(), at, within);
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
