package dev.baton.webhook;

/** A request that ends with a problem answer: the sender's mistake, or a state of ours that they should know. */
final class Refused extends Exception {

    private final Problem.Kind kind;

    Refused(Problem.Kind kind, String detail) {
        super(detail, null, false, false);
        this.kind = kind;
    }

    Problem.Kind kind() {
        return kind;
    }
}
