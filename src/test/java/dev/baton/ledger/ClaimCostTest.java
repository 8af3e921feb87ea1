package dev.baton.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What it costs to find and take work does not grow with the work that waits: rows read, not time. */
class ClaimCostTest {

    @ParameterizedTest
    @EnumSource(Engines.class)
    void findingDueLanesReadsAsMuchWithAHundredThousandAsWithAThousand(Engines engine) throws Exception {
        try (Connection connection = engine.fresh().getConnection()) {
            long few = due(engine, connection, 0, 1_000);
            long many = due(engine, connection, 1_000, 100_000);
            System.out.println("rows read to find 32 due lanes on " + engine + ": " + few + " of 1,000, " + many + " of 100,000");
            assertThat(few).isBetween(1L, 100L);
            assertThat(many).isLessThanOrEqualTo(few + 10);
            assertThat(head(engine, connection)).as("a head is found by its key").isLessThanOrEqualTo(50);
        }
    }

    private static long due(Engines engine, Connection connection, int from, int to) throws SQLException {
        try (var statement = connection.createStatement()) {
            String rows = engine == Engines.H2 ? "system_range(" + (from + 1) + ", " + to + ")" : "generate_series(" + (from + 1) + ", " + to + ")";
            String uuid = engine == Engines.H2 ? "random_uuid()" : "gen_random_uuid()";
            statement.execute("insert into lane (id, channel, work, scope, next_seq, last_seq, due_at, fence) select " + uuid
                    + ", 'desk', 'deliver', 's' || n, 1, 20, 1000 + n, 0 from " + rows + " as r (n)");
            for (int seq = 1; seq <= 1; seq++) {
                statement.execute("insert into delivery (lane, seq, conversation, event_seq, handover, type, state, mark, tries, late) select id, " + seq
                        + ", id, " + seq + ", 1, 'message', 'waiting', id, 0, false from lane where due_at > " + (1000 + from));
            }
            statement.execute("analyze");
        }
        String sql = Lookout.DUE.replaceFirst("\\?", "'desk'").replaceFirst("\\?", "'deliver'").replaceFirst("\\?", "0")
                .replaceFirst("\\?", "9000000").replaceFirst("\\?", "32");
        return read(engine, connection, sql);
    }

    private static long head(Engines engine, Connection connection) throws SQLException {
        return read(engine, connection, "select d.* from lane l join delivery d on d.lane = l.id and d.seq = l.next_seq where l.id = "
                + "(select id from lane where channel = 'desk' and work = 'deliver' order by channel, work, due_at limit 1)");
    }

    private static long read(Engines engine, Connection connection, String sql) throws SQLException {
        String explain = engine == Engines.H2 ? "explain analyze " : "explain (analyze, timing off, summary off) ";
        try (var statement = connection.createStatement(); var plan = statement.executeQuery(explain + sql)) {
            StringBuilder text = new StringBuilder();
            while (plan.next()) {
                text.append(plan.getString(1)).append('\n');
            }
            assertThat(text.toString()).as("never the whole table").doesNotContain("Seq Scan").doesNotContain("tableScan");
            Matcher counts = Pattern.compile(engine == Engines.H2 ? "scanCount: (\\d+)" : "(?:rows=|Rows Removed by Filter: )(\\d+)(?:\\.\\d+)? loops=")
                    .matcher(text);
            long most = 0;
            while (counts.find()) {
                most += Long.parseLong(counts.group(1));
            }
            return most;
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aMessageTakesAsManyStatementsWhateverWaits(Engines engine) {
        java.util.concurrent.atomic.AtomicInteger statements = new java.util.concurrent.atomic.AtomicInteger();
        try (House house = new House(Counted.statements(engine.fresh(), statements))) {
            house.ledger.pause("desk", "so that all of it waits").join();
            house.accept("shop", House.ticket("T", "p", "help"));
            int first = cost(house, statements, "a");
            for (int i = 0; i < 500; i++) {
                house.accept("shop", House.ticket("T" + i, "p" + i, "help"), House.says("m" + i, "T" + i, "text"));
            }
            int later = cost(house, statements, "b");
            System.out.println("statements for one message on " + engine + ": " + first + ", with 500 conversations waiting " + later);
            assertThat(later).isLessThanOrEqualTo(first + 2);
        }
    }

    /** The least of several: a look once a second may fall into one. */
    private static int cost(House house, java.util.concurrent.atomic.AtomicInteger statements, String id) {
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            int before = statements.get();
            house.accept("shop", House.says(id + i, "T", "text"));
            least = Math.min(least, statements.get() - before);
        }
        return least;
    }
}
