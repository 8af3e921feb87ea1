package dev.baton.ledger;

import dev.baton.conversation.Deadlines;
import dev.baton.conversation.Desk;
import dev.baton.conversation.Notice;
import dev.baton.event.Customer;
import dev.baton.event.EventType;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** What the ledger must know of the channels; the loader tells it. Asked anew for each command, so an answer may change at any time. */
public interface Channels {

    /** What to do with a delivery that the platform may or may not have. */
    enum OnUnknown {
        /** Send it again: the platform drops a repeat, or a repeat does no harm. */
        repeat,
        /** Send it again with {@code verify} set: the flow looks for our mark first. */
        verify,
        /** A person decides: it becomes a dead letter. */
        ask
    }

    /**
     * The lane's schedule: Camel's redelivery policy, carried out by the ledger.
     *
     * @param first      delay before the second try
     * @param multiplier each further delay is so many times the last; 1 for a steady one
     * @param longest    no delay is longer
     * @param most       tries after the first; negative for no limit
     * @param jitter     0 to 1: how much of a delay is left to chance
     * @param giveUpAfter counted from the first try; null for never
     */
    record Schedule(Duration first, double multiplier, Duration longest, int most, double jitter, Duration giveUpAfter) {
    }

    /**
     * One channel, as the ledger sees it.
     *
     * @param name        the channel's name
     * @param version     content hash of the running version
     * @param desk        for a customer's channel the desk that takes its handovers, else null
     * @param perPerson   true where its lanes are of persons, not of conversations
     * @param takes       the types of events that it wants to be told
     * @param deadlines   of the conversations that it is the desk of
     * @param schedule    of its lanes
     * @param onUnknown   by type; {@code ask} where a type is missing
     * @param concurrency how many deliveries may be in flight at once
     * @param pollEvery   how often its poll runs, or null for none
     * @param bot         for a customer's channel the bot channel that speaks with its customers first, else null
     * @param begins      true for a customer's channel whose customers begin a conversation by writing
     */
    record Facts(String name, String version, String desk, boolean perPerson, Set<EventType> takes, Deadlines deadlines, Schedule schedule,
            Map<EventType, OnUnknown> onUnknown, int concurrency, Duration pollEvery, String bot, boolean begins) {

        /** One whose conversations begin with a handover. */
        public Facts(String name, String version, String desk, boolean perPerson, Set<EventType> takes, Deadlines deadlines, Schedule schedule,
                Map<EventType, OnUnknown> onUnknown, int concurrency, Duration pollEvery) {
            this(name, version, desk, perPerson, takes, deadlines, schedule, onUnknown, concurrency, pollEvery, null, false);
        }
    }

    /** The channel of that name, or null where none is live. */
    Facts of(String name);

    /** Whether that channel's customers may have several threads side by side, each a conversation: where one is named, who the person is tells nothing. */
    default boolean keepsThreadsApart(String name) {
        return false;
    }

    /** Whether files that come from that channel are to be fetched. */
    default boolean fetchesFiles(String name) {
        return true;
    }

    /** The live channels. */
    Collection<Facts> all();

    /** What holds at that desk; null is a conversation's that has none. */
    default Desk desk(String name) {
        Facts facts = name == null ? null : of(name);
        return Desk.always(facts == null || facts.deadlines() == null ? Deadlines.DEFAULT : facts.deadlines());
    }

    /** The words in which that channel is told the notice, or null where it is not told. */
    default String words(String channel, Notice notice, Customer customer) {
        return null;
    }
}
