package dev.baton.conversation;

import dev.baton.event.Event;
import dev.baton.event.NoticeKind;
import dev.baton.event.Role;
import dev.baton.event.What;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;

/** A handover from its request until somebody answers or nobody does: patience, the desk's hours, and the desks that stand in for each other. */
final class Waiting {

    /** So many desks are asked in one conversation; then it is the bot's. */
    private static final int MOST_HANDOVERS = 6;

    private Waiting() {
    }

    /** The customer's channel, or the bot, asks for people. */
    static void requested(Draft draft, Event event) {
        What.HandoverRequested asked = (What.HandoverRequested) event.what();
        draft.asked = asked.reason() == null && asked.tags() == null ? null : new Conversation.Asked(asked.reason(), asked.tags());
        draft.handover++;
        draft.agent = null;
        if (draft.bot != null && draft.state == State.bot) {
            draft.cancel.add(draft.bot);
            draft.leaveThread();
        }
        Desk at = draft.atDesk();
        ZonedDateTime opens = at.opens(draft.now);
        // A ticket that was moved is at the desk already, whatever the hour.
        if (draft.state == State.bot && opens != null && at.whenClosed().how() == Fallback.How.bot) {
            giveBack(draft, "the desk is closed until " + opens.toOffsetDateTime(), new Notice(NoticeKind.OUTSIDE_HOURS, "outside-hours", opens, null, null, null));
        } else {
            begin(draft, State.requested);
            draft.tell(draft.desk, event);
        }
    }

    /** The desk has taken it. A person may have answered before the desk's acceptance came: then it stays as it is. */
    static void accepted(Draft draft, Event event) {
        if (draft.state != State.requested) {
            draft.note("accepted already");
            return;
        }
        begin(draft, State.queued);
        if (!draft.inHouse()) {
            draft.tell(draft.customerChannel, event);
        }
        Desk at = draft.atDesk();
        draft.tell(draft.customerChannel, at.keeps(draft.now)
                ? new Notice(NoticeKind.OUTSIDE_HOURS, "outside-hours.kept", at.opens(draft.now), null, null, null)
                : Notice.of(NoticeKind.ACCEPTED, "accepted"));
    }

    /** The customer waits in that state from now on. While the desk is closed and keeps what is left there, the time begins when it opens. */
    private static void begin(Draft draft, State state) {
        draft.enter(state, Control.desk);
        Desk at = draft.atDesk();
        ZonedDateTime opens = at.keeps(draft.now) ? at.opens(draft.now) : null;
        draft.waited = opens == null ? Waited.not : Waited.told;
        if (opens != null) {
            draft.deadlineAt = opens.toInstant().plus(at.deadlines().of(state));
        } else if (state == State.queued && at.deadlines().inBetween()) {
            draft.deadlineAt = draft.now.plus(at.deadlines().waiting());
        }
    }

    /** Nobody has come in time: the customer may be asked for more patience, or it is the next one's. */
    static void nobodyCame(Draft draft) {
        Desk at = draft.atDesk();
        Deadlines limits = at.deadlines();
        boolean queued = draft.state == State.queued;
        Instant last = draft.deadlineAt.plus(limits.inBetween() ? limits.queued().minus(limits.waiting()) : Duration.ZERO);
        if (queued && draft.waited == Waited.not && last.isAfter(draft.now)) {
            draft.waited = Waited.told;
            draft.deadlineAt = last;
            draft.tell(draft.customerChannel, Notice.of(NoticeKind.WAITING, "waiting"));
        } else if (queued && draft.waited != Waited.kept && at.whenNobody().how() == Fallback.How.message) {
            ZonedDateTime opens = at.hours() == null ? null : at.hours().opensAfter(draft.now);
            draft.waited = Waited.kept;
            draft.deadlineAt = (opens == null ? draft.now : opens.toInstant()).plus(limits.queued());
            draft.tell(draft.customerChannel, new Notice(NoticeKind.NOBODY, "nobody.kept", opens, null, null, null));
        } else {
            fail(draft, queued ? "no agent answered in time" : "the desk did not take the conversation in time");
        }
    }

    /**
     * The handover comes to nothing at this desk: what the desk has not got is cancelled, what it may have got is taken back, and it is the next
     * desk's or the bot's.
     */
    static void fail(Draft draft, String why) {
        String reason = why == null ? "the desk did not take the conversation" : why;
        String next = next(draft);
        if (!draft.inHouse()) {
            draft.cancel.add(draft.desk);
        }
        draft.tell(draft.desk, new Notice(NoticeKind.NOBODY, Notice.DESK + (next == null ? "nobody" : "nobody.elsewhere"), null, null, null, reason));
        if (next == null) {
            if (draft.bot == null) {
                draft.close(draft.desk, new What.ConversationClosed(Role.system, reason), true);
            } else if (!draft.inHouse()) {
                draft.takeBack(draft.desk, reason);
            }
            giveBack(draft, reason, Notice.of(NoticeKind.NOBODY, "nobody"));
            return;
        }
        if (!draft.inHouse()) {
            draft.takeBack(draft.desk, reason);
        }
        draft.tell(draft.customerChannel, Notice.of(NoticeKind.NOBODY, "nobody.elsewhere"));
        draft.desk = next;
        draft.handover++;
        draft.agent = null;
        begin(draft, State.requested);
        Conversation.Asked asked = draft.asked == null ? new Conversation.Asked(null, null) : draft.asked;
        draft.tell(draft.desk, Event.own(new What.HandoverRequested(draft.customer, null, null, asked.reason() == null ? reason : asked.reason() + " (" + reason + ")", null, asked.tags())));
    }

    /** The desk that is asked next, or null for none. One that is closed and keeps nothing is not asked. */
    private static String next(Draft draft) {
        Fallback fallback = draft.atDesk().whenNobody();
        if (fallback.how() != Fallback.How.desk || draft.handover >= MOST_HANDOVERS) {
            return null;
        }
        String name = Desk.standingIn(fallback.desk(), draft.desks, draft.now);
        Desk desk = draft.desks.apply(name);
        return !name.equals(draft.desk) && (desk.opens(draft.now) == null || desk.keeps(draft.now)) ? name : null;
    }

    /** The customer's side is told, and the bot has it again: ours, or the one that the customer's platform has itself. */
    private static void giveBack(Draft draft, String why, Notice notice) {
        What.HandoverFailed failed = new What.HandoverFailed(why);
        if (draft.bot == null) {
            draft.end(why);
            draft.awaits(draft.customerChannel);
            draft.tell(draft.customerChannel, notice);
            draft.tell(draft.customerChannel, Event.own(failed));
        } else {
            draft.tell(draft.customerChannel, notice);
            draft.backToBot(failed);
        }
    }
}
