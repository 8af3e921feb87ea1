package dev.baton.deploy.sample;

import dev.baton.camel.Coverage;
import dev.baton.camel.Refusal;
import dev.baton.deploy.source.ChannelFiles;
import dev.baton.deploy.source.RoutesFolder;
import dev.baton.deploy.source.YamlTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What no sample of a channel has tried, which a person would find out on a live conversation: doors and branches that none reaches, and names that
 * a mapping asks its input for and none has.
 *
 * <p>A name counts where it is written in a mapping or in a file that it imports, and is found as soon as one sample has it in any place where that
 * file asks for it: functions are asked about many places. Names that are worked out ({@code get-key(map, .id)}), and objects that a mapping has
 * made itself, are not looked at; nor are branches of {@code if} inside a mapping.
 */
final class Untested {

    private static final Pattern IMPORT = Pattern.compile("(?m)^\\s*import\\s+\"(?:routes:)?([^\"]+)\"");
    private static final Pattern TEXT_OR_COMMENT = Pattern.compile("(\"(?:[^\"\\\\]|\\\\.)*+\")|//[^\\n]*");

    private Untested() {
    }

    /** Which of the two directions no sample of a platform shows, by the files alone. */
    static List<Refusal> directions(RoutesFolder folder, ChannelFiles files) {
        String samples = files.sheet().folder() + "/samples";
        Set<String> parts = folder.under(samples).keySet().stream().map(file -> file.substring(file.lastIndexOf('/') + 1)).collect(Collectors.toSet());
        List<Refusal> found = new ArrayList<>();
        if (parts.stream().noneMatch(Set.of("webhook.json", "webhook.http", "poll.json")::contains)) {
            found.add(new Refusal(samples, 0, "no sample shows what comes in from the platform", "add a folder with webhook.json (or webhook.http, poll.json) and events.json"));
        }
        if (!parts.contains("event.json")) {
            found.add(new Refusal(samples, 0, "no sample shows what goes out to the platform", "add a folder with event.json, requests.json and answers.json"));
        }
        return found;
    }

    /** By what all samples of the channel have reached. */
    static List<Refusal> of(ChannelFiles files, Coverage coverage) {
        List<Refusal> found = new ArrayList<>();
        coverage.unreached().forEach(branch -> {
            int line = BranchLines.of(YamlTree.read(branch.file(), files.files().get(branch.file())), branch.place());
            found.add(branch.kind().startsWith("baton:")
                    ? new Refusal(branch.file(), line, "no sample comes in by " + branch.kind().split("\\?", 2)[0].replace("://", ":"), "add one that does, or take the route out")
                    : new Refusal(branch.file(), line, "no sample reaches this " + branch.kind(), "add a sample that does, or take the branch out"));
        });
        names(files, coverage.reads()).values().stream().filter(name -> !name.found).forEach(name -> found.add(
                new Refusal(name.file, name.line, "reads " + name.path + ", which no sample has", "mend the name, or add a sample that has it")));
        return found;
    }

    /** One name as one file writes it. */
    private static final class Name {
        private final String file;
        private final int line;
        private String path;
        private boolean found;

        private Name(String file, int line, String path) {
            this.file = file;
            this.line = line;
            this.path = path;
        }
    }

    private static Map<String, Name> names(ChannelFiles files, Map<String, Map<String, Boolean>> reads) {
        Map<String, Name> names = new TreeMap<>();
        Map<String, String> texts = new TreeMap<>();
        reads.forEach((mapping, paths) -> {
            Collection<String> sources = sources(files, mapping, texts, new LinkedHashSet<>());
            paths.forEach((path, there) -> {
                String last = path.substring(path.lastIndexOf('.') + 1);
                for (String source : sources) {
                    int line = line(texts.get(source), last);
                    if (line > 0) {
                        Name name = names.computeIfAbsent(source + "\n" + last, none -> new Name(source, line, path));
                        name.found |= there;
                        name.path = path.length() < name.path.length() ? path : name.path;
                    }
                }
            });
        });
        return names;
    }

    /** The mapping itself and all that it imports; their texts without comments go to {@code texts}. */
    private static Set<String> sources(ChannelFiles files, String mapping, Map<String, String> texts, Set<String> found) {
        byte[] bytes = files.files().get(mapping);
        if (bytes != null && found.add(mapping)) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            texts.computeIfAbsent(mapping, none -> TEXT_OR_COMMENT.matcher(text).replaceAll(part -> part.group(1) == null ? "" : Matcher.quoteReplacement(part.group(1))));
            IMPORT.matcher(text).results().forEach(imported -> sources(files, imported.group(1), texts, found));
        }
        return found;
    }

    /** Where the name is asked for: {@code .name}, {@code ."name"}, {@code "a.name"} or {@code "name"}, but not as a key that is made; 0 for nowhere. */
    private static int line(String text, String name) {
        Matcher asks = Pattern.compile("\\.\"?" + Pattern.quote(name) + "(?![\\w-])|\"" + Pattern.quote(name) + "(?:\"(?!\\s*:)|\\.)").matcher(text);
        return asks.find() ? (int) text.chars().limit(asks.start()).filter(c -> c == '\n').count() + 1 : 0;
    }
}
