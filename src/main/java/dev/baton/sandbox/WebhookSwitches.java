package dev.baton.sandbox;

/** How a simulator's webhooks misbehave; everything is off unless set. */
public class WebhookSwitches {

    /** Each webhook is delivered twice. */
    public volatile boolean duplicates;
    /** Each webhook waits for the next one of its conversation and goes after it; {@link Webhooks#release} lets those go that wait. */
    public volatile boolean outOfOrder;
    /** How often a webhook that got no 2xx is repeated. */
    public volatile int webhookRetries;
    /** The pause before each repetition. */
    public volatile long webhookRetryMillis = 1000;
    /** How long an answer is awaited. */
    public volatile long webhookTimeoutMillis = 30_000;
}
