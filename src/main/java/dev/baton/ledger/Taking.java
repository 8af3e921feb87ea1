package dev.baton.ledger;

import dev.baton.conversation.Conversation;
import dev.baton.event.Delivery;
import dev.baton.event.Event;
import dev.baton.event.EventType;
import dev.baton.event.Json;
import dev.baton.event.Outcome;
import dev.baton.event.Reference;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a transaction: lanes that are due are taken for this node, as far as its permits go. */
final class Taking {

    private static final Logger LOG = LoggerFactory.getLogger(Taking.class);

    private static final Bulk HEADS = Bulk.select("select w.lane, w.seq, d.conversation, d.state, d.mark, d.tries, d.first_at, d.late, d.handover, d.event_seq, e.channel, e.body, e.note, c.document from ",
            " join delivery d on d.lane = w.lane and d.seq = w.seq join event e on e.conversation = d.conversation and e.seq = d.event_seq "
                    + "left join conversation c on c.id = d.conversation", "lane uuid", "seq bigint");

    /** What was taken, to be handed out once it is committed. */
    final List<Claim> claims = new ArrayList<>();
    /** Leases that ended without a word: their heads may have been sent. */
    final List<Command<?>> follow = new ArrayList<>();
    private final List<Lane> notTaken = new ArrayList<>();
    private final Map<Gate, Integer> looked = new HashMap<>();
    private final Map<String, List<UUID>> given = new HashMap<>();
    private final Map<String, List<UUID>> taken = new HashMap<>();
    private final Map<String, Gate> gates;
    private final Settings settings;
    private final boolean claiming;
    private final Batch batch;
    private final Book book;

    Taking(Batch batch, Map<String, Gate> gates, Settings settings, boolean claiming) {
        this.batch = batch;
        this.book = batch.book;
        this.gates = gates;
        this.settings = settings;
        this.claiming = claiming;
    }

    private Gate gate(String channel) {
        return gates.computeIfAbsent(channel, name -> new Gate());
    }

    /** That claim's permit is free again. */
    void given(Claim claim) {
        given.computeIfAbsent(claim.channel(), name -> new ArrayList<>()).add(claim.lane());
    }

    private int free(String channel, Channels.Facts facts) {
        int inTurn = given.getOrDefault(channel, List.of()).size() - taken.getOrDefault(channel, List.of()).size();
        return gate(channel).free(facts.concurrency() + inTurn, book.now);
    }

    /** The lanes that are known to be due and could be taken. */
    List<UUID> candidates() {
        List<UUID> all = new ArrayList<>();
        gates.forEach((channel, gate) -> {
            Channels.Facts facts = claiming && gate.waiting() > 0 ? batch.channels.of(channel) : null;
            if (facts != null) {
                List<UUID> first = gate.first(free(channel, facts));
                looked.put(gate, first.size());
                all.addAll(first);
            }
        });
        return all;
    }

    void take() throws SQLException {
        Set<Lane> lanes = new LinkedHashSet<>();
        looked.forEach((gate, many) -> gate.first(many).stream().map(book.lanes::get).filter(lane -> lane != null).forEach(lanes::add));
        Set<Lane> waited = Set.copyOf(lanes);
        lanes.addAll(batch.touched);
        List<Lane> fromTable = new ArrayList<>();
        for (Lane lane : lanes) {
            if (lane.dueAt == null || lane.dueAt > book.now || lane.empty()) {
                continue;
            }
            Channels.Facts facts = batch.channels.of(lane.channel);
            Gate gate = gate(lane.channel);
            boolean othersFirst = !waited.contains(lane) && gate.waiting() > looked.getOrDefault(gate, 0);
            if (!claiming || facts == null || othersFirst || free(lane.channel, facts) <= 0) {
                notTaken.add(lane);
            } else if (lane.work == Claim.Work.poll && facts.pollEvery() == null) {
                // Its route polls no more; should it ever again, the lane is looked at within the minute.
                lane.due(book.now + 60_000);
            } else {
                taken.computeIfAbsent(lane.channel, name -> new ArrayList<>()).add(lane.id);
                if (!atOnce(lane)) {
                    fromTable.add(lane);
                }
            }
        }
        heads(fromTable);
    }

