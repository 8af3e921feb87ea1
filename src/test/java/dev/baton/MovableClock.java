package dev.baton;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that a test puts forward. Between that it stands, or runs with the system's. */
public final class MovableClock extends Clock {

    private final Clock base;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private volatile Instant stood;

    private MovableClock(Clock base) {
        this.base = base;
    }

    /** Stands until it is moved. */
    public static MovableClock standing() {
        return new MovableClock(Clock.fixed(Instant.parse("2026-03-05T13:20:11.415Z"), ZoneOffset.UTC));
    }

    /** Runs, and can leap besides: an hour of a platform's limit passes at once. */
    public static MovableClock running() {
        return new MovableClock(Clock.systemUTC());
    }

    public void forward(Duration by) {
        ahead.updateAndGet(by::plus);
    }

    /** While that is done it stands, however long that takes. */
    public void standing(Runnable done) {
        stood = base.instant();
        try {
            done.run();
        } finally {
            stood = null;
        }
    }

    @Override
    public Instant instant() {
        Instant standing = stood;
        return (standing == null ? base.instant() : standing).plus(ahead.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
