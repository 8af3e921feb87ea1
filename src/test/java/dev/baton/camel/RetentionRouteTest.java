package dev.baton.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.ledger.Engines;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What has been kept long enough goes, with all that belongs to it; what has not, and what is open, stays. */
class RetentionRouteTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final long LONG_AGO = NOW.minus(Duration.ofDays(91)).toEpochMilli();
    private static final long LATELY = NOW.minus(Duration.ofDays(89)).toEpochMilli();

    @ParameterizedTest
    @EnumSource(Engines.class)
    void endedConversationsGoWithAllThatIsTheirs(Engines engine) throws Exception {
        DataSource source = engine.fresh();
        JdbcTemplate sql = new JdbcTemplate(source);
        UUID lane = UUID.randomUUID();
        sql.update("insert into lane (id, channel, work, scope, next_seq, last_seq, fence) values (?, 'desk', 'deliver', 'person', 4, 3, 1)", lane);
        UUID old = conversation(sql, LONG_AGO, lane, 1);
        UUID recent = conversation(sql, LATELY, lane, 2);
        UUID open = conversation(sql, null, lane, 3);
        UUID lonely = UUID.randomUUID();
        sql.update("insert into lane (id, channel, work, scope, next_seq, last_seq, fence) values (?, 'shop', 'deliver', ?, 2, 1, 1)", lonely, old.toString());
        delivery(sql, lonely, 1, old);
        sql.update("insert into reference (k, channel, kind, val, at) values (?, 'shop', 'event', 'x', ?)", UUID.randomUUID(), LONG_AGO);
        AtomicInteger swept = new AtomicInteger();

        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getRegistry().bind("dataSource", source);
            context.addRoutes(new RetentionRoute(Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofDays(90), swept::incrementAndGet));
            context.start();
            context.createProducerTemplate().sendBody("direct:retention", null);
        }

        assertThat(sql.queryForList("select id from conversation", UUID.class)).containsExactlyInAnyOrder(recent, open);
        assertThat(sql.queryForList("select distinct conversation from event", UUID.class)).containsExactlyInAnyOrder(recent, open);
        assertThat(sql.queryForList("select distinct conversation from delivery", UUID.class)).containsExactlyInAnyOrder(recent, open);
        assertThat(sql.queryForList("select conversation from file", UUID.class)).containsExactlyInAnyOrder(recent, open);
        assertThat(swept).as("their bytes go too").hasValue(1);
        assertThat(sql.queryForList("select conversation from reference", UUID.class)).containsExactlyInAnyOrder(recent, open);
        assertThat(sql.queryForObject("select count(*) from attempt", Integer.class)).isEqualTo(2);
        assertThat(sql.queryForList("select id from lane", UUID.class)).as("the person's lane goes on, and its numbers with it").containsExactly(lane);
    }

    private static UUID conversation(JdbcTemplate sql, Long closedAt, UUID lane, int seq) {
        UUID id = UUID.randomUUID();
        sql.update("insert into conversation (id, state, control, handover, person, document, last_seq, closed_at, created_at, changed_at, listed_at) "
                + "values (?, ?, 'bot', 1, 'p', '{}', 1, ?, 1, 1, 1)", id, closedAt == null ? "active" : "closed", closedAt);
        sql.update("insert into event (conversation, seq, id, channel, type, body, at) values (?, 1, ?, 'shop', 'message', ?, 1)", id, UUID.randomUUID(), new byte[] {1});
        sql.update("insert into reference (k, channel, kind, val, conversation, at) values (?, 'shop', 'conversation', ?, ?, ?)", UUID.randomUUID(), id.toString(), id,
                LONG_AGO);
        sql.update("insert into file (id, conversation, channel, url, state, tries, sensitive, at) values (?, ?, 'shop', 'http://x/', 'kept', 0, false, ?)", UUID.randomUUID(), id, LONG_AGO);
        delivery(sql, lane, seq, id);
        return id;
    }

    private static void delivery(JdbcTemplate sql, UUID lane, int seq, UUID conversation) {
        sql.update("insert into delivery (lane, seq, conversation, event_seq, handover, type, state, mark, tries, late) "
                + "values (?, ?, ?, 1, 1, 'message', 'done', ?, 1, false)", lane, seq, conversation, UUID.randomUUID());
        sql.update("insert into attempt (lane, seq, n, at, outcome) values (?, ?, 1, ?, 'unknown')", lane, seq, LATELY);
    }
}
