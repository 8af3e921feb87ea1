package dev.baton.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What Baton itself tells customers and agents about how things stand, with the names in JSON and in settings. */
public enum NoticeKind {
    /** The desk has the request. */
    ACCEPTED("accepted"),
    /** The desk has it, and nobody has answered yet. */
    WAITING("waiting"),
    /** The desk is closed at this hour. */
    OUTSIDE_HOURS("outside-hours"),
    /** Nobody came in time. */
    NOBODY("nobody"),
    /** The agent has gone; the desk still has the conversation. */
    AGENT_LEFT("agent-left"),
    /** The conversation has been ended. */
    CLOSED("closed"),
    /** A message has not reached the other side. */
    UNDELIVERED("undelivered");

    private final String text;

    NoticeKind(String text) {
        this.text = text;
    }

    /** The name in JSON and in settings. */
    @JsonValue
    public String text() {
        return text;
    }

    /** The kind of that name; {@link IllegalArgumentException} names the ones there are. */
    @JsonCreator
    public static NoticeKind of(String text) {
        for (NoticeKind kind : values()) {
            if (kind.text.equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("there is no notice '" + text + "'; there are " + java.util.Arrays.stream(values()).map(NoticeKind::text).toList());
    }
}
