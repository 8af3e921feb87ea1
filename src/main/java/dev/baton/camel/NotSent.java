package dev.baton.camel;

import java.io.IOException;

/** A request that surely did not leave: no connection, no time left, or the ledger could not commit what must be known first. */
public final class NotSent extends IOException {
    private static final long serialVersionUID = 1;

    NotSent(String message, Throwable cause) {
        super(message, cause);
    }
}
