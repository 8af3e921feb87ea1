package dev.baton.sandbox;

/** How the bot behaves, beside what it says; everything is off unless set. */
public final class BotSwitches extends WebhookSwitches {

    /** It answers 204 and says what it has to say by API. */
    public volatile boolean byApi;
    /** Its answer is held back for so long (until {@link Faults#release}). */
    public volatile long slowMillis;
    /** It answers 500 and does nothing. */
    public volatile boolean failing;
    /** It answers 204 and says nothing. */
    public volatile boolean silent;
    /** Its answer is a page, not JSON. */
    public volatile boolean malformed;
    /** Asked whether it is ready, it says no. */
    public volatile boolean notReady;
}
