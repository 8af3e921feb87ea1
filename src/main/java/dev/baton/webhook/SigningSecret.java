package dev.baton.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that two sides of Standard Webhooks (standardwebhooks.com, version 1.0.0) share: {@code whsec_} and 24 to 64 bytes in base64. While it is
 * exchanged there are several, with a blank between: what is sent is signed with each, and what comes may be signed with any. It never shows itself.
 */
public final class SigningSecret {

    /** The header with the id of what is sent; the same at each try. */
    public static final String ID = "webhook-id";
    /** The header with the time of this try, in Unix seconds. */
    public static final String TIMESTAMP = "webhook-timestamp";
    /** The header with the signatures, {@code v1,<base64>} each, with a blank between. */
    public static final String SIGNATURE = "webhook-signature";

    private static final String PREFIX = "whsec_";

    private final List<byte[]> keys;

    private SigningSecret(List<byte[]> keys) {
        this.keys = keys;
    }

    /** The secret that is written so; {@link IllegalArgumentException} says what is wrong with it, without showing it. */
    public static SigningSecret of(String written) {
        return new SigningSecret(parts(written).stream().map(SigningSecret::key).toList());
    }

    /** What must be left out of all that people read where a secret is written so: each single one, and its bare base64. */
    public static List<String> hidden(String written) {
        return parts(written).stream().flatMap(part -> Stream.of(part, part.replaceFirst("^" + PREFIX, ""))).toList();
    }

    private static List<String> parts(String written) {
        return Arrays.stream(written.strip().split("\\s+")).toList();
    }

    private static byte[] key(String written) {
        try {
            byte[] key = written.startsWith(PREFIX) ? Base64.getDecoder().decode(written.substring(PREFIX.length())) : new byte[0];
            if (key.length >= 24 && key.length <= 64) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // It would be shown in the message.
        }
        throw new IllegalArgumentException("it is no secret of Standard Webhooks: write whsec_ and 24 to 64 random bytes in base64, several with a blank between while they are exchanged");
    }

    /** The value of {@link #SIGNATURE}: a signature by each secret. */
    public String sign(String id, String timestamp, byte[] body) {
        return keys.stream().map(key -> "v1," + Base64.getEncoder().encodeToString(hmac(key, id + "." + timestamp + ".", body))).collect(Collectors.joining(" "));
    }

    /** Whether one of these signatures is by one of the secrets; other versions than {@code v1} do not count. */
    boolean signed(String signatures, String id, String timestamp, byte[] body) {
        boolean signed = false;
        for (String ours : sign(id, timestamp, body).split(" ")) {
            for (String theirs : signatures.strip().split(" +")) {
                signed |= MessageDigest.isEqual(ours.getBytes(StandardCharsets.US_ASCII), theirs.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return signed;
    }

    /** The HMAC-SHA256 of that text and that body. */
    static byte[] hmac(byte[] key, String text, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(text.getBytes(StandardCharsets.US_ASCII));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA256", e);
        }
    }
}
