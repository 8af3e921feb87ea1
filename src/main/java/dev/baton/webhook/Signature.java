package dev.baton.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The HMAC-SHA256 of {@code <time>.<body>} under the setting {@code token} comes in a header, in hexadecimal, as it is or after {@code sha256=}. The
 * time, in Unix seconds, comes in another, so that what somebody has overheard can't be sent again later.
 *
 * @param header     with the signature: the door's parameter {@code header}
 * @param timeHeader with the time: {@code proofTimeHeader}
 * @param tolerance  how far that time may be from ours, either way: {@code proofTolerance}, such as {@code 5m}, which is the default
 * @param token      the shared secret
 */
record Signature(String header, String timeHeader, Duration tolerance, String token) implements Proof {

    static Signature of(Map<String, String> parameters, String token) {
        parameters.keySet().stream().filter(name -> name.startsWith("proof") && !List.of("proof", "proofTimeHeader", "proofTolerance").contains(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("proof=signature has no parameter " + name + ": its parameters are header, proofTimeHeader and proofTolerance");
        });
        String tolerance = parameters.getOrDefault("proofTolerance", "5m").trim();
        try {
            return new Signature(named(parameters, "header"), named(parameters, "proofTimeHeader"), Duration.parse("PT" + tolerance), token);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("proofTolerance '" + tolerance + "' is no time: write 30s or 5m", e);
        }
    }

    private static String named(Map<String, String> parameters, String parameter) {
        if (parameters.getOrDefault(parameter, "").isBlank()) {
            throw new IllegalArgumentException("proof=signature needs " + parameter + ": add the name of the header that brings it");
        }
        return Proof.header(parameters.get(parameter).trim());
    }

    @Override
    public boolean holds(Sender sender) {
        return sender.header(header).size() == 1 && sender.header(timeHeader).size() == 1 && timely(sender.header(timeHeader).get(0).trim(), sender.now());
    }

    private boolean timely(String time, Instant now) {
        return time.matches("\\d{1,12}") && Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), now).abs().compareTo(tolerance) <= 0;
    }

    @Override
    public boolean holds(Sender sender, byte[] body) {
        String signature = sender.header(header).get(0).trim().replaceFirst("^sha256=", "");
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((sender.header(timeHeader).get(0).trim() + ".").getBytes(StandardCharsets.US_ASCII));
            return MessageDigest.isEqual(HexFormat.of().parseHex(signature), mac.doFinal(body));
        } catch (IllegalArgumentException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA256", e);
        }
    }

    @Override
    public String toString() {
        return "the signature in " + header + " with a time in " + timeHeader + " that is no more than " + tolerance.toSeconds() + " s off";
    }
}
