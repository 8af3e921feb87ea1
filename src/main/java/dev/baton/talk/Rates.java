package dev.baton.talk;

import dev.baton.webhook.Problem;
import dev.baton.webhook.Refused;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often something is done, by name: so many times a minute, evenly from the first refusal on. Counted on this node alone. */
public final class Rates {

    private static final int KNOWN = 20_000;
    private static final double MINUTE = Duration.ofMinutes(1).toMillis();

    private record Bucket(double left, long at) {
    }

    private final Clock clock;
    /** Whoever was not seen for longest is forgotten first, and begins anew. */
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > KNOWN;
        }
    };

    public Rates(Clock clock) {
        this.clock = clock;
    }

    /** Once more; refused where that is too often. */
    synchronized void count(String name, int perMinute) {
        long now = clock.millis();
        Bucket before = buckets.getOrDefault(name, new Bucket(perMinute, now));
        double left = Math.min(perMinute, before.left + (now - before.at) * perMinute / MINUTE);
        if (left < 1) {
            throw new Refused(Problem.Kind.TOO_FAST, "That is more than " + perMinute + " calls a minute. Wait a little.",
                    perMinute == 0 ? 60 : (int) Math.ceil((1 - left) * 60 / perMinute));
        }
        buckets.put(name, new Bucket(left - 1, now));
    }
}
