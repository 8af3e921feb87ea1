package dev.baton.ledger;

import dev.baton.conversation.Conversation;
import dev.baton.conversation.Desk;
import dev.baton.conversation.Input;
import dev.baton.conversation.State;
import dev.baton.conversation.StateMachine;
import dev.baton.conversation.Step;
import dev.baton.event.Customer;
import dev.baton.event.Event;
import dev.baton.event.EventMedia;
import dev.baton.event.EventType;
import dev.baton.event.Outcome;
import dev.baton.event.Reference;
import dev.baton.event.What;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What the events of one transaction come to: whom they belong to, what the conversations do about them, who is to be told. */
final class Batch {

    /**
     * One event on its way in.
     *
     * @param home the conversation that it belongs to where it names none, or null
     */
    record Arriving(Brought brought, String channel, String version, byte[] raw, boolean replay, UUID home) {

        Event event() {
            return brought.event();
        }

        UUID id() {
            return brought.id();
        }

        /** The key that tells a repeat, or null. */
        UUID same() {
            String same = event().sameAs();
            return same == null ? null : Keys.reference(channel, kind(), same);
        }

        Reference.Kind kind() {
            return event().type() == EventType.MESSAGE ? Reference.Kind.message : Reference.Kind.event;
        }

        UUID thread() {
            return event().conversation() == null ? null : Keys.reference(channel, Reference.Kind.conversation, event().conversation());
        }

        /** What the channel calls the customer in it, or null. */
        String customer() {
            Customer customer = event().what() instanceof What.HandoverRequested requested ? requested.customer()
                    : event().what() instanceof What.Message message ? message.customer() : null;
            return Brought.named(event().person() != null ? event().person() : customer == null ? null : customer.id());
        }

        UUID person() {
            return customer() == null ? null : Keys.reference(channel, Reference.Kind.person, customer());
        }
    }

    /** A delivery that this batch made, in case it can be taken at once. */
    record Made(Event event, String from, UUID conversation, int handover, UUID mark, int tries, boolean late) {
    }

    /** Who an event comes from that Baton itself makes. */
    static final String BATON = "baton";

    final Book book;
    final Channels channels;
    private final Map<String, Gate> gates;
    final Settings settings;
    final long now;
    /** The lanes that may have something to do now. */
    final Set<Lane> touched = new HashSet<>();
    final Map<UUID, Map<Long, Made>> made = new HashMap<>();
    final Receipts receipts;
    final Passing passing;
    final Parking parking;
    private final Beginning beginning;

    Batch(Book book, Channels channels, Map<String, Gate> gates, Settings settings) {
        this.book = book;
        this.channels = channels;
        this.gates = gates;
        this.settings = settings;
        this.now = book.now;
        this.receipts = new Receipts(this);
        this.passing = new Passing(this);
        this.parking = new Parking(this);
        this.beginning = new Beginning(this);
    }

    // ---- what will be needed

    /** Adds the references that the event asks for or brings. */
    void want(Arriving a, Map<UUID, Ref> wanted) {
        Event event = a.event();
        UUID thread = a.thread();
        if (event.type().passing() || event.type() == EventType.RECEIPT) {
            if (thread != null) {
                ask(wanted, new Ref(thread, a.channel(), Reference.Kind.conversation, event.conversation(), null, null));
            }
            if (a.person() != null) {
                ask(wanted, new Ref(a.person(), a.channel(), Reference.Kind.person, event.person(), null, null));
            }
            if (event.type() == EventType.RECEIPT) {
                Receipts.want(a, wanted);
            }
            return;
        }
        if (thread != null) {
            need(wanted, new Ref(thread, a.channel(), Reference.Kind.conversation, event.conversation(), null, null));
        }
        UUID same = a.same();
        if (same != null) {
            Ref ref = new Ref(same, a.channel(), a.kind(), event.sameAs(), null, event.maybeEcho() ? null : a.id());
            ref.via = thread;
            wanted.merge(same, ref, (old, fresh) -> old.event == null ? fresh : old);
        }
        UUID person = a.person();
        if (person != null) {
            Ref ref = new Ref(person, a.channel(), Reference.Kind.person, a.customer(), null, null);
            ref.begins = beginning.begins(a) && beginning.creates(a);
            need(wanted, ref);
        }
        if (event.what() instanceof What.HandoverRequested requested && a.person() != null && requested.customer() != null && !beginning.isBot(a.channel()) && desk(a) != null) {
            String name = person(a, requested);
            UUID atDesk = Keys.reference(desk(a), Reference.Kind.person, name);
            need(wanted, new Ref(atDesk, desk(a), Reference.Kind.person, name, null, null));
        }
    }

    private static void need(Map<UUID, Ref> wanted, Ref ref) {
        wanted.merge(ref.key, ref, (old, fresh) -> {
            Ref one = old.asked ? fresh : old;
            one.begins = old.begins || fresh.begins;
            return one;
        });
    }

