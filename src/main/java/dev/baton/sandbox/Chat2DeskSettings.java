package dev.baton.sandbox;

/**
 * A simulated Chat2Desk account.
 *
 * @param token the API token, which calls carry bare in {@code Authorization}; it is that of the operator {@link Chat2DeskSimulator#BOT}
 * @param secret the unguessable part of the address that is registered as webhook, masked in the log; null for none
 */
public record Chat2DeskSettings(String token, String secret) {

    /** An account whose webhook's address has no secret part. */
    public Chat2DeskSettings(String token) {
        this(token, null);
    }
}
