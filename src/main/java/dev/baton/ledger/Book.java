package dev.baton.ledger;

import dev.baton.conversation.Conversation;
import dev.baton.event.Event;
import dev.baton.event.Json;
import dev.baton.event.Reference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The rows that one batch works on, read and locked in the one order that all commands keep (references, conversations, lanes), and written
 * back with as few statements as there are tables.
 */
final class Book {

    /** Of what was sent and answered, so much is kept for people. */
    private static final int ATTEMPT = 60_000;
    private static final String CANCEL = "update delivery set state = 'cancelled', done_at = ?, note = ? where lane = ? and conversation = ? "
            + "and state in ('waiting', 'unknown') and seq >= ?";
    /** A row of {@code parked}. */
    record Parked(UUID key, long n, UUID event, String channel, byte[] body, byte[] raw, String version, long giveUpAt, UUID home) {
    }

    final Store store;
    final long now;
    final Filing filing;
    final Map<UUID, Ref> references = new HashMap<>();
    final Map<UUID, ThreadRow> threads = new LinkedHashMap<>();
    final Map<UUID, Lane> lanes = new LinkedHashMap<>();
    final Map<UUID, List<Parked>> parked = new HashMap<>();
    private final Set<UUID> lanesRead = new HashSet<>();
    private final Set<UUID> parkedRead = new HashSet<>();
    private final Bulk events = Tables.EVENTS.empty();
    private final Bulk deliveries = Tables.DELIVERIES.empty();
    private final Bulk settled = Tables.SETTLED.empty();
    private final Bulk attempts = Tables.ATTEMPTS.empty();
    private final Bulk letters = Tables.LETTERS.empty();
    private final Bulk learnt = Tables.NEW_REFERENCES.empty();
    private final Bulk parking = Tables.PARKING.empty();

    Book(Store store, long now, boolean fetching) {
        this.store = store;
        this.now = now;
        this.filing = new Filing(store, now, fetching);
    }

    // ---- reading and locking

    /** Reads the references of these keys, and makes the missing ones ours: {@code wanted} says what they would be. */
    void references(Map<UUID, Ref> wanted) throws SQLException {
        List<UUID> keys = wanted.keySet().stream().sorted(Comparator.comparing(UUID::toString)).toList();
        if (keys.isEmpty()) {
            return;
        }
        // What tells a repeat is new almost always: it is written unread, and read where it was there already.
        List<UUID> unsure = keys.stream().filter(key -> !wanted.get(key).isNew()).toList();
        if (!unsure.isEmpty()) {
            readReferences(unsure, "");
        }
        Bulk insert = Tables.NEW_REFERENCES.empty();
        for (UUID key : keys) {
            Ref ref = wanted.get(key);
            boolean onlyAsked = ref.asked || ref.event == null && ref.deduplicates();
            if (!references.containsKey(key) && !onlyAsked) {
                Ref thread = ref.via == null ? null : references.get(ref.via);
                ref.conversation = thread == null ? null : thread.conversation;
                add(insert, ref);
            }
        }
        if (!insert.rows().isEmpty()) {
            insert.rows().forEach(row -> references.put((UUID) row[0], wanted.get((UUID) row[0])));
            if (insert.run(store) < insert.rows().size()) {
                // A repeat, or another node was quicker: what is there counts.
                readReferences(insert.rows().stream().map(row -> (UUID) row[0]).toList(), "");
            }
        }
        List<UUID> awaited = keys.stream().filter(key -> references.containsKey(key) && references.get(key).conversation == null
                && (references.get(key).kind == Reference.Kind.conversation || wanted.get(key).begins)).toList();
        if (!awaited.isEmpty()) {
            // Whoever fills such a row and whoever parks behind it must see each other.
            readReferences(awaited, " order by k for update");
            readParked(awaited);
        }
    }

    private void add(Bulk insert, Ref ref) {
        insert.add(ref.key, ref.channel, ref.kind.name(), Keys.text(ref.value, 512), ref.conversation, ref.event, now);
    }

    /** Reads them once more, after a lock was waited for. */
    void readReferencesAgain(Map<UUID, Ref> wanted) throws SQLException {
        Set<UUID> keys = new HashSet<>(wanted.keySet());
        references.values().stream().filter(ref -> !ref.deduplicates()).forEach(ref -> keys.add(ref.key));
        // What this batch has inserted to tell repeats can't have been changed by anybody.
        keys.removeIf(key -> references.containsKey(key) && references.get(key).deduplicates());
        if (!keys.isEmpty()) {
            readReferences(keys, "");
        }
    }

    /** Reads those that were not there: they may have come while a lock was waited for. */
    void readMissing(Map<UUID, Ref> wanted) throws SQLException {
        List<UUID> missing = wanted.keySet().stream().filter(key -> !references.containsKey(key)).toList();
        if (!missing.isEmpty()) {
            readReferences(missing, "");
        }
    }

