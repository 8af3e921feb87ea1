package dev.baton.conversation;

import dev.baton.conversation.Input.Happened;
import dev.baton.conversation.Input.Settled;
import dev.baton.event.Customer;
import dev.baton.event.Event;
import dev.baton.event.EventType;
import dev.baton.event.Reference.Kind;
import dev.baton.event.Role;
import dev.baton.event.What;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

/** What a conversation does about each thing that happens, in each state. Every input yields something: a change, something told, or a note. */
public final class StateMachine {

    private StateMachine() {
    }

    /** A conversation that has just been heard of, of {@code <channel>:<customer>}; the event that brought it is then its first input. */
    public static Conversation begin(UUID id, String channel, String person, Instant now, Deadlines deadlines) {
        return begin(id, channel, null, person, now, deadlines);
    }

    /** The same where that bot speaks first, or the customer's platform's own where it is null. */
    public static Conversation begin(UUID id, String channel, String bot, String person, Instant now, Deadlines deadlines) {
        return new Conversation(id, State.bot, Control.bot, 0, channel, null, bot, person, new Customer(person.substring(channel.length() + 1), null, null, null, null, null), null,
                Map.of(), Set.of(), null, null, null, null, now, now.plus(deadlines.bot()));
    }

    /** The conversation asked of that desk, or of none where it is null; to be called before anything that may ask for people is put in. */
    public static Conversation towards(Conversation conversation, String desk) {
        return Draft.of(conversation, null, null).desk(desk).build();
    }

    /** One input. {@code desks} says what holds at a desk, for every name, null too. */
    public static Step step(Conversation conversation, Input input, Function<String, Desk> desks, Instant now) {
        Draft draft = Draft.of(conversation, desks, now);
        if (input instanceof Happened happened) {
            happened(draft, happened.channel(), happened.event());
        } else if (input instanceof Input.Begun begun) {
            begun(draft, begun.event());
        } else if (input instanceof Settled settled) {
            Outcomes.settled(draft, settled);
        } else if (input instanceof Input.Reached reached) {
            Outcomes.reached(draft, reached);
        } else {
            deadline(draft);
        }
        return draft.step();
    }

    /**
     * Whom an event that came from that channel is told in passing, if the channel takes it at that moment; null for nobody. It leaves no trace in
     * the conversation.
     */
    public static String passesTo(Conversation conversation, String channel, EventType type) {
        if (conversation.bot() != null && conversation.state() == State.bot) {
            boolean hears = channel.equals(conversation.customerChannel()) || channel.equals(conversation.bot());
            return type == EventType.TYPING && hears ? conversation.opposite(channel) : null;
        }
        boolean waits = conversation.state() == State.requested || conversation.state() == State.queued;
        boolean goes = !channel.equals(conversation.bot()) && !conversation.inHouse() && switch (type) {
            case TYPING -> waits || conversation.state() == State.active;
            case QUEUE_UPDATED -> waits && channel.equals(conversation.desk());
            default -> false;
        };
        return goes ? conversation.opposite(channel) : null;
    }

    private static void begun(Draft draft, Event event) {
        draft.knowing(draft.customerChannel, event);
        if (draft.bot != null) {
            // What people did before these words was of an earlier conversation.
            draft.letGo(event.at());
            BotSide.hears(draft, event);
        } else {
            What.Message first = (What.Message) event.what();
            draft.customer = draft.customer.with(first.customer());
            Waiting.requested(draft, event.saying(new What.HandoverRequested(draft.customer, first.content(), null, null, null)));
        }
    }

    private static void happened(Draft draft, String channel, Event event) {
        if (channel.equals(draft.bot)) {
            BotSide.says(draft, event);
            return;
        }
        if (channel.equals(draft.customerChannel) && draft.bot != null) {
            if (letsGo(event.what())) {
                draft.letGo(event.at());
            } else if (ofAgents(event.what()) && draft.isOver(event.at())) {
                draft.note("it was before the bot had the customer: kept for the transcript");
                return;
            }
        }
        boolean bots = draft.state == State.bot && draft.bot != null && channel.equals(draft.customerChannel);
        if (bots && event.type() != EventType.RECEIPT && !event.type().passing()) {
            BotSide.hears(draft, event);
            return;
        }
        boolean fromDesk = channel.equals(draft.desk) && (!draft.inHouse() || ofAgents(event.what()));
        if (!fromDesk && !channel.equals(draft.customerChannel)) {
            draft.note("channel " + channel + " has no part in this conversation");
            if (event.what() instanceof What.Message message && !message.note()) {
                Messages.reachNobody(draft, channel, event, message, draft.knows(channel));
            }
            return;
        }
        What what = event.what();
        if (what instanceof What.Message message) {
            Messages.said(draft, event, message, fromDesk);
        } else if (what instanceof What.ConversationClosed closed) {
            closed(draft, channel, event, closed, fromDesk);
        } else if (what instanceof What.ContactUpdated contact) {
            draft.customer = draft.customer.with(contact.customer());
            if (draft.atTheDesk()) {
                draft.relay(fromDesk ? draft.customerChannel : draft.desk, event);
            } else {
                draft.note("kept; no handover is under way that the other side would need it for");
            }
        } else if (what instanceof What.Receipt) {
            draft.note("recorded");
        } else if (event.type().passing()) {
            draft.note("passing");
        } else if (fromDesk) {
            DeskSide.acts(draft, event);
        } else {
            customerActs(draft, event);
        }
    }

