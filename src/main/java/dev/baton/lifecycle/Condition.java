package dev.baton.lifecycle;

/**
 * Something that must hold before a channel goes live.
 *
 * @param condition which
 * @param state     whether it holds
 * @param why       why it does not hold, or was not checked, and what to do; where it holds, a remark or null
 */
public record Condition(Kind condition, State state, String why) {

    /** What is examined, in this order: what is cheap first. */
    public enum Kind {
        /** The settings are complete, and the channel can be built with them and passes its samples. */
        settings,
        /** The bot that speaks first (setting {@code bot}) is live, and says that it is ready. */
        bot,
        /** No other active channel of the platform has the same value in a setting that the platform sheet calls {@code unique}. */
        unique,
        /** A GET on the public address of the channel's webhook is answered by this Baton. */
        address,
        /** The platform takes the channel's account. */
        account,
        /** The platform has been told where to send its webhooks. Tried only where all others hold, because it changes something there. */
        webhook
    }

    /** How a condition is. */
    public enum State {
        holds, fails, not_checked
    }

    static Condition holds(Kind kind, String remark) {
        return new Condition(kind, State.holds, remark);
    }

    static Condition fails(Kind kind, String why) {
        return new Condition(kind, State.fails, why);
    }

    static Condition notChecked(Kind kind, String why) {
        return new Condition(kind, State.not_checked, why);
    }

    boolean holds() {
        return state == State.holds;
    }
}
