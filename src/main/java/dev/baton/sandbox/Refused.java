package dev.baton.sandbox;

/** A command that Blip answers with status failure. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    final int code;

    Refused(int code, String description) {
        super(description, null, false, false);
        this.code = code;
    }
}
