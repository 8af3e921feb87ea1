package dev.baton.sandbox;

/** A request that Deskie answers with an error code. */
final class DeskieError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    final int status;

    DeskieError(int status, String code) {
        super(code, null, false, false);
        this.status = status;
    }
}
