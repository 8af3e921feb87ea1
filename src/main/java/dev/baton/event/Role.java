package dev.baton.event;

/** Who an author is. {@code system} is a platform that speaks for itself: a rule, an automatic answer. */
public enum Role {
    customer, bot, agent, system
}
