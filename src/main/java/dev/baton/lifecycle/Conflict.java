package dev.baton.lifecycle;

/** What is asked of a channel can't be done as things stand; the message is for people: what stands against it, and what to do. It holds no secret. */
public final class Conflict extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With these words. */
    public Conflict(String why) {
        super(why);
    }
}
