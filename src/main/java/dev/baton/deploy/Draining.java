package dev.baton.deploy;

import dev.baton.deploy.version.Version;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Versions that have been replaced: nobody enters them any more, and each is stopped when nobody is inside, or when that takes too long. */
final class Draining {

    private static final Logger LOG = LoggerFactory.getLogger(Draining.class);
    private static final long LOOK = 20;

    private final Duration bound;
    private final List<Version> versions = new CopyOnWriteArrayList<>();
    private final ScheduledThreadPoolExecutor looks = new ScheduledThreadPoolExecutor(1, work -> {
        Thread thread = new Thread(work, "drain");
        thread.setDaemon(true);
        return thread;
    });

    /** {@code bound}: how long a version may be in use after it was replaced; longer than any call. */
    Draining(Duration bound) {
        this.bound = bound;
        looks.setKeepAliveTime(10, TimeUnit.SECONDS);
        looks.allowCoreThreadTimeOut(true);
        looks.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Closes the version's doors and returns at once. Its successor is live already. */
    void add(Version old) {
        old.doors().retire();
        versions.add(old);
        long end = System.nanoTime() + bound.toNanos();
        looks.execute(() -> look(old, end));
    }

    private void look(Version old, long end) {
        if (old.doors().inFlight() == 0 || System.nanoTime() - end >= 0) {
            stop(old);
        } else {
            looks.schedule(() -> look(old, end), LOOK, TimeUnit.MILLISECONDS);
        }
    }

    private void stop(Version old) {
        if (versions.remove(old)) {
            if (old.doors().inFlight() > 0) {
                LOG.warn("channel {} version {} is stopped with {} calls inside: their outcome is unknown", old.facts().name(), old.hash(), old.doors().inFlight());
            }
            old.stop();
        }
    }

    /** How many have not stopped yet. */
    int size() {
        return versions.size();
    }

    /** These, and all that are not stopped yet, are stopped; who is inside may finish within that time. */
    void stop(List<Version> last, Duration most) {
        last.forEach(version -> {
            version.doors().retire();
            versions.add(version);
        });
        long end = System.nanoTime() + most.toNanos();
        looks.shutdown();
        for (Version version : versions) {
            while (version.doors().inFlight() > 0 && System.nanoTime() - end < 0) {
                java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
            }
            stop(version);
        }
    }
}
