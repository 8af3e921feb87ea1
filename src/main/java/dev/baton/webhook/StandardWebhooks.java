package dev.baton.webhook;

import java.util.List;
import java.util.Map;

/**
 * The sender signs as Standard Webhooks says (standardwebhooks.com, version 1.0.0): HMAC-SHA256 of {@code <webhook-id>.<webhook-timestamp>.<body>},
 * under the setting {@code token}. What is signed with an asymmetric key ({@code v1a}) does not count.
 *
 * @param secret    the setting {@code token}
 * @param tolerance how far the time may be from ours: {@code proofTolerance}
 */
record StandardWebhooks(SigningSecret secret, Tolerance tolerance) implements Proof {

    static StandardWebhooks of(Map<String, String> parameters, String token) {
        Proof.only(parameters, "proofTolerance");
        Tolerance tolerance = Tolerance.of(parameters);
        try {
            return new StandardWebhooks(SigningSecret.of(token), tolerance);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the setting token does not fit proof=standard-webhooks: " + e.getMessage());
        }
    }

    @Override
    public boolean holds(Sender sender) {
        // A dot in the id could move a part of it into the time.
        return List.of(SigningSecret.ID, SigningSecret.TIMESTAMP, SigningSecret.SIGNATURE).stream().allMatch(name -> sender.header(name).size() == 1)
                && one(sender, SigningSecret.ID).matches("[!-~&&[^.]]{1,256}") && tolerance.holds(one(sender, SigningSecret.TIMESTAMP), sender.now());
    }

    @Override
    public boolean holds(Sender sender, byte[] body) {
        return secret.signed(one(sender, SigningSecret.SIGNATURE), one(sender, SigningSecret.ID), one(sender, SigningSecret.TIMESTAMP), body);
    }

    private static String one(Sender sender, String header) {
        return sender.header(header).get(0).trim();
    }

    @Override
    public String toString() {
        return "the signature of Standard Webhooks (" + SigningSecret.ID + ", " + SigningSecret.TIMESTAMP + " that is " + tolerance + ", " + SigningSecret.SIGNATURE + ")";
    }
}
