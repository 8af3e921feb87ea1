package dev.baton.webhook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A way to prove a sender. The closed set is what {@link #of} knows. */
public sealed interface Proof permits Proof.HeaderToken, Proof.PathToken, SignedPath, Signature, StandardWebhooks, Proof.None {

    /** The setting with what proves a sender, where the door's parameters name no other. */
    String TOKEN = "token";

    /** True where the sender has proven itself. */
    boolean holds(Sender sender);

    /** True where the body is what that sender has sent, as far as the proof can tell; asked only where {@link #holds}. */
    default boolean holds(Sender sender, byte[] body) {
        return true;
    }

    /** The token that must be the last part of the address; null where there is none. */
    default String inPath() {
        return null;
    }

    /** What a proof may look at before the body is read. */
    interface Sender {

        /** The values of that header; the web server gives bytes above 127 as one character each. */
        List<String> header(String name);

        /** The last part of the address, or null. */
        String pathToken();

        /** When the request came. */
        Instant now();
    }

    /** The setting {@code token} (or another: {@code proofSetting}) comes in a header, as it is or after the word {@code Key} or {@code Bearer}. */
    record HeaderToken(String header, String token) implements Proof {

        @Override
        public boolean holds(Sender sender) {
            boolean same = false;
            for (String value : sender.header(header)) {
                same |= same(value.trim(), token);
                int space = value.indexOf(' ');
                String scheme = space < 0 ? "" : value.substring(0, space);
                if (scheme.equalsIgnoreCase("Key") || scheme.equalsIgnoreCase("Bearer")) {
                    same |= same(value.substring(space + 1).trim(), token);
                }
            }
            return same;
        }

        private static boolean same(String header, String token) {
            return MessageDigest.isEqual(header.getBytes(StandardCharsets.ISO_8859_1), token.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return "header-token in " + header;
        }
    }

    /** The setting {@code token} is the last part of the address: for platforms that can send no header. */
    record PathToken(String token) implements Proof {

        @Override
        public boolean holds(Sender sender) {
            return sender.pathToken() != null
                    && MessageDigest.isEqual(sender.pathToken().getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String inPath() {
            return token;
        }

        @Override
        public String toString() {
            return "path-token";
        }
    }

    /** Anybody may send; only where the channel says so. */
    record None() implements Proof {

        @Override
        public boolean holds(Sender sender) {
            return true;
        }
    }

    /**
     * The proof that a door's parameters and its channel's settings describe. {@link IllegalArgumentException} says, without the secret, what is
     * missing or misspelt; the loader asks here too, before a channel goes live.
     */
    static Proof of(Map<String, String> parameters, UnaryOperator<String> setting) {
        String proof = parameters.get("proof");
        if (proof == null || proof.isBlank()) {
            throw new IllegalArgumentException("the webhook door names no proof: add proof=header-token, proof=path-token, proof=signature, proof=standard-webhooks or, to let anybody in, proof=none");
        }
        return switch (proof) {
            case "header-token" -> new HeaderToken(header(first(parameters.get("header"), setting.apply("header"), "Authorization")),
                    token(setting, parameters.getOrDefault("proofSetting", TOKEN)));
            case "signature" -> Signature.of(parameters, token(setting));
            case "standard-webhooks" -> StandardWebhooks.of(parameters, token(setting));
            case "path-token" -> {
                String token = token(setting);
                if (!token.matches("[A-Za-z0-9._~-]+")) {
                    throw new IllegalArgumentException("the setting token is part of an address: use letters, digits, '-', '.', '_' and '~' only");
                }
                yield SignedPath.of(parameters, setting, new PathToken(token));
            }
            case "none" -> new None();
            default -> throw new IllegalArgumentException("there is no proof '" + proof + "': use header-token, path-token, signature, standard-webhooks or none");
        };
    }

    /** Refuses what belongs to another proof, or is misspelt; the door knows its other parameters itself. */
    static void only(Map<String, String> parameters, String... known) {
        List<String> names = List.of(known);
        parameters.keySet().stream().filter(name -> name.matches("header|proof.+") && !names.contains(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("proof=" + parameters.get("proof") + " has no parameter " + name + ": its parameters are " + String.join(", ", names));
        });
    }

    /** The name, if it can be one of a header. */
    static String header(String name) {
        if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
            throw new IllegalArgumentException("'" + name + "' can't be the name of a header");
        }
        return name;
    }

    private static String token(UnaryOperator<String> setting) {
        return token(setting, TOKEN);
    }

    private static String token(UnaryOperator<String> setting, String name) {
        String token = setting.apply(name);
        if (token == null || token.isBlank()) {
            throw new IllegalArgumentException("the setting " + name + " is empty, so no sender can be proven: set it to what the platform sends");
        }
        return token.trim();
    }

    private static String first(String... values) {
        for (String value : values) {
            if (value != null && !value.isBlank()) {
                return value.trim();
            }
        }
        throw new IllegalArgumentException("no value");
    }
}
