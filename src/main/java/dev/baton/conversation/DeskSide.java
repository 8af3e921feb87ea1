package dev.baton.conversation;

import dev.baton.event.Event;
import dev.baton.event.NoticeKind;
import dev.baton.event.What;

/** What a conversation does about what happens at its desk, but for messages and the end. */
final class DeskSide {

    private DeskSide() {
    }

    static void acts(Draft draft, Event event) {
        if (!draft.at(State.requested, State.queued, State.active)) {
            draft.note("the desk does not hold the conversation in state " + draft.state);
            return;
        }
        if (draft.left(draft.desk, event)) {
            draft.note("its thread is that of an earlier handover");
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
                if (!draft.inHouse()) {
                    draft.tell(draft.customerChannel, event);
                }
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
}
