package dev.baton.lifecycle;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One step at a time, whatever the channel: conditions look at other channels too. That holds for all nodes that share the folder, by a lock on a file in it, which the
 * operating system gives back when a node dies. Who comes waits for the one before, but not for ever.
 */
final class Turns {

    private static final String LOCK = ".turn";
    private static final long LOOK = 20;

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Path folder;
    private final Duration patience;

    /** {@code patience}: how long who comes waits at most. */
    Turns(Path folder, Duration patience) {
        this.folder = folder;
        this.patience = patience;
    }

    <T> T take(Supplier<T> step) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            if (!lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw busy();
            }
            try (FileChannel file = open()) {
                while (!locked(file)) {
                    if (System.nanoTime() - end >= 0) {
                        throw busy();
                    }
                    TimeUnit.MILLISECONDS.sleep(LOOK);
                }
                return step.get();
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Conflict("Baton is stopping.");
        } catch (IOException e) {
            throw new Conflict("The folder channels under baton.data can't be used: " + e.getClass().getSimpleName() + ". See whether Baton may write there.");
        }
    }

    private FileChannel open() throws IOException {
        Files.createDirectories(folder);
        return FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** Closing the file gives the lock back. */
    private static boolean locked(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static Conflict busy() {
        return new Conflict("Another change of a channel is under way, here or on another node, and takes long. Try again in a minute.");
    }
}
