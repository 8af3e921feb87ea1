package dev.baton.media;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.UUID;

/**
 * Files that people hand to Baton itself, to be named in a message afterwards by the link that they get for it. Until then nobody but who has the link
 * knows of the file, and within some hours the sweep of the folder takes what no message has named.
 */
public final class Uploads {

    private final MediaFolder folder;
    private final Links links;
    private final MediaLimits limits;
    private final Clock clock;

    /** Uploads into that folder. */
    public Uploads(MediaFolder folder, Links links, MediaLimits limits, Clock clock) {
        this.folder = folder;
        this.links = links;
        this.limits = limits;
        this.clock = clock;
    }

    /** A file that is here: the parts of a media content. */
    public record Uploaded(String url, String mimeType, String name, long size) {
    }

    /** A file that is not taken; the message says why. */
    public static final class NotTaken extends Exception {
        private static final long serialVersionUID = 1;
        private final Reason reason;

        NotTaken(Reason reason, String why) {
            super(why, null, false, false);
            this.reason = reason;
        }

        /** What it is for. */
        public Reason reason() {
            return reason;
        }

        /** Its size, what it is, or that there is no room for any. */
        public enum Reason {
            SIZE, TYPE, ROOM
        }
    }

    /** Keeps a file; it is on disk when this returns. {@code name} and {@code said}, its type, are what the sender says; both may be null. */
    public Uploaded take(InputStream in, String name, String said) throws IOException, NotTaken {
        Path draft = draft();
        try {
            byte[] head = new byte[FileTypes.HEAD];
            long size = MediaFolder.write(in, draft, head, limits.size());
            if (size < 0) {
                throw new NotTaken(NotTaken.Reason.SIZE, "the file is larger than " + limits.words());
            }
            String type = FileTypes.of(Arrays.copyOf(head, (int) Math.min(head.length, size)), said, null, name);
            if (!limits.takes(type)) {
                throw new NotTaken(NotTaken.Reason.TYPE, "files of the type " + type + " are not taken here");
            }
            if (!links.isKnown()) {
                throw new IOException("Baton's own address is not known yet");
            }
            String called = FileNames.of(name, null, URI.create("file"), type);
            UUID id = UUID.randomUUID();
            folder.keep(draft, id);
            return new Uploaded(links.to(id, called, clock.millis()), type, called, size);
        } finally {
            MediaFolder.delete(draft);
        }
    }

    private Path draft() throws IOException, NotTaken {
        try {
            return folder.draftWhereThereIsRoom();
        } catch (MediaFolder.NoRoom e) {
            throw new NotTaken(NotTaken.Reason.ROOM, e.getMessage());
        }
    }

    /** Whether that address is a link of ours that holds still: naming a file must not give a new link to whom the old one has ended for. */
    public boolean isOwn(String url) {
        return links.own(url) != null && !links.ended(url, clock.millis());
    }

    /** The most bytes that a file may have. */
    public long largest() {
        return limits.size();
    }

    /** A copy of what one of our own links leads to, so that it need not be fetched; null where the address is not of ours. */
    Fetch.Got copy(String url) throws NotFetched {
        UUID own = links.own(url);
        if (own == null) {
            return null;
        }
        if (!folder.has(own)) {
            throw new NotFetched("it is not kept here any more: a file is to be named in a message soon after it was uploaded", true);
        }
        try (InputStream in = Files.newInputStream(folder.of(own))) {
            byte[] head = in.readNBytes(FileTypes.HEAD);
            Path draft = folder.draftWhereThereIsRoom();
            Files.copy(folder.of(own), draft);
            return new Fetch.Got(draft, Files.size(draft), null, null, URI.create(url), head);
        } catch (MediaFolder.NoRoom e) {
            throw new NotFetched(e.getMessage(), false);
        } catch (IOException e) {
            throw new NotFetched("Baton could not read it from its disk", false);
        }
    }
}
