package dev.baton.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.conversation.Input;
import dev.baton.conversation.State;
import dev.baton.event.Delivery;
import dev.baton.event.Event;
import dev.baton.event.EventType;
import dev.baton.event.Json;
import dev.baton.event.Outcome;
import dev.baton.event.Outcome.Word;
import dev.baton.event.Reference;
import dev.baton.event.What;
import dev.baton.event.What.Reached;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** What the end of a piece of work means for its lane, its delivery and its conversation. */
final class Settling {

    /** Credentials that were refused are tried again once a minute: somebody may have mended them. */
    private static final long UNAUTHORISED_WAIT = 60_000;
    /** A receipt that nobody takes must not hold up the messages behind it. */
    private static final int RECEIPT_TRIES = 3;
    private static final Channels.Schedule DEFAULT = new Channels.Schedule(java.time.Duration.ofSeconds(1), 3, java.time.Duration.ofHours(6), 30, 0.2,
            java.time.Duration.ofDays(3));

    private final Batch batch;
    private final Book book;
    private final Random chance;
    private final Map<String, Gate> gates;
    private final Receipts receipts;

    Settling(Batch batch, Map<String, Gate> gates, Random chance) {
        this.batch = batch;
        this.book = batch.book;
        this.gates = gates;
        this.chance = chance;
        this.receipts = batch.receipts;
    }

    /** True where the conversation itself must be at hand to settle this. */
    boolean concernsConversation(Command.Complete command) {
        Outcome outcome = command.outcome;
        if (command.claim.delivery() == null || command.bare) {
            return false;
        }
        EventType type = command.claim.delivery().event().type();
        // A message that can't be delivered is told of.
        boolean failing = type == EventType.MESSAGE && (outcome.word() == Word.refused || outcome.word() == Word.unknown || outcome.word() == Word.again);
        return failing || receipts.concern(command.claim.delivery()) || outcome.word() == Word.gone || !command.brought.isEmpty() || news(command)
                || type == EventType.HANDOVER_REQUESTED || type == EventType.HANDOVER_FAILED || type == EventType.CONVERSATION_CLOSED
                || type == EventType.TRANSFER_REQUESTED;
    }

    /** True where the outcome names a thread or a person by a name that is not the one known already. */
    private static boolean news(Command.Complete command) {
        Map<String, String> known = command.claim.delivery().context().references();
        return command.outcome.references().stream().anyMatch(reference -> reference.kind() != Reference.Kind.message
                && reference.kind() != Reference.Kind.event && !reference.value().equals(known.get(reference.kind().name())));
    }

    /** The references that the outcome teaches. */
    static void want(Command.Complete command, Map<UUID, Ref> wanted) {
        Delivery delivery = command.claim.delivery();
        if (delivery == null) {
            return;
        }
        for (Reference reference : command.outcome.references()) {
            UUID key = Keys.reference(command.claim.channel(), reference.kind(), reference.value());
            boolean message = reference.kind() == Reference.Kind.message || reference.kind() == Reference.Kind.event;
            Ref ref = new Ref(key, command.claim.channel(), reference.kind(), reference.value(), null, message ? delivery.mark() : null);
            wanted.merge(key, ref, (old, fresh) -> old.event == null ? fresh : old);
        }
    }

