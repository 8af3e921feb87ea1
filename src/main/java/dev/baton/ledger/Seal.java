package dev.baton.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Puts commits on disk where the database does not do so by itself, beside the writer, which makes the next batch meanwhile. Nobody is told of a batch before it
 * is on disk, and batches get there in the order of their commits. H2 does not call fsync at a commit, whatever its settings: the checkpoint does.
 */
final class Seal {

    /** A batch that is committed: its number, what it did, and who waits to hear of it. */
    record Written(long batch, Turn turn, List<Command<?>> commands) {
    }

    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> new Thread(work, "ledger-seal"));
    private final Queue<Written> open = new ConcurrentLinkedQueue<>();
    private final DataSource source;
    private final Consumer<Written> told;
    private Future<?> running = CompletableFuture.completedFuture(null);
    private Connection connection;

    /** {@code told} gets each batch when it is on disk, on this class's own thread. */
    Seal(DataSource source, Consumer<Written> told) {
        this.source = source;
        this.told = told;
    }

    /** Puts a batch on disk when the one before it is there; false where that one could not be, and so this one has not been begun. */
    boolean begin(Written written) throws InterruptedException {
        open.add(written);
        if (!succeeded()) {
            return false;
        }
        running = thread.submit(() -> {
            sync();
            told.accept(written);
            open.remove(written);
            return null;
        });
        return true;
    }

    /** Waits for what has been begun; false where it could not be put on disk. */
    boolean succeeded() throws InterruptedException {
        try {
            running.get();
            return true;
        } catch (ExecutionException e) {
            return false;
        }
    }

    /** True where something could not be put on disk; waits for nothing. */
    boolean failed() throws InterruptedException {
        return running.isDone() && !succeeded();
    }

    /** True where all that was committed is on disk. */
    boolean idle() {
        return open.isEmpty();
    }

    /** What was committed and is not known to be on disk, in order: it is the caller's from now on. */
    List<Written> take() throws InterruptedException {
        succeeded();
        lose();
        running = CompletableFuture.completedFuture(null);
        List<Written> taken = new ArrayList<>(open);
        open.clear();
        return taken;
    }

    private void sync() throws SQLException {
        if (connection == null || connection.isClosed()) {
            connection = source.getConnection();
        }
        try (var checkpoint = connection.createStatement()) {
            checkpoint.execute("checkpoint sync");
        }
    }

    private void lose() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException ignored) {
            // It is gone either way.
        }
        connection = null;
    }

    void close() {
        thread.shutdown();
        lose();
    }
}
