package dev.baton.lifecycle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes and deletes files so that each is whole or not there, whenever the machine stops. {@link Conflict} says that one can't be. */
final class WholeFile {

    private static final Logger LOG = LoggerFactory.getLogger(WholeFile.class);

    private WholeFile() {
    }

    /** Under another name first, which nobody reads. {@code secret}: only Baton's own user may read it. */
    static void write(Path file, byte[] bytes, boolean secret) {
        write(file, bytes, secret, true);
    }

    /** The same for what may be lost when the machine, and not only Baton, stops. */
    static void writeSoon(Path file, byte[] bytes) {
        write(file, bytes, true, false);
    }

    private static void write(Path file, byte[] bytes, boolean secret, boolean now) {
        Path draft = null;
        try {
            Files.createDirectories(file.getParent());
            draft = secret ? Files.createTempFile(file.getParent(), ".", "~") : file.resolveSibling("." + file.getFileName() + "~");
            try (FileChannel out = FileChannel.open(draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                for (ByteBuffer rest = ByteBuffer.wrap(bytes); rest.hasRemaining();) {
                    out.write(rest);
                }
                if (now) {
                    out.force(true);
                }
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            if (now) {
                onDisk(file.getParent());
            }
        } catch (IOException e) {
            sweep(draft);
            throw new Conflict("The file " + file.getFileName() + " can't be written: " + e.getClass().getSimpleName() + ". See whether there is space, and whether Baton may write to baton.routes and baton.data.");
        }
    }

    private static void sweep(Path draft) {
        try {
            if (draft != null) {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            LOG.debug("a draft could not be deleted; the next start does", e);
        }
    }

    /** So that what is written next is not on disk before what was written last. Where folders can't be opened, the file system must see to it. */
    private static void onDisk(Path folder) {
        try (FileChannel opened = FileChannel.open(folder, StandardOpenOption.READ)) {
            opened.force(true);
        } catch (IOException e) {
            LOG.debug("a folder could not be synced", e);
        }
    }

    /** Nothing happens where it is not there. */
    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new Conflict("The file " + file.getFileName() + " can't be deleted: " + e.getClass().getSimpleName() + ". See whether Baton may write to baton.routes and baton.data, and try again.");
        }
    }
}
