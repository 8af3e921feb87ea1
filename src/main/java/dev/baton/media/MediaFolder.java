package dev.baton.media;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** Where the bytes lie: a file by its id, in folders by the first two letters, so that no folder grows too large. */
public final class MediaFolder {

    /** What is younger may be on its way. */
    private static final Duration YOUNG = Duration.ofHours(1);
    private final Path folder;
    private final long keepFree;

    /** The disk is nearly full. The message is for people. */
    static final class NoRoom extends IOException {
        private static final long serialVersionUID = 1;

        NoRoom(long free) {
            super("Baton's disk is nearly full (" + MediaLimits.words(free) + " left)");
        }
    }

    /**
     * The folder is made when it is first needed.
     *
     * @param keepFree bytes that files leave free on its disk: the ledger, which most often lies there too, can't do without
     */
    public MediaFolder(Path folder, long keepFree) {
        this.folder = folder.toAbsolutePath().normalize();
        this.keepFree = keepFree;
    }

    Path of(UUID id) {
        return folder.resolve(id.toString().substring(0, 2)).resolve(id.toString());
    }

    boolean has(UUID id) {
        return Files.isRegularFile(of(id));
    }

    /** A {@link #draft} for what other people send. */
    Path draftWhereThereIsRoom() throws IOException {
        Path draft = draft();
        long free = Files.getFileStore(draft.getParent()).getUsableSpace();
        if (free < keepFree) {
            throw new NoRoom(free);
        }
        return draft;
    }

    /** A new file to be written to, for {@link #keep}. */
    Path draft() throws IOException {
        Path drafts = folder.resolve("drafts");
        Files.createDirectories(drafts);
        return drafts.resolve(UUID.randomUUID().toString());
    }

    /** Writes all of it to the draft, its beginning to {@code head} too; returns how many bytes, or -1 where there are more than {@code most}. */
    static long write(InputStream in, Path draft, byte[] head, long most) throws IOException {
        try (OutputStream out = Files.newOutputStream(draft)) {
            long size = in.readNBytes(head, 0, head.length);
            out.write(head, 0, (int) size);
            byte[] some = new byte[16 * 1024];
            for (int many = in.read(some); many >= 0 && size <= most; many = in.read(some)) {
                size += many;
                out.write(some, 0, many);
            }
            return size > most ? -1 : size;
        }
    }

    /** The draft becomes the file; it is on disk when this returns. */
    void keep(Path draft, UUID id) throws IOException {
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.createDirectories(of(id).getParent());
        Files.move(draft, of(id), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    Path folder() {
        return folder;
    }

    /** Deletes what nobody knows any more, and drafts that nobody goes on with; returns how many files that were. */
    public int sweep(Function<Collection<UUID>, Set<UUID>> known, Instant now) {
        int gone = 0;
        for (Path shelf : list(folder)) {
            if (!Files.isDirectory(shelf)) {
                continue;
            }
            Map<UUID, Path> kept = new HashMap<>();
            boolean drafts = shelf.endsWith("drafts");
            for (Path file : list(shelf)) {
                if (isOld(file, now)) {
                    kept.put(UUID.fromString(file.getFileName().toString()), file);
                }
            }
            if (!drafts) {
                kept.keySet().removeAll(known.apply(List.copyOf(kept.keySet())));
            }
            gone += kept.values().stream().mapToInt(MediaFolder::delete).sum();
        }
        return gone;
    }

    private static boolean isOld(Path file, Instant now) {
        try {
            return file.getFileName().toString().matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}") && Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(YOUNG));
        } catch (IOException e) {
            return false;
        }
    }

    static int delete(Path file) {
        try {
            return Files.deleteIfExists(file) ? 1 : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static List<Path> list(Path in) {
        try (Stream<Path> entries = Files.list(in)) {
            return entries.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + in + " can't be read", e);
        }
    }
}
