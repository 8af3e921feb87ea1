package dev.baton.event;

import java.time.Instant;

/**
 * Something that happened at a channel. Ids are what the platform calls things: opaque text.
 *
 * @param id           the platform's id of this event as it came, or null
 * @param key          what makes it the same event when it comes twice; null where {@code id} itself does, and with no {@code id} either it is
 *                     never a duplicate
 * @param conversation the platform's id of the thread (ticket, case, chat) that it belongs to, or null
 * @param person       what the platform calls the customer in it, or null. For a desk this may be the name that Baton gave the customer
 * @param at           when it happened by the platform's clock, or null
 * @param maybeEcho    true where it may be our own call coming back: it waits until calls in flight are settled
 * @param ifKnown      true where it is to be dropped, not kept waiting, when nobody here knows the conversation (a list of closed cases, say)
 * @param sensitive    true where what it says is kept no longer than it takes to tell it, and shown to nobody
 * @param what         what happened
 */
public record Event(String id, String key, String conversation, String person, Instant at, boolean maybeEcho, boolean ifKnown, boolean sensitive,
        What what) {

    /** One that is not sensitive. */
    public Event(String id, String key, String conversation, String person, Instant at, boolean maybeEcho, boolean ifKnown, What what) {
        this(id, key, conversation, person, at, maybeEcho, ifKnown, false, what);
    }

    /** An event that nobody sent: Baton's own state machine made it. */
    public static Event own(What what) {
        return new Event(null, null, null, null, null, false, false, what);
    }

    /** What Baton makes of this event: nobody sent it, and it is as sensitive as this one. */
    public Event saying(What other) {
        return new Event(null, null, null, null, null, false, false, sensitive, other);
    }

    /** The type of what happened. */
    public EventType type() {
        return what.type();
    }

    /** The same as people may see it, and as it is kept when it has been told: of what is sensitive, not what it says. */
    public Event veiled() {
        return sensitive ? new Event(id, key, conversation, person, at, maybeEcho, ifKnown, true, Content.veiled(what)) : this;
    }

    /** What makes two arrivals the same event: {@code key}, else {@code id}, else null. */
    public String sameAs() {
        return key == null ? id : key;
    }
}
