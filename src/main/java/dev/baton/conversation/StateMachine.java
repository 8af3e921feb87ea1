package dev.baton.conversation;

import dev.baton.conversation.Input.Happened;
import dev.baton.conversation.Input.Settled;
import dev.baton.event.Customer;
import dev.baton.event.Event;
import dev.baton.event.EventType;
import dev.baton.event.NoticeKind;
import dev.baton.event.Outcome.Word;
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

    /** A conversation that has just been heard of; the event that brought it is then its first input. */
    public static Conversation begin(UUID id, String channel, String person, Instant now, Deadlines deadlines) {
        return new Conversation(id, State.bot, Control.bot, 0, channel, null, person, new Customer(null, null, null, null, null, null), null,
                Map.of(), Set.of(), null, null, now, now.plus(deadlines.bot()));
    }

    /** The conversation asked of that desk; to be called before a {@code handover.requested} is put in. */
    public static Conversation towards(Conversation conversation, String desk) {
        return Draft.of(conversation, null, null).desk(desk).build();
    }

    /** One input. {@code desks} says what holds at a desk, for every name, null too. */
    public static Step step(Conversation conversation, Input input, Function<String, Desk> desks, Instant now) {
        Draft draft = Draft.of(conversation, desks, now);
        if (input instanceof Happened happened) {
            happened(draft, happened.channel(), happened.event());
        } else if (input instanceof Settled settled) {
            settled(draft, settled);
        } else if (input instanceof Input.Reached reached) {
            reached(draft, reached);
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
        boolean waits = conversation.state() == State.requested || conversation.state() == State.queued;
        boolean goes = switch (type) {
            case TYPING -> waits || conversation.state() == State.active;
            case QUEUE_UPDATED -> waits && channel.equals(conversation.desk());
            default -> false;
        };
        return goes ? conversation.opposite(channel) : null;
    }

    private static void happened(Draft draft, String channel, Event event) {
        boolean fromDesk = channel.equals(draft.desk);
        if (!fromDesk && !channel.equals(draft.customerChannel)) {
            draft.note("channel " + channel + " has no part in this conversation");
            if (event.what() instanceof What.Message message && !message.note()) {
                reachesNobody(draft, channel, event, message, draft.knows(channel));
            }
            return;
        }
        What what = event.what();
        if (what instanceof What.Message message) {
            message(draft, event, message, fromDesk);
        } else if (what instanceof What.ConversationClosed closed) {
            closed(draft, channel, event, closed, fromDesk);
        } else if (what instanceof What.ContactUpdated contact) {
            draft.customer = draft.customer.with(contact.customer());
            if (draft.at(State.requested, State.queued, State.active, State.transferring)) {
                draft.tell(draft.opposite(channel), event);
            } else {
                draft.note("kept; no handover is under way that the other side would need it for");
            }
        } else if (what instanceof What.Receipt) {
            draft.note("recorded");
        } else if (event.type().passing()) {
            draft.note("passing");
        } else if (fromDesk) {
            deskActs(draft, event);
        } else {
            customerActs(draft, event);
        }
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
        } else if (event.what() instanceof What.TransferRequested) {
            String current = draft.reference(draft.customerChannel, Kind.conversation);
            if (event.conversation() != null && current != null && !current.equals(event.conversation())) {
                draft.note("what moves is not the current thread (" + current + ")");
            } else if (draft.at(State.requested, State.queued, State.active)) {
                draft.enter(State.transferring, Control.desk);
            } else {
                draft.note("nothing to transfer in state " + draft.state);
            }
        } else {
            draft.note("a customer's channel does not say this");
        }
    }

    private static void deskActs(Draft draft, Event event) {
        if (!draft.at(State.requested, State.queued, State.active)) {
            draft.note("the desk does not hold the conversation in state " + draft.state);
            return;
        }
        What what = event.what();
        if (what instanceof What.AgentJoined joined) {
            draft.knowing(draft.desk, event);
            if (!draft.joined(joined.agent())) {
                draft.note("this agent has joined already");
            }
        } else if (what instanceof What.AgentLeft) {
            if (draft.agent == null) {
                draft.note("nobody had joined");
            } else {
                String name = draft.agent.name();
                draft.agent = null;
                draft.tell(draft.customerChannel, event);
                draft.tell(draft.customerChannel, new Notice(NoticeKind.AGENT_LEFT, "agent-left", null, name, null, null));
            }
        } else if (what instanceof What.HandoverAccepted) {
            draft.knowing(draft.desk, event);
            Waiting.accepted(draft, event);
        } else if (what instanceof What.HandoverFailed failed) {
            if (draft.state == State.active) {
                draft.note("the handover has been accepted before");
            } else {
                Waiting.fail(draft, failed.reason());
            }
        } else {
            draft.note("a desk does not say this");
        }
    }

    private static void message(Draft draft, Event event, What.Message message, boolean fromDesk) {
        if (message.note()) {
            draft.note("a note among agents: never told to the customer");
        } else if (!draft.at(State.requested, State.queued, State.active, State.transferring)) {
            String why = draft.state == State.bot ? "no desk holds the conversation" : "the conversation has ended";
            draft.note(why + ": the message can reach nobody");
            reachesNobody(draft, fromDesk ? draft.desk : draft.customerChannel, event, message, fromDesk && draft.state != State.bot);
        } else if (fromDesk) {
            draft.knowing(draft.desk, event);
            if (draft.state != State.transferring) {
                draft.joined(message.author());
            }
            draft.tell(draft.customerChannel, event);
        } else {
            if (draft.state == State.active) {
                draft.enter(State.active, Control.desk);
            }
            draft.tell(draft.desk, event);
        }
    }

    /** A message that came too late. An agent is told so; a customer has been told of the end. */
    private static void reachesNobody(Draft draft, String channel, Event event, What.Message message, boolean tell) {
        draft.undelivered = message.author().role() == Role.customer || message.author().role() == Role.agent;
        if (tell && message.author().role() == Role.agent) {
            draft.tell(channel, new Notice(NoticeKind.UNDELIVERED, Notice.DESK + "undelivered.ended", null, null,
                    ((What.Message) event.veiled().what()).content(), null));
        }
    }

    /** What was for {@code channel} has not got there: whoever said it is told. */
    private static void undelivered(Draft draft, String channel, What.Message message, String why) {
        boolean fromDesk = channel.equals(draft.customerChannel);
        // The customer's thread may be closed already when it is closing; agents can read a note also then.
        if (draft.at(State.requested, State.queued, State.active, State.transferring) || fromDesk && draft.state == State.closing) {
            String key = (fromDesk ? Notice.DESK : "") + "undelivered";
            draft.tell(fromDesk ? draft.desk : draft.customerChannel,
                    new Notice(NoticeKind.UNDELIVERED, key, null, null, message.content(), why));
        }
    }

    private static void closed(Draft draft, String channel, Event event, What.ConversationClosed closed, boolean fromDesk) {
        String current = draft.reference(channel, Kind.conversation);
        if (event.conversation() != null && current != null && !current.equals(event.conversation())) {
            draft.note("what was closed is not the current thread (" + current + ")");
        } else if (draft.state == State.closing) {
            draft.note("both sides have closed it");
            draft.cancel.add(channel);
            draft.confirmed(channel);
        } else if (!draft.open() || draft.state == State.bot) {
            draft.note(draft.open() ? "no handover is under way" : "the conversation has ended");
        } else {
            draft.cancel.add(channel);
            draft.end(closed.reason() == null ? "closed by " + closed.by() : closed.reason());
            draft.tellOfTheEnd(fromDesk ? draft.customerChannel : draft.desk, "closed");
            draft.close(fromDesk ? draft.customerChannel : draft.desk, closed, !fromDesk);
        }
    }

    private static void settled(Draft draft, Settled settled) {
        boolean ofDesk = settled.channel().equals(draft.desk);
        if (!ofDesk && !settled.channel().equals(draft.customerChannel)) {
            draft.note("channel " + settled.channel() + " has no part in this conversation any more");
            return;
        }
        boolean told = settled.word() == Word.done;
        switch (settled.type()) {
            case HANDOVER_REQUESTED -> {
                if (told && draft.state == State.requested) {
                    Waiting.accepted(draft, Event.own(new What.HandoverAccepted(null)));
                } else if (!told && draft.at(State.requested, State.queued)) {
                    Waiting.fail(draft, settled.why());
                }
            }
            case CONVERSATION_CLOSED, HANDOVER_FAILED -> {
                if (draft.state == State.closing) {
                    draft.confirmed(settled.channel());
                }
            }
            default -> {
                What.Message message = settled.message();
                if (!told && message != null && message.notice() == null && !message.note()) {
                    undelivered(draft, settled.channel(), message, settled.why());
                }
                if (settled.word() == Word.gone && draft.at(State.requested, State.queued, State.active)) {
                    draft.cancel.add(settled.channel());
                    draft.end(settled.why() == null ? "the thread is over at " + settled.channel() : settled.why());
                    draft.tellOfTheEnd(ofDesk ? draft.customerChannel : draft.desk, "closed");
                    draft.close(ofDesk ? draft.customerChannel : draft.desk, new What.ConversationClosed(ofDesk ? Role.agent : Role.customer,
                            draft.ended), !ofDesk);
                }
            }
        }
    }

    /** Whoever wrote it is told while somebody may still look. */
    private static void reached(Draft draft, Input.Reached reached) {
        if (draft.at(State.requested, State.queued, State.active, State.transferring)) {
            draft.tell(reached.channel(), Event.own(reached.receipt()));
        } else {
            draft.note("no handover is under way");
        }
    }

    private static void deadline(Draft draft) {
        switch (draft.state) {
            case requested, queued -> Waiting.nobodyCame(draft);
            case active, transferring -> {
                draft.end(draft.state == State.active ? "nobody has written for too long" : "the new ticket did not come in time");
                What.ConversationClosed closed = new What.ConversationClosed(Role.system, draft.ended);
                String key = draft.state == State.active ? "closed.silence" : "closed";
                draft.tellOfTheEnd(draft.customerChannel, key);
                draft.close(draft.customerChannel, closed, false);
                draft.tellOfTheEnd(draft.desk, key);
                draft.close(draft.desk, closed, true);
            }
            case closing -> {
                draft.note("the end was not confirmed in time by " + String.join(", ", new TreeSet<>(draft.awaiting)));
                draft.finish();
            }
            case bot -> {
                draft.end("nothing has happened for too long");
                draft.finish();
            }
            case closed -> draft.note("the conversation has ended");
        }
    }
}
