package dev.baton.conversation;

import dev.baton.event.Event;
import java.util.List;

/**
 * What an input came to.
 *
 * @param conversation as it is now
 * @param tell         what channels are to be told, in order
 * @param cancel       channels whose deliveries of this conversation that have not been sent are cancelled, before {@code tell} is queued
 * @param note         why nothing (or not the natural thing) came of the input, for people; or null
 * @param undelivered  true where the input was a person's message that can reach nobody: it is kept as a dead letter with the note
 */
public record Step(Conversation conversation, List<Tell> tell, List<String> cancel, String note, boolean undelivered) {

    /**
     * One channel is to be told an event.
     *
     * @param onlyIfTold true for a compensation: it is queued only where something of this conversation was sent, is being sent, or may have
     *                   been sent to the channel, and counts as done otherwise
     * @param notice     what the event, a message without words, is to say: it is told only where there are words for it; null for other events
     */
    public record Tell(String channel, Event event, boolean onlyIfTold, Notice notice) {
    }
}