    void complete(Command.Complete command, List<Batch.Arriving> events) throws SQLException {
        Claim claim = command.claim;
        Lane lane = book.lanes.get(claim.lane());
        learn(command);
        if (lane == null || lane.fence != claim.fence() || lane.owner == null) {
            // Somebody else has taken it over meanwhile; what was learnt is kept all the same.
            return;
        }
        for (Batch.Arriving event : events) {
            if (!event.event().type().passing() || !batch.passing.late(claim)) {
                batch.arrive(event);
            }
        }
        if (!command.settles) {
            return;
        }
        Gate gate = gates.get(claim.channel());
        boolean trifle = isTrifle(command, gate);
        if (gate != null && !trifle) {
            // A delivery that waits for its files asks nothing of the platform, and tells nothing about it.
            boolean asked = command.outcome.word() != Word.again || command.attempt == null || command.attempt.request() != null;
            if (asked) {
                breaker(gate, command.outcome);
            }
        }
        switch (claim.work()) {
            case deliver -> delivered(command, lane, trifle);
            case inbox -> read(command, lane);
            case poll -> polled(command, lane);
        }
        lane.changed = true;
        batch.touched.add(lane);
        if (!command.bare) {
            batch.parking.adopt(lane.id);
        }
    }

    /** A receipt is the first to go where there are too many calls: messages must wait neither for it nor for the time that its path rests. */
    private static boolean isTrifle(Command.Complete command, Gate gate) {
        Delivery delivery = command.claim.delivery();
        return delivery != null && delivery.event().type() == EventType.RECEIPT && command.outcome.word() == Word.busy && (gate == null || !gate.isDown());
    }

    void passed(Command.Passed command) {
        Gate gate = gates.get(command.claim.channel());
        if (gate != null && (command.outcome.word() == Word.busy || command.outcome.word() == Word.unauthorised)) {
            breaker(gate, command.outcome);
        }
    }

    private void breaker(Gate gate, Outcome outcome) {
        switch (outcome.word()) {
            case busy -> gate.down(book.now, outcome.after() == null ? null : outcome.after().toMillis(), outcome.why());
            case unauthorised -> gate.down(book.now, UNAUTHORISED_WAIT, outcome.why());
            case unknown -> {
                if (gate.isDown()) {
                    gate.down(book.now, null, outcome.why());
                }
            }
            default -> gate.up();
        }
    }

    private void learn(Command.Complete command) throws SQLException {
        Delivery delivery = command.claim.delivery();
        if (delivery == null) {
            return;
        }
        UUID conversation = delivery.context().conversation();
        ThreadRow thread = book.threads.get(conversation);
        for (Reference reference : command.outcome.references()) {
            UUID key = Keys.reference(command.claim.channel(), reference.kind(), reference.value());
            Ref ref = book.references.get(key);
            if (ref.deduplicates()) {
                ref.changed |= !delivery.mark().equals(ref.event);
                ref.event = delivery.mark();
                ref.leadsTo(conversation);
                continue;
            }
            boolean awaited = ref.conversation == null;
            boolean news = thread != null && !reference.value().equals(thread.now.reference(command.claim.channel(), reference.kind()));
            if (news) {
                thread.now = thread.now.knowing(command.claim.channel(), reference.kind().name(), reference.value());
                thread.changed = true;
            }
            // The newest to learn it has it; but one that has ended takes nothing from one that goes on.
            ThreadRow other = book.threads.get(ref.conversation);
            if (ref.conversation == null || news && (thread.now.open() || other == null || !other.now.open())) {
                ref.leadsTo(conversation);
            }
            batch.parking.adopt(key, awaited);
        }
    }

