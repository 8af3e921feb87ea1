package dev.baton.lifecycle;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** One step at a time, whatever the channel: conditions look at other channels too. Who comes waits for the one before, but not for ever. */
final class Turns {

    private static final long PATIENCE = 30;

    private final ReentrantLock lock = new ReentrantLock(true);

    <T> T take(Supplier<T> step) {
        try {
            if (!lock.tryLock(PATIENCE, TimeUnit.SECONDS)) {
                throw new Conflict("Another change of a channel is under way, and takes long. Try again in a minute.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Conflict("Baton is stopping.");
        }
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }
}
