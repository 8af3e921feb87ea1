package dev.baton.ledger;

import static dev.baton.ledger.ViewRows.instant;
import static dev.baton.ledger.ViewRows.json;
import static dev.baton.ledger.ViewRows.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.event.Json;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people may read of the ledger. Never writes; never waits for the writer. */
public final class View {

    /** No page is longer. */
    public static final int LONGEST_PAGE = 100;
    /** No conversation shows more events at once. */
    public static final int MOST_EVENTS = 500;

    private static final String LINE = "select id, state, control, handover, person, document, created_at, changed_at, deadline_at, listed_at from conversation";
    private static final String LETTER = "select id, channel, conversation, lane, seq, cause, state, version, at from dead_letter";
    private final JdbcClient sql;
    private final StoredFiles files;

    public View(DataSource source) {
        this.sql = JdbcClient.create(source);
        this.files = new StoredFiles(source);
    }

    /** Conversations, the newest change first (to the minute); {@code state} and {@code before} may be null. */
    public ViewPage<ViewConversation.Line> conversations(String state, String before, int limit) {
        ViewCursor cursor = ViewCursor.of(before);
        var query = sql.sql(LINE + " where true"
                        + (state == null ? "" : " and state = :state")
                        + (cursor == null ? "" : " and (listed_at < :at or listed_at = :at and id < :id)")
                        + " order by listed_at desc, id desc limit :limit")
                .param("limit", page(limit) + 1);
        query = state == null ? query : query.param("state", state);
        query = cursor == null ? query : query.param("at", cursor.at()).param("id", cursor.id());
        record Listed(ViewConversation.Line line, long at) {
        }
        ViewPage<Listed> page = ViewCursor.page(query.query((row, n) -> new Listed(ViewRows.line(row), row.getLong("listed_at"))).list(), page(limit),
                last -> new ViewCursor(last.at(), last.line().id()));
        return new ViewPage<>(page.items().stream().map(Listed::line).toList(), page.next());
    }

    /** One conversation with its newest events, or those before event number {@code before}; empty where there is none. */
    public Optional<ViewConversation> conversation(UUID id, Long before) {
        record Found(ViewConversation.Line line, JsonNode document) {
        }
        Optional<Found> found = sql.sql(LINE + " where id = :id")
                .param("id", id).query((row, n) -> new Found(ViewRows.line(row), json(row.getString("document")))).optional();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        List<ViewConversation.Reference> references = sql.sql("select channel, kind, val, at from reference where conversation = :id"
                        + " order by at, channel, kind, val limit :most")
                .param("id", id).param("most", MOST_EVENTS)
                .query((row, n) -> new ViewConversation.Reference(row.getString("channel"), row.getString("kind"), row.getString("val"),
                        instant(row, "at"))).list();
        List<ViewConversation.Event> events = new ArrayList<>(sql.sql(
                        "select seq, id, channel, type, version, body, note, at from event where conversation = :id and seq < :before order by seq desc limit :limit")
                .param("id", id).param("before", before == null ? Long.MAX_VALUE : before).param("limit", MOST_EVENTS + 1)
                .query((row, n) -> ViewRows.event(row)).list());
        boolean more = events.size() > MOST_EVENTS;
        if (more) {
            events.remove(MOST_EVENTS);
        }
        java.util.Collections.reverse(events);
        if (!events.isEmpty()) {
            deliveries(id, events);
        }
        return Optional.of(new ViewConversation(found.get().line(), found.get().document(), references, List.copyOf(events), more, files.of(id, MOST_EVENTS)));
    }

    private void deliveries(UUID conversation, List<ViewConversation.Event> events) {
        Map<Long, List<ViewConversation.Delivery>> byEvent = new HashMap<>();
        events.forEach(event -> byEvent.put(event.seq(), event.deliveries()));
        Map<ViewRows.Place, List<ViewConversation.Attempt>> attempts = new HashMap<>();
        String which = " where d.conversation = :id and d.event_seq between :from and :to order by ";
        long from = events.get(0).seq();
        long to = events.get(events.size() - 1).seq();
        sql.sql("select d.lane, d.seq, d.event_seq, d.handover, d.state, d.mark, d.tries, d.first_at, d.done_at, d.late, d.version, d.note, d.receipt, d.receipt_at, d.receipt_why, d.degraded,"
                        + " l.channel, l.next_seq, l.owner, l.due_at from delivery d join lane l on l.id = d.lane" + which + "d.event_seq, l.channel, d.seq")
                .param("id", conversation).param("from", from).param("to", to)
                .query(row -> {
                    List<ViewConversation.Attempt> mine = attempts.computeIfAbsent(ViewRows.place(row), place -> new ArrayList<>());
                    byEvent.getOrDefault(row.getLong("event_seq"), new ArrayList<>()).add(ViewRows.delivery(row, mine));
                });
        sql.sql("select a.lane, a.seq, a.n, a.at, a.version, a.outcome, a.why, a.status, a.request, a.answer"
                        + " from attempt a join delivery d on d.lane = a.lane and d.seq = a.seq" + which + "a.at desc, a.n desc limit :most")
                .param("id", conversation).param("from", from).param("to", to).param("most", MOST_EVENTS)
                .query(row -> {
                    attempts.computeIfAbsent(ViewRows.place(row), place -> new ArrayList<>()).add(0, ViewRows.attempt(row));
                });
    }

