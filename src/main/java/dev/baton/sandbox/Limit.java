package dev.baton.sandbox;

import java.time.Clock;
import java.time.Instant;

/** Counts calls in windows of a fixed length. */
final class Limit {

    private final Clock clock;
    private final long windowSeconds;
    private long window = Long.MIN_VALUE;
    private int used;
    private Instant blockedUntil = Instant.MIN;

    Limit(Clock clock, long windowSeconds) {
        this.clock = clock;
        this.windowSeconds = windowSeconds;
    }

    /** Takes one call; false if the limit was used up. */
    synchronized boolean take(int limit, long penaltySeconds) {
        Instant now = clock.instant();
        roll(now);
        if (limit <= 0) {
            return true;
        }
        if (now.isBefore(blockedUntil)) {
            return false;
        }
        if (used >= limit) {
            blockedUntil = now.plusSeconds(penaltySeconds);
            return false;
        }
        used++;
        return true;
    }

    /** How many calls are left in this window. */
    synchronized int left(int limit) {
        roll(clock.instant());
        return Math.max(0, limit - used);
    }

    private void roll(Instant now) {
        long current = Math.floorDiv(now.getEpochSecond(), windowSeconds);
        if (current != window) {
            window = current;
            used = 0;
        }
    }
}
