package dev.baton.sandbox;

/**
 * A simulated Deskie account with one custom channel.
 *
 * @param email the login of the API, which is a staff member's address
 * @param apiKey the password of the API
 * @param channel the custom channel's key, such as cch12
 * @param synchronous whether the channel works as a chat (its open cases are active chats), not as mail
 * @param webhookUrl where agents' messages go; null: nowhere until {@link DeskieSimulator#webhook} is called
 * @param token the unguessable part of the webhook's address, masked in the log; null for none
 */
public record DeskieSettings(String email, String apiKey, String channel, boolean synchronous, String webhookUrl, String token) {

    /** A synchronous channel. */
    public DeskieSettings(String email, String apiKey, String channel, String webhookUrl, String token) {
        this(email, apiKey, channel, true, webhookUrl, token);
    }
}
