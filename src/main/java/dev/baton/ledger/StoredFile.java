package dev.baton.ledger;

import java.util.UUID;

/**
 * A file that an event names, and how it stands with it.
 *
 * @param id           made of the conversation and the address: the same at each look
 * @param conversation whose it is; the file goes with it
 * @param channel      where the event came from
 * @param url          where the file was said to be
 * @param name         its name; what the event says until it is kept, then what holds; null where nobody says
 * @param mimeType     the same for its type
 * @param size         in bytes, once it is kept; before that what the event says, or null
 * @param state        how it stands
 * @param tries        how often it was tried in vain
 * @param dueAt        when it is tried again (epoch milliseconds), or null
 * @param why          why it is lost, or what the last try came to
 * @param sensitive    true where nobody is shown what and where it is
 * @param at           when the event came, epoch milliseconds
 */
public record StoredFile(UUID id, UUID conversation, String channel, String url, String name, String mimeType, Long size, State state, int tries,
        Long dueAt, String why, boolean sensitive, long at) {

    /** How it stands with a file. */
    public enum State {
        /** To be fetched. */
        waiting,
        /** It is here. */
        kept,
        /** It can't be had for good. */
        lost
    }

    /** The id of the file at that address for that conversation. */
    public static UUID id(UUID conversation, String url) {
        return Keys.file(conversation, url);
    }

    /** It is here now. */
    public StoredFile kept(String trueName, String trueType, long bytes) {
        return new StoredFile(id, conversation, channel, url, trueName, trueType, bytes, State.kept, tries, null, null, sensitive, at);
    }

    /** It can't be had, for that reason. */
    public StoredFile lost(String reason) {
        return new StoredFile(id, conversation, channel, url, name, mimeType, size, State.lost, tries + 1, null, reason, sensitive, at);
    }

    /** It could not be had just now and is tried again at that time. */
    public StoredFile again(String reason, long next) {
        return new StoredFile(id, conversation, channel, url, name, mimeType, size, State.waiting, tries + 1, next, reason, sensitive, at);
    }
}
