package dev.baton.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Each test runs on both engines. */
class ViewTest {

    private static final Map<String, DataSource> ENGINES = new LinkedHashMap<>();
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:view;DB_CLOSE_DELAY=-1;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH");
        ENGINES.put("h2", h2);
        postgres = EmbeddedPostgres.start();
        ENGINES.put("postgresql", postgres.getPostgresDatabase());
        ENGINES.forEach((name, source) -> Flyway.configure().dataSource(source)
                .locations(name.equals("h2") ? new String[] {"classpath:db/migration/common"} : new String[] {"classpath:db/migration/common", "classpath:db/migration/postgresql"})
                .load().migrate());
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    static List<String> engines() {
        return List.of("h2", "postgresql");
    }

    private JdbcTemplate db;
    private View view;

    private void on(String engine) {
        db = new JdbcTemplate(ENGINES.get(engine));
        for (String table : List.of("conversation", "reference", "event", "lane", "delivery", "attempt", "dead_letter")) {
            db.execute("delete from " + table);
        }
        view = new View(ENGINES.get(engine));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void conversationsArePagedNewestChangeFirst(String engine) {
        on(engine);
        List<UUID> all = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            // Two of each moment: the id decides between them.
            all.add(conversation(i < 4 ? "active" : "closed", 1_000 + i / 2));
        }

        List<UUID> seen = new ArrayList<>();
        List<Instant> changed = new ArrayList<>();
        String before = null;
        int pages = 0;
        do {
            ViewPage<ViewConversation.Line> page = view.conversations(null, before, 3);
            page.items().forEach(line -> {
                seen.add(line.id());
                changed.add(line.changedAt());
            });
            before = page.next();
            pages++;
        } while (before != null);

        assertThat(pages).isEqualTo(3);
        assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
        assertThat(changed).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(view.conversations("active", null, 100).items()).hasSize(4).allMatch(line -> line.state().equals("active"));
        assertThat(view.conversations("requested", null, 100)).isEqualTo(new ViewPage<>(List.of(), null));
        ViewConversation.Line line = view.conversations("closed", null, 1).items().get(0);
        assertThat(line).extracting("control", "handover", "person", "customerChannel", "desk", "createdAt", "deadlineAt")
                .containsExactly("desk", 1, "shop:anna", "shop", "support", Instant.ofEpochMilli(500), null);
        assertThatThrownBy(() -> view.conversations(null, "'; drop table event --", 3)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("next");
        assertThatThrownBy(() -> view.conversations(null, "12", 3)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aPageIsNeverLongerThanAHundred(String engine) {
        on(engine);
        for (int i = 0; i < 101; i++) {
            conversation("bot", i);
        }

        ViewPage<ViewConversation.Line> page = view.conversations(null, null, Integer.MAX_VALUE);

        assertThat(page.items()).hasSize(100);
        assertThat(view.conversations(null, page.next(), -5).items()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aConversationShowsWhatBecameOfEachEvent(String engine) {
        on(engine);
        UUID id = conversation("active", 9_000);
        db.update("insert into reference (k, channel, kind, val, conversation, at) values (?, 'support', 'conversation', '4410031', ?, 20)", UUID.randomUUID(), id);
        db.update("insert into reference (k, channel, kind, val, conversation, at) values (?, 'shop', 'conversation', 'other', ?, 10)", UUID.randomUUID(), UUID.randomUUID());
        for (int seq = 1; seq <= 5; seq++) {
            event(id, seq, seq == 5 ? "came twice" : null);
        }
        UUID lane = lane("support", 3, 4, 7_000L, null);
        UUID back = lane("shop", 1, 1, 8_000L, "node-1");
        delivery(lane, 1, id, 1, "done", 1);
        delivery(lane, 2, id, 2, "dead", 4);
        delivery(lane, 3, id, 3, "unknown", 2);
        delivery(lane, 4, id, 4, "waiting", 0);
        delivery(back, 1, id, 4, "waiting", 0);
        db.update("insert into attempt (lane, seq, n, at, version, outcome, why, status, request, answer) values (?, 3, 2, 6100, 'v2', 'unknown', 'no answer', null, ?, null)", lane, bytes("POST /x"));
        db.update("insert into attempt (lane, seq, n, at, version, outcome, why, status, request, answer) values (?, 3, 1, 6000, 'v1', 'busy', '503', 503, ?, ?)", lane, bytes("POST /x"),
                new byte[] {(byte) 0xFF});

        ViewConversation found = view.conversation(id, null).orElseThrow();

        assertThat(found.line().id()).isEqualTo(id);
        assertThat(found.document().get("customerChannel").asText()).isEqualTo("shop");
        assertThat(found.references()).containsExactly(new ViewConversation.Reference("support", "conversation", "4410031", Instant.ofEpochMilli(20)));
        assertThat(found.more()).isFalse();
        assertThat(found.events()).extracting(ViewConversation.Event::seq).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(found.events().get(4)).extracting("note", "type", "channel", "deliveries").containsExactly("came twice", "message", "shop", List.of());
        assertThat(found.events().get(0).event().get("type").asText()).isEqualTo("message");
        assertThat(found.events()).flatExtracting(ViewConversation.Event::deliveries)
                .extracting(ViewConversation.Delivery::channel, ViewConversation.Delivery::status, ViewConversation.Delivery::nextTryAt).containsExactly(
                        tuple("support", "done", null), tuple("support", "dead", null), tuple("support", "unknown", Instant.ofEpochMilli(7_000)),
                        tuple("shop", "sending", null), tuple("support", "waiting", null));
        assertThat(found.events().get(2).deliveries().get(0).attempts()).containsExactly(
                new ViewConversation.Attempt(1, Instant.ofEpochMilli(6_000), "v1", "busy", "503", 503, "POST /x", null),
                new ViewConversation.Attempt(2, Instant.ofEpochMilli(6_100), "v2", "unknown", "no answer", null, "POST /x", null));
        assertThat(view.conversation(id, 3L).orElseThrow().events()).extracting(ViewConversation.Event::seq).containsExactly(1L, 2L);
        assertThat(view.conversation(UUID.randomUUID(), null)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aLongConversationShowsItsNewestEvents(String engine) {
        on(engine);
        UUID id = conversation("active", 9_000);
        for (int seq = 1; seq <= View.MOST_EVENTS + 1; seq++) {
            event(id, seq, null);
        }

        ViewConversation found = view.conversation(id, null).orElseThrow();

        assertThat(found.more()).isTrue();
        assertThat(found.events()).hasSize(View.MOST_EVENTS);
        assertThat(found.events().get(0).seq()).isEqualTo(2);
        assertThat(view.conversation(id, 2L).orElseThrow().more()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void deadLettersAreFoundByChannelStateAndCause(String engine) {
        on(engine);
        UUID first = letter("shop", "waiting", "no mapping knows the type 'Odd'", 1_000);
        UUID second = letter("shop", "replayed", "100% wrong_type", 2_000);
        UUID third = letter("support", "waiting", "refused: 404", 3_000);

        assertThat(found(null, null, null)).containsExactly(third, second, first);
        assertThat(found("shop", null, null)).containsExactly(second, first);
        assertThat(found(null, "waiting", null)).containsExactly(third, first);
        assertThat(found("shop", "waiting", "ODD")).containsExactly(first);
        assertThat(found(null, null, "%")).containsExactly(second);
        assertThat(found(null, null, "0_")).as("no wildcard").isEmpty();
        assertThat(view.deadLetterIds(new ViewDeadLetter.Filter(null, "waiting", null), 10)).containsExactly(first, third);
        ViewPage<ViewDeadLetter.Letter> page = view.deadLetters(new ViewDeadLetter.Filter(null, null, null), null, 2);
        assertThat(view.deadLetters(new ViewDeadLetter.Filter(null, null, null), page.next(), 2).items()).extracting(ViewDeadLetter.Letter::id).containsExactly(first);
    }

    private List<UUID> found(String channel, String state, String cause) {
        return view.deadLetters(new ViewDeadLetter.Filter(channel, state, cause), null, 100).items().stream().map(ViewDeadLetter.Letter::id).toList();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aDeadLetterIsWhole(String engine) {
        on(engine);
        UUID webhook = letter("shop", "waiting", "odd", 1_000);
        UUID conversation = conversation("active", 1);
        event(conversation, 1, null);
        UUID lane = lane("support", 2, 1, null, null);
        delivery(lane, 1, conversation, 1, "dead", 3);
        UUID delivery = UUID.randomUUID();
        db.update("insert into dead_letter (id, channel, conversation, lane, seq, cause, state, at) values (?, 'support', ?, ?, 1, 'refused', 'waiting', 2)", delivery, conversation, lane);
        UUID bytes = UUID.randomUUID();
        db.update("insert into dead_letter (id, channel, cause, state, content_type, body, at) values (?, 'shop', 'odd', 'waiting', 'multipart/form-data', ?, 3)", bytes, new byte[] {-1, 0});

        assertThat(view.deadLetter(webhook).orElseThrow()).extracting("letter.kind", "contentType", "body", "base64", "event")
                .containsExactly("webhook", "application/json", "{\"grüße\":1}", null, null);
        assertThat(view.deadLetter(bytes).orElseThrow()).extracting("body", "base64").containsExactly(null, "/wA=");
        ViewDeadLetter told = view.deadLetter(delivery).orElseThrow();
        assertThat(told.letter()).extracting("kind", "conversation", "cause").containsExactly("delivery", conversation, "refused");
        assertThat(told.event().get("type").asText()).isEqualTo("message");
        assertThat(view.deadLetter(UUID.randomUUID())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void countsStopAtTenThousand(String engine) {
        on(engine);
        lane("support", 3, 4, 7_000L, null);
        lane("support", 5, 4, null, null);
        lane("other", 1, 20_000, 1L, null);
        letter("support", "waiting", "a", 1);
        letter("support", "replayed", "a", 1);
        db.update("insert into dead_letter (id, channel, cause, state, at) select " + (engine.equals("h2") ? "random_uuid()" : "gen_random_uuid()")
                + ", 'other', 'a', 'waiting', 1 from " + (engine.equals("h2") ? "system_range(1, 10001)" : "generate_series(1, 10001)"));

        assertThat(view.waiting("support")).isEqualTo(new ViewCount(2, false));
        assertThat(view.waiting("nobody")).hasToString("0");
        assertThat(view.waiting("other")).hasToString("10,000+");
        assertThat(view.deadLetters("support")).isEqualTo(new ViewCount(1, false));
        assertThat(view.deadLetters("other")).isEqualTo(new ViewCount(10_000, true));
    }

    private UUID conversation(String state, long changedAt) {
        UUID id = UUID.randomUUID();
        db.update("insert into conversation (id, state, control, handover, person, document, last_seq, created_at, changed_at, listed_at) values (?, ?, 'desk', 1, 'shop:anna', ?, 1, 500, ?, ?)",
                id, state, "{\"id\":\"" + id + "\",\"customerChannel\":\"shop\",\"desk\":\"support\"}", changedAt, changedAt);
        return id;
    }

    private void event(UUID conversation, long seq, String note) {
        db.update("insert into event (conversation, seq, id, channel, type, body, note, at) values (?, ?, ?, 'shop', 'message', ?, ?, 100)", conversation, seq, UUID.randomUUID(),
                bytes("{\"type\":\"message\",\"content\":{\"kind\":\"text\",\"text\":\"Hi\"}}"), note);
    }

    private UUID lane(String channel, long next, long last, Long dueAt, String owner) {
        UUID id = UUID.randomUUID();
        db.update("insert into lane (id, channel, work, scope, next_seq, last_seq, due_at, owner, fence) values (?, ?, 'deliver', 'x', ?, ?, ?, ?, 1)", id, channel, next, last,
                dueAt, owner);
        return id;
    }

    private void delivery(UUID lane, long seq, UUID conversation, long eventSeq, String state, int tries) {
        db.update("insert into delivery (lane, seq, conversation, event_seq, handover, type, state, mark, tries, late) values (?, ?, ?, ?, 1, 'message', ?, ?, ?, false)", lane, seq,
                conversation, eventSeq, state, UUID.randomUUID(), tries);
    }

    private UUID letter(String channel, String state, String cause, long at) {
        UUID id = UUID.randomUUID();
        db.update("insert into dead_letter (id, channel, cause, state, content_type, body, at) values (?, ?, ?, ?, 'application/json', ?, ?)", id, channel, cause, state,
                bytes("{\"grüße\":1}"), at);
        return id;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