    /** Looked for only: where there is none, none is made. */
    static void ask(Map<UUID, Ref> wanted, Ref ref) {
        ref.asked = true;
        wanted.putIfAbsent(ref.key, ref);
    }

    /** Adds conversations that only the references just read can name. */
    void wantThreads(Arriving a, Set<UUID> threads) {
        if (a.event().type() == EventType.RECEIPT) {
            receipts.wantThreads(a, threads);
        }
    }

    private String desk(Arriving a) {
        What.HandoverRequested requested = (What.HandoverRequested) a.event().what();
        Channels.Facts facts = channels.of(a.channel());
        return standingIn(requested.desk() != null ? requested.desk() : facts == null ? null : facts.desk());
    }

    /** The desk that takes the handovers of that one now; null of none. */
    String standingIn(String asked) {
        return asked == null ? null : Desk.standingIn(asked, channels::desk, Instant.ofEpochMilli(now));
    }

    private static String person(Arriving a, What.HandoverRequested requested) {
        return a.channel() + ":" + requested.customer().id();
    }

    /** The lanes that this conversation's deliveries go through. */
    void wantLanes(Conversation c, Set<UUID> lanes) {
        lanes.add(Keys.lane(c.customerChannel(), Claim.Work.deliver, scope(c, c.customerChannel())));
        if (c.desk() != null) {
            lanes.add(Keys.lane(c.desk(), Claim.Work.deliver, scope(c, c.desk())));
        }
        if (c.bot() != null) {
            lanes.add(Keys.lane(c.bot(), Claim.Work.deliver, scope(c, c.bot())));
        }
    }

    /** The desk's lane of a conversation that does not exist yet: a person's lane may. */
    void wantLanes(Arriving a, Set<UUID> lanes) {
        if (a.event().what() instanceof What.HandoverRequested requested && requested.customer() != null && !beginning.isBot(a.channel()) && desk(a) != null) {
            lanes.add(Keys.lane(desk(a), Claim.Work.deliver, person(a, requested)));
        }
    }

    private String scope(Conversation c, String channel) {
        Channels.Facts facts = channels.of(channel);
        // One that is not live just now will have the same lanes again.
        boolean perPerson = facts != null ? facts.perPerson() : gates.containsKey(channel) && Boolean.TRUE.equals(gates.get(channel).perPerson);
        return perPerson ? c.person() : c.id().toString();
    }

    Lane lane(Conversation c, String channel) throws SQLException {
        return book.lane(channel, Claim.Work.deliver, scope(c, channel));
    }

    // ---- events

    /** An event that has just come. Returns false for a duplicate. */
    boolean arrive(Arriving a) throws SQLException {
        if (a.event().type().passing()) {
            passing.came(a);
            return true;
        }
        Ref same = a.same() == null ? null : book.references.get(a.same());
        if (same != null && !a.replay() && !a.event().maybeEcho() && !a.id().equals(same.event)) {
            return false;
        }
        take(a);
        return true;
    }

    void take(Arriving a) throws SQLException {
        Event event = a.event();
        if (event.type() == EventType.RECEIPT) {
            receipts.arrive(a);
            return;
        }
        ThreadRow thread = resolve(a);
        boolean creates = beginning.creates(a);
        if (thread == null && creates) {
            thread = beginning.begins(a) ? beginning.begin(a) : begin(a, (What.HandoverRequested) event.what());
            if (thread == null) {
                return;
            }
        }
        if (thread == null) {
            parking.strange(a);
            return;
        }
        if (!creates && event.type() == EventType.MESSAGE && a.thread() != null && book.parked.containsKey(a.thread())) {
            // Whose it is has just been told by the person: what came before goes first.
            book.references.get(a.thread()).leadsTo(thread.now.id());
            parking.adopt(a.thread());
        }
        if (!parking.waits(thread.now, a)) {
            happen(thread, a);
        }
    }

    ThreadRow resolve(Arriving a) {
        ThreadRow byThread = thread(a.thread());
        ThreadRow byPerson = thread(a.person());
        ThreadRow home = a.home() == null ? null : book.threads.get(a.home());
        ThreadRow named = byThread == null ? home : byThread;
        if (named != null && a.channel().equals(named.now.bot())) {
            return named;
        }
        if (beginning.begins(a)) {
            return beginning.find(a, byThread, byPerson, home);
        }
        boolean creates = beginning.creates(a);
        boolean closes = a.event().type() == EventType.CONVERSATION_CLOSED;
        // A customer may have several threads at their own channel, one after the other: there the person tells little.
        boolean byName = byPerson != null && !closes && (a.channel().equals(byPerson.now.desk()) || a.event().type() == EventType.TRANSFER_REQUESTED
                || a.event().type() == EventType.RECEIPT || a.event().type().passing());
        if (creates) {
            // A ticket that was moved goes on under a new name; a thread whose conversation has ended begins a new one.
            boolean moved = byPerson != null && byPerson.now.state() == State.transferring;
            boolean going = byThread != null && byThread.now.open() && byThread.now.state() != State.closing;
            return going ? byThread : moved ? byPerson : null;
        }
        if (byThread != null && (byThread.now.open() || closes)) {
            return byThread;
        }
        if (byName && (byPerson.now.open() || byThread == null)) {
            return byPerson;
        }
        return named;
    }