    /** After the commit: the permits are counted, and lanes that could not be taken are remembered. */
    void settle() {
        given.forEach((channel, lanes) -> lanes.forEach(gate(channel)::given));
        taken.forEach((channel, lanes) -> lanes.forEach(gate(channel)::taken));
        looked.forEach(Gate::drop);
        notTaken.forEach(lane -> gate(lane.channel).offer(lane.id));
    }

    /** True where all that the claim needs is at hand. */
    private boolean atOnce(Lane lane) {
        if (lane.work == Claim.Work.poll) {
            lease(lane);
            claims.add(new Claim(lane.id, lane.fence, lane.nextSeq, lane.channel, lane.work, leaseEnds(), null, null,
                    lane.cursor == null ? null : Json.tree(lane.cursor.getBytes(StandardCharsets.UTF_8))));
            return true;
        }
        Batch.Made made = batch.made.getOrDefault(lane.id, Map.of()).get(lane.nextSeq);
        ThreadRow thread = made == null ? null : book.threads.get(made.conversation());
        if (thread == null || made.late() || misses(made.event(), lane, thread.now)) {
            return false;
        }
        lease(lane);
        claims.add(claim(lane, made.event(), made.from(), thread.now, made.handover(), made.mark(), 1, false, null, made.late(), List.of()));
        return true;
    }

    /** A head as the table has it. */
    private record Head(long seq, UUID conversation, String state, UUID mark, int tries, Long firstAt, boolean late, int handover, long eventSeq, String from,
            byte[] body, String note, String document) {

        boolean open() {
            return state.equals("waiting") || state.equals("unknown");
        }
    }

    private void heads(List<Lane> lanes) throws SQLException {
        if (lanes.isEmpty()) {
            return;
        }
        Bulk heads = HEADS.empty();
        lanes.forEach(lane -> heads.add(lane.id, lane.nextSeq));
        Map<UUID, Head> found = new HashMap<>();
        heads.read(book.store, row -> found.put(Store.uuid(row, "lane"), new Head(row.getLong("seq"), Store.uuid(row, "conversation"),
                row.getString("state"), Store.uuid(row, "mark"), row.getInt("tries"), Store.number(row, "first_at"), row.getBoolean("late"),
                row.getInt("handover"), row.getLong("event_seq"), row.getString("channel"), row.getBytes("body"), row.getString("note"), row.getString("document"))));
        List<Lane> again = new ArrayList<>();
        for (Lane lane : lanes) {
            Head head = found.get(lane.id);
            // A cancelled head whose lease has run out may have been sent: that is said before the lane goes on.
            boolean takeable = head != null && (head.open() || lane.owner != null);
            if (takeable && fromTable(lane, head)) {
                continue;
            }
            book.skip(lane, lane.nextSeq);
            if (lane.empty()) {
                taken.get(lane.channel).remove(lane.id);
            } else {
                again.add(lane);
            }
        }
        heads(again);
    }

    private boolean fromTable(Lane lane, Head head) throws SQLException {
        boolean expired = lane.owner != null;
        if (lane.work == Claim.Work.inbox) {
            lease(lane);
            claims.add(new Claim(lane.id, lane.fence, lane.nextSeq, lane.channel, lane.work, leaseEnds(), null,
                    new Claim.Raw(head.note(), head.body()), null));
            return true;
        }
        Event event;
        Conversation conversation;
        try {
            ThreadRow thread = book.threads.get(head.conversation());
            conversation = thread != null ? thread.now : book.store.documents.read(head.document(), 0, null);
            event = Json.event(Json.tree(head.body()));
            if (misses(event, lane, conversation)) {
                // Read now, when all before it is settled: what was in flight when the bot got control back has reached it or has not.
                event = Retold.missed(event, book.untold(conversation.id(), lane, head.eventSeq()));
            }
        } catch (RuntimeException e) {
            // One row that nobody can read must not stop all other lanes.
            LOG.error("A delivery to {} can't be read and becomes a dead letter", lane.channel, e);
            String cause = "the stored event or conversation can't be read: " + e.getMessage();
            book.settle(lane.id, head.seq(), "dead", head.tries(), head.firstAt(), null, book.now, null, cause);
            book.letter(UUID.randomUUID(), lane.channel, head.conversation(), lane.id, head.seq(), cause, null, null, false, null);
            book.flush();
            return false;
        }
        // A first try that was cut off began with its lease, not now: what it has left at the platform is that old.
        Long first = head.firstAt() == null && expired ? Long.valueOf(settings.takenAt(lane.dueAt)) : head.firstAt();
        lease(lane);
        if (head.state().equals("unknown")) {
            conversation = conversation.knowing(lane.channel, Reference.Kind.message.name(), lastNamed(lane, head.conversation()));
        }
        Claim claim = claim(lane, event, head.from(), conversation, head.handover(), head.mark(), head.tries() + 1, head.state().equals("unknown"),
                first == null ? null : Instant.ofEpochMilli(first), head.late(), head.tries() > 0 || head.late() ? named(lane, head.conversation(), head.mark()) : List.of());
        if (expired) {
            // Whoever held it may have sent it and can't tell any more.
            follow.add(new Command.Complete(claim, Outcome.of(Outcome.Word.unknown, "the work was interrupted before its outcome was known"), null,
                    true));
        } else {
            claims.add(claim);
        }
        return true;
    }

