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
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

/** A conversation while one input is worked on: the moves that the state machine's rules are made of. */
final class Draft {

    /** So many desks are asked in one conversation; then it is the bot's. */
    private static final int MOST_HANDOVERS = 6;

    final List<String> cancel = new ArrayList<>();
    final String customerChannel;
    State state;
    String desk;
    int handover;
    Customer customer;
    Author agent;
    Set<String> awaiting;
    String ended;
    Waited waited;
    boolean undelivered;
    private final List<Step.Tell> tell = new ArrayList<>();
    private final UUID id;
    private final String person;
    private final Function<String, Desk> desks;
    private final Instant now;
    private Conversation known;
    private Control control;
    private Instant deadlineAt;
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

    private Desk atDesk() {
        return desks.apply(desk);
    }

    void enter(State next, Control who) {
        state = next;
        control = who;
        Duration limit = atDesk().deadlines().of(next);
        deadlineAt = limit == null ? null : now.plus(limit);
    }

    /** The customer waits for an agent from now on. While the desk is closed and keeps what is left there, its time begins when it opens. */
    private void await(State next) {
        enter(next, Control.desk);
        Desk at = atDesk();
        ZonedDateTime opens = at.keeps(now) ? at.opens(now) : null;
        waited = opens == null ? Waited.not : Waited.told;
        if (opens != null) {
            deadlineAt = opens.toInstant().plus(at.deadlines().of(next));
        } else if (next == State.queued && at.deadlines().inBetween()) {
            deadlineAt = now.plus(at.deadlines().waiting());
        }
    }

    /** The customer's channel asks for people. */
    void requested(Event event) {
        handover++;
        agent = null;
        Desk at = atDesk();
        ZonedDateTime opens = at.opens(now);
        // A ticket that was moved is at the desk already, whatever the hour.
        if (state == State.bot && opens != null && at.whenClosed().how() == Fallback.How.bot) {
            end("the desk is closed until " + opens.toOffsetDateTime());
            giveBack(new Notice(NoticeKind.OUTSIDE_HOURS, "outside-hours", opens, null, null, null));
            return;
        }
        await(State.requested);
        tell(desk, event);
    }

    /** The desk has taken it. A person may have answered before the desk's acceptance came: then it stays as it is. */
    void accepted(Event event) {
        if (state == State.requested) {
            await(State.queued);
            tell(customerChannel, event);
            Desk at = atDesk();
            tell(customerChannel, at.keeps(now) ? new Notice(NoticeKind.OUTSIDE_HOURS, "outside-hours.kept", at.opens(now), null, null, null)
                    : Notice.of(NoticeKind.ACCEPTED, "accepted"));
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

    /** Nobody has come in time: the customer may be asked for more patience, or it is the next one's. */
    void nobodyCame() {
        Deadlines limits = atDesk().deadlines();
        Instant last = deadlineAt.plus(limits.inBetween() ? limits.queued().minus(limits.waiting()) : Duration.ZERO);
        if (state == State.queued && waited == Waited.not && limits.inBetween() && last.isAfter(now)) {
            waited = Waited.told;
            deadlineAt = last;
            tell(customerChannel, Notice.of(NoticeKind.WAITING, "waiting"));
        } else if (state == State.queued && waited != Waited.kept && atDesk().whenNobody().how() == Fallback.How.message) {
            keep(limits.queued());
        } else {
            fail(state == State.requested ? "the desk did not take the conversation in time" : "no agent answered in time");
        }
    }

    /** The desk keeps what the customer has left. */
    private void keep(Duration limit) {
        Hours hours = atDesk().hours();
        ZonedDateTime opens = hours == null ? null : hours.opensAfter(now);
        waited = Waited.kept;
        deadlineAt = (opens == null ? now : opens.toInstant()).plus(limit);
        tell(customerChannel, new Notice(NoticeKind.NOBODY, "nobody.kept", opens, null, null, null));
    }

    /**
     * The handover comes to nothing at this desk: what the desk has not got is cancelled, what it may have got is taken back, and it is the next
     * desk's or the bot's.
     */
    void fail(String why) {
        String reason = why == null ? "the desk did not take the conversation" : why;
        Fallback next = atDesk().whenNobody();
        String other = next.how() == Fallback.How.desk && handover < MOST_HANDOVERS ? Desk.standingIn(next.desk(), desks, now) : null;
        boolean there = other != null && !other.equals(desk) && (desks.apply(other).opens(now) == null || desks.apply(other).keeps(now));
        cancel.add(desk);
        tell(desk, new Notice(NoticeKind.NOBODY, Notice.DESK + (there ? "nobody.elsewhere" : "nobody"), null, null, null, reason));
        if (there) {
            tell.add(new Step.Tell(desk, Event.own(new What.ConversationClosed(Role.system, reason)), true, null));
            tell(customerChannel, Notice.of(NoticeKind.NOBODY, "nobody.elsewhere"));
            desk = other;
            handover++;
            agent = null;
            await(State.requested);
            tell(desk, Event.own(new What.HandoverRequested(customer, null, null, reason, null)));
        } else {
            end(reason);
            close(desk, new What.ConversationClosed(Role.system, reason), true);
            giveBack(Notice.of(NoticeKind.NOBODY, "nobody"));
        }
    }

    /** The customer's side is told, and the bot has it again. */
    private void giveBack(Notice notice) {
        awaits(customerChannel);
        tell(customerChannel, notice);
        tell(customerChannel, Event.own(new What.HandoverFailed(ended)));
    }

    /** Asks that side to end it; what was never told anything need not be asked. */
    void close(String channel, What.ConversationClosed closed, boolean onlyIfTold) {
        awaits(channel);
        tell.add(new Step.Tell(channel, Event.own(closed), onlyIfTold, null));
    }

    private void awaits(String channel) {
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