    ThreadRow thread(UUID key) {
        Ref ref = key == null ? null : book.references.get(key);
        return ref == null || ref.conversation == null ? null : book.threads.get(ref.conversation);
    }

    void letter(Arriving a, UUID conversation, String cause) {
        // The event, not the webhook: a mapping has read it already, so it can go on as it is.
        book.letter(UUID.randomUUID(), a.channel(), conversation, null, null, cause, "application/vnd.baton.event+json", a.brought().body(),
                a.event().sensitive(), a.version());
    }

    private ThreadRow begin(Arriving a, What.HandoverRequested requested) throws SQLException {
        String desk = desk(a);
        if (desk == null || requested.customer() == null || Brought.named(requested.customer().id()) == null) {
            letter(a, null, desk == null ? "no desk takes the handovers of channel " + a.channel() + ": set channels." + a.channel() + ".desk"
                    : "the handover does not say who the customer is (customer.id)");
            return null;
        }
        String person = person(a, requested);
        UUID id = UUID.randomUUID();
        Conversation c = StateMachine.towards(StateMachine.begin(id, a.channel(), person, Instant.ofEpochMilli(now), channels.desk(desk).deadlines()), desk);
        ThreadRow thread = new ThreadRow(c, 0, true);
        book.threads.put(id, thread);
        known(thread, desk);
        if (a.person() != null) {
            book.references.get(a.person()).leadsTo(id);
        }
        return thread;
    }

    /** The desk may know the person from an earlier conversation; what it calls them leads to this one from now on. */
    void known(ThreadRow thread, String desk) throws SQLException {
        Conversation c = thread.now;
        Ref atDesk = person(desk, c.person());
        if (atDesk.conversation != null) {
            book.lockThreads(List.of(atDesk.conversation));
        }
        ThreadRow earlier = thread(atDesk.key);
        if (earlier != null && earlier != thread) {
            Map<String, String> known = new LinkedHashMap<>(earlier.now.references().getOrDefault(desk, Map.of()));
            String last = known.remove(Reference.Kind.conversation.name());
            if (last != null) {
                known.put("previous", last);
            }
            for (var entry : known.entrySet()) {
                c = c.knowing(desk, entry.getKey(), entry.getValue());
            }
        }
        thread.now = c;
        String numbered = c.reference(desk, Reference.Kind.person);
        if (numbered != null) {
            person(desk, numbered).leadsTo(c.id());
        }
        atDesk.leadsTo(c.id());
    }

    private Ref person(String desk, String name) throws SQLException {
        UUID key = Keys.reference(desk, Reference.Kind.person, name);
        if (!book.references.containsKey(key)) {
            book.references(Map.of(key, new Ref(key, desk, Reference.Kind.person, name, null, null)));
        }
        return book.references.get(key);
    }

    // ---- inputs and what comes of them

    void happen(ThreadRow thread, Arriving a) throws SQLException {
        Input input = beginning.input(thread, a);
        Conversation before = thread.now;
        Step step = StateMachine.step(thread.now, input, channels::desk, Instant.ofEpochMilli(now));
        long seq = ++thread.lastSeq;
        book.event(before.id(), seq, a.id(), a.channel(), a.event().type().text(), body(step, a), a.raw(), step.note(), a.version());
        if (channels.fetchesFiles(a.channel())) {
            EventMedia.in(a.event().what()).forEach(media -> book.filing.add(before.id(), a.channel(), media, a.event().sensitive()));
        }
        Ref same = a.same() == null ? null : book.references.get(a.same());
        if (same != null) {
            same.leadsTo(before.id());
        } else if (a.same() != null) {
            book.addReference(new Ref(a.same(), a.channel(), a.kind(), a.event().sameAs(), before.id(), a.id()));
        }
        if (step.undelivered()) {
            letter(a, before.id(), step.note());
        }
        apply(thread, step, a.event(), seq, a.channel());
        Ref named = a.thread() == null ? null : book.references.get(a.thread());
        if (named != null && a.event().conversation().equals(thread.now.reference(a.channel(), Reference.Kind.conversation))) {
            boolean awaited = named.conversation == null;
            named.leadsTo(before.id());
            parking.adopt(a.thread(), awaited);
        }
    }

