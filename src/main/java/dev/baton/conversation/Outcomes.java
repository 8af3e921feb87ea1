package dev.baton.conversation;

import dev.baton.event.Event;
import dev.baton.event.NoticeKind;
import dev.baton.event.Outcome.Word;
import dev.baton.event.Role;
import dev.baton.event.What;

/** What it means for a conversation what has become of a delivery. */
final class Outcomes {

    private Outcomes() {
    }

    static void settled(Draft draft, Input.Settled settled) {
        if (settled.channel().equals(draft.bot)) {
            BotSide.settled(draft, settled);
            return;
        }
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
            case CONVERSATION_CLOSED, HANDOVER_FAILED, TRANSFER_REQUESTED -> {
                if (draft.state == State.closing) {
                    draft.confirmed(settled.channel());
                }
            }
            default -> {
                What.Message message = settled.message();
                if (!told && message != null && message.notice() == null && !message.note()) {
                    undelivered(draft, settled.channel(), message, settled.why());
                }
                if (settled.word() == Word.gone) {
                    gone(draft, settled, ofDesk && !draft.inHouse());
                }
            }
        }
    }

    /** The thread that something was for is over at its platform. */
    private static void gone(Draft draft, Input.Settled settled, boolean ofDesk) {
        String why = settled.why() == null ? "the thread is over at " + settled.channel() : settled.why();
        What.ConversationClosed closed = new What.ConversationClosed(ofDesk ? Role.agent : Role.customer, why);
        if (draft.inHouse() && settled.message() != null && settled.message().author().role() == Role.bot && draft.atTheDesk()) {
            draft.note("the customer's platform takes nothing from the bot while its people have the conversation");
        } else if (draft.at(State.requested, State.queued, State.active)) {
            ended(draft, settled.channel(), closed, why, ofDesk);
        } else if (draft.state == State.bot && draft.bot != null && !ofDesk) {
            BotSide.gone(draft, closed, why);
        }
    }

    /** That side has ended it while the desk had control: the other side is told, or the bot has it again. */
    static void ended(Draft draft, String channel, What.ConversationClosed closed, String why, boolean byDesk) {
        if (byDesk && draft.bot != null) {
            draft.giveBack(closed.by(), closed.reason());
            return;
        }
        draft.cancel.add(channel);
        draft.end(why);
        if (draft.inHouse()) {
            draft.finish(closed);
            return;
        }
        draft.tellOfTheEnd(byDesk ? draft.customerChannel : draft.desk, "closed");
        draft.close(byDesk ? draft.customerChannel : draft.desk, closed, !byDesk);
        if (draft.bot != null) {
            draft.takeBack(draft.bot, closed);
        }
    }

    /** What was for {@code channel} has not got there: whoever said it is told. */
    private static void undelivered(Draft draft, String channel, What.Message message, String why) {
        boolean fromDesk = channel.equals(draft.customerChannel);
        // What it has said beside people they have seen: they are told that their customer has not.
        if (message.author().role() == Role.bot && draft.bot != null && !message.beside()) {
            return;
        }
        // The customer's thread may be closed already when it is closing; agents can read a note also then.
        if (draft.atTheDesk() || fromDesk && draft.state == State.closing) {
            String key = (fromDesk ? Notice.DESK : "") + "undelivered";
            draft.tell(fromDesk ? draft.desk : draft.customerChannel,
                    new Notice(NoticeKind.UNDELIVERED, key, null, null, message.content(), why));
        }
    }

    /** Whoever wrote it is told while somebody may still look; the bot only while it has control. */
    static void reached(Draft draft, Input.Reached reached) {
        boolean ofBot = reached.channel().equals(draft.bot);
        if (draft.atTheDesk() && !ofBot || draft.state == State.bot && draft.bot != null && !reached.channel().equals(draft.desk)
                || draft.state == State.bot && draft.bot != null && draft.inHouse()) {
            draft.tell(reached.channel(), Event.own(reached.receipt()));
        } else {
            draft.note(ofBot && draft.atTheDesk() ? "the bot has no control" : "no handover is under way");
        }
    }
}
