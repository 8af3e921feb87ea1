package dev.baton.camel;

import java.time.Duration;

/**
 * How long calls to platforms may take.
 *
 * @param connect     to get a connection, be it from the pool or from the platform
 * @param response    from the request to the answer
 * @param margin      beside both, before a claim's lease ends
 * @param connections at once, for one channel version
 */
public record HttpTimes(Duration connect, Duration response, Duration margin, int connections) {

    /** What holds where the settings {@code baton.http.*} say nothing. */
    public static final HttpTimes DEFAULT = new HttpTimes(Duration.ofSeconds(3), Duration.ofSeconds(15), Duration.ofSeconds(2), 64);

    /** The longest that one call can take, and the margin. */
    public Duration longest() {
        return connect.multipliedBy(2).plus(response).plus(margin);
    }
}