    private void delivered(Command.Complete command, Lane lane, boolean trifle) throws SQLException {
        Claim claim = command.claim;
        Delivery delivery = claim.delivery();
        Outcome outcome = command.outcome;
        Word word = outcome.word();
        String type = delivery.event().type().text();
        boolean costsNothing = !trifle && (word == Word.busy || word == Word.unauthorised);
        int tries = costsNothing ? delivery.attempt() - 1 : delivery.attempt();
        Long first = delivery.firstAt() != null ? Long.valueOf(delivery.firstAt().toEpochMilli())
                : costsNothing ? null : Long.valueOf(claim.leaseEnds() - batch.settings.lease().toMillis());
        if (command.attempt != null && (word != Word.done || batch.settings.keepAttempts())) {
            book.attempt(lane.id, claim.seq(), costsNothing ? 0 : tries, word.name(), outcome.why(), command.attempt, claim.version());
        }
        Channels.Facts facts = batch.channels.of(claim.channel());
        Channels.OnUnknown onUnknown = facts == null ? Channels.OnUnknown.ask
                : facts.onUnknown().getOrDefault(delivery.event().type(), Channels.OnUnknown.ask);
        Channels.Schedule schedule = schedule(claim.channel());
        boolean receipt = delivery.event().type() == EventType.RECEIPT;
        boolean again = (word == Word.again || word == Word.unknown && onUnknown != Channels.OnUnknown.ask || word == Word.gone && moved(delivery))
                && !(receipt && tries >= RECEIPT_TRIES);
        Book.Standing before = costsNothing || again ? book.standing(lane.id, claim.seq()) : null;
        if (before != null && before.cancelled()) {
            cancelled(command, lane, tries, first);
        } else if (costsNothing) {
            book.settle(lane.id, claim.seq(), delivery.verify() ? "unknown" : "waiting", tries, first, null, null, claim.version(),
                    outcome.why());
            lane.due(book.now);
        } else if (again && !exhausted(schedule, tries, before.refusedAt(), outcome)) {
            boolean verify = word == Word.unknown ? onUnknown == Channels.OnUnknown.verify : delivery.verify();
            book.settle(lane.id, claim.seq(), verify ? "unknown" : "waiting", tries, first, since(before), null, claim.version(),
                    outcome.why());
            lane.due(book.now + delay(schedule, tries, outcome));
        } else if (word == Word.done || word == Word.gone && !again) {
            // A message for a thread that is over has reached nobody.
            boolean lost = word == Word.gone && delivery.event().type() == EventType.MESSAGE;
            book.settle(lane.id, claim.seq(), lost ? "cancelled" : "done", tries, first, null, book.now, claim.version(), outcome.why(),
                    outcome.degraded());
            lane.advance(book.now);
            settled(command, word);
            if (!command.bare) {
                receipts.settled(claim, lost ? Reached.failed : Reached.received, outcome.why());
            }
            if (delivery.event().sensitive()) {
                Sensitive.forget(book, lane.id, claim.seq());
            }
        } else if (receipt) {
            // Nobody misses it: the lane goes on to what matters.
            book.settle(lane.id, claim.seq(), "cancelled", tries, first, null, book.now, claim.version(), outcome.why());
            lane.advance(book.now);
        } else {
            String cause = again ? givenUp(tries, outcome)
                    : word == Word.unknown ? "it is not known whether the platform has it: " + outcome.why() : outcome.why();
            book.settle(lane.id, claim.seq(), "dead", tries, first, null, book.now, claim.version(), cause);
            book.letter(UUID.randomUUID(), claim.channel(), delivery.context().conversation(), lane.id, claim.seq(),
                    type + ": " + cause, null, null, delivery.event().sensitive(), claim.version());
            lane.advance(book.now);
            if (!command.bare) {
                receipts.settled(claim, Reached.failed, cause);
            }
            settled(command, word == Word.again || word == Word.gone ? Word.refused : word);
        }
    }

    /** True where the thread that is over was left behind: the conversation moves, or has moved, to another one. */
    private boolean moved(Delivery delivery) {
        ThreadRow thread = delivery.event().type() == EventType.MESSAGE ? book.threads.get(delivery.context().conversation()) : null;
        String then = delivery.context().references().get(Reference.Kind.conversation.name());
        return thread != null && thread.now.open() && (thread.now.state() == State.transferring && delivery.channel().equals(thread.now.customerChannel())
                || then != null && !then.equals(thread.now.reference(delivery.channel(), Reference.Kind.conversation)));
    }

