package dev.baton.deploy.source;

import dev.baton.camel.Mappings;
import dev.baton.camel.Refusal;
import dev.baton.camel.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The folder with the channels, one file each, and with a folder for each platform (and for what several platforms share), as it was read at one moment. What happens to the real folder
 * afterwards changes nothing here.
 */
public final class RoutesFolder {

    /** The folder with the texts of notices that this house has changed. */
    public static final String NOTICES = "notices";

    private static final String CHANNEL = ".camel.yaml";
    private static final String SHEET = "/platform.yaml";
    private static final String TEMPLATE = "/template.camel.yaml";

    private final SortedMap<String, byte[]> files;
    /** Compiled once for all that is built from this moment's files; by the platform's folder. */
    private final Map<String, Mappings> mappings;
    /** Read once, by file. */
    private final Map<String, PlatformSheet> sheets;
    /** Run once for channels that are alike; by {@link Alike#key}. */
    private final Map<String, Alike> rehearsed;

    /** A folder with these files, by path relative to it with {@code /} between. */
    public RoutesFolder(Map<String, byte[]> files) {
        this(new TreeMap<>(files), new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }

    private RoutesFolder(SortedMap<String, byte[]> files, Map<String, Mappings> mappings, Map<String, PlatformSheet> sheets, Map<String, Alike> rehearsed) {
        this.files = files;
        this.mappings = mappings;
        this.sheets = sheets;
        this.rehearsed = rehearsed;
    }

    /** The same with another file for that channel, or with none (null); all platforms are the same. */
    public RoutesFolder with(String channel, byte[] bytes) {
        SortedMap<String, byte[]> next = new TreeMap<>(files);
        if (bytes == null) {
            next.remove(file(channel));
        } else {
            next.put(file(channel), bytes);
        }
        return new RoutesFolder(next, mappings, sheets, rehearsed);
    }

    /** The path of the template that new channels of a platform are made from, by the platform's folder. */
    public static String template(String folder) {
        return folder + TEMPLATE;
    }

    /** The folders of the platforms that have such a template. */
    public List<String> templates() {
        return files.keySet().stream().filter(file -> file.endsWith(TEMPLATE) && file.indexOf('/') == file.length() - TEMPLATE.length())
                .map(file -> file.substring(0, file.indexOf('/'))).toList();
    }

    /** The file of a new channel, made from the template of its platform, in which the word {@code CHANNEL} stands for the name; {@link Refused} where there is none. */
    public byte[] fromTemplate(String folder, String channel) {
        return new String(bytes(template(folder)), StandardCharsets.UTF_8).replaceAll("\\bCHANNEL\\b", channel).getBytes(StandardCharsets.UTF_8);
    }

    /** Reads a folder. Hidden files and what editors leave behind ({@code x~}) are none of its files. */
    public static RoutesFolder read(Path path) {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : (Iterable<Path>) walk::iterator) {
                String name = path.relativize(file).toString().replace('\\', '/');
                if (!isIgnored(name) && Files.isRegularFile(file)) {
                    files.put(name, Files.readAllBytes(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't read the routes folder " + path, e);
        }
        return new RoutesFolder(files);
    }

    /** Whether a file or folder of that name is none of a routes folder's. */
    public static boolean isIgnored(String name) {
        return name.startsWith(".") || name.contains("/.") || name.endsWith("~");
    }

    /** All of them, by path. */
    public SortedMap<String, byte[]> files() {
        return Collections.unmodifiableSortedMap(files);
    }

    /** The names of the channels, by their files. */
    public List<String> channels() {
        return files.keySet().stream().filter(file -> file.endsWith(CHANNEL) && file.indexOf('/') < 0)
                .map(name -> name.substring(0, name.length() - CHANNEL.length())).toList();
    }

    /** Files beside those of the channels that may have been meant as one. */
    public List<String> strays() {
        return files.keySet().stream().filter(file -> file.indexOf('/') < 0 && file.matches(".*\\.ya?ml") && !file.endsWith(CHANNEL)).toList();
    }

    /** The file of a channel, relative to this folder. */
    public static String file(String channel) {
        return channel + CHANNEL;
    }

    /** The sheet of the platform of that name; {@link Refused} where there is none. */
    public PlatformSheet sheet(String platform, String askedBy, int line) {
        Set<String> names = new TreeSet<>();
        for (String file : sheets()) {
            PlatformSheet read = sheet(file);
            names.addAll(read.names());
            if (read.names().contains(platform)) {
                return read;
            }
        }
        throw new Refused(askedBy, line, "there is no platform " + platform,
                Near.or(platform, names, "name one that stands under names: in a platform.yaml of the routes folder, or write its sheet"));
    }

    private PlatformSheet sheet(String file) {
        return sheets.computeIfAbsent(file, this::read);
    }

    private PlatformSheet read(String file) {
        try {
            return PlatformSheet.read(file, bytes(file));
        } catch (Refused e) {
            // A broken sheet harms only the channels of its own platform, which is told by its folder's name then.
            return new PlatformSheet(file, Set.of(file.substring(0, file.indexOf('/'))), null, null, null, null, null, null, false, 0, null, null, null, null, null, List.of(), false, false, List.of());
        }
    }

    /** The sheet once more, with what is wrong with it. */
    PlatformSheet checked(PlatformSheet sheet) {
        return sheet.sides() == null ? PlatformSheet.read(sheet.file(), bytes(sheet.file())) : sheet;
    }

    /** A file's bytes, by its path; {@link Refused} where it is not there. */
    public byte[] bytes(String file) {
        byte[] bytes = files.get(file);
        if (bytes == null) {
            throw new Refused(file, 1, "is not there", "write it, or mend the name");
        }
        return bytes;
    }

    /** The platform sheets, by path. */
    public List<String> sheets() {
        return files.keySet().stream().filter(file -> file.endsWith(SHEET) && file.indexOf('/') == file.length() - SHEET.length()).toList();
    }

    /** The files under a folder, by their paths in this one. */
    public SortedMap<String, byte[]> under(String folder) {
        return files.subMap(folder + "/", folder + "0");
    }

    /** The files that a platform's channels run with: all of its folder but the samples and the template of new channels, and what it shares with other platforms. */
    public Map<String, byte[]> platform(String folder) {
        Map<String, byte[]> run = new TreeMap<>(under(folder));
        run.keySet().removeAll(under(folder + "/samples").keySet());
        run.remove(template(folder));
        String sheet = folder + SHEET;
        if (files.containsKey(sheet)) {
            for (String shared : sheet(sheet).shares()) {
                if (under(shared).isEmpty()) {
                    throw new Refused(sheet, 1, "shares names the folder " + shared + ", which is not there", "mend the name, or write the files that are to be shared");
                }
                run.putAll(under(shared));
            }
        }
        return run;
    }

    /** The mappings of a platform, compiled as they are asked for. */
    Mappings mappings(String folder) {
        return mappings.computeIfAbsent(folder, of -> new Mappings(platform(of)));
    }

    /** The same text for channels that are alike: two accounts of one platform, whose files differ by the channel's name and in comments only. */
    public String likeness(String channel) {
        return Alike.key(this, channel);
    }

    /** The results of a channel's samples; those of a channel that is alike where one has run them. */
    public Map<String, List<Refusal>> alike(String channel, Supplier<Map<String, List<Refusal>>> run) {
        return rehearsed.computeIfAbsent(likeness(channel), none -> Alike.of(this, channel, run.get())).of(this, channel);
    }

    /** The texts of notices that this house has changed: {@code <language>.properties} in {@link #NOTICES}, or in a folder under that for some channels. */
    Map<String, byte[]> texts() {
        return under(NOTICES);
    }

    /** The folders of a platform's samples, by their paths. */
    public List<String> samples(String folder) {
        String samples = folder + "/samples/";
        return under(folder + "/samples").keySet().stream().filter(file -> file.indexOf('/', samples.length()) > 0)
                .map(file -> file.substring(0, file.indexOf('/', samples.length()))).distinct().toList();
    }
}
