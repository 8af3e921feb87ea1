package dev.baton.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpdatesInPlaceTest {

    private static final String PLAIN = ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";
    private static final String OURS = PLAIN + ";DEFAULT_TABLE_ENGINE=" + UpdatesInPlace.class.getName();

    private static Connection open(String database, String how) throws SQLException {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:" + database + how);
        Connection connection = source.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> rows(Connection connection, String sql) throws SQLException {
        List<String> all = new ArrayList<>();
        try (var statement = connection.createStatement(); var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                all.add(rows.getString(1));
            }
        }
        return all;
    }

    private static void table(Connection connection) throws SQLException {
        run(connection, "create table t (k uuid primary key, n int not null unique, due bigint, what varchar)");
        run(connection, "create index t_due on t (due)");
    }

    private static String uuid(int n) {
        return new java.util.UUID(n, n).toString();
    }

    /** Through each index and through the rows the same is found, whatever was updated, rolled back or refused before. */
    @Test
    void indexesAndRowsStayOfOneMind(@TempDir Path folder) throws SQLException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random chance = new Random(seed);
        TreeMap<Integer, String> committed = new TreeMap<>();
        try (Connection connection = open("file:" + folder.resolve("t"), OURS)) {
            table(connection);
            for (int n = 0; n < 50; n++) {
                run(connection, "insert into t values ('" + uuid(n) + "', " + n + ", " + n % 7 + ", 'new')");
                committed.put(n, n % 7 + " new");
            }
            connection.commit();
            for (int round = 0; round < 300; round++) {
                TreeMap<Integer, String> now = new TreeMap<>(committed);
                for (int step = chance.nextInt(4); step >= 0; step--) {
                    int from = chance.nextInt(50);
                    int to = Math.min(49, from + chance.nextInt(5));
                    Integer due = chance.nextInt(4) == 0 ? null : Integer.valueOf(chance.nextInt(7));
                    boolean index = chance.nextBoolean();
                    String what = "r" + round;
                    run(connection, "update t set what = '" + what + "'" + (index ? ", due = " + due : "") + " where n between " + from + " and " + to);
                    now.subMap(from, to + 1).replaceAll((n, value) -> (index ? due + "" : value.substring(0, value.indexOf(' '))) + " " + what);
                }
                if (chance.nextInt(3) == 0) {
                    connection.rollback();
                } else {
                    connection.commit();
                    committed = now;
                }
                check(connection, committed);
            }
        }
        try (Connection plain = open("file:" + folder.resolve("t"), PLAIN)) {
            check(plain, committed);
            assertThat(rows(plain, "script nodata").toString()).as("nothing of ours is in the file").doesNotContain("UpdatesInPlace");
        }
    }

    private static void check(Connection connection, TreeMap<Integer, String> expected) throws SQLException {
        assertThat(rows(connection, "select coalesce(cast(due as varchar), 'null') || ' ' || what from t order by n")).containsExactlyElementsOf(expected.values());
        for (String due : List.of("0", "3", "6")) {
            assertThat(rows(connection, "select n from t where due = " + due + " order by n")).containsExactlyElementsOf(
                    expected.entrySet().stream().filter(row -> row.getValue().startsWith(due + " ")).map(row -> String.valueOf(row.getKey())).toList());
        }
        assertThat(rows(connection, "select n from t where k = '" + uuid(17) + "' and due is not distinct from due")).containsExactly("17");
    }

    @Test
    void rowsMayTradeTheirKeysAndNoKeyIsThereTwice() throws SQLException {
        try (Connection connection = open("mem:", OURS)) {
            table(connection);
            run(connection, "insert into t values ('" + uuid(1) + "', 1, 1, 'a'), ('" + uuid(2) + "', 2, 2, 'b')");
            run(connection, "update t set n = 3 - n");
            assertThat(rows(connection, "select what from t order by n")).containsExactly("b", "a");
            assertThatThrownBy(() -> run(connection, "update t set n = 1, what = 'c'")).isInstanceOf(SQLException.class);
            assertThat(rows(connection, "select what from t order by n")).as("all of a statement or nothing").containsExactly("b", "a");
            run(connection, "update t as t set what = v.what from unnest(cast(array[2, 1] as int array), cast(array['x', 'y'] as varchar array)) as v (n, what) where t.n = v.n");
            assertThat(rows(connection, "select what from t order by n")).containsExactly("y", "x");
        }
    }
}
