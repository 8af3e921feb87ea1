package dev.baton.sandbox;

/**
 * A simulated Blip bot with a custom service channel.
 *
 * @param key the whole {@code Authorization} value that calls must carry, such as {@code Key ZGVtbzpz}
 * @param bot the bot's identity
 * @param webhookUrl the custom channel's integration URL; null: nothing is posted until {@link BlipSimulator#webhook} is called
 * @param token what is sent with each webhook to prove that it is Blip; null or empty for none
 */
public record BlipSettings(String key, String bot, String webhookUrl, String token) {

    /** A demo bot with this key. */
    public BlipSettings(String key, String webhookUrl, String token) {
        this(key, "demobridge@msging.net", webhookUrl, token);
    }
}
