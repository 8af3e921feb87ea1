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
    private static final int LIVE = 40;
    /** So much of what is live is moved before the time is looked at. */
    private static final int BYTES = 16 * 1024;
    /** The longest that a commit waits for it, but for the last few pages. */
    private static final long AT_ONCE = TimeUnit.MILLISECONDS.toNanos(25);
    /** With that pause it takes a tenth of the writer's time at most. */
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(250);

    private final long pause;
    private long next = System.nanoTime();

    Space() {
        this(PAUSE);
    }

    /** With another pause, in nanoseconds. */
    Space(long pause) {
        this.pause = pause;
    }

    /** Moves what is live out of pieces that are mostly dead; does nothing where that was done just now or there is nothing to gain. */
    void tidy(Connection connection) throws SQLException {
        long began = System.nanoTime();
        if (began - next < 0) {
            return;
        }
        MVStore file = ((SessionLocal) connection.unwrap(JdbcConnection.class).getSession()).getDatabase().getStore().getMvStore();
        while (file.compact(LIVE, BYTES) && System.nanoTime() - began < AT_ONCE) {
            continue;
        }
        next = System.nanoTime() + pause;
    }
}
