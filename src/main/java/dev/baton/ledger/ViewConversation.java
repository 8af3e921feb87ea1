package dev.baton.ledger;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A conversation, for people.
 *
 * @param document   the whole of it as JSON, as {@link dev.baton.conversation.Conversation} has it
 * @param references what channels call it, and what deduplicates
 * @param events     oldest first
 * @param more       true where there are earlier events than these
 * @param files      what its events name as files, and how it stands with each; the first ones where there are very many
 */
public record ViewConversation(@JsonUnwrapped Line line, JsonNode document, List<Reference> references, List<Event> events, boolean more,
        List<File> files) {

    /** One conversation in a list. */
    public record Line(UUID id, String state, String control, int handover, String person, String customerChannel, String desk, String bot, Instant createdAt,
            Instant changedAt, Instant deadlineAt) {
    }

    /** A name that a channel has for something of this conversation. */
    public record Reference(String channel, String kind, String value, Instant at) {
    }

    /**
     * Something that happened, and whom it was told. {@code note} says why nothing, or not the natural thing, came of it; {@code version} is that of the
     * channel whose mapping read it, null for what Baton itself has made.
     */
    public record Event(long seq, UUID id, String channel, String type, String version, Instant at, String note, JsonNode event, List<Delivery> deliveries) {
    }

    /**
     * An event that a channel is told.
     *
     * @param status    waiting, sending, unknown (to be verified), done, cancelled, dead
     * @param nextTryAt when the head of its lane is tried next, where that is this one
     * @param late      true where it was replayed after later ones
     * @param receipt   how far the channel says it has got since, or null
     * @param version   of the channel, that worked on it last; null before anybody has
     * @param degraded  what the platform could not be told as it was, in words; null where nothing was lost
     */
    public record Delivery(String channel, String status, int handover, UUID mark, int tries, Instant firstAt, Instant doneAt, Instant nextTryAt, boolean late,
            String version, String note, Receipt receipt, String degraded, List<Attempt> attempts) {
    }

    /** How far a message has got, by its channel's own word: sent, received, failed, read. */
    public record Receipt(String status, Instant at, String reason) {
    }

    /**
     * A file. {@code state} is waiting (to be fetched), kept or lost; {@code why} says why it is lost, or what the last try came to; name, type and
     * size are true once it is kept, and what the event says before. Of a sensitive one name and address are not shown.
     */
    public record File(UUID id, String channel, String url, String name, String mimeType, Long size, String state, int tries, Instant nextTryAt, String why,
            Instant at) {
    }

    /** A try that is kept: by which version of the channel, what was sent and what came back, where they are text. */
    public record Attempt(int number, Instant at, String version, String outcome, String why, Integer status, String request, String answer) {
    }
}
