package dev.baton.talk;

import dev.baton.webhook.Problem;

/** A call that ends with a problem answer; the message says what to do. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;
    private final Problem.Kind kind;
    private final Integer after;

    Refused(Problem.Kind kind, String detail) {
        this(kind, detail, null);
    }

    /** {@code after}: seconds until it is worth to try again. */
    Refused(Problem.Kind kind, String detail, Integer after) {
        super(detail, null, false, false);
        this.kind = kind;
        this.after = after;
    }

    static Refused bad(String detail) {
        return new Refused(Problem.Kind.BAD_REQUEST, detail);
    }

    Problem.Kind kind() {
        return kind;
    }

    Integer after() {
        return after;
    }
}
