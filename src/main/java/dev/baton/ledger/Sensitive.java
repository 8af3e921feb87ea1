package dev.baton.ledger;

import dev.baton.event.Event;
import dev.baton.event.Json;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Forgets what sensitive events said, as soon as nobody is to be told it any more. */
final class Sensitive {

    private static final String TOLD = "select e.conversation, e.seq, e.body from event e join delivery d on d.conversation = e.conversation and d.event_seq = e.seq "
            + "where not exists (select 1 from delivery o where o.conversation = e.conversation and o.event_seq = e.seq and o.state in ('waiting', 'unknown')) "
            + "and not exists (select 1 from delivery o join dead_letter x on x.lane = o.lane and x.seq = o.seq and x.state = 'waiting' "
            + "where o.conversation = e.conversation and o.event_seq = e.seq) and d.lane = ? and ";

    private record Row(UUID conversation, long seq, byte[] body) {
    }

    private Sensitive() {
    }

    /** The event of one delivery, which is settled. One that is a dead letter is kept, so that it can be replayed. */
    static void forget(Book book, UUID lane, long seq) throws SQLException {
        book.flush();
        forget(book, TOLD + "d.seq = ?", lane, seq);
    }

    /** The events of the conversation whose deliveries have just been cancelled; what is in flight may come back. */
    static void forget(Book book, Lane lane, UUID conversation) throws SQLException {
        forget(book, TOLD + "d.conversation = ? and d.state = 'cancelled' and d.done_at = ? and d.seq <> ?", lane.id, conversation, book.now,
                lane.owner == null ? -1L : lane.nextSeq);
    }

    private static void forget(Book book, String which, Object... values) throws SQLException {
        List<Row> rows = book.store.select(which, row -> new Row(Store.uuid(row, "conversation"), row.getLong("seq"), row.getBytes("body")), values);
        for (Row row : rows) {
            Event event = Json.event(Json.tree(row.body));
            if (event.sensitive()) {
                book.store.update("update event set body = ? where conversation = ? and seq = ?", Brought.body(event.veiled()), row.conversation, row.seq);
            }
        }
    }
}
