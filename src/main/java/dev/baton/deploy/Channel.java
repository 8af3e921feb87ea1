package dev.baton.deploy;

import dev.baton.deploy.version.Version;

/**
 * A channel as it is now.
 *
 * @param name        its file's name
 * @param state       how it is
 * @param why         why it is so, where it is not live and was not refused; else null
 * @param version     the running one, or null
 * @param lastRefusal why its newest files were refused; null where they are what runs. A live channel may have one: the last good version runs on
 * @param held        the folder's version that a roll back has put aside, or null
 */
public record Channel(String name, State state, String why, Version version, LastRefusal lastRefusal, String held) {

    /** How a channel may be. */
    public enum State {
        /** Required settings have no value: no error. */
        not_configured,
        /** Its files can't be built, and no version of it runs. */
        refused,
        /** Its setting {@code active} is false: it is kept, but takes and tells nothing. What waits for it stays. */
        inactive,
        /** Its doors are open. */
        live,
        /** Its file is gone: what waits for it stays. */
        retired
    }

    static Channel live(Version version, LastRefusal lastRefusal, String held) {
        return new Channel(version.facts().name(), State.live, null, version, lastRefusal, held);
    }

    static Channel without(String name, State state, String why) {
        return new Channel(name, state, why, null, null, null);
    }

    /** One that does not run yet, with what a roll back has put aside. */
    static Channel held(String name, String held) {
        return new Channel(name, State.refused, null, null, null, held);
    }

    Channel withHeld(String version) {
        return new Channel(name, state, why, this.version, lastRefusal, version);
    }

    static Channel refused(String name, LastRefusal lastRefusal) {
        return new Channel(name, State.refused, null, null, lastRefusal, null);
    }

    /** Why it is not live, or why its newest files were refused, a line for each reason; null where all is well. */
    public String reason() {
        return lastRefusal == null ? why : String.join("\n", lastRefusal.findings());
    }
}
