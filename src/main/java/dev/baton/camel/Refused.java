package dev.baton.camel;

import java.util.List;
import java.util.stream.Collectors;

/** A channel that can't be built; the message has a line for each reason. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient List<Refusal> reasons;

    public Refused(List<Refusal> reasons) {
        super(reasons.stream().map(Refusal::toString).collect(Collectors.joining("\n")));
        this.reasons = List.copyOf(reasons);
    }

    public Refused(String file, int line, String what, String remedy) {
        this(List.of(new Refusal(file, line, what, remedy)));
    }

    public List<Refusal> reasons() {
        return reasons;
    }
}
