package dev.baton.webhook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;

/**
 * The HMAC-SHA256 of {@code <time>.<body>} under the setting {@code token} comes in a header, in hexadecimal, as it is or after {@code sha256=}. The
 * time, in Unix seconds, comes in another.
 *
 * @param header     with the signature: the door's parameter {@code header}
 * @param timeHeader with the time: {@code proofTimeHeader}
 * @param tolerance  how far that time may be from ours: {@code proofTolerance}
 * @param token      the shared secret
 */
record Signature(String header, String timeHeader, Tolerance tolerance, String token) implements Proof {

    static Signature of(Map<String, String> parameters, String token) {
        Proof.only(parameters, "header", "proofTimeHeader", "proofTolerance");
        return new Signature(named(parameters, "header"), named(parameters, "proofTimeHeader"), Tolerance.of(parameters), token);
    }

    private static String named(Map<String, String> parameters, String parameter) {
        if (parameters.getOrDefault(parameter, "").isBlank()) {
            throw new IllegalArgumentException("proof=signature needs " + parameter + ": add the name of the header that brings it");
        }
        return Proof.header(parameters.get(parameter).trim());
    }

    @Override
    public boolean holds(Sender sender) {
        return sender.header(header).size() == 1 && sender.header(timeHeader).size() == 1 && tolerance.holds(sender.header(timeHeader).get(0).trim(), sender.now());
    }

    @Override
    public boolean holds(Sender sender, byte[] body) {
        String signature = sender.header(header).get(0).trim().replaceFirst("^sha256=", "");
        try {
            return MessageDigest.isEqual(HexFormat.of().parseHex(signature),
                    SigningSecret.hmac(token.getBytes(StandardCharsets.UTF_8), sender.header(timeHeader).get(0).trim() + ".", body));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "the signature in " + header + " with a time in " + timeHeader + " that is " + tolerance;
    }
}
