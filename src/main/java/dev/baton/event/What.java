package dev.baton.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What happened: the part of an event that depends on its type. A closed set; a new one is an argued change of the schema. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = What.HandoverRequested.class, name = "handover.requested"),
    @JsonSubTypes.Type(value = What.HandoverAccepted.class, name = "handover.accepted"),
    @JsonSubTypes.Type(value = What.HandoverFailed.class, name = "handover.failed"),
    @JsonSubTypes.Type(value = What.QueueUpdated.class, name = "queue.updated"),
    @JsonSubTypes.Type(value = What.AgentJoined.class, name = "agent.joined"),
    @JsonSubTypes.Type(value = What.AgentLeft.class, name = "agent.left"),
    @JsonSubTypes.Type(value = What.Message.class, name = "message"),
    @JsonSubTypes.Type(value = What.Typing.class, name = "typing"),
    @JsonSubTypes.Type(value = What.Receipt.class, name = "receipt"),
    @JsonSubTypes.Type(value = What.TransferRequested.class, name = "transfer.requested"),
    @JsonSubTypes.Type(value = What.ConversationClosed.class, name = "conversation.closed"),
    @JsonSubTypes.Type(value = What.ContactUpdated.class, name = "contact.updated")})
public sealed interface What {

    /** The event's type as JSON writes it. */
    @JsonIgnore
    EventType type();

    /**
     * A customer is to be handed to people.
     *
     * @param customer   who; {@code customer.id} is required
     * @param content    the words that opened the ticket, or null
     * @param desk       the channel asked for, or null for the one that the customer's channel names in its settings
     * @param reason     why, for the agent, or null
     * @param transcript the messages before, oldest first, or null
     */
    record HandoverRequested(Customer customer, Content content, String desk, String reason, List<Line> transcript) implements What {
        @Override
        public EventType type() {
            return EventType.HANDOVER_REQUESTED;
        }
    }

    /** One earlier message of a transcript; {@code at} is ISO 8601 or null. */
    record Line(Author author, Content content, String at) {
    }

    /** The desk has taken the conversation; {@code agent} is null while it waits in a queue. */
    record HandoverAccepted(Author agent) implements What {
        @Override
        public EventType type() {
            return EventType.HANDOVER_ACCEPTED;
        }
    }

    /** The desk will not take the conversation: why, for operators. */
    record HandoverFailed(String reason) implements What {
        @Override
        public EventType type() {
            return EventType.HANDOVER_FAILED;
        }
    }

    /** Where the customer stands in the desk's queue; both may be null. Passing: not stored. */
    record QueueUpdated(Integer position, Integer waitSeconds) implements What {
        @Override
        public EventType type() {
            return EventType.QUEUE_UPDATED;
        }
    }

    /** An agent (or the desk's own rule, with role {@code system}) speaks with the customer from now on. */
    record AgentJoined(Author agent) implements What {
        @Override
        public EventType type() {
            return EventType.AGENT_JOINED;
        }
    }

    /** An agent has gone; the desk still holds the conversation. */
    record AgentLeft(Author agent) implements What {
        @Override
        public EventType type() {
            return EventType.AGENT_LEFT;
        }
    }

    /**
     * Somebody said something.
     *
     * @param note   true for what agents are to read and never reaches a customer
     * @param notice the kind of notice where Baton itself says how things stand; null for every other message
     */
    record Message(Author author, Content content, boolean note, NoticeKind notice) implements What {

        /** What a person or a platform said. */
        public Message(Author author, Content content, boolean note) {
            this(author, content, note, null);
        }

        @Override
        public EventType type() {
            return EventType.MESSAGE;
        }
    }

    /** Somebody writes ({@code on}) or has stopped writing. Passing: not stored. */
    record Typing(Author author, boolean on) implements What {
        @Override
        public EventType type() {
            return EventType.TYPING;
        }
    }

    /** How far a message has got. What comes later in this order replaces what came before: a message that was read has not failed. */
    enum Reached {
        sent, received, failed, read;

        /** Whether this is news where {@code known} (or null) has been told before. */
        public boolean beyond(Reached known) {
            return known == null || compareTo(known) > 0;
        }
    }

    /**
     * How far a message has got.
     *
     * @param of     from a channel: what it calls the message that it was sent (or that message's mark); to a channel: the id of the message as it
     *               came from there
     * @param status how far
     * @param reason why it failed, or null
     */
    record Receipt(String of, Reached status, String reason) implements What {
        @Override
        public EventType type() {
            return EventType.RECEIPT;
        }
    }

    /**
     * The conversation moves: to another queue, agent or ticket. {@code to} is what the platform calls the new one, or null. The same person's next
     * handover from that channel goes on in the same conversation.
     */
    record TransferRequested(String to, String reason) implements What {
        @Override
        public EventType type() {
            return EventType.TRANSFER_REQUESTED;
        }
    }

    /** One side has ended the conversation that the event's {@code conversation} names. */
    record ConversationClosed(Role by, String reason) implements What {
        @Override
        public EventType type() {
            return EventType.CONVERSATION_CLOSED;
        }
    }

    /** Something new is known about the customer. */
    record ContactUpdated(Customer customer) implements What {
        @Override
        public EventType type() {
            return EventType.CONTACT_UPDATED;
        }
    }
}
