package dev.baton.ledger;

import dev.baton.conversation.Conversation;
import dev.baton.event.Reference;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Gives everything that is one channel's to another, by the thousand rows: keys that are made of a channel's name are made anew. The order of locks is
 * everybody's: references, conversations, channels, lanes.
 */
final class Moving {

    private static final int PAGE = 1_000;

    private final Batch batch;
    private final Store store;
    private final String from;
    private final String to;
    /** Keys under which events are parked for either channel. */
    private final Set<UUID> waitedFor = new HashSet<>();
    /** Of those, the ones that lead to a conversation now. */
    private final Set<UUID> found = new LinkedHashSet<>();
    private int conversations;
    private int references;

    Moving(Batch batch, Command.Move command) {
        this.batch = batch;
        this.store = batch.book.store;
        this.from = command.from;
        this.to = command.to;
    }

    /** {@link IllegalArgumentException} says why it can't be done now. */
    Ledger.Moved move() throws SQLException {
        Channels.Facts next = batch.channels.of(to);
        if (from.equals(to) || next == null) {
            throw new IllegalArgumentException(from.equals(to) ? "a channel can't be moved to itself" : "channel " + to + " is not live: only a live channel can take over");
        }
        retired(" order by name");
        waitedFor.addAll(store.select("select distinct k from parked where channel = ? or channel = ?", row -> Store.uuid(row, "k"), from, to));
        pages("select k, kind, val, conversation, event, at from reference where channel = ? order by k", row -> new Old(Store.uuid(row, "k"),
                row.getString("kind"), row.getString("val"), Store.uuid(row, "conversation"), Store.uuid(row, "event"), row.getLong("at")), this::references, from);
        pages("select id from conversation where position(? in document) > 0 order by id", row -> Store.uuid(row, "id"), this::conversations, '"' + from + '"');
        retired(" order by name for update");
        int deliveries = waiting(Claim.Work.deliver);
        int webhooks = waiting(Claim.Work.inbox);
        new MovingLanes(batch, from, next, waitedFor).move();
        int letters = store.select("select count(*) from dead_letter where channel = ? and state = 'waiting'", row -> row.getInt(1), from).get(0);
        store.update("update dead_letter set channel = ? where channel = ?", to, from);
        int parked = store.update("update parked set channel = ? where channel = ?", to, from);
        for (UUID key : found) {
            batch.parking.adopt(key);
        }
        return new Ledger.Moved(conversations, references, deliveries, webhooks, parked, letters);
    }

    private void retired(String rest) throws SQLException {
        boolean retired = store.select("select name, retired from channel where name = ? or name = ?" + rest,
                row -> row.getString("name").equals(from) && row.getBoolean("retired"), from, to).contains(true);
        if (!retired) {
            throw new IllegalArgumentException("channel " + from + " is not retired: take its file out of the routes folder first");
        }
    }

    private int waiting(Claim.Work work) throws SQLException {
        return store.select("select count(*) from lane l join delivery d on d.lane = l.id where l.channel = ? and l.work = ? and l.next_seq <= l.last_seq "
                + "and d.seq >= l.next_seq and d.state in ('waiting', 'unknown')", row -> row.getInt(1), from, work.name()).get(0);
    }

    // ---- names

    private record Old(UUID key, String kind, String value, UUID conversation, UUID event, long at) {
    }

    private void references(List<Old> page) throws SQLException {
        Map<UUID, Old> moved = new HashMap<>();
        for (Old one : page) {
            // Of a name that is too long for the table nobody knows the key any more; it stays, as what came under it does.
            if (Keys.reference(from, Reference.Kind.valueOf(one.kind), one.value).equals(one.key)) {
                moved.put(Keys.reference(to, Reference.Kind.valueOf(one.kind), one.value), one);
            }
        }
        record There(UUID key, UUID conversation) {
        }
        Map<UUID, There> there = new HashMap<>();
        store.select("select k, conversation from reference where k = any(?) order by k for update", row -> there.put(Store.uuid(row, "k"),
                new There(Store.uuid(row, "k"), Store.uuid(row, "conversation"))), moved.keySet());
        Bulk insert = Bulk.insert("reference", "on conflict do nothing", "k uuid", "channel varchar", "kind varchar", "val varchar", "conversation uuid",
                "event uuid", "at bigint");
        Bulk lead = Bulk.update("reference", "conversation = n.conversation, event = coalesce(t.event, n.event)", 1, "k uuid", "conversation uuid", "event uuid");
        Bulk park = Bulk.update("parked", "k = n.target", 1, "k uuid", "target uuid");
        moved.forEach((key, old) -> {
            There other = there.get(key);
            UUID leads = other != null && other.conversation != null ? other.conversation : old.conversation;
            if (other == null) {
                insert.add(key, to, old.kind, old.value, old.conversation, old.event, old.at);
            } else if (other.conversation == null && leads != null) {
                // The new channel has heard of it before it could know whose it is.
                lead.add(key, leads, old.event);
            }
            if (waitedFor.contains(old.key)) {
                park.add(old.key, key);
            }
            if (leads != null && (waitedFor.contains(key) || waitedFor.contains(old.key))) {
                found.add(key);
            }
        });
        if (insert.run(store) < insert.rows().size()) {
            throw new SQLException("another node has just learnt the same name", "40001");
        }
        lead.run(store);
        park.run(store);
        store.update("delete from reference where k = any(?)", moved.values().stream().map(Old::key).toList());
        references += moved.size();
    }

    private void conversations(List<UUID> page) throws SQLException {
        Bulk update = Bulk.update("conversation", "document = n.document", 1, "id uuid", "document varchar");
        store.select("select id, document from conversation where id = any(?) order by id for update", row -> {
            Conversation before = store.documents.read(row.getString("document"), 0, null);
            Conversation after = before.renamed(from, to);
            boolean same = after.inHouse() && !before.inHouse() || after.bot() != null && (after.bot().equals(after.customerChannel()) || after.bot().equals(after.desk()));
            if (same) {
                throw new IllegalArgumentException("conversation " + before.id() + " joins " + from + " with " + to + ": it can't have one channel on both sides");
            }
            return Documents.same(before, after) ? update : update.add(before.id(), Documents.write(after));
        }, page);
        update.run(store);
        List<UUID> moved = update.rows().stream().map(row -> (UUID) row[0]).toList();
        store.update("update event set channel = ? where channel = ? and conversation = any(?)", to, from, moved);
        store.update("update file set channel = ? where channel = ? and conversation = any(?)", to, from, moved);
        conversations += moved.size();
    }

    // ---- rows by the thousand

    /** What is done with some of the rows. */
    interface Page<T> {
        void take(List<T> rows) throws SQLException;
    }

    private <T> void pages(String sql, Store.Row<T> row, Page<T> page, String about) throws SQLException {
        pages(store, sql, row, page, about);
    }

    /** Reads rows and hands them on a page at a time; what is written meanwhile changes nothing of what is read. */
    static <T> void pages(Store store, String sql, Store.Row<T> row, Page<T> page, String about) throws SQLException {
        try (PreparedStatement statement = store.connection().prepareStatement(sql)) {
            statement.setFetchSize(PAGE);
            statement.setString(1, about);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> some = new ArrayList<>();
                while (rows.next()) {
                    some.add(row.read(rows));
                    if (some.size() == PAGE) {
                        page.take(some);
                        some = new ArrayList<>();
                    }
                }
                if (!some.isEmpty()) {
                    page.take(some);
                }
            }
        }
    }
}
