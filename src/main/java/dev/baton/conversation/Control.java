package dev.baton.conversation;

/** Who speaks to the customer. */
public enum Control {
    bot, desk, nobody
}
