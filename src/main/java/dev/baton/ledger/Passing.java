package dev.baton.ledger;

import dev.baton.conversation.Conversation;
import dev.baton.conversation.StateMachine;
import dev.baton.event.Delivery;
import dev.baton.event.Event;
import dev.baton.event.EventType;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Events that pass, such as typing: handed on at once where the way is free, else forgotten. Nothing of them is stored. */
final class Passing {

    /** What is older says nothing any more. */
    static final long FRESH = 10_000;

    private record Way(UUID conversation, String channel, EventType type) {
    }

    private final Batch batch;
    private final Map<Way, Event> newest = new LinkedHashMap<>();

    Passing(Batch batch) {
        this.batch = batch;
    }

    /** One has come; the newest of its kind wins. */
    void came(Batch.Arriving a) {
        ThreadRow thread = batch.resolve(a);
        String channel = thread == null ? null : StateMachine.passesTo(thread.now, a.channel(), a.event().type());
        Channels.Facts facts = channel == null ? null : batch.channels.of(channel);
        if (facts != null && facts.takes().contains(a.event().type())) {
            newest.put(new Way(thread.now.id(), channel, a.event().type()), a.event());
        }
    }

    /** Hands on what can go now: to a channel that has a permit left, where nothing of the conversation waits or is under way. */
    void hand(Taking taking) throws SQLException {
        for (var entry : newest.entrySet()) {
            Way way = entry.getKey();
            Conversation c = batch.book.threads.get(way.conversation).now;
            Lane lane = batch.lane(c, way.channel);
            if (lane.empty() && lane.owner == null) {
                taking.pass(way.channel, new Delivery(entry.getValue(), way.channel, c.opposite(way.channel), UUID.randomUUID(), 1, false, null, false,
                        Taking.context(c, c.handover(), way.channel)));
            }
        }
    }

    /** True where the webhook that brought it has waited too long to be read. */
    boolean late(Claim claim) throws SQLException {
        return claim.work() == Claim.Work.inbox && batch.book.store.select("select 1 from event where conversation = ? and seq = ? and at < ?", row -> 1,
                claim.lane(), claim.seq(), batch.now - FRESH).size() > 0;
    }
}