    /** What is kept of it: of what is sensitive and is told nobody, not what it says. */
    private byte[] body(Step step, Arriving a) {
        boolean needed = !a.event().sensitive() || step.tell().stream().anyMatch(tell -> tell.event() == a.event() && takes(tell.channel(), a.event().type()));
        return needed ? a.brought().body() : Brought.body(a.event().veiled());
    }

    private boolean takes(String channel, EventType type) {
        Channels.Facts facts = channels.of(channel);
        return facts == null || facts.takes().contains(type);
    }

    /** A settled delivery or a deadline. */
    void input(ThreadRow thread, Input input) throws SQLException {
        if (input instanceof Input.Settled settled && settled.word() != Outcome.Word.done && settled.channel().equals(thread.now.bot())) {
            // A bot that does not answer has its customer taken by people.
            beginning.towards(thread, null);
        }
        Step step = StateMachine.step(thread.now, input, channels::desk, Instant.ofEpochMilli(now));
        apply(thread, step, null, 0, BATON);
    }

    private void apply(ThreadRow thread, Step step, Event event, long seq, String from) throws SQLException {
        boolean moved = thread.now.state() == State.transferring && step.conversation().state() != State.transferring;
        thread.now = step.conversation();
        thread.changed = true;
        for (String channel : step.cancel()) {
            cancel(lane(thread.now, channel), thread.now, why(thread.now, channel));
        }
        for (Step.Tell tell : step.tell()) {
            boolean own = tell.event() != event;
            tell(thread, tell, own ? 0 : seq, from);
        }
        for (String channel : step.cancel()) {
            Lane lane = lane(thread.now, channel);
            if (lane.owner == null && !book.unsettled(lane, thread.now.id())) {
                parking.adopt(lane.id);
            }
        }
        if (moved) {
            parking.adopt(thread.now.id());
        }
    }

    private static String why(Conversation c, String channel) {
        return c.ended() != null ? "the conversation has ended: " + c.ended() : channel.equals(c.bot()) ? "the bot has no control"
                : c.state() == State.bot ? "the bot has control again" : "another desk is asked";
    }

    /** Nothing of the conversation goes through the lane any more; returns how many deliveries that concerns. */
    int cancel(Lane lane, Conversation c, String why) throws SQLException {
        return cancelled(lane, c, book.cancel(lane, c.id(), why));
    }

    /** The same of a closing of that handover, or of one before it. */
    int cancelClosing(Lane lane, Conversation c, int handover, String why) throws SQLException {
        return cancelled(lane, c, book.cancelClosing(lane, c.id(), handover, why));
    }

    private int cancelled(Lane lane, Conversation c, int many) {
        made.getOrDefault(lane.id, Map.of()).values().removeIf(one -> one.conversation().equals(c.id()));
        if (many > 0) {
            touched.add(lane);
        }
        return many;
    }

    private void tell(ThreadRow thread, Step.Tell tell, long seq, String from) throws SQLException {
        Conversation c = thread.now;
        EventType type = tell.event().type();
        Lane lane = lane(c, tell.channel());
        boolean wanted = takes(tell.channel(), type);
        boolean needless = !wanted || tell.onlyIfTold() && !book.told(lane, c.id());
        String words = tell.notice() == null || needless ? null : channels.words(tell.channel(), tell.notice(), c.customer());
        if (tell.notice() != null && words == null) {
            return;
        }
        if (needless) {
            input(thread, new Input.Settled(tell.channel(), type, Outcome.Word.done, null));
            return;
        }
        Event event = words == null ? tell.event() : Retold.saying(tell.event(), words);
        long eventSeq = seq;
        if (eventSeq == 0) {
            if (event.what() instanceof What.HandoverRequested requested) {
                if (!c.inHouse()) {
                    known(thread, tell.channel());
                }
                event = Retold.to(event, requested, book.said(c.id(), c.bot()), c.bot());
            }
            eventSeq = ++thread.lastSeq;
            book.event(c.id(), eventSeq, UUID.randomUUID(), BATON, type.text(), Brought.body(event), null, null, null);
        }
        append(lane, event, eventSeq == seq ? from : BATON, c.id(), eventSeq, c.handover(), UUID.randomUUID(), 0, false);
    }

    void append(Lane lane, Event event, String from, UUID conversation, long eventSeq, int handover, UUID mark, int tries, boolean late) {
        long seq = ++lane.lastSeq;
        book.delivery(lane, seq, conversation, eventSeq, handover, event.type().text(), mark, tries, late);
        made.computeIfAbsent(lane.id, id -> new HashMap<>()).put(seq, new Made(event, from, conversation, handover, mark, tries, late));
        if (lane.dueAt == null && lane.owner == null) {
            lane.dueAt = now;
        }
        lane.changed = true;
        touched.add(lane);
    }
}
