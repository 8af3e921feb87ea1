package dev.baton.ledger;

import dev.baton.conversation.Input;
import dev.baton.event.Delivery;
import dev.baton.event.Event;
import dev.baton.event.EventType;
import dev.baton.event.Json;
import dev.baton.event.Outcome;
import dev.baton.event.Reference.Kind;
import dev.baton.event.What;
import dev.baton.event.What.Reached;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** How far our messages have got: the furthest is kept with the delivery, and the channel that the message came from is told what is news. */
final class Receipts {

    private final Batch batch;
    private final Book book;

    Receipts(Batch batch) {
        this.batch = batch;
        this.book = batch.book;
    }

    private static What.Receipt receipt(Batch.Arriving a) {
        return (What.Receipt) a.event().what();
    }

    private static UUID key(Batch.Arriving a) {
        return Keys.reference(a.channel(), Kind.message, receipt(a).of());
    }

    /** Adds what may tell which message it is of. */
    static void want(Batch.Arriving a, Map<UUID, Ref> wanted) {
        Batch.ask(wanted, new Ref(key(a), a.channel(), Kind.message, receipt(a).of(), null, null));
    }

    /** Adds the conversation of the message that it is of. */
    void wantThreads(Batch.Arriving a, Set<UUID> threads) {
        Ref named = book.references.get(key(a));
        if (named != null && named.conversation != null) {
            threads.add(named.conversation);
        }
    }

    /** The delivery that brought a message there. */
    private record Found(UUID lane, long seq, boolean done, Reached known, boolean message, String from, byte[] event) {

        /** What is known of it in whichever way: a platform that took it has received it. */
        Reached reached() {
            return done && Reached.received.beyond(known) ? Reached.received : known;
        }
    }

    /** A channel says how far a message has got. What nobody here has sent is nothing to us. */
    void arrive(Batch.Arriving a) throws SQLException {
        Ref named = book.references.get(key(a));
        ThreadRow thread = named == null || named.conversation == null ? null : book.threads.get(named.conversation);
        Found found = thread == null || named.event == null ? null : find(thread, a.channel(), named.event);
        if (found == null) {
            thread = batch.resolve(a);
            found = thread == null ? null : find(thread, a.channel(), mark(receipt(a).of()));
        }
        if (found != null) {
            reached(thread, found, a.channel(), receipt(a));
        } else if (thread != null && thread.now.has(a.channel()) && batch.lane(thread.now, a.channel()).owner != null) {
            // It may be of the message whose call has not come back yet: that will tell its name.
            batch.parking.forLane(batch.lane(thread.now, a.channel()), a);
        }
    }

    private void reached(ThreadRow thread, Found found, String at, What.Receipt receipt) throws SQLException {
        if (!receipt.status().beyond(found.known)) {
            return;
        }
        book.store.update("update delivery set receipt = ?, receipt_at = ?, receipt_why = ? where lane = ? and seq = ?", receipt.status().name(), book.now,
                Keys.text(receipt.reason(), 500), found.lane, found.seq);
        Event event = found.message ? Json.event(Json.tree(found.event)) : null;
        if (found.message && receipt.status().beyond(found.reached())) {
            tell(thread, found.from, event.id(), receipt.status(), receipt.reason());
        }
        if (found.message && found.done && receipt.status() == Reached.failed && event.veiled().what() instanceof What.Message message) {
            batch.input(thread, new Input.Settled(at, EventType.MESSAGE, Outcome.Word.refused, receipt.reason(), message));
        }
    }

    private Found find(ThreadRow thread, String channel, UUID mark) throws SQLException {
        if (mark == null) {
            return null;
        }
        book.flush();
        List<Found> found = book.store.select("select d.lane, d.seq, d.state, d.receipt, d.type, e.channel, e.body from delivery d join lane l on l.id = d.lane "
                + "join event e on e.conversation = d.conversation and e.seq = d.event_seq where d.conversation = ? and d.mark = ? and l.channel = ? "
                + "order by d.seq desc limit 1",
                row -> new Found(Store.uuid(row, "lane"), row.getLong("seq"), row.getString("state").equals("done"), known(row.getString("receipt")),
                        row.getString("type").equals(EventType.MESSAGE.text()), row.getString("channel"), row.getBytes("body")),
                thread.now.id(), mark, channel);
        return found.isEmpty() ? null : found.get(0);
    }

    private static Reached known(String receipt) {
        return receipt == null ? null : Reached.valueOf(receipt);
    }

    private static UUID mark(String of) {
        try {
            return UUID.fromString(of);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Whether somebody is to be told what becomes of this delivery. */
    boolean concern(Delivery delivery) {
        return delivery != null && delivery.event().type() == EventType.MESSAGE && delivery.event().id() != null && takes(delivery.from());
    }

    /** What has come of a message's delivery, as far as the core itself can tell. */
    void settled(Claim claim, Reached status, String reason) throws SQLException {
        Delivery delivery = claim.delivery();
        ThreadRow thread = concern(delivery) ? book.threads.get(delivery.context().conversation()) : null;
        if (thread == null) {
            return;
        }
        List<Reached> known = book.store.select("select receipt from delivery where lane = ? and seq = ? and receipt is not null",
                row -> known(row.getString(1)), claim.lane(), claim.seq());
        if (known.isEmpty() || status.beyond(known.get(0))) {
            tell(thread, delivery.from(), delivery.event().id(), status, reason);
        }
    }

    private boolean takes(String channel) {
        Channels.Facts facts = channel == null ? null : batch.channels.of(channel);
        return facts != null && facts.takes().contains(EventType.RECEIPT);
    }

    private void tell(ThreadRow thread, String channel, String of, Reached status, String reason) throws SQLException {
        if (of != null && takes(channel)) {
            batch.input(thread, new Input.Reached(channel, new What.Receipt(of, status, reason)));
        }
    }
}
