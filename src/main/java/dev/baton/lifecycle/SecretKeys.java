package dev.baton.lifecycle;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.security.crypto.encrypt.AesBytesEncryptor;
import org.springframework.security.crypto.encrypt.AesBytesEncryptor.CipherAlgorithm;
import org.springframework.security.crypto.keygen.KeyGenerators;

/**
 * Encrypts secrets with {@code baton.secret-key} (AES-256-GCM), and reads them: {@code {encrypted:<key id>}<base64>}, where the id tells which key was used and
 * nothing about it. There may be several keys: the first one encrypts, all of them read.
 */
public final class SecretKeys {

    private static final Pattern SEALED = Pattern.compile("\\{encrypted:([0-9a-f]{8})}([A-Za-z0-9+/=]+)");
    private static final int BYTES = 32;
    private static final String MAKE_ONE = "the base64 of 32 random bytes, such as 'openssl rand -base64 32' prints";

    private record Key(String id, AesBytesEncryptor cipher) {
    }

    private final List<Key> keys = new ArrayList<>();
    private String trouble = "baton.secret-key is not set: set it, in the environment or a file of its own, to " + MAKE_ONE;

    /** The keys as they are set, the newest first; none for not set. */
    public SecretKeys(List<String> written) {
        for (String one : written) {
            byte[] key = bytes(one.strip());
            if (key.length != BYTES) {
                keys.clear();
                trouble = "baton.secret-key is not understood: set it to " + MAKE_ONE + "; two of them, with a comma between, while one takes over from the other";
                return;
            }
            keys.add(new Key(id(key), new AesBytesEncryptor(new SecretKeySpec(key, "AES"), KeyGenerators.secureRandom(16), CipherAlgorithm.GCM)));
        }
    }

    private static byte[] bytes(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static String id(byte[] key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key), 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether that is an encrypted secret. */
    static boolean isSealed(String stored) {
        return SEALED.matcher(stored).matches();
    }

    /** Whether an encrypted secret, which can be read, was encrypted with another key than the first. */
    boolean isOld(String stored) {
        Matcher parts = SEALED.matcher(stored);
        return parts.matches() && !keys.isEmpty() && !parts.group(1).equals(keys.get(0).id);
    }

    /** Encrypts it with the first key; {@link Conflict} where there is none. */
    String sealed(String secret) {
        if (keys.isEmpty()) {
            throw new Conflict("A secret can't be kept: " + trouble + ".");
        }
        return "{encrypted:" + keys.get(0).id + "}" + Base64.getEncoder().encodeToString(keys.get(0).cipher.encrypt(secret.getBytes(StandardCharsets.UTF_8)));
    }

    /** Reads an encrypted secret; {@link Conflict} says in words why it can't be read. */
    String opened(String stored) {
        Matcher parts = SEALED.matcher(stored);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no encrypted secret");
        }
        if (keys.isEmpty()) {
            throw new Conflict(trouble);
        }
        Key key = keys.stream().filter(one -> one.id.equals(parts.group(1))).findFirst().orElseThrow(() -> new Conflict("it was encrypted with another key than baton.secret-key has ("
                + parts.group(1) + ", not " + String.join(", ", keys.stream().map(Key::id).toList()) + "): name that key too, behind the new one, or set the secret anew"));
        try {
            return new String(key.cipher.decrypt(Base64.getDecoder().decode(parts.group(2))), StandardCharsets.UTF_8);
        } catch (IllegalStateException | IllegalArgumentException | ArrayIndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new Conflict("what stands there is damaged: set the secret anew");
        }
    }
}