    /** Dead letters, the newest first; {@code before} may be null. */
    public ViewPage<ViewDeadLetter.Letter> deadLetters(ViewDeadLetter.Filter filter, String before, int limit) {
        ViewCursor cursor = ViewCursor.of(before);
        var query = filtered(LETTER, filter, (cursor == null ? "" : " and (at < :at or at = :at and id < :id)") + " order by at desc, id desc limit :limit")
                .param("limit", page(limit) + 1);
        query = cursor == null ? query : query.param("at", cursor.at()).param("id", cursor.id());
        return ViewCursor.page(query.query((row, n) -> ViewRows.letter(row)).list(), page(limit), last -> new ViewCursor(last.at().toEpochMilli(), last.id()));
    }

    /** The ids of dead letters in the order in which they came: the order in which they are to be replayed. */
    public List<UUID> deadLetterIds(ViewDeadLetter.Filter filter, int limit) {
        return filtered("select id from dead_letter", filter, " order by at, id limit :limit").param("limit", limit)
                .query((row, n) -> row.getObject("id", UUID.class)).list();
    }

    private JdbcClient.StatementSpec filtered(String select, ViewDeadLetter.Filter filter, String rest) {
        var query = sql.sql(select + " where true" + (filter.channel() == null ? "" : " and channel = :channel")
                + (filter.state() == null ? "" : " and state = :state") + (filter.cause() == null ? ""
                : " and position(:cause in lower(cause)) > 0") + rest);
        query = filter.channel() == null ? query : query.param("channel", filter.channel());
        query = filter.state() == null ? query : query.param("state", filter.state());
        return filter.cause() == null ? query : query.param("cause", filter.cause().toLowerCase(Locale.ROOT));
    }

    /** One dead letter, as people may see it: whole, but for what is sensitive. Empty where there is none. */
    public Optional<ViewDeadLetter> deadLetter(UUID id) {
        return deadLetter(id, false);
    }

    /** The same to be replayed, not to be shown: nothing is left out. */
    public Optional<ViewDeadLetter> wholeDeadLetter(UUID id) {
        return deadLetter(id, true);
    }

    private Optional<ViewDeadLetter> deadLetter(UUID id, boolean whole) {
        return sql.sql("select x.id, x.channel, x.conversation, x.lane, x.seq, x.cause, x.state, x.version, x.at, x.content_type, x.body, x.sensitive, e.body as event"
                        + " from dead_letter x left join delivery d on d.lane = x.lane and d.seq = x.seq"
                        + " left join event e on e.conversation = d.conversation and e.seq = d.event_seq where x.id = :id")
                .param("id", id)
                .query((row, n) -> {
                    byte[] body = whole || !row.getBoolean("sensitive") ? row.getBytes("body") : null;
                    byte[] event = row.getBytes("event");
                    String text = text(body);
                    return new ViewDeadLetter(ViewRows.letter(row), row.getString("content_type"), text,
                            body == null || text != null ? null : Base64.getEncoder().encodeToString(body), ViewRows.seen(event));
                }).optional();
    }

    /** Where the channel's last poll ended; null where there was none. */
    public JsonNode cursor(String channel) {
        return sql.sql("select cursor from lane where channel = :channel and work = 'poll' and cursor is not null").param("channel", channel)
                .query((row, n) -> json(row.getString("cursor"))).optional().orElse(null);
    }

    /** Deliveries that the channel has still to be told. */
    public ViewCount waiting(String channel) {
        // By lanes, which have an index, not by deliveries: most of those are done.
        return ViewCount.of(sql.sql("select coalesce(sum(last_seq - next_seq + 1), 0) from (select last_seq, next_seq from lane"
                        + " where channel = :channel and work = 'deliver' and due_at is not null limit :most) counted")
                .param("channel", channel).param("most", ViewCount.MOST + 1).query(Long.class).single());
    }

    /** The channel's dead letters that wait for a person. */
    public ViewCount deadLetters(String channel) {
        return ViewCount.of(sql.sql("select count(*) from (select id from dead_letter where state = 'waiting' and channel = :channel limit :most) counted")
                .param("channel", channel).param("most", ViewCount.MOST + 1).query(Long.class).single());
    }

    private static int page(int limit) {
        return Math.max(1, Math.min(limit, LONGEST_PAGE));
    }
}
