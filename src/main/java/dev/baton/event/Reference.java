package dev.baton.event;

/**
 * What a platform calls a thing of ours.
 *
 * @param kind  what sort of thing
 * @param value the platform's id
 */
public record Reference(Kind kind, String value) {

    /** The sort of thing. {@code event} only deduplicates. */
    public enum Kind {
        conversation, person, message, event
    }
}
