package dev.baton.webhook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A token in the address, and the HMAC-SHA256 of the body in a header, in hexadecimal, as it is or after {@code sha256=}: for platforms that can be told to
 * sign, but need not be. No time is signed, so that a copy of a webhook is recognised by what it tells only; the token in the address is asked for in any case.
 *
 * @param path   the token in the address
 * @param header with the signature: the door's parameter {@code header}
 * @param secret the setting that {@code proofSetting} names
 */
record SignedPath(Proof.PathToken path, String header, String secret) implements Proof {

    /** Only the path's token where the door names no such setting, or the setting is empty. */
    static Proof of(Map<String, String> parameters, UnaryOperator<String> setting, PathToken path) {
        Proof.only(parameters, "header", "proofSetting");
        String named = parameters.get("proofSetting");
        String secret = named == null ? null : setting.apply(named);
        if (secret == null || secret.isBlank()) {
            return path;
        }
        if (parameters.getOrDefault("header", "").isBlank()) {
            throw new IllegalArgumentException("proof=path-token with proofSetting needs header: add the name of the header that brings the signature");
        }
        return new SignedPath(path, Proof.header(parameters.get("header").trim()), secret.trim());
    }

    @Override
    public boolean holds(Sender sender) {
        return path.holds(sender) && sender.header(header).size() == 1;
    }

    @Override
    public boolean holds(Sender sender, byte[] body) {
        try {
            return MessageDigest.isEqual(HexFormat.of().parseHex(sender.header(header).get(0).trim().replaceFirst("^sha256=", "")),
                    SigningSecret.hmac(secret.getBytes(StandardCharsets.UTF_8), "", body));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public String inPath() {
        return path.inPath();
    }

    @Override
    public String toString() {
        return "path-token and the signature in " + header;
    }
}
