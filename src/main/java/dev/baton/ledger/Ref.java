package dev.baton.ledger;

import dev.baton.event.Reference;
import java.util.UUID;

/** A row of {@code reference}. */
final class Ref {
    final UUID key;
    final String channel;
    final Reference.Kind kind;
    final String value;
    UUID conversation;
    UUID event;
    /** The key of the thread that it came with: most often that tells whose it is before the row is first written. */
    UUID via;
    /** Only looked for: where there is none, none is made. */
    boolean asked;
    /** Of a person whose words begin a conversation where none is open: two that come at once must begin the same. */
    boolean begins;
    boolean changed;

    Ref(UUID key, String channel, Reference.Kind kind, String value, UUID conversation, UUID event) {
        this.key = key;
        this.channel = channel;
        this.kind = kind;
        this.value = value;
        this.conversation = conversation;
        this.event = event;
    }

    /** True for keys that only tell a repeat. */
    boolean deduplicates() {
        return kind == Reference.Kind.message || kind == Reference.Kind.event;
    }

    /** True for the key of an event that has just come. */
    boolean isNew() {
        return deduplicates() && event != null && !asked;
    }

    void leadsTo(UUID newest) {
        changed |= !newest.equals(conversation);
        conversation = newest;
    }
}
