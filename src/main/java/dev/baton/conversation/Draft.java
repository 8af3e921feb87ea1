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
    final String bot;
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
    Conversation.Asked asked;
    Instant leftAt;
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
        this.bot = from.bot();
        this.state = from.state();
        this.control = from.control();
        this.handover = from.handover();
        this.desk = from.desk();
        this.customer = from.customer();
        this.agent = from.agent();
        this.awaiting = from.awaiting();
        this.ended = from.ended();
        this.waited = from.waited() == null ? Waited.not : from.waited();
        this.asked = from.asked();
        this.leftAt = from.leftAt();
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

    /** True where the desk is the customer's own platform: it has what is said there already. */
    boolean inHouse() {
        return customerChannel.equals(desk);
    }

    /** True where a desk has control, whose words reach the customer and who hears the customer's. */
    boolean atTheDesk() {
        return at(State.requested, State.queued, State.active, State.transferring);
    }

    /** True for a thread of an earlier handover, which is over. */
    boolean left(String channel, Event event) {
        String previous = known.references().getOrDefault(channel, Map.of()).get(Conversation.PREVIOUS);
        return bot != null && event.conversation() != null && event.conversation().equals(previous)
                && !event.conversation().equals(reference(channel, Kind.conversation));
    }

    /**
     * People of the customer's own platform have let the customer go, or had none of this conversation. Platforms tell whole seconds: what is told of the same one was before, where it is
     * known that people had the customer; where the bot had, it may well be that they come.
     */
    void letGo(Instant at) {
        Instant last = at == null || atTheDesk() ? at : at.minusMillis(1);
        leftAt = last == null || leftAt != null && leftAt.isAfter(last) ? leftAt : last;
    }

    /** True for what they did before that, told late or twice. */
    boolean isOver(Instant at) {
        return at != null && leftAt != null && !at.isAfter(leftAt);
    }

    /** A new handover begins: the desk's thread of the last one is behind us. */
    void leaveThread() {
        if (!inHouse()) {
            known = known.leaving(desk);
        }
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

    /** What one side says goes to the other, which has it already where both are the same platform. */
    void relay(String channel, Event event) {
        if (inHouse()) {
            note = "the customer's platform has both sides of this handover: kept for the transcript";
        } else {
            tell(channel, event);
        }
    }

    /** Baton itself tells a side how things stand; agents only where the desk has been told of the conversation, and is not where the customer is. */
    void tell(String channel, Notice notice) {
        if (channel != null && !(notice.forAgents() && inHouse())) {
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
            if (!inHouse()) {
                tell(customerChannel, Event.own(new What.AgentJoined(who)));
            }
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
        takeBack(channel, new What.ConversationClosed(Role.system, why));
    }

    void takeBack(String channel, What.ConversationClosed closed) {
        tell.add(new Step.Tell(channel, Event.own(closed), true, null));
    }

    /** The desk is done: the bot has control again, and hears what it has missed. */
    void giveBack(Role by, String why) {
        if (!inHouse()) {
            cancel.add(desk);
        }
        boolean spoken = at(State.active, State.transferring);
        tell(customerChannel, spoken ? new Notice(NoticeKind.AGENT_LEFT, "agent-left", null, agent == null ? null : agent.name(), null, null)
                : Notice.of(NoticeKind.NOBODY, "nobody"));
        backToBot(new What.HandoverEnded(by, why, null));
    }

    /** The bot has control again; it is told so, and so is the customer's channel. */
    void backToBot(What what) {
        tell(customerChannel, Event.own(what));
        tell(bot, Event.own(what));
        agent = null;
        ended = null;
        waited = Waited.not;
        enter(State.bot, Control.bot);
    }

    /** Over at once: the bot hears of it, and nobody's word is awaited. */
    void finish(What.ConversationClosed closed) {
        if (bot != null) {
            cancel.add(bot);
            takeBack(bot, closed);
        }
        finish();
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
        return new Conversation(id, state, control, handover, customerChannel, desk, bot, person, customer, agent,
                Map.copyOf(known.references()), Set.copyOf(awaiting), ended, waited == Waited.not ? null : waited, asked, leftAt,
                now, deadlineAt);
    }

    Step step() {
        return new Step(build(), List.copyOf(tell), List.copyOf(cancel), note, undelivered);
    }
}
