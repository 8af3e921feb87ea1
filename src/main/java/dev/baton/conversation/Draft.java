package dev.baton.conversation;

import dev.baton.event.Author;
import dev.baton.event.Customer;
import dev.baton.event.Event;
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

/** A conversation while one input is worked on: the moves that the state machine's rules are made of. */
final class Draft {

    final List<String> cancel = new ArrayList<>();
    final String customerChannel;
    State state;
    String desk;
    int handover;
    Customer customer;
    Author agent;
    Set<String> awaiting;
    String ended;
    boolean undelivered;
    private final List<Step.Tell> tell = new ArrayList<>();
    private final UUID id;
    private final String person;
    private final Deadlines deadlines;
    private final Instant now;
    private Conversation known;
    private Control control;
    private Instant deadlineAt;
    private String note;

    private Draft(Conversation from, Deadlines deadlines, Instant now) {
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
        this.deadlineAt = from.deadlineAt();
        this.deadlines = deadlines;
        this.now = now == null ? from.changedAt() : now;
    }

    static Draft of(Conversation from, Deadlines deadlines, Instant now) {
        return new Draft(from, deadlines, now);
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

    /** The event's thread is the channel's current one from now on. */
    void knowing(String channel, Event event) {
        known = known.knowing(channel, Kind.conversation.name(), event.conversation());
    }

    void note(String text) {
        note = text;
    }

    void tell(String channel, Event event) {
        if (channel != null) {
            tell.add(new Step.Tell(channel, event, false));
        }
    }

    void enter(State next, Control who) {
        state = next;
        control = who;
        Duration limit = deadlines.of(next);
        deadlineAt = limit == null ? null : now.plus(limit);
    }

    /** The desk has taken it. A person may have answered before the desk's acceptance came: then it stays as it is. */
    void accepted(Event event) {
        if (state == State.requested) {
            enter(State.queued, Control.desk);
            tell(customerChannel, event);
        } else {
            note("accepted already");
        }
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

    /** The handover comes to nothing: what the desk has not got is cancelled, what it may have got is taken back, and the customer's side is told. */
    void fail(String why) {
        end(why == null ? "the desk did not take the conversation" : why);
        cancel.add(desk);
        close(desk, new What.ConversationClosed(Role.system, ended), true);
        awaiting.add(customerChannel);
        tell(customerChannel, Event.own(new What.HandoverFailed(ended)));
    }

    /** Asks that side to end it; what was never told anything need not be asked. */
    void close(String channel, What.ConversationClosed closed, boolean onlyIfTold) {
        if (state != State.closing) {
            enter(State.closing, Control.nobody);
            awaiting = new TreeSet<>();
        }
        awaiting.add(channel);
        tell.add(new Step.Tell(channel, Event.own(closed), onlyIfTold));
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
                Map.copyOf(known.references()), Set.copyOf(awaiting), ended, now, deadlineAt);
    }

    Step step() {
        return new Step(build(), List.copyOf(tell), List.copyOf(cancel), note, undelivered);
    }
}