    /** Not taken, and meanwhile not wanted any more. */
    private void cancelled(Command.Complete command, Lane lane, int tries, Long first) throws SQLException {
        Claim claim = command.claim;
        book.settle(lane.id, claim.seq(), "cancelled", tries, first, null, book.now, claim.version(),
                "the conversation has ended; the last try: " + command.outcome.why());
        lane.advance(book.now);
        if (claim.delivery().event().sensitive()) {
            Sensitive.forget(book, lane.id, claim.seq());
        }
        if (command.bare) {
            return;
        }
        UUID conversation = claim.delivery().context().conversation();
        book.lockThreads(List.of(conversation));
        ThreadRow thread = book.threads.get(conversation);
        if (thread != null && !book.told(lane, conversation)
                && batch.cancelClosing(lane, thread.now, claim.delivery().context().handover(), "nothing has been sent that it would take back") > 0) {
            batch.input(thread, new Input.Settled(claim.channel(), EventType.CONVERSATION_CLOSED, Word.done, null));
        }
    }

    private void settled(Command.Complete command, Word word) throws SQLException {
        Delivery.Context context = command.claim.delivery().context();
        ThreadRow thread = concernsConversation(command) ? book.threads.get(context.conversation()) : null;
        boolean earlier = thread != null && command.claim.delivery().event().type() == EventType.HANDOVER_REQUESTED
                && context.handover() != thread.now.handover();
        if (thread != null && !earlier) {
            Event event = command.claim.delivery().event();
            batch.input(thread, new Input.Settled(command.claim.channel(), event.type(), word, command.outcome.why(),
                    event.veiled().what() instanceof What.Message message ? message : null));
        }
    }

    private Channels.Schedule schedule(String channel) {
        Channels.Facts facts = batch.channels.of(channel);
        return facts == null || facts.schedule() == null ? DEFAULT : facts.schedule();
    }

    private long since(Book.Standing before) {
        return before.refusedAt() == null ? book.now : before.refusedAt();
    }

    /** Also where the platform wants a longer wait than there is time for. */
    private boolean exhausted(Channels.Schedule schedule, int tries, Long since, Outcome outcome) {
        long next = book.now + (outcome.after() == null ? 0 : outcome.after().toMillis());
        return schedule.most() >= 0 && tries > schedule.most()
                || schedule.giveUpAfter() != null && next - (since == null ? book.now : since) > schedule.giveUpAfter().toMillis();
    }

    private static String givenUp(int tries, Outcome outcome) {
        return "given up after " + tries + (tries == 1 ? " try" : " tries") + (outcome.after() == null ? "" : ", the next one is wanted only after " + outcome.after().toSeconds() + " s") + ": " + outcome.why();
    }

    private long delay(Channels.Schedule schedule, int tries, Outcome outcome) {
        double delay = schedule.first().toMillis() * Math.pow(schedule.multiplier(), Math.max(0, tries - 1));
        delay = Math.min(delay, schedule.longest().toMillis());
        long wait = (long) (delay * (1 + schedule.jitter() * (chance.nextDouble() - 0.5)));
        return outcome.after() == null ? wait : Math.max(wait, outcome.after().toMillis());
    }

    /** An inbox read what a webhook brought. */
    private void read(Command.Complete command, Lane lane) throws SQLException {
        Claim claim = command.claim;
        Outcome outcome = command.outcome;
        String version = claim.version();
        Book.Standing before = book.standing(lane.id, claim.seq());
        int tries = before.tries() + 1;
        Channels.Schedule schedule = schedule(claim.channel());
        boolean again = outcome.word() == Word.again || outcome.word() == Word.unknown;
        boolean sensitive = command.brought.stream().anyMatch(one -> one.event().sensitive());
        if (outcome.word() == Word.done || outcome.word() == Word.gone) {
            book.settle(lane.id, claim.seq(), "done", tries, null, null, book.now, version, outcome.why());
            if (sensitive) {
                book.store.update("update event set body = ? where conversation = ? and seq = ?", new byte[0], lane.id, claim.seq());
            }
            lane.advance(book.now);
        } else if (outcome.word() == Word.refused || again && exhausted(schedule, tries, before.refusedAt(), outcome)) {
            String cause = again ? givenUp(tries, outcome) : outcome.why();
            book.settle(lane.id, claim.seq(), "dead", tries, null, null, book.now, version, cause);
            book.letter(UUID.randomUUID(), claim.channel(), null, null, null, cause, claim.raw().contentType(), claim.raw().body(), sensitive, version);
            lane.advance(book.now);
        } else {
            book.settle(lane.id, claim.seq(), "waiting", again ? tries : before.tries(), null, again ? since(before) : null, null, version,
                    outcome.why());
            lane.due(again ? book.now + delay(schedule, tries, outcome) : book.now);
        }
    }

