package dev.baton.sandbox;

/**
 * What a bot and Baton have agreed on. Both secrets are {@code whsec_} and base64, as Standard Webhooks wants them.
 *
 * @param signingSecret what Baton signs its calls to the bot with; empty: signatures are not looked at
 * @param token         what the bot signs its calls to Baton with
 */
public record BotSettings(String signingSecret, String token) {
}
