package dev.baton.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * An event that one channel has still to be told. In JSON: the event's own fields, and {@code delivery} and {@code context} beside them.
 *
 * @param event   what is to be told
 * @param channel who is to be told
 * @param from    the channel on the other side, which it came from unless Baton made it itself; null for none
 * @param mark    made by Baton, the same at each try: what a platform that carries our ids is given, and what {@code verify} looks for
 * @param attempt 1 for the first try
 * @param verify  true where an earlier try had an unknown outcome and the platform is to be asked for our mark first
 * @param firstAt when it was first tried; null on the first try
 * @param late    true for a replayed delivery that now comes after later ones
 * @param named   what the told channel has called the messages that earlier tries of this delivery have brought, oldest first: where one takes
 *                several calls, these are done; never null
 * @param context what is known of the conversation, read when the delivery is claimed
 */
public record Delivery(Event event, String channel, String from, UUID mark, int attempt, boolean verify, Instant firstAt, boolean late, List<String> named, Context context) {

    /** No earlier try has brought anything. */
    public Delivery(Event event, String channel, String from, UUID mark, int attempt, boolean verify, Instant firstAt, boolean late, Context context) {
        this(event, channel, from, mark, attempt, verify, firstAt, late, List.of(), context);
    }

    /**
     * What a mapping may need beside the event.
     *
     * @param conversation Baton's id
     * @param handover     which handover of the conversation this is, from 1
     * @param person       Baton's name for the customer, the same in all their conversations: {@code <channel>:<customer.id>}
     * @param customer     as far as known
     * @param agent        who speaks for the desk, or null
     * @param references   what the told channel calls things now, by kind; {@code previous} is the person's last thread before this
     *                     conversation; {@code message} is there when {@code verify} is set: the last message of ours that the channel has named
     */
    public record Context(UUID conversation, int handover, String person, Customer customer, Author agent, Map<String, String> references) {
    }
}
