package dev.baton.deploy;

/**
 * A channel as it is now.
 *
 * @param name    its file's name
 * @param state   how it is
 * @param reason  why it is not configured, or why its newest files were refused (a line for each reason); null where all is well
 * @param version the running one, or null. A live channel may have a reason too: its newest files were refused and the last good version runs on
 */
public record Channel(String name, State state, String reason, Version version) {

    /** How a channel may be. */
    public enum State {
        /** Required settings have no value: no error. */
        not_configured,
        /** Its files can't be built. */
        refused,
        /** Its doors are open. */
        live
    }
}
