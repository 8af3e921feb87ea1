package dev.baton.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What happened: the part of an event that depends on its type. A closed set; a new one is an argued change of the schema. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = What.HandoverRequested.class, name = "handover.requested"),
    @JsonSubTypes.Type(value = What.HandoverAccepted.class, name = "handover.accepted"),
    @JsonSubTypes.Type(value = What.HandoverFailed.class, name = "handover.failed"),
    @JsonSubTypes.Type(value = What.HandoverEnded.class, name = "handover.ended"),
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
     * @param customer   who; {@code customer.id} is required, but from a bot, which need not say who its customer is
     * @param content    the words that opened the ticket, or null
     * @param desk       the channel asked for, or null for the one that the customer's channel names in its settings
     * @param reason     why, for the agent, or null
     * @param transcript the messages before, oldest first; null where Baton is to say itself what it knows of them
     * @param tags       what it is about, in single words, or null
     */
    record HandoverRequested(Customer customer, Content content, String desk, String reason, List<Line> transcript, List<String> tags) implements What {

        /** One without tags. */
        public HandoverRequested(Customer customer, Content content, String desk, String reason, List<Line> transcript) {
            this(customer, content, desk, reason, transcript, null);
        }

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

    /**
     * The desk will not take the conversation.
     *
     * @param reason     why, for operators
     * @param transcript where a bot is told: the messages that it was not told, oldest first; else null
     */
    record HandoverFailed(String reason, List<Line> transcript) implements What {

        /** As a desk says it. */
        public HandoverFailed(String reason) {
            this(reason, null);
        }

        @Override
        public EventType type() {
            return EventType.HANDOVER_FAILED;
        }
    }

    /**
     * The desk has given the conversation back: the bot has control again. Baton itself says so, to the bot and to the customer's channel.
     *
     * @param by         which side has ended it
     * @param reason     why, or null
     * @param transcript where a bot is told: the messages that it was not told, oldest first; else null
     */
    record HandoverEnded(Role by, String reason, List<Line> transcript) implements What {
        @Override
        public EventType type() {
            return EventType.HANDOVER_ENDED;
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
     * @param note     true for what agents are to read and never reaches a customer
     * @param notice   the kind of notice where Baton itself says how things stand; null for every other message
     * @param customer what the customer's channel knows of them with these words, or null; laid over what was known
     * @param beside   from a bot: true for what it says of its own accord, and the customer is to be told also while people have control. To a desk, on
     *                 a note: true for what a bot has told the customer so
     */
    record Message(Author author, Content content, boolean note, NoticeKind notice, Customer customer,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean beside) implements What {

        /** One that is not said beside people. */
        public Message(Author author, Content content, boolean note, NoticeKind notice, Customer customer) {
            this(author, content, note, notice, customer, false);
        }

        /** One that tells nothing new about the customer. */
        public Message(Author author, Content content, boolean note, NoticeKind notice) {
            this(author, content, note, notice, null);
        }

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
