package dev.baton.webhook;

/** A request that ends with a problem answer: the sender's mistake, or a state of ours that they should know. The message says what to do. */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;
    private final Problem.Kind kind;
    private final Integer after;

    /** One that there is no use in trying again, or not at any time that we know. */
    public Refused(Problem.Kind kind, String detail) {
        this(kind, detail, null);
    }

    /** {@code after}: seconds until it is worth to try again. */
    public Refused(Problem.Kind kind, String detail, Integer after) {
        super(detail, null, false, false);
        this.kind = kind;
        this.after = after;
    }

    /** What was sent is not what is expected. */
    public static Refused bad(String detail) {
        return new Refused(Problem.Kind.BAD_REQUEST, detail);
    }

    /** Which problem it is. */
    public Problem.Kind kind() {
        return kind;
    }

    /** Seconds until it is worth to try again, or null. */
    public Integer after() {
        return after;
    }
}