    /** A poll came back. */
    private void polled(Command.Complete command, Lane lane) {
        Outcome outcome = command.outcome;
        Channels.Facts facts = batch.channels.of(command.claim.channel());
        if (outcome.cursor() != null && outcome.word() == Word.done) {
            lane.cursor = text(outcome.cursor());
        }
        long every = facts == null || facts.pollEvery() == null ? 60_000 : facts.pollEvery().toMillis();
        boolean soon = outcome.word() == Word.done && outcome.after() != null;
        lane.due(book.now + (soon ? outcome.after().toMillis() : every));
    }

    private static String text(JsonNode cursor) {
        try {
            return Brought.ASCII.writeValueAsString(cursor);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    /** Takes a dead delivery to the end of its lane. */
    void replay(Command.Replay command) throws SQLException {
        record Dead(UUID lane, long seq) {
        }
        List<Dead> dead = book.store.select("select lane, seq from dead_letter where id = ? and state = 'waiting' and lane is not null",
                row -> new Dead(Store.uuid(row, "lane"), row.getLong("seq")), command.deadLetter);
        if (dead.isEmpty()) {
            throw new IllegalArgumentException("there is no waiting dead letter of a delivery with the id " + command.deadLetter);
        }
        silent(dead.get(0).lane(), dead.get(0).seq());
        book.lockLanes(List.of(dead.get(0).lane()));
        Lane lane = book.lanes.get(dead.get(0).lane());
        if (lane == null) {
            throw new IllegalArgumentException("the delivery of dead letter " + command.deadLetter + " has been cleared away");
        }
        book.store.select("select d.conversation, d.event_seq, d.handover, d.mark, e.channel, e.body from delivery d join event e "
                + "on e.conversation = d.conversation and e.seq = d.event_seq where d.lane = ? and d.seq = ?", row -> {
            batch.append(lane, Json.event(Json.tree(row.getBytes("body"))), row.getString("channel"), Store.uuid(row, "conversation"),
                    row.getLong("event_seq"), row.getInt("handover"), Store.uuid(row, "mark"), 0, true);
            return null;
        }, lane.id, dead.get(0).seq());
        replayed(command.deadLetter);
    }

    /** A bot without control is told nothing, also not by a replay. */
    private void silent(UUID lane, long seq) throws SQLException {
        record Told(UUID conversation, String channel) {
        }
        for (Told told : book.store.select("select d.conversation, l.channel from delivery d join lane l on l.id = d.lane where d.lane = ? and d.seq = ?",
                row -> new Told(Store.uuid(row, "conversation"), row.getString("channel")), lane, seq)) {
            book.lockThreads(List.of(told.conversation()));
            ThreadRow thread = book.threads.get(told.conversation());
            if (thread != null && told.channel().equals(thread.now.bot()) && thread.now.state() != State.bot) {
                throw new IllegalArgumentException("bot " + told.channel() + " has no control of conversation " + told.conversation()
                        + " now: replay it when the conversation is back with the bot, which has had these words in its transcript then");
            }
        }
    }

    void replayed(UUID id) throws SQLException {
        book.store.update("update dead_letter set state = 'replayed' where id = ?", id);
    }
}
