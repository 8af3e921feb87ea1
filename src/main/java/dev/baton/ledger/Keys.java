package dev.baton.ledger;

import dev.baton.event.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Keys that are hashes: equal on every node, of one length whatever the platform writes. */
final class Keys {

    private Keys() {
    }

    /** The key of what a platform calls a thing. */
    static UUID reference(String channel, Reference.Kind kind, String value) {
        return hash(channel, kind.name(), value);
    }

    /** A lane's id: the same for everybody who looks for the same lane. */
    static UUID lane(String channel, Claim.Work work, String scope) {
        return hash("lane/" + channel, work.name(), scope);
    }

    /** A file's id: the same for everybody who speaks of that address in that conversation. */
    static UUID file(UUID conversation, String url) {
        return hash("file", conversation.toString(), url);
    }

    /** Text as both engines take it, in full up to a length: no U+0000, no half of a surrogate pair. */
    static String text(String value, int most) {
        if (value == null) {
            return null;
        }
        StringBuilder clean = new StringBuilder(Math.min(value.length(), most));
        value.codePoints().limit(most).forEach(point -> clean.appendCodePoint(
                point == 0 || point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point));
        return clean.length() <= most ? clean.toString() : clean.substring(0, Character.isHighSurrogate(clean.charAt(most - 1)) ? most - 1 : most);
    }

    private static UUID hash(String channel, String kind, String value) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(channel.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(kind.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            ByteBuffer bytes = ByteBuffer.wrap(digest.digest(value.getBytes(StandardCharsets.UTF_8)));
            return new UUID(bytes.getLong(), bytes.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