    /** The conversations that the persons and threads among the references lead to. */
    Set<UUID> leadTo() {
        Set<UUID> ids = new HashSet<>();
        references.values().stream().filter(ref -> ref.conversation != null && !ref.deduplicates()).forEach(ref -> ids.add(ref.conversation));
        return ids;
    }

    private void readReferences(Collection<UUID> keys, String lock) throws SQLException {
        store.select("select k, channel, kind, val, conversation, event from reference where k = any(?)" + lock, row -> {
            Ref ref = new Ref(Store.uuid(row, "k"), row.getString("channel"), Reference.Kind.valueOf(row.getString("kind")),
                    row.getString("val"), Store.uuid(row, "conversation"), Store.uuid(row, "event"));
            return references.put(ref.key, ref);
        }, keys);
    }

    /** Reads what is parked under these keys, anew where it was read before: nothing of this batch may be parked there yet. */
    void readParked(Collection<UUID> keys) throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        parkedRead.addAll(keys);
        parked.keySet().removeAll(keys);
        for (Parked one : store.select("select k, n, event, channel, body, raw, version, give_up_at, home from parked where k = any(?) order by k, n",
                row -> new Parked(Store.uuid(row, "k"), row.getLong("n"), Store.uuid(row, "event"), row.getString("channel"),
                        row.getBytes("body"), row.getBytes("raw"), row.getString("version"), row.getLong("give_up_at"), Store.uuid(row, "home")), keys)) {
            parked.computeIfAbsent(one.key(), key -> new ArrayList<>()).add(one);
        }
    }

    void lockThreads(Collection<UUID> ids) throws SQLException {
        List<UUID> missing = ids.stream().filter(id -> !threads.containsKey(id)).toList();
        if (!missing.isEmpty()) {
            store.select("select id, document, last_seq, changed_at, deadline_at, look_at, listed_at from conversation where id = any(?) order by id for update", row ->
                    threads.put(Store.uuid(row, "id"), new ThreadRow(store.documents.read(row.getString("document"), row.getLong("changed_at"),
                            Store.number(row, "deadline_at")), row.getLong("last_seq"), false, Store.number(row, "look_at"), row.getLong("listed_at"))), missing);
        }
    }

    void lockLanes(Collection<UUID> ids) throws SQLException {
        List<UUID> missing = ids.stream().filter(lanesRead::add).toList();
        if (!missing.isEmpty()) {
            store.select("select * from lane where id = any(?) order by id for update", row -> {
                Lane lane = lane(row);
                return lanes.put(lane.id, lane);
            }, missing);
        }
    }

    static Lane lane(ResultSet row) throws SQLException {
        Lane lane = new Lane(Store.uuid(row, "id"), row.getString("channel"), Claim.Work.valueOf(row.getString("work")), row.getString("scope"));
        lane.nextSeq = row.getLong("next_seq");
        lane.lastSeq = row.getLong("last_seq");
        lane.dueAt = Store.number(row, "due_at");
        lane.owner = row.getString("owner");
        lane.fence = row.getLong("fence");
        lane.cursor = row.getString("cursor");
        return lane;
    }

    /** The lane, made where there is none yet. */
    Lane lane(String channel, Claim.Work work, String scope) throws SQLException {
        UUID id = Keys.lane(channel, work, scope);
        lockLanes(List.of(id));
        return lanes.computeIfAbsent(id, key -> {
            Lane lane = new Lane(key, channel, work, scope);
            lane.fresh = true;
            return lane;
        });
    }

    // ---- what is to be written

    void event(UUID conversation, long seq, UUID id, String channel, String type, byte[] body, byte[] raw, String note, String version) {
        events.add(conversation, seq, id, channel, type, body, raw, Keys.text(note, 2000), version, now);
    }

    void delivery(Lane lane, long seq, UUID conversation, long eventSeq, int handover, String type, UUID mark, int tries, boolean late) {
        deliveries.add(lane.id, seq, conversation, eventSeq, handover, type, "waiting", mark, tries, late);
    }

    void settle(UUID lane, long seq, String state, int tries, Long firstAt, Long refusedAt, Long doneAt, String version, String note) {
        settle(lane, seq, state, tries, firstAt, refusedAt, doneAt, version, note, null);
    }

    /** {@code degraded}: what the platform was not told as it was, or null. */
    void settle(UUID lane, long seq, String state, int tries, Long firstAt, Long refusedAt, Long doneAt, String version, String note, String degraded) {
        settled.add(lane, seq, state, tries, firstAt, refusedAt, doneAt, version, Keys.text(note, 2000), Keys.text(degraded, 2000));
    }

    /** How a delivery stood when it was taken, and what has been decided about it since. */
    record Standing(boolean cancelled, int tries, Long refusedAt) {
    }

    Standing standing(UUID lane, long seq) throws SQLException {
        List<Standing> found = store.select("select state, tries, refused_at from delivery where lane = ? and seq = ?",
                row -> new Standing(row.getString(1).equals("cancelled"), row.getInt(2), Store.number(row, "refused_at")), lane, seq);
        return found.isEmpty() ? new Standing(false, 0, null) : found.get(0);
    }

    void attempt(UUID lane, long seq, int n, String outcome, String why, Attempt attempt, String version) {
        attempts.add(lane, seq, n, now, outcome, Keys.text(why, 2000), attempt.status(), some(attempt.request()), some(attempt.answer()), version);
    }

    private static byte[] some(byte[] bytes) {
        return bytes == null || bytes.length <= ATTEMPT ? bytes : Arrays.copyOf(bytes, ATTEMPT);
    }

    void letter(UUID id, String channel, UUID conversation, UUID lane, Long seq, String cause, String contentType, byte[] body, boolean sensitive,
            String version) {
        letters.add(id, channel, conversation, lane, seq, cause == null ? "no cause was given" : Keys.text(cause, 4000), "waiting",
                Keys.text(contentType, 200), body, sensitive, version, now);
    }

    void park(Parked one) {
        parking.add(one.key(), one.n(), one.event(), one.channel(), one.body(), one.raw(), one.version(), one.giveUpAt(), one.home());
        parked.computeIfAbsent(one.key(), key -> new ArrayList<>()).add(one);
    }

    /** Takes what waits under the key. */
    List<Parked> unpark(UUID key) throws SQLException {
        if (!parkedRead.contains(key)) {
            List<Parked> own = parked.getOrDefault(key, List.of());
            readParked(List.of(key));
            if (!own.isEmpty()) {
                parked.computeIfAbsent(key, same -> new ArrayList<>()).addAll(own);
            }
        }
        List<Parked> waiting = parked.remove(key);
        if (waiting == null) {
            return List.of();
        }
        if (!parking.rows().removeIf(row -> row[0].equals(key)) || waiting.size() > 1) {
            store.update("delete from parked where k = ?", key);
        }
        return waiting;
    }

    /**
     * Cancels what of a conversation has not been sent through a lane. A head in flight is marked too: its own outcome still counts, but it is
     * not tried again. Returns how many there were.
     */
    int cancel(Lane lane, UUID conversation, String why) throws SQLException {
        flush();
        return cancelled(lane, conversation, store.update(CANCEL, now, Keys.text(why, 2000), lane.id, conversation, lane.nextSeq));
    }

    /** The same of what ends that handover, or one before it. */
    int cancelClosing(Lane lane, UUID conversation, int handover, String why) throws SQLException {
        flush();
        return cancelled(lane, conversation, store.update(CANCEL + " and type = 'conversation.closed' and handover <= ?", now, Keys.text(why, 2000), lane.id,
                conversation, lane.nextSeq, handover));
    }

    private int cancelled(Lane lane, UUID conversation, int many) throws SQLException {
        if (many > 0) {
            Sensitive.forget(this, lane, conversation);
        }
        if (lane.owner == null && many > 0) {
            long head = lane.nextSeq;
            skip(lane, head - 1);
            if (!lane.empty() && lane.nextSeq != head) {
                // The wait was the old head's.
                lane.dueAt = now;
            }
        }
        return many;
    }

    /** Puts the lane's head to the first delivery behind {@code seq} that is still to be sent. */
    void skip(Lane lane, long seq) throws SQLException {
        Long head = store.select("select min(seq) as head from delivery where lane = ? and seq > ? and state in ('waiting', 'unknown')",
                row -> Store.number(row, "head"), lane.id, seq).get(0);
        lane.nextSeq = head == null ? lane.lastSeq + 1 : head;
        lane.owner = null;
        if (lane.empty()) {
            lane.dueAt = null;
        }
        lane.changed = true;
    }

    /** True where the lane has deliveries of the conversation that are not settled. */
    boolean unsettled(Lane lane, UUID conversation) throws SQLException {
        if (lane.empty()) {
            return false;
        }
        flush();
        return !store.select("select 1 from delivery where lane = ? and conversation = ? and seq >= ? and state in ('waiting', 'unknown') limit 1",
                row -> 1, lane.id, conversation, lane.nextSeq).isEmpty();
    }

    /** True where something of the conversation was sent, is being sent, or may have been sent through the lane. */
    boolean told(Lane lane, UUID conversation) throws SQLException {
        flush();
        return !store.select("select 1 from delivery where conversation = ? and lane = ? and (state in ('done', 'unknown') or tries > 0 or seq = ?) limit 1",
                row -> 1, conversation, lane.id, lane.owner == null ? -1L : lane.nextSeq).isEmpty();
    }

    /**
     * What channels have asked and said in the conversation, oldest first; of one that has a bot, the last of it. The bot's own handovers are not said
     * to anybody, and what it says without control (noted) nobody has heard.
     */
    List<Event> said(UUID conversation, String bot) throws SQLException {
        flush();
        List<Event> newestFirst = store.select("select body from event where conversation = ? and channel <> ? and "
                        + "(type = 'message' and (channel <> ? or note is null) or type = 'handover.requested' and channel <> ?) order by seq desc limit ?",
                row -> Json.event(Json.tree(row.getBytes("body"))), conversation, Batch.BATON, bot == null ? Batch.BATON : bot, bot == null ? Batch.BATON : bot,
                bot == null ? Integer.MAX_VALUE : 2 * Retold.MOST_LINES);
        return Retold.reversed(newestFirst);
    }

    /**
     * What others have said that the bot was not told, oldest first: neither as a message nor in an earlier transcript.
     *
     * @param seq of the event that is to tell it
     */
    List<Event> untold(UUID conversation, Lane lane, long seq) throws SQLException {
        return store.select("select e.body from event e where e.conversation = ? and e.seq < ? and e.type in ('message', 'handover.requested') and e.channel not in (?, ?) "
                        + "and e.seq > (select coalesce(max(t.event_seq), 0) from delivery t where t.lane = ? and t.conversation = ? and t.event_seq < ? "
                        + "and t.type in ('handover.ended', 'handover.failed') and t.state = 'done') "
                        + "and not exists (select 1 from delivery d where d.conversation = e.conversation and d.event_seq = e.seq and d.lane = ? and d.state = 'done') order by e.seq",
                row -> Json.event(Json.tree(row.getBytes("body"))), conversation, seq, Batch.BATON, lane.channel, lane.id, conversation, seq, lane.id);
    }

    /** Writes all but the lanes, so that what follows can read it. */
    void flush() throws SQLException {
        for (Bulk bulk : List.of(events, deliveries, settled, attempts, letters, parking, filing.files)) {
            bulk.run(store);
            bulk.rows().clear();
        }
    }

    void writeThreads() throws SQLException {
        Bulk insert = Tables.NEW_THREADS.empty();
        Bulk update = Tables.THREADS.empty();
        Bulk touch = Tables.TOUCHED_THREADS.empty();
        for (ThreadRow thread : threads.values()) {
            Conversation c = thread.now;
            Long deadline = thread.deadline();
            Long closed = c.open() ? null : c.changedAt().toEpochMilli();
            if (thread.fresh) {
                insert.add(c.id(), c.state().name(), c.control().name(), c.handover(), Keys.text(c.person(), 600), Documents.write(c), thread.lastSeq,
                        deadline, closed, now, now, thread.lookAt(now), thread.listedAt(now));
            } else if (thread.changed && Documents.same(thread.before, c)) {
                touch.add(c.id(), thread.lastSeq, deadline, now, thread.lookAt(now), thread.listedAt(now));
            } else if (thread.changed) {
                update.add(c.id(), c.state().name(), c.control().name(), c.handover(), Documents.write(c), thread.lastSeq, deadline, closed, now,
                        thread.lookAt(now), thread.listedAt(now));
            } else if (thread.lookedInVain) {
                touch.add(c.id(), thread.lastSeq, deadline, c.changedAt().toEpochMilli(), thread.lookAt(now), thread.listedAt());
            }
        }
        insert.run(store);
        update.run(store);
        touch.run(store);
    }

    /** A key that is learnt only now. */
    void addReference(Ref ref) {
        references.put(ref.key, ref);
        add(learnt, ref);
    }

    void writeReferences() throws SQLException {
        learnt.run(store);
        Bulk update = Tables.REFERENCES.empty();
        references.values().stream().filter(ref -> ref.changed).sorted(Comparator.comparing(ref -> ref.key.toString()))
                .forEach(ref -> update.add(ref.key, ref.conversation, ref.event));
        update.run(store);
    }

    void writeLanes() throws SQLException {
        Bulk insert = Tables.NEW_LANES.empty();
        Bulk update = Tables.LANES.empty();
        for (Lane lane : lanes.values()) {
            if (lane.changed && lane.fresh) {
                insert.add(lane.id, lane.channel, lane.work.name(), Keys.text(lane.scope, 600), lane.nextSeq, lane.lastSeq, lane.dueAt, lane.owner,
                        lane.fence, lane.cursor);
            } else if (lane.changed) {
                update.add(lane.id, lane.nextSeq, lane.lastSeq, lane.dueAt, lane.owner, lane.fence, lane.cursor);
            }
        }
        if (insert.run(store) < insert.rows().size()) {
            throw new SQLException("another node has made the same lane", "40001");
        }
        update.run(store);
    }
}
