package dev.baton.conversation;

import dev.baton.event.Author;
import dev.baton.event.Content;
import dev.baton.event.Customer;
import dev.baton.event.Event;
import dev.baton.event.NoticeKind;
import dev.baton.event.Reference.Kind;
import dev.baton.event.Role;
import dev.baton.event.What;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

/** A conversation while one input is worked on: the moves that the state machine's rules are made of. */
final class Draft {

    final List<String> cancel = new ArrayList<>();
    final String customerChannel;
    final Function<String, Desk> desks;
    final Instant now;
    State state;
    String desk;
    int handover;
    Customer customer;
    Author agent;
    Set<String> awaiting;
    String ended;
    Waited waited;
    Instant deadlineAt;
    boolean undelivered;
    private final List<Step.Tell> tell = new ArrayList<>();
    private final UUID id;
    private final String person;
    private Conversation known;
    private Control control;
    private String note;

    private Draft(Conversation from, Function<String, Desk> desks, Instant now) {
        this.known = from;
        this.id = from.id();
        this.person = from.person();
        this.customerChannel = from.customerChannel();
        this.state = from.state();
        this.control = from.control();
        this.handover = from.handover();
        this.desk = from.desk();
        this.customer = from.customer();
        this.agent = from.agent();
        this.awaiting = from.awaiting();
        this.ended = from.ended();
        this.waited = from.waited() == null ? Waited.not : from.waited();
        this.deadlineAt = from.deadlineAt();
        this.desks = desks;
        this.now = now == null ? from.changedAt() : now;
    }

    static Draft of(Conversation from, Function<String, Desk> desks, Instant now) {
        return new Draft(from, desks, now);
    }

    Draft desk(String name) {
        this.desk = name;
        return this;
    }

    boolean at(State... states) {
        return List.of(states).contains(state);
    }

    boolean open() {
        return state != State.closed;
    }

    String opposite(String channel) {
        return channel.equals(customerChannel) ? desk : customerChannel;
    }

    String reference(String channel, Kind kind) {
        return known.reference(channel, kind);
    }

    /** True where that channel has ever called the conversation anything. */
    boolean knows(String channel) {
        return known.references().containsKey(channel);
    }

    /** The event's thread is the channel's current one from now on. */
    void knowing(String channel, Event event) {
        known = known.knowing(channel, Kind.conversation.name(), event.conversation());
    }

    void note(String text) {
        note = text;
    }

    void tell(String channel, Event event) {
        if (channel != null) {
            tell.add(new Step.Tell(channel, event, false, null));
        }
    }

    /** Baton itself tells a side how things stand; agents only where the desk has been told of the conversation. */
    void tell(String channel, Notice notice) {
        if (channel != null) {
            What.Message words = new What.Message(new Author(Role.system, null, null), new Content.Text("", null), notice.forAgents(), notice.kind());
            tell.add(new Step.Tell(channel, Event.own(words), notice.forAgents(), notice));
        }
    }

    /** The same about the end, to whichever side. */
    void tellOfTheEnd(String channel, String key) {
        tell(channel, Notice.of(NoticeKind.CLOSED, channel.equals(customerChannel) ? key : Notice.DESK + key));
    }

    /** What holds at the conversation's desk. */
    Desk atDesk() {
        return desks.apply(desk);
    }

    void enter(State next, Control who) {
        state = next;
        control = who;
        Duration limit = atDesk().deadlines().of(next);
        deadlineAt = limit == null ? null : now.plus(limit);
    }

    /**
     * Somebody at the desk speaks; the customer's side is told who, first and whenever it is somebody else. The desk's own rules replace nobody.
     * Returns false where this changes nothing.
     */
    boolean joined(Author who) {
        boolean first = state != State.active;
        boolean other = who.role() == Role.agent && !same(who, agent);
        if (first || other) {
            agent = who;
            tell(customerChannel, Event.own(new What.AgentJoined(who)));
        }
        enter(State.active, Control.desk);
        return first || other;
    }

    private static boolean same(Author one, Author other) {
        return other != null && one.role() == other.role() && (one.id() == null ? other.id() == null : one.id().equals(other.id()));
    }

    void end(String why) {
        ended = why;
    }

    /** Asks that side to end it, where it was told anything. */
    void takeBack(String channel, String why) {
        tell.add(new Step.Tell(channel, Event.own(new What.ConversationClosed(Role.system, why)), true, null));
    }

    /** The same, and its confirmation is waited for; what was never told anything need not be asked. */
    void close(String channel, What.ConversationClosed closed, boolean onlyIfTold) {
        awaits(channel);
        tell.add(new Step.Tell(channel, Event.own(closed), onlyIfTold, null));
    }

    /** The end waits for that side's confirmation. */
    void awaits(String channel) {
        if (state != State.closing) {
            enter(State.closing, Control.nobody);
            awaiting = new TreeSet<>();
        }
        awaiting.add(channel);
    }

    void confirmed(String channel) {
        awaiting = new TreeSet<>(awaiting);
        awaiting.remove(channel);
        if (awaiting.isEmpty()) {
            finish();
        }
    }

    void finish() {
        awaiting = Set.of();
        enter(State.closed, Control.bot);
    }

    Conversation build() {
        return new Conversation(id, state, control, handover, customerChannel, desk, person, customer, agent,
                Map.copyOf(known.references()), Set.copyOf(awaiting), ended, waited == Waited.not ? null : waited,
                now, deadlineAt);
    }

    Step step() {
        return new Step(build(), List.copyOf(tell), List.copyOf(cancel), note, undelivered);
    }
}
