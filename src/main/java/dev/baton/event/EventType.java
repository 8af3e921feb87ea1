package dev.baton.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The types of events, with their names in JSON. */
public enum EventType {
    HANDOVER_REQUESTED("handover.requested"),
    HANDOVER_ACCEPTED("handover.accepted"),
    HANDOVER_FAILED("handover.failed"),
    HANDOVER_ENDED("handover.ended"),
    QUEUE_UPDATED("queue.updated"),
    AGENT_JOINED("agent.joined"),
    AGENT_LEFT("agent.left"),
    MESSAGE("message"),
    TYPING("typing"),
    RECEIPT("receipt"),
    TRANSFER_REQUESTED("transfer.requested"),
    CONVERSATION_CLOSED("conversation.closed"),
    CONTACT_UPDATED("contact.updated");

    private final String text;

    EventType(String text) {
        this.text = text;
    }

    /** The name in JSON. */
    @JsonValue
    public String text() {
        return text;
    }

    /** The type of that name; {@link IllegalArgumentException} names the ones there are. */
    @JsonCreator
    public static EventType of(String text) {
        for (EventType type : values()) {
            if (type.text.equals(text)) {
                return type;
            }
        }
        throw new IllegalArgumentException("no event has the type '" + text + "'");
    }

    /** True for what is not stored and not repeated: newest wins, dropped when the lane waits. */
    public boolean passing() {
        return this == TYPING || this == QUEUE_UPDATED;
    }
}
