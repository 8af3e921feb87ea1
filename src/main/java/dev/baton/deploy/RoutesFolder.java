package dev.baton.deploy;

import dev.baton.camel.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The folder with the channels: one file each, and a folder for each platform. Read anew at each question. */
public record RoutesFolder(Path path) {

    private static final String CHANNEL = ".camel.yaml";

    /** The names of the channels, by their files. */
    public List<String> channels() {
        return list(path, file -> Files.isRegularFile(file) && file.getFileName().toString().endsWith(CHANNEL)).stream()
                .map(file -> file.getFileName().toString()).map(name -> name.substring(0, name.length() - CHANNEL.length())).toList();
    }

    /** The file of a channel, relative to this folder. */
    public static String file(String channel) {
        return channel + CHANNEL;
    }

    /** The sheet of the platform of that name; {@link Refused} where there is none. */
    public PlatformSheet sheet(String platform, String askedBy, int line) {
        for (Path folder : list(path, Files::isDirectory)) {
            Path sheet = folder.resolve("platform.yaml");
            if (Files.isRegularFile(sheet)) {
                PlatformSheet read = sheet(sheet);
                if (read.names().contains(platform)) {
                    return read;
                }
            }
        }
        throw new Refused(askedBy, line, "there is no platform " + platform,
                "name one that stands under names: in a platform.yaml of the routes folder, or write its sheet");
    }

    private PlatformSheet sheet(Path sheet) {
        try {
            return PlatformSheet.read(relative(sheet), bytes(sheet));
        } catch (Refused e) {
            // A broken sheet harms only the channels of its own platform, which is told by its folder's name then.
            return new PlatformSheet(relative(sheet), java.util.Set.of(sheet.getParent().getFileName().toString()), null, null, null, null, null, false, 0,
                    null, null, null, null, null);
        }
    }

    /** The sheet once more, with what is wrong with it. */
    PlatformSheet checked(PlatformSheet sheet) {
        return PlatformSheet.read(sheet.file(), bytes(path.resolve(sheet.file())));
    }

    /** A file's bytes, by its path relative to this folder. */
    public byte[] bytes(String file) {
        return bytes(path.resolve(file));
    }

    /** The files under a platform's folder that its channels run with: everything but the samples. */
    public Map<String, byte[]> platform(String folder) {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(path.resolve(folder))) {
            walk.filter(Files::isRegularFile).forEach(file -> {
                String name = relative(file);
                if (!name.startsWith(folder + "/samples/")) {
                    files.put(name, bytes(file));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /** The texts of notices that this house has changed: {@code notices/<language>.properties}, or in a folder under that for some channels. */
    Map<String, byte[]> texts() {
        return Files.isDirectory(path.resolve(NoticeTexts.FOLDER)) ? platform(NoticeTexts.FOLDER) : Map.of();
    }

    /** The folders of a platform's samples. */
    public List<Path> samples(String folder) {
        Path samples = path.resolve(folder).resolve("samples");
        return Files.isDirectory(samples) ? list(samples, Files::isDirectory) : List.of();
    }

    String relative(Path file) {
        return path.relativize(file).toString().replace('\\', '/');
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + file, e);
        }
    }

    private static List<Path> list(Path folder, Predicate<Path> which) {
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(which).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("can't read the routes folder " + folder, e);
        }
    }
}
