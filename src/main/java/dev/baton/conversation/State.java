package dev.baton.conversation;

/** Where a conversation stands. */
public enum State {
    /** The bot has control; no handover is under way. */
    bot,
    /** A desk is being asked to take it. */
    requested,
    /** The desk has it; nobody has answered yet. */
    queued,
    /** An agent speaks with the customer. */
    active,
    /** The customer's platform moves it to another ticket; the old one is dead. */
    transferring,
    /** We have asked a side to end it, which is not confirmed yet. */
    closing,
    /** Over. */
    closed
}
