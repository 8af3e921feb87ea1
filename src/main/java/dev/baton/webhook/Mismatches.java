package dev.baton.webhook;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the operator of senders that were not proven: the names of the headers that came, never a value; at most once in ten seconds a channel. */
final class Mismatches {

    private static final Logger LOG = LoggerFactory.getLogger(Mismatches.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Clock clock;
    private final Map<String, Instant> last = new ConcurrentHashMap<>();

    Mismatches(Clock clock) {
        this.clock = clock;
    }

    void log(String channel, Proof proof, HttpServletRequest request) {
        Instant now = clock.instant();
        Instant kept = last.compute(channel, (name, before) -> before == null || before.plus(PAUSE).isBefore(now) ? now : before);
        if (kept.equals(now)) {
            LOG.warn("{}: a webhook was answered 401, its sender is not proven by {}. It sent the headers {}. "
                    + "Compare the token at the platform with channels.{}.token", channel, proof, Collections.list(request.getHeaderNames()), channel);
        }
    }
}
