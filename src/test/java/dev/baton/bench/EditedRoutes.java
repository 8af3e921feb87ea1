package dev.baton.bench;

import dev.baton.deploy.source.ChannelFiles;
import dev.baton.deploy.source.RoutesFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A routes folder that is edited as people, editors and version control do it, well and badly. It knows which versions of which channel were ever
 * whole: no other may run.
 */
final class EditedRoutes {

    /** The ways in which a file may be broken: what is replaced by what, in the files where it stands. The last one cuts a file between two routes. */
    private static final Map<String, String[]> WAYS = ways();

    final Path folder;
    final List<String> channels;
    /** How often each kind of edit was made. */
    final Map<String, Integer> made = new TreeMap<>();
    private final Map<String, String> good = new TreeMap<>();
    private final Set<String> broken = new TreeSet<>();
    private final Map<String, Set<String>> versions = new ConcurrentHashMap<>();
    private final Random random;
    private int number;

    EditedRoutes(Path source, Path folder, Random random) throws IOException {
        this.folder = folder;
        this.random = random;
        try (Stream<Path> walk = Files.walk(source)) {
            for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
                String name = source.relativize(file).toString();
                good.put(name, Files.readString(file));
                write(name, good.get(name));
            }
        }
        channels = new RoutesFolder(bytes()).channels();
        note();
    }

    private static Map<String, String[]> ways() {
        Map<String, String[]> ways = new LinkedHashMap<>();
        ways.put("bad YAML", new String[] {"      steps:", "      steps: ["});
        ways.put("unknown component", new String[] {"uri: baton:accept", "uri: jms:accept"});
        ways.put("misspelt option", new String[] {"platform: ", "platfrom: "});
        ways.put("misspelt direct", new String[] {"to: {uri: direct:", "to: {uri: direct:x"});
        ways.put("unknown placeholder", new String[] {"{{channel.", "{{channel.un"});
        ways.put("bad mapping", new String[] {"\"type\": ", "\"type\" "});
        ways.put("a mapping that its samples refute", new String[] {"\"role\": \"", "\"role\": \"not-"});
        ways.put("a field that no sample has", new String[] {".text", ".txet"});
        ways.put("two channels in one file", new String[] {"baton:deliver/", "baton:deliver/another-"});
        ways.put("cut between two routes", null);
        return ways;
    }

    /** Whether that version of the channel was ever whole. */
    boolean wasGood(String channel, String version) {
        return versions.getOrDefault(channel, Set.of()).contains(version);
    }

    /** The version that the folder holds now, if nothing is broken. */
    String version(String channel) {
        return ChannelFiles.read(new RoutesFolder(bytes()), channel).version();
    }

    /** One edit of any kind. Some end with a file that is broken: it stays so until a later edit mends it. */
    void edit() throws IOException {
        String file = List.copyOf(good.keySet()).get(random.nextInt(good.size()));
        while (!file.endsWith(".yaml") && !file.endsWith(".jslt")) {
            file = List.copyOf(good.keySet()).get(random.nextInt(good.size()));
        }
        int kind = random.nextInt(100);
        if (broken.size() > 2 || kind < 30) {
            save(broken.isEmpty() || kind % 2 == 0 ? file : broken.iterator().next(), "good");
        } else if (kind < 60) {
            breaks(file);
        } else if (kind < 72) {
            count("truncated");
            next(file);
            write(file, good.get(file).substring(0, good.get(file).length() / 2));
            Talk.pause(Duration.ofMillis(random.nextInt(250)));
            whole(file);
        } else if (kind < 84) {
            count("deleted and put back");
            next(file);
            Files.delete(folder.resolve(file));
            Talk.pause(Duration.ofMillis(random.nextInt(1500)));
            whole(file);
        } else if (kind < 92) {
            count("renamed and back");
            next(file);
            // A flow is the same flow under any name.
            String other = file.replaceFirst("(\\.camel)?\\.", "-old$0");
            Path away = folder.resolve(other);
            renamed(file, other);
            Files.move(folder.resolve(file), away);
            Talk.pause(Duration.ofMillis(random.nextInt(1500)));
            Files.delete(away);
            whole(file);
        } else {
            count("saved by a move");
            next(file);
            note(file);
            Path beside = folder.resolve(file + ".tmp~");
            Files.writeString(beside, good.get(file));
            Files.move(beside, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** A save that does no harm: the version is another one. */
    void save(String file, String kind) throws IOException {
        count(kind);
        next(file);
        whole(file);
    }

    /** Every file is whole again, and each channel's version is a new one. */
    void mend() throws IOException {
        for (String file : List.copyOf(good.keySet())) {
            if (broken.contains(file) || file.endsWith("platform.yaml")) {
                save(file, "mended at the end");
            }
        }
    }

    private void breaks(String file) throws IOException {
        List<Map.Entry<String, String[]>> fit = WAYS.entrySet().stream()
                .filter(way -> way.getValue() == null ? good.get(file).indexOf("\n- route:") != good.get(file).lastIndexOf("\n- route:")
                        : good.get(file).contains(way.getValue()[0]) && !(way.getKey().equals("misspelt option") && file.endsWith("platform.yaml"))).toList();
        if (fit.isEmpty()) {
            save(file, "good");
            return;
        }
        Map.Entry<String, String[]> way = fit.get(random.nextInt(fit.size()));
        count("broken: " + way.getKey());
        broken.add(file);
        String text = good.get(file);
        write(file, way.getValue() == null ? text.substring(0, text.lastIndexOf("\n- route:") + 1)
                : text.replaceFirst(java.util.regex.Pattern.quote(way.getValue()[0]), java.util.regex.Matcher.quoteReplacement(way.getValue()[1])));
    }

    private void next(String file) {
        String comment = file.endsWith(".jslt") ? "// edit " : "# edit ";
        // A comment alone is not rehearsed again where it stands in a channel's own file.
        String text = good.get(file).replaceFirst("maximumRedeliveries: \\d+", "maximumRedeliveries: " + (30 + number));
        good.put(file, comment + ++number + "\n" + (text.startsWith(comment) ? text.substring(text.indexOf('\n') + 1) : text));
    }

    private void whole(String file) throws IOException {
        note(file);
        write(file, good.get(file));
    }

    private void note(String file) {
        broken.remove(file);
        note();
    }

    private void renamed(String file, String other) throws IOException {
        Map<String, byte[]> now = bytes();
        now.remove(file);
        now.put(other, Files.readAllBytes(folder.resolve(file)));
        if (!broken.contains(file) && file.indexOf('/') > 0 && !file.endsWith("platform.yaml")) {
            note(now);
        }
    }

    /** Versions are noted before the file is written: they may run as soon as it stands there. */
    private void note() {
        note(bytes());
    }

    private void note(Map<String, byte[]> now) {
        for (String channel : channels) {
            ChannelFiles files = ChannelFiles.read(new RoutesFolder(now), channel);
            if (files.files().keySet().stream().noneMatch(broken::contains)) {
                versions.computeIfAbsent(channel, name -> ConcurrentHashMap.newKeySet()).add(files.version());
            }
        }
    }

    private Map<String, byte[]> bytes() {
        Map<String, byte[]> bytes = new TreeMap<>();
        good.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.UTF_8)));
        return bytes;
    }

    private void count(String kind) {
        made.merge(kind, 1, Integer::sum);
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), text);
    }
}
