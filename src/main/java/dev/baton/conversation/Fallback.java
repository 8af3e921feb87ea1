package dev.baton.conversation;

/**
 * What becomes of a handover that its desk does not take.
 *
 * @param how  which way
 * @param desk the other desk's channel, for {@link How#desk}; else null
 */
public record Fallback(How how, String desk) {

    /** Back to the bot. */
    public static final Fallback BOT = new Fallback(How.bot, null);
    /** The desk keeps what the customer has left. */
    public static final Fallback MESSAGE = new Fallback(How.message, null);

    /** The ways. */
    public enum How {
        bot, message, desk
    }

    /** To that desk. */
    public static Fallback to(String desk) {
        return new Fallback(How.desk, desk);
    }
}