    /** What earlier tries of this very delivery have brought, in the platform's words. */
    private List<String> named(Lane lane, UUID conversation, UUID mark) throws SQLException {
        return book.store.select("select val from reference where conversation = ? and channel = ? and kind = 'message' and event = ? order by at, val", row -> row.getString(1),
                conversation, lane.channel, mark);
    }

    /** What the platform called the last message that this lane is known to have brought there: whoever looks for a later one looks behind it. */
    private String lastNamed(Lane lane, UUID conversation) throws SQLException {
        List<String> last = book.store.select("select r.val from reference r join delivery d on d.mark = r.event and d.conversation = r.conversation "
                + "where r.conversation = ? and r.channel = ? and r.kind = 'message' and d.lane = ? order by d.seq desc limit 1",
                row -> row.getString(1), conversation, lane.channel, lane.id);
        return last.isEmpty() ? null : last.get(0);
    }

    /** Takes something that passes: only where a permit is free and the channel is well. */
    void pass(String channel, Delivery delivery) {
        Channels.Facts facts = claiming ? batch.channels.of(channel) : null;
        if (facts != null && !gate(channel).isDown() && free(channel, facts) > 0) {
            UUID permit = UUID.randomUUID();
            taken.computeIfAbsent(channel, name -> new ArrayList<>()).add(permit);
            claims.add(new Claim(permit, 0, 0, channel, Claim.Work.pass, leaseEnds(), delivery, null, null));
        }
    }

    /** True where a bot hears that it has control again, and what it has missed. */
    private static boolean misses(Event event, Lane lane, Conversation c) {
        return lane.channel.equals(c.bot()) && (event.type() == EventType.HANDOVER_ENDED || event.type() == EventType.HANDOVER_FAILED);
    }

    private Claim claim(Lane lane, Event event, String from, Conversation c, int handover, UUID mark, int attempt, boolean verify, Instant firstAt, boolean late,
            List<String> named) {
        return new Claim(lane.id, lane.fence, lane.nextSeq, lane.channel, lane.work, leaseEnds(),
                new Delivery(event, lane.channel, from.equals(Batch.BATON) ? c.opposite(lane.channel) : from, mark, attempt, verify, firstAt, late, named, context(c, handover, lane.channel)), null,
                null);
    }

    static Delivery.Context context(Conversation c, int handover, String channel) {
        return new Delivery.Context(c.id(), handover, c.person(), c.customer(), c.agent(), references(c, handover, channel));
    }

    /** What the channel calls things; to a desk, of that handover: its thread is the previous one when another has begun. */
    private static Map<String, String> references(Conversation c, int handover, String channel) {
        Map<String, String> now = c.references().getOrDefault(channel, Map.of());
        String left = c.bot() == null || !channel.equals(c.desk()) || handover >= c.handover() ? null : now.get(Conversation.PREVIOUS);
        if (left == null) {
            return now;
        }
        Map<String, String> then = new HashMap<>(now);
        then.put(Reference.Kind.conversation.name(), left);
        then.remove(Conversation.PREVIOUS);
        return then;
    }

    private void lease(Lane lane) {
        lane.lease(settings.node(), leaseEnds() + Settings.MARGIN);
    }

    private long leaseEnds() {
        return book.now + settings.lease().toMillis();
    }
}
