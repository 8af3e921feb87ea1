package dev.baton.camel;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How fast a channel's platform may be called: so many calls a second to each path, and none for a while after it said that there were too many.
 * Each node counts its own calls.
 */
public final class Pace {

    /** Calls as they come. */
    public static final Pace ANY = new Pace(Map.of(), Duration.ZERO);

    /** A little more than a second, because what leaves evenly does not arrive evenly. */
    private static final long WINDOW = TimeUnit.MILLISECONDS.toNanos(1_050);
    /** Longer than this nobody waits with a thread in hand: the ledger waits. */
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(5);

    private final Map<String, Integer> perSecond;
    private final Duration pause;
    private final Map<String, ArrayDeque<Long>> begun = new HashMap<>();
    private final Map<String, Long> blockedUntil = new HashMap<>();

    /**
     * The platform's limits.
     *
     * @param perSecond calls by the end of their path, such as {@code /messages}; 0 for any number
     * @param pause     after a 429 that names no time itself
     */
    public Pace(Map<String, Integer> perSecond, Duration pause) {
        this.perSecond = Map.copyOf(perSecond);
        this.pause = pause;
    }

    /** Whether the other one holds calls to the same limits: then both may go on as one. */
    public boolean sameLimits(Pace other) {
        return perSecond.equals(other.perSecond) && pause.equals(other.pause);
    }

    /** Returns when it is this call's turn; {@link NotSent} where that is not soon. */
    void await(String path) throws NotSent {
        String limit = limit(path);
        if (limit == null) {
            return;
        }
        long wait = turn(limit, System.nanoTime()) - System.nanoTime();
        try {
            TimeUnit.NANOSECONDS.sleep(Math.max(0, wait));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotSent("not sent: stopped while it waited for its turn", e);
        }
    }

    /** When a call that asks now may leave. */
    synchronized long turn(String limit, long now) throws NotSent {
        long blocked = blockedUntil.getOrDefault(limit, now) - now;
        if (blocked > 0) {
            throw new NotSent("not sent: the platform had too many calls to " + limit + "; there are none for another " + TimeUnit.NANOSECONDS.toSeconds(blocked) + " s", null);
        }
        int most = perSecond.get(limit);
        ArrayDeque<Long> times = begun.computeIfAbsent(limit, key -> new ArrayDeque<>());
        long at = most <= 0 || times.size() < most ? now : Math.max(now, times.peek() + WINDOW);
        if (at - now > LONGEST) {
            throw new NotSent("not sent: " + most + " calls a second to " + limit + " are allowed, and too many wait already", null);
        }
        times.add(at);
        if (times.size() > Math.max(0, most)) {
            times.poll();
        }
        return at;
    }

    /** The platform has answered 429 to a call to that path. */
    synchronized void tooMany(String path, Duration after, long now) {
        String limit = limit(path);
        if (limit != null) {
            blockedUntil.put(limit, now + (after == null ? pause : after).toNanos());
        }
    }

    private String limit(String path) {
        if (perSecond.isEmpty()) {
            return null;
        }
        String plain = path.split("\\?", 2)[0];
        return perSecond.keySet().stream().filter(plain::endsWith).findFirst().orElse(null);
    }
}
