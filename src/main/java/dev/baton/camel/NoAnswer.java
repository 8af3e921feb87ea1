package dev.baton.camel;

import java.io.IOException;

/** A request that may have reached the platform, but whose answer did not come. */
public final class NoAnswer extends IOException {
    private static final long serialVersionUID = 1;

    NoAnswer(String message, Throwable cause) {
        super(message, cause);
    }
}
