package dev.baton.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Links to files, which whoever has one may follow until it ends: {@code <public-url>/media/{id}/{name}?until=&by=}. The same file has the same link
 * each time, and the name in it is only for people.
 */
public final class Links {

    private static final Pattern LINK = Pattern.compile("/media/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/[^/?#]*\\?until=(\\d{1,12})&by=([A-Za-z0-9_-]{1,64})$");
    private final byte[] key;
    private final Supplier<String> base;
    private final Duration life;

    /**
     * Links of one Baton.
     *
     * @param key  a secret
     * @param base the public address, without a slash at its end; gives null as long as it is not known
     * @param life how long a link holds, counted from the message
     */
    public Links(byte[] key, Supplier<String> base, Duration life) {
        this.key = key.clone();
        this.base = base;
        this.life = life;
    }

    /** The key that lies in the folder, made where there is none yet. All nodes that share the folder have the same. */
    public static byte[] key(MediaFolder folder) {
        Path file = folder.folder().resolve("link.key");
        try {
            Files.createDirectories(folder.folder());
            if (!Files.exists(file)) {
                byte[] fresh = new byte[32];
                new SecureRandom().nextBytes(fresh);
                Path draft = folder.draft();
                Files.write(draft, fresh, StandardOpenOption.CREATE_NEW);
                if (Files.getFileStore(draft).supportsFileAttributeView("posix")) {
                    Files.setPosixFilePermissions(draft, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
                }
                try {
                    Files.move(draft, file);
                } catch (FileAlreadyExistsException e) {
                    Files.delete(draft);
                }
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the key of the links to files, " + file + ", can't be read or made", e);
        }
    }

    /** Whether the public address is known yet. */
    boolean isKnown() {
        return base.get() != null;
    }

    /** The link to the file. */
    String to(UUID id, String name, long at) {
        long until = (at + life.toMillis()) / 1000;
        return base.get() + "/media/" + id + "/" + URLEncoder.encode(name.replace(' ', '_'), StandardCharsets.UTF_8) + "?until=" + until + "&by=" + sign(id, until);
    }

    /** The file that a link leads to; {@link IllegalArgumentException} where it is no link of ours. */
    UUID from(String link) {
        UUID own = own(link);
        if (own == null) {
            throw new IllegalArgumentException("'" + link.split("\\?", 2)[0] + "' is no link that Baton has made: give the url of a media content as the delivery has it");
        }
        return own;
    }

    /** The file that an address leads to where it is a link of ours, whichever name the world reaches us by; else null. */
    UUID own(String url) {
        Matcher parts = LINK.matcher(url);
        return parts.find() && holds(UUID.fromString(parts.group(1)), Long.parseLong(parts.group(2)), parts.group(3)) ? UUID.fromString(parts.group(1)) : null;
    }

    /** Whether a link of ours has ended by that time, in epoch milliseconds. */
    boolean ended(String url, long now) {
        Matcher parts = LINK.matcher(url);
        return !parts.find() || Long.parseLong(parts.group(2)) * 1000 <= now;
    }

    /** Whether the signature is ours; compared in constant time. */
    boolean holds(UUID id, long until, String by) {
        return MessageDigest.isEqual(sign(id, until).getBytes(StandardCharsets.US_ASCII), by.getBytes(StandardCharsets.UTF_8));
    }

    private String sign(UUID id, long until) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal((id + " " + until).getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
