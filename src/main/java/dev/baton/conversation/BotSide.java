package dev.baton.conversation;

import dev.baton.event.Content;
import dev.baton.event.Event;
import dev.baton.event.NoticeKind;
import dev.baton.event.Outcome.Word;
import dev.baton.event.Reference.Kind;
import dev.baton.event.Role;
import dev.baton.event.What;

/** What a conversation does about its bot: what the bot says, what it hears while it has control, and what becomes of a bot that does not answer. */
final class BotSide {

    private BotSide() {
    }

    /** The bot says something. It has nothing to say while a desk has control, but for what it says {@link #beside} people. */
    static void says(Draft draft, Event event) {
        if (draft.atTheDesk() && event.what() instanceof What.Message message && message.beside() && !message.note()) {
            beside(draft, event, message);
            return;
        }
        if (draft.state != State.bot) {
            draft.note(draft.at(State.closing, State.closed) ? "the conversation has ended" : "the bot has no control");
            return;
        }
        What what = event.what();
        if (what instanceof What.Message message) {
            if (message.note()) {
                draft.note("a note: never told to the customer");
            } else {
                draft.enter(State.bot, Control.bot);
                draft.tell(draft.customerChannel, event);
            }
        } else if (what instanceof What.HandoverRequested requested) {
            asks(draft, draft.bot, event, requested);
        } else if (what instanceof What.ConversationClosed closed) {
            draft.cancel.add(draft.bot);
            draft.end(closed.reason() == null ? "closed by " + closed.by() : closed.reason());
            draft.close(draft.customerChannel, closed, false);
        } else if (what instanceof What.TransferRequested moved) {
            draft.cancel.add(draft.bot);
            draft.end(moved.reason() == null ? "the bot has given the customer back" : moved.reason());
            draft.awaits(draft.customerChannel);
            draft.tell(draft.customerChannel, event);
        } else if (what instanceof What.Receipt) {
            draft.note("recorded");
        } else {
            draft.note(event.type().passing() ? "passing" : "a bot does not say this");
        }
    }

    /** The customer is told, and the people are shown what their customer was told; who has control stays as it is. */
    private static void beside(Draft draft, Event event, What.Message message) {
        draft.tell(draft.customerChannel, event);
        if (!draft.inHouse()) {
            draft.tell(draft.desk, event.saying(new What.Message(message.author(), message.content(), true, null, null, true)));
        }
    }

    /** The customer's channel says something while the bot has control. */
    static void hears(Draft draft, Event event) {
        What what = event.what();
        if (what instanceof What.Message message) {
            heard(draft, event, message);
        } else if (what instanceof What.HandoverRequested requested) {
            draft.customer = draft.customer.with(requested.customer());
            draft.knowing(draft.customerChannel, event);
            asks(draft, draft.customerChannel, event, requested);
        } else if (what instanceof What.AgentJoined joined) {
            // Somebody of the customer's own platform has taken the chat, unasked.
            draft.desk = draft.customerChannel;
            draft.handover++;
            draft.cancel.add(draft.bot);
            draft.joined(joined.agent());
        } else if (what instanceof What.ConversationClosed closed) {
            String current = draft.reference(draft.customerChannel, Kind.conversation);
            if (event.conversation() != null && current != null && !current.equals(event.conversation())) {
                draft.note("what was closed is not the current thread (" + current + ")");
            } else {
                gone(draft, closed, closed.reason() == null ? "closed by " + closed.by() : closed.reason());
            }
        } else if (what instanceof What.ContactUpdated contact) {
            draft.customer = draft.customer.with(contact.customer());
            draft.tell(draft.bot, event);
        } else if (what instanceof What.TransferRequested) {
            draft.note("nothing to transfer in state " + draft.state);
        } else {
            draft.note("a customer's channel does not say this");
        }
    }

    private static void heard(Draft draft, Event event, What.Message message) {
        if (message.note()) {
            draft.note("a note among agents: never told to the customer");
        } else if (message.author().role() == Role.system) {
            // Nobody's words: whether there are any is the channel's to say.
            draft.tell(draft.bot, event);
        } else if (message.author().role() != Role.customer) {
            // No taking over, as it is at a desk: who writes there may be a supervisor or another program, and a platform that does not say who has a chat
            // would not say either when the bot has it again. One whose people take chats by writing says agent.joined before their words.
            draft.note("said at the customer's platform by its " + message.author().role() + ": kept for the transcript");
        } else {
            draft.customer = draft.customer.with(message.customer());
            draft.enter(State.bot, Control.bot);
            draft.tell(draft.bot, event);
        }
    }

    /** Somebody asks for people: the desk is told what was said so far, which the ledger knows. */
    private static void asks(Draft draft, String who, Event event, What.HandoverRequested asked) {
        if (draft.desk == null) {
            String why = "no desk takes the handover" + (asked.desk() == null ? "" : ": '" + asked.desk() + "' is no live channel that does");
            draft.note(why);
            draft.tell(who, Event.own(new What.HandoverFailed(why)));
        } else {
            Waiting.requested(draft, event.saying(
                    new What.HandoverRequested(draft.customer, asked.content(), null, asked.reason(), asked.transcript(), asked.tags())));
        }
    }

    /** What the bot was told is settled: one that does not take the customer's words is dead, and people are asked. */
    static void settled(Draft draft, Input.Settled settled) {
        What.Message message = settled.message();
        if (draft.state != State.bot || settled.word() == Word.done || message == null || message.notice() != null || message.note() || message.author().role() != Role.customer) {
            return;
        }
        String why = "the bot does not take the customer's words" + (settled.why() == null ? "" : ": " + settled.why());
        if (draft.desk == null) {
            draft.note(why + "; no desk can be asked");
            Content words = message.content();
            draft.tell(draft.customerChannel, new Notice(NoticeKind.UNDELIVERED, "undelivered", null, null, words, settled.why()));
        } else {
            Waiting.requested(draft, Event.own(new What.HandoverRequested(draft.customer, null, null, why, null)));
        }
    }

    /** The customer's thread is over while the bot has control. */
    static void gone(Draft draft, What.ConversationClosed closed, String why) {
        draft.cancel.add(draft.customerChannel);
        draft.end(why);
        draft.finish(closed);
    }
}
