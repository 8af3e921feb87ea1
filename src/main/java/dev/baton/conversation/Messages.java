package dev.baton.conversation;

import dev.baton.event.Event;
import dev.baton.event.NoticeKind;
import dev.baton.event.Reference.Kind;
import dev.baton.event.Role;
import dev.baton.event.What;

/** What customers and agents say to each other. */
final class Messages {

    private Messages() {
    }

    /** While the bot has control its customer's words are {@link BotSide}'s. */
    static void said(Draft draft, Event event, What.Message message, boolean fromDesk) {
        boolean amongThemselves = draft.bot != null && message.author().role() != Role.customer && (!fromDesk || draft.inHouse() && !draft.atTheDesk());
        if (message.note()) {
            draft.note("a note among agents: never told to the customer");
        } else if (amongThemselves) {
            draft.note("said at the customer's platform by its " + message.author().role() + ": kept for the transcript");
        } else if (!draft.atTheDesk()) {
            String why = draft.state == State.bot ? "no desk holds the conversation" : "the conversation has ended";
            draft.note(why + ": the message can reach nobody");
            reachNobody(draft, fromDesk ? draft.desk : draft.customerChannel, event, message, fromDesk && (draft.state != State.bot || draft.bot != null));
        } else if (fromDesk && draft.left(draft.desk, event) && draft.reference(draft.desk, Kind.conversation) == null) {
            draft.note("its thread is that of an earlier handover: the message can reach nobody");
            reachNobody(draft, draft.desk, event, message, true);
        } else if (fromDesk) {
            draft.knowing(draft.desk, event);
            if (draft.state != State.transferring) {
                draft.joined(message.author());
            }
            draft.relay(draft.customerChannel, event);
        } else {
            draft.customer = draft.customer.with(message.customer());
            if (draft.state == State.active) {
                draft.enter(State.active, Control.desk);
            }
            draft.relay(draft.desk, event);
        }
    }

    /** A message that came too late. An agent is told so; a customer has been told of the end. */
    static void reachNobody(Draft draft, String channel, Event event, What.Message message, boolean tell) {
        draft.undelivered = message.author().role() == Role.customer || message.author().role() == Role.agent;
        if (tell && message.author().role() == Role.agent) {
            draft.tell(channel, new Notice(NoticeKind.UNDELIVERED, Notice.DESK + "undelivered.ended", null, null,
                    ((What.Message) event.veiled().what()).content(), null));
        }
    }
}
