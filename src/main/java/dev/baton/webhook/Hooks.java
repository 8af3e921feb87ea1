package dev.baton.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.UUID;

/** The channels' webhook doors, as {@link HooksServlet} sees them. Asked anew for each request. */
public interface Hooks {

    /** What a GET on the address of a channel's webhooks is answered with, so that a platform that looks whether somebody is there finds somebody. */
    static String greeting(String channel) {
        return "Baton takes the webhooks of channel " + channel + " here, by POST.\n";
    }

    /** The door of that channel at this moment. */
    Hook find(String channel);

    /** What stands at a channel's name. */
    sealed interface Hook permits Absent, NotLive, Live {
    }

    /** No such channel, or one without a webhook door. */
    record Absent() implements Hook {
    }

    /** A known channel that can't take anything now: refused, not configured, starting. {@code why} is for operators and goes into the log only. */
    record NotLive(String why) implements Hook {
    }

    /** A door that is open. */
    non-sealed interface Live extends Hook {

        /** The parameters of the door in the channel's route: {@code proof} and what belongs to it. */
        Map<String, String> parameters();

        /** The channel's setting of that name, secrets included; null where there is none. */
        String setting(String name);

        /**
         * Takes a proven and parsed webhook; returns when it is committed. May be called after the version that was found has been replaced:
         * the door passes it to the one that is live then.
         *
         * @throws dev.baton.ledger.Ledger.Unavailable where nothing can be committed now
         */
        Received receive(JsonNode body, String contentType, byte[] raw);
    }

    /** What came of a webhook. */
    sealed interface Received permits Accepted, DeadLetter {
    }

    /** Committed: so many events, and so many that were here before. */
    record Accepted(int accepted, int duplicates) implements Received {
    }

    /** Authentic, but no mapping could read it: kept whole for a person. */
    record DeadLetter(UUID id, String cause) implements Received {
    }
}
