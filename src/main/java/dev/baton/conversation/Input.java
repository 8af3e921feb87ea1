package dev.baton.conversation;

import dev.baton.event.Event;
import dev.baton.event.EventType;
import dev.baton.event.Outcome;
import dev.baton.event.What;

/** What may move a conversation. */
public sealed interface Input {

    /** An event came from a channel. */
    record Happened(String channel, Event event) implements Input {
    }

    /** The customer's first words, at a channel where they begin a conversation. */
    record Begun(String channel, Event event) implements Input {
    }

    /**
     * A delivery of that type to that channel is settled: never {@code again} or {@code busy}, which settle nothing.
     *
     * @param message what was said, where it was a message; else null
     */
    record Settled(String channel, EventType type, Outcome.Word word, String why, What.Message message) implements Input {

        /** A delivery of anything but a message. */
        public Settled(String channel, EventType type, Outcome.Word word, String why) {
            this(channel, type, word, why, null);
        }
    }

    /** A message that came from that channel has got so far with the other side; {@code receipt.of} is its id as it came. */
    record Reached(String channel, What.Receipt receipt) implements Input {
    }

    /** The state's deadline has passed. */
    record DeadlinePassed() implements Input {
    }
}
