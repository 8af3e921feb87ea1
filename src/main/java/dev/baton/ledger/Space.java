package dev.baton.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;

/**
 * Gets back the room in H2's file that commits have left behind: each commit writes a piece of the file of which later ones replace most. H2 can do so
 * itself ({@code AUTO_COMPACT_FILL_RATE}), but all that has gathered at once, and whoever commits meanwhile waits for seconds: measured, 7.8 s at a file
 * of 900 MB. Here it is done by the writer between two commits, a little at a time and so often that it never gathers.
 */
final class Space {

    /** Of what the pieces of the file hold, so many per cent should be live: less means more room on disk, more means more to be written again. */
    private static final int LIVE = 20;
    /** So much of what is live is moved at once: some 20 pieces that are mostly dead, which takes some 30 ms; to find them takes 5. */
    private static final int BYTES = 64 * 1024;
    /** Between two times where nobody waits for the writer, and where somebody does. */
    private static final long CALM = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long BUSY = TimeUnit.SECONDS.toNanos(1);

    private final long calm;
    private long last = System.nanoTime();

    Space() {
        this(CALM);
    }

    /** With another pause where nobody waits, in nanoseconds. */
    Space(long calm) {
        this.calm = calm;
    }

    /** Moves what is live out of pieces that are mostly dead; does nothing where that was done just now or there is little to gain. */
    void tidy(Connection connection, boolean busy) throws SQLException {
        if (System.nanoTime() - last < (busy ? BUSY : calm)) {
            return;
        }
        MVStore file = ((SessionLocal) connection.unwrap(JdbcConnection.class).getSession()).getDatabase().getStore().getMvStore();
        file.compact(LIVE, BYTES);
        last = System.nanoTime();
    }
}
