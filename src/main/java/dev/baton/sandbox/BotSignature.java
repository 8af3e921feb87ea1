package dev.baton.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Standard Webhooks (standardwebhooks.com, version 1.0.0), as the library of a bot's author would do it. */
final class BotSignature {

    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private BotSignature() {
    }

    /** The headers of a call with that id and body. */
    static Map<String, String> headers(String secret, String id, byte[] body, Clock clock) {
        String now = String.valueOf(clock.instant().getEpochSecond());
        return Map.of("Content-Type", "application/json", "webhook-id", id, "webhook-timestamp", now, "webhook-signature", "v1," + of(secret, id, now, body));
    }

    /** What is wrong with a call's signature; null if nothing. */
    static String wrong(String secret, Call call, Clock clock) {
        for (String header : List.of("webhook-id", "webhook-timestamp", "webhook-signature")) {
            if (call.headers.getOrDefault(header, List.of()).size() != 1) {
                return header + " is not there exactly once";
            }
        }
        String time = call.header("webhook-timestamp");
        if (!time.matches("\\d{1,12}") || Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), clock.instant()).abs().compareTo(TOLERANCE) > 0) {
            return "webhook-timestamp is not now";
        }
        byte[] own = ("v1," + of(secret, call.header("webhook-id"), time, call.body)).getBytes(StandardCharsets.US_ASCII);
        for (String signature : call.header("webhook-signature").split(" ")) {
            if (MessageDigest.isEqual(own, signature.getBytes(StandardCharsets.US_ASCII))) {
                return null;
            }
        }
        return "webhook-signature is not of this body";
    }

    private static String of(String secret, String id, String time, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.replaceFirst("^whsec_", "")), "HmacSHA256"));
            mac.update((id + "." + time + ".").getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
