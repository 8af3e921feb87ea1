package dev.baton.conversation;

/** How far a customer's waiting for an agent has gone. */
public enum Waited {
    /** Nothing has been said about it yet. */
    not,
    /** The customer has been told that it takes longer. */
    told,
    /** Nobody came, and what the customer has left is kept: the next deadline is the last. */
    kept
}
