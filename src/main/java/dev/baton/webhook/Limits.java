package dev.baton.webhook;

import java.time.Duration;

/**
 * How much of a webhook is taken. What is more is refused.
 *
 * @param body       bytes of a body, as sent
 * @param readWithin how long a sender may take to send its body
 * @param depth      levels of nesting, in JSON and in a form's keys
 * @param fields     fields of a form, files included
 */
public record Limits(int body, Duration readWithin, int depth, int fields) {

    /** A mebibyte in 30 seconds, 64 levels, 2,000 fields. */
    public static final Limits DEFAULT = new Limits(1 << 20, Duration.ofSeconds(30), 64, 2_000);

    /** The same for another size of body. */
    public Limits body(int bytes) {
        return new Limits(bytes, readWithin, depth, fields);
    }
}
