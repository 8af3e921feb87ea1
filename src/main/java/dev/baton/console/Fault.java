package dev.baton.console;

import dev.baton.webhook.Problem;

/** A call of the API that ends with a problem answer. */
final class Fault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Problem.Kind kind;

    Fault(Problem.Kind kind, String detail) {
        super(detail, null, false, false);
        this.kind = kind;
    }

    Problem.Kind kind() {
        return kind;
    }
}
