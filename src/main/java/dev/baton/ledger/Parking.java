package dev.baton.ledger;

import dev.baton.conversation.Conversation;
import dev.baton.conversation.State;
import dev.baton.event.Event;
import dev.baton.event.EventType;
import dev.baton.event.Json;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Events that can't go on yet: nobody knows their conversation, a call in flight will say what they are, or the customer's thread is moving. */
final class Parking {

    /** How long a closing waits for the messages before it, and an echo for the call that it may be the echo of. */
    private static final long LANE_PARK = 7L * 24 * 3600 * 1000;
    /** How long a report about somebody else's conversation is kept in case it is ours after all. */
    private static final long IF_KNOWN = 120_000;
    /** Ever greater, also across batches of one millisecond: what was parked first goes on first. */
    private static final AtomicLong PARKED = new AtomicLong();

    private final Batch batch;
    private final Book book;

    Parking(Batch batch) {
        this.batch = batch;
        this.book = batch.book;
    }

    /** Reads the references that what is parked and may go on asks for; adds the conversations that it names as its home. */
    void want(Set<UUID> threads) throws SQLException {
        Map<UUID, Ref> wanted = new LinkedHashMap<>();
        for (List<Book.Parked> list : book.parked.values()) {
            for (Book.Parked one : list) {
                batch.want(arriving(one), wanted);
                if (one.home() != null) {
                    threads.add(one.home());
                }
            }
        }
        wanted.keySet().removeAll(book.references.keySet());
        book.references(wanted);
    }

    /** The same for one that turns up only now. */
    private void reach(Batch.Arriving a) throws SQLException {
        Map<UUID, Ref> wanted = new LinkedHashMap<>();
        batch.want(a, wanted);
        wanted.keySet().removeAll(book.references.keySet());
        book.references(wanted);
        Set<UUID> threads = new HashSet<>(book.leadTo());
        batch.wantThreads(a, threads);
        if (a.home() != null) {
            threads.add(a.home());
        }
        book.lockThreads(threads);
    }

    /** True for what must wait (until its lane says more, until the customer's new thread is there), and for an echo, which needs nothing more. */
    boolean waits(Conversation c, Batch.Arriving a) throws SQLException {
        if (!c.has(a.channel())) {
            return false;
        }
        Event event = a.event();
        Ref same = !event.maybeEcho() || a.same() == null ? null : book.references.get(a.same());
        if (same != null && same.event != null && !a.id().equals(same.event)) {
            return true;
        }
        if (c.state() == State.transferring && a.channel().equals(c.desk()) && !c.inHouse()) {
            // Told now, it would go to the thread that is left behind.
            park(c.id(), a, book.now + LANE_PARK);
            return true;
        }
        Lane lane = batch.lane(c, a.channel());
        boolean inFlight = lane.owner != null;
        // What comes after something that waits for the call in flight waits behind it.
        boolean behind = inFlight && book.parked.getOrDefault(lane.id, List.of()).stream().anyMatch(one -> one.channel().equals(a.channel()));
        // The customer has written since: whether that went into the closed thread or into a new one is not known yet.
        boolean early = event.type() == EventType.CONVERSATION_CLOSED && a.channel().equals(c.desk()) && !c.inHouse() && c.open() && book.unsettled(lane, c.id());
        if (inFlight && event.maybeEcho() || behind || early) {
            park(lane.id, a, book.now + LANE_PARK);
            return true;
        }
        return false;
    }

    /** Nobody here knows whom it belongs to. */
    void strange(Batch.Arriving a) throws SQLException {
        if (a.thread() != null) {
            park(a.thread(), a, book.now + (a.event().ifKnown() ? IF_KNOWN : batch.settings.parkFor().toMillis()));
        } else if (!a.event().ifKnown()) {
            batch.letter(a, null, "the event names no conversation and no person that is known here");
        }
    }

    /** It goes on when the lane's call has come back. */
    void forLane(Lane lane, Batch.Arriving a) {
        park(lane.id, a, book.now + LANE_PARK);
    }

    private void park(UUID key, Batch.Arriving a, long giveUpAt) {
        List<Book.Parked> before = book.parked.getOrDefault(key, List.of());
        long least = before.isEmpty() ? book.now << 20 : Math.max(book.now << 20, before.get(before.size() - 1).n() + 1);
        long n = PARKED.accumulateAndGet(least, (last, clock) -> Math.max(last + 1, clock));
        book.park(new Book.Parked(key, n, a.id(), a.channel(), a.brought().body(), a.raw(), a.version(), giveUpAt, a.home()));
    }

    /** What waited under the key of a reference goes on. Nothing waits under one that has led somewhere before: it is not even looked for. */
    void adopt(UUID key, boolean awaited) throws SQLException {
        if (awaited || book.parked.containsKey(key)) {
            adopt(key);
        }
    }

    /** What waited under the key goes on. */
    void adopt(UUID key) throws SQLException {
        for (Book.Parked one : book.unpark(key)) {
            Batch.Arriving a = arriving(one);
            reach(a);
            batch.take(a);
        }
    }

    private static Batch.Arriving arriving(Book.Parked one) {
        return new Batch.Arriving(new Brought(Json.event(Json.tree(one.body())), one.event(), one.body()), one.channel(), one.version(), one.raw(), false,
                one.home());
    }

    /** An event that has waited in vain. */
    void giveUp(UUID key) throws SQLException {
        for (Book.Parked one : book.unpark(key)) {
            Batch.Arriving a = arriving(one);
            reach(a);
            ThreadRow thread = batch.resolve(a);
            if (one.giveUpAt() > book.now) {
                book.park(one);
            } else if (thread != null && a.event().type() != EventType.RECEIPT) {
                batch.happen(thread, a);
            } else if (!a.event().ifKnown() && a.event().type() != EventType.RECEIPT) {
                batch.letter(a, null, "nobody has learnt in time which conversation '" + a.event().conversation() + "' at "
                        + one.channel() + " belongs to");
            }
        }
    }
}