    /** Whether agents say it, where they and the customer come by one channel. */
    private static boolean ofAgents(What what) {
        return what instanceof What.Message message ? message.author().role() == Role.agent
                : what instanceof What.ConversationClosed closed ? closed.by() != Role.customer
                : what instanceof What.HandoverAccepted || what instanceof What.HandoverFailed || what instanceof What.AgentJoined || what instanceof What.AgentLeft;
    }

    private static boolean letsGo(What what) {
        return what instanceof What.HandoverEnded || what instanceof What.ConversationClosed && ofAgents(what);
    }

    private static void customerActs(Draft draft, Event event) {
        if (event.what() instanceof What.HandoverRequested requested) {
            if (draft.state == State.bot || draft.state == State.transferring) {
                draft.customer = draft.customer.with(requested.customer());
                draft.knowing(draft.customerChannel, event);
                Waiting.requested(draft, event);
            } else {
                draft.note(draft.at(State.closing, State.closed) ? "the conversation has ended" : "a handover is under way already");
            }
        } else if (event.what() instanceof What.HandoverEnded given && draft.inHouse() && draft.at(State.requested, State.queued, State.active)) {
            // People of the customer's own platform have given the chat to the bot again, without closing anything.
            draft.giveBack(given.by(), given.reason());
        } else if (event.what() instanceof What.TransferRequested) {
            String current = draft.reference(draft.customerChannel, Kind.conversation);
            if (event.conversation() != null && current != null && !current.equals(event.conversation())) {
                draft.note("what moves is not the current thread (" + current + ")");
            } else if (draft.inHouse()) {
                draft.note("the customer's platform moves it among its own people");
            } else if (draft.at(State.requested, State.queued, State.active)) {
                draft.enter(State.transferring, Control.desk);
            } else {
                draft.note("nothing to transfer in state " + draft.state);
            }
        } else {
            draft.note("a customer's channel does not say this");
        }
    }

    private static void closed(Draft draft, String channel, Event event, What.ConversationClosed closed, boolean fromDesk) {
        String current = draft.reference(channel, Kind.conversation);
        if (event.conversation() != null && current != null && !current.equals(event.conversation())) {
            draft.note("what was closed is not the current thread (" + current + ")");
        } else if (fromDesk && draft.left(channel, event)) {
            draft.note("its thread is that of an earlier handover");
        } else if (draft.state == State.closing) {
            draft.note("both sides have closed it");
            draft.cancel.add(channel);
            draft.confirmed(channel);
        } else if (!draft.open() || draft.state == State.bot) {
            draft.note(draft.open() ? "no handover is under way" : "the conversation has ended");
        } else {
            Outcomes.ended(draft, channel, closed, closed.reason() == null ? "closed by " + closed.by() : closed.reason(), fromDesk);
        }
    }

    private static void deadline(Draft draft) {
        switch (draft.state) {
            case requested, queued -> Waiting.nobodyCame(draft);
            case active, transferring -> silent(draft);
            case closing -> {
                draft.note("the end was not confirmed in time by " + String.join(", ", new TreeSet<>(draft.awaiting)));
                draft.finish();
            }
            case bot -> {
                draft.end("nothing has happened for too long");
                draft.finish(new What.ConversationClosed(Role.system, draft.ended));
            }
            case closed -> draft.note("the conversation has ended");
        }
    }

    private static void silent(Draft draft) {
        String why = draft.state == State.active ? "nobody has written for too long" : "the new ticket did not come in time";
        What.ConversationClosed closed = new What.ConversationClosed(Role.system, why);
        String key = draft.state == State.active ? "closed.silence" : "closed";
        if (draft.bot != null) {
            if (!draft.inHouse()) {
                draft.tellOfTheEnd(draft.desk, key);
                draft.takeBack(draft.desk, closed);
            }
            draft.giveBack(Role.system, why);
            return;
        }
        draft.end(why);
        draft.tellOfTheEnd(draft.customerChannel, key);
        draft.close(draft.customerChannel, closed, false);
        draft.tellOfTheEnd(draft.desk, key);
        draft.close(draft.desk, closed, true);
    }
}
