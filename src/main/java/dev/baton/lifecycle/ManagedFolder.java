package dev.baton.lifecycle;

import dev.baton.camel.Refused;
import dev.baton.deploy.source.RoutesFolder;
import dev.baton.event.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder with the settings of the channels that the API has made, {@code <name>.yaml} each, and their files among the routes. A file is whole or not there.
 * Beside them {@code .<name>.examined} says how the conditions were. What takes two files is begun with a note ({@code <name>.create} with the text of the channel's file, {@code <name>.delete}), so that {@link #recover} can end it.
 */
public final class ManagedFolder {

    private static final Logger LOG = LoggerFactory.getLogger(ManagedFolder.class);
    static final String SETTINGS = ".yaml";
    static final String CREATE = ".create";
    static final String DELETE = ".delete";
    /** Hidden: the loader need not look when it changes. */
    private static final String EXAMINED = ".examined";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final Path routes;
    private final SecretKeys keys;
    private final Turns turns;

    /** {@code folder} with the settings, which need not exist yet; {@code routes} with the channels' files. */
    public ManagedFolder(Path folder, Path routes, SecretKeys keys) {
        this.folder = folder;
        this.routes = routes;
        this.keys = keys;
        this.turns = new Turns(folder, PATIENCE);
    }

    /** Who changes something here takes a turn. */
    Turns turns() {
        return turns;
    }

    /** Where the settings lie. */
    Path path() {
        return folder;
    }

    /** All of them, by the channel's name; {@link Refused} where the folder can't be read. */
    Map<String, ManagedChannel> read() {
        Map<String, ManagedChannel> all = new TreeMap<>();
        try {
            for (String name : names(SETTINGS, false)) {
                one(name).ifPresent(channel -> all.put(name, channel));
            }
            return all;
        } catch (IOException e) {
            throw new Refused("channels", 0, "the settings of the API's channels can't be read: " + e.getMessage(), "make the folder under baton.data readable; what runs goes on");
        }
    }

    private Optional<ManagedChannel> one(String name) {
        try {
            return Optional.of(ManagedFile.read(label(name), Files.readAllBytes(folder.resolve(name + SETTINGS)), keys));
        } catch (NoSuchFileException e) {
            // Another node has deleted it just now.
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(ManagedFile.broken(label(name), 1, "can't be read (" + e.getClass().getSimpleName() + ")"));
        }
    }

    static String label(String name) {
        return "channels/" + name + SETTINGS;
    }

    /** Of the files with that ending, what stands before it. */
    List<String> names(String ending, boolean hidden) throws IOException {
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
        try {
            WholeFile.write(folder.resolve(name + CREATE), file, false);
            forget(name);
            WholeFile.write(folder.resolve(name + SETTINGS), settings, true);
            WholeFile.write(routes.resolve(RoutesFolder.file(name)), file, false);
        } catch (Conflict e) {
            WholeFile.delete(folder.resolve(name + SETTINGS));
            WholeFile.delete(folder.resolve(name + CREATE));
            throw e;
        }
        WholeFile.delete(folder.resolve(name + CREATE));
    }

    /** Puts these settings in place of those that are there. */
    void settings(String name, Map<String, String> values, Predicate<String> secret) {
        WholeFile.write(folder.resolve(name + SETTINGS), ManagedFile.write(values, secret, keys), true);
    }

    /** Takes both files away. */
    void delete(String name) {
        WholeFile.write(folder.resolve(name + DELETE), new byte[0], false);
        try {
            WholeFile.delete(routes.resolve(RoutesFolder.file(name)));
        } catch (Conflict e) {
            WholeFile.delete(folder.resolve(name + DELETE));
            throw e;
        }
        WholeFile.delete(folder.resolve(name + SETTINGS));
        forget(name);
        WholeFile.delete(folder.resolve(name + DELETE));
    }

    /** How the conditions were when they were last examined; null where they have not been, or where nobody can read it any more. */
    Examined examined(String name) {
        Path file = folder.resolve("." + name + EXAMINED);
        try {
            return Files.exists(file) ? Json.MAPPER.readValue(Files.readAllBytes(file), Examined.class) : null;
        } catch (IOException e) {
            LOG.warn("channel {}: how its conditions were can't be read: {}", name, e.getClass().getSimpleName());
            return null;
        }
    }

    /** Remembers how the conditions are. */
    void keep(String name, Examined examined) {
        WholeFile.writeSoon(folder.resolve("." + name + EXAMINED), Json.bytes(examined));
    }

    /** Forgets how the conditions were. */
    void forget(String name) {
        WholeFile.delete(folder.resolve("." + name + EXAMINED));
    }

    /** Whether something of that name lies among the channels' files. */
    boolean hasFile(String name) {
        return Files.exists(routes.resolve(RoutesFolder.file(name)));
    }

    /** Ends what a crash has broken off, and encrypts with the newest key what was encrypted with an older one. To be called before anything is read. */
    public void recover() {
        if (Files.isDirectory(folder)) {
            try {
                turns.take(() -> {
                    new Recovery(this, folder, routes, keys).end();
                    return null;
                });
            } catch (Conflict e) {
                LOG.warn("what was broken off among the channels of the API is not ended, and is tried again at the next start: {}", e.getMessage());
            }
        }
    }
}
