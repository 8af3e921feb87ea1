package dev.baton.conversation;

import dev.baton.event.Content;
import dev.baton.event.NoticeKind;
import java.time.ZonedDateTime;

/**
 * Something that a side is to be told by Baton itself. The words are found outside, in the language of whoever reads them.
 *
 * @param kind    which sort
 * @param key     of the words: the kind's name, where needed with more behind it ({@code nobody.elsewhere}); {@code desk.} before it for agents
 * @param opens   when the desk is there again, or null
 * @param agent   who it is about, or null
 * @param message what has not been delivered, or null
 * @param why     for people, or null
 */
public record Notice(NoticeKind kind, String key, ZonedDateTime opens, String agent, Content message, String why) {

    /** What stands before the keys of the words for agents. */
    public static final String DESK = "desk.";

    /** A notice that needs only its words. */
    static Notice of(NoticeKind kind, String key) {
        return new Notice(kind, key, null, null, null, null);
    }

    /** True for what agents are told: a note that no customer sees. */
    public boolean forAgents() {
        return key.startsWith(DESK);
    }
}
