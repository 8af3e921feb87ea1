package dev.baton.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of a ledger that commits little and often does not grow with the number of commits. */
class SpaceTest {

    private static final int COMMITS = 1_500;

    @TempDir
    private Path folder;

    @Test
    void whatCommitsLeaveBehindIsUsedAgain() throws Exception {
        long untidied = size("untidied", null);
        long tidied = size("tidied", new Space(0));
        assertThat(tidied).as("tidied, where it would be %d bytes otherwise", untidied).isLessThan(untidied / 3);
    }

    /** Rows come and are changed, one commit each, as a conversation's do; returns the file's size when all is done, before it is closed. */
    private long size(String name, Space space) throws SQLException, IOException {
        String url = "jdbc:h2:file:" + folder.resolve(name) + ";PAGE_SIZE=2048;AUTO_COMPACT_FILL_RATE=0";
        long size;
        try (Connection connection = DriverManager.getConnection(url); Statement sql = connection.createStatement()) {
            // What was written just now may be used again at once: H2 would wait for 45 s.
            sql.execute("set retention_time 0");
            sql.execute("create table kept (id bigint primary key, body varchar, state int)");
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("insert into kept values (?, ?, 0)");
                    PreparedStatement update = connection.prepareStatement("update kept set state = state + 1 where id = ?")) {
                for (int i = 0; i < COMMITS; i++) {
                    insert.setLong(1, i * 7919L % COMMITS);
                    insert.setString(2, "words ".repeat(30) + i);
                    insert.execute();
                    update.setLong(1, i / 2 * 7919L % COMMITS);
                    update.execute();
                    connection.commit();
                    sql.execute("checkpoint sync");
                    if (space != null) {
                        space.tidy(connection, false);
                    }
                }
            }
            size = Files.size(folder.resolve(name + ".mv.db"));
        }
        try (Connection again = DriverManager.getConnection(url); ResultSet rows = again.createStatement().executeQuery("select count(*), sum(state), count(distinct body) from kept")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(COMMITS);
            assertThat(rows.getInt(2)).isEqualTo(COMMITS);
            assertThat(rows.getInt(3)).isEqualTo(COMMITS);
        }
        return size;
    }
}
