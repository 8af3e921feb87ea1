package dev.baton.lifecycle;

import dev.baton.camel.Refused;
import dev.baton.deploy.source.RoutesFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder with the settings of the channels that the API has made, {@code <name>.yaml} each, and their files among the routes. A file is whole or not there.
 * What takes two files is begun with a note ({@code <name>.create} with the text of the channel's file, {@code <name>.delete}), so that {@link #recover} can end it.
 */
public final class ManagedFolder {

    private static final Logger LOG = LoggerFactory.getLogger(ManagedFolder.class);
    private static final String SETTINGS = ".yaml";
    private static final String CREATE = ".create";
    private static final String DELETE = ".delete";

    private final Path folder;
    private final Path routes;
    private final SecretKeys keys;

    /** {@code folder} with the settings, which need not exist yet; {@code routes} with the channels' files. */
    public ManagedFolder(Path folder, Path routes, SecretKeys keys) {
        this.folder = folder;
        this.routes = routes;
        this.keys = keys;
    }

    /** Where the settings lie. */
    Path path() {
        return folder;
    }

    /** All of them, by the channel's name; {@link Refused} where the folder can't be read. */
    Map<String, ManagedChannel> read() {
        Map<String, ManagedChannel> all = new TreeMap<>();
        try {
            for (String name : names(SETTINGS)) {
                all.put(name, ManagedFile.read(label(name), Files.readAllBytes(folder.resolve(name + SETTINGS)), keys));
            }
            return all;
        } catch (IOException e) {
            throw new Refused("channels", 0, "the settings of the API's channels can't be read: " + e.getMessage(), "make the folder under baton.data readable; what runs goes on");
        }
    }

    static String label(String name) {
        return "channels/" + name + SETTINGS;
    }

    private List<String> names(String ending) throws IOException {
        return names(ending, false);
    }

    private List<String> names(String ending, boolean hidden) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(ending) && file.startsWith(".") == hidden && file.length() > ending.length())
                    .map(file -> file.substring(0, file.length() - ending.length())).toList();
        }
    }

    /** Makes both files of a new channel. */
    void create(String name, Map<String, String> values, Predicate<String> secret, byte[] file) {
        byte[] settings = ManagedFile.write(values, secret, keys);
        write(folder.resolve(name + CREATE), file, false);
        write(folder.resolve(name + SETTINGS), settings, true);
        write(routes.resolve(RoutesFolder.file(name)), file, false);
        remove(folder.resolve(name + CREATE));
    }

    /** Puts these settings in place of those that are there. */
    void settings(String name, Map<String, String> values, Predicate<String> secret) {
        write(folder.resolve(name + SETTINGS), ManagedFile.write(values, secret, keys), true);
    }

    /** Takes both files away. */
    void delete(String name) {
        write(folder.resolve(name + DELETE), new byte[0], false);
        remove(routes.resolve(RoutesFolder.file(name)));
        remove(folder.resolve(name + SETTINGS));
        remove(folder.resolve(name + DELETE));
    }

    /** Whether something of that name lies among the channels' files. */
    boolean hasFile(String name) {
        return Files.exists(routes.resolve(RoutesFolder.file(name)));
    }

    /** Ends what a crash has broken off, and encrypts with the newest key what was encrypted with an older one. To be called before anything is read. */
    public void recover() {
        try {
            for (String draft : names("~", true)) {
                remove(folder.resolve(draft + "~"));
            }
            for (String name : names(CREATE)) {
                boolean begun = Files.exists(folder.resolve(name + SETTINGS));
                if (begun && !hasFile(name)) {
                    write(routes.resolve(RoutesFolder.file(name)), Files.readAllBytes(folder.resolve(name + CREATE)), false);
                }
                remove(folder.resolve(name + CREATE));
                LOG.warn("channel {}: its creation was broken off: {}", name, begun ? "it is there now, inactive" : "nothing of it is there, create it again");
            }
            for (String name : names(DELETE)) {
                delete(name);
                LOG.warn("channel {}: its deletion was broken off: it is gone now", name);
            }
            for (Map.Entry<String, ManagedChannel> one : read().entrySet()) {
                if (one.getValue().stale() && one.getValue().wrong().isEmpty()) {
                    renew(one.getKey());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder channels under baton.data can't be read", e);
        }
    }

    /** Line by line, so that what people have written stays. */
    private void renew(String name) throws IOException {
        Path file = folder.resolve(name + SETTINGS);
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            int begin = line.indexOf("{encrypted:");
            int end = begin < 0 ? -1 : begin + line.substring(begin).replaceFirst("[^A-Za-z0-9+/={}:].*$", "").length();
            String stored = begin < 0 ? "" : line.substring(begin, end);
            lines.add(keys.isOld(stored) ? line.substring(0, begin) + keys.sealed(keys.opened(stored)) + line.substring(end) : line);
        }
        write(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8), true);
        LOG.info("channel {}: its secrets are encrypted with the newest key now", name);
    }

    /** Under another name first, which nobody reads. */
    private static void write(Path file, byte[] bytes, boolean secret) {
        try {
            Files.createDirectories(file.getParent());
            Path draft = secret ? Files.createTempFile(file.getParent(), ".", "~") : file.resolveSibling("." + file.getFileName() + "~");
            try (FileChannel out = FileChannel.open(draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                out.write(ByteBuffer.wrap(bytes));
                out.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            onDisk(file.getParent());
        } catch (IOException e) {
            throw new Conflict("The file " + file.getFileName() + " can't be written: " + e.getClass().getSimpleName() + ". See whether there is space, and whether Baton may write to baton.routes and baton.data.");
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

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new Conflict("The file " + file.getFileName() + " can't be deleted: " + e.getClass().getSimpleName() + ". See whether Baton may write to baton.routes and baton.data, and delete the channel once more.");
        }
    }
}
