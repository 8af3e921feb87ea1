package dev.baton.deploy.lint;

import dev.baton.camel.Refusal;
import dev.baton.deploy.source.ChannelFiles;
import dev.baton.deploy.source.ChannelSettings;
import dev.baton.deploy.source.Near;
import dev.baton.deploy.source.YamlTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;

/** What a lint has found so far, and in which file it is. */
final class Findings {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*(.*?)\\s*}}");

    private final ChannelFiles version;
    private final ChannelSettings settings;
    private final List<Refusal> found = new ArrayList<>();
    private boolean ofReading;
    private String file;

    Findings(ChannelFiles version, ChannelSettings settings) {
        this.version = version;
        this.settings = settings;
    }

    /** From here on, things are found in that file. */
    void in(String newFile) {
        file = newFile;
    }

    String file() {
        return file;
    }

    /** By file and line, each once. */
    List<Refusal> all() {
        return found.stream().distinct().sorted(Comparator.comparing(Refusal::file).thenComparing(Refusal::line)).toList();
    }

    void add(List<Refusal> reasons) {
        found.addAll(reasons);
    }

    /** Why a file can't be read at all. */
    void unread(List<Refusal> reasons) {
        ofReading = true;
        found.addAll(reasons);
    }

    /** Whether a file can't be read at all. */
    boolean areOfReading() {
        return ofReading;
    }

    /** The text with its placeholders replaced; what can't be is found. */
    String resolve(Node node, String text) {
        Matcher matcher = PLACEHOLDER.matcher(text == null ? "" : text);
        StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1);
            String setting = name.startsWith("channel.") ? name.substring("channel.".length()) : null;
            String value = setting == null ? null : settings.placeholder(setting);
            if (setting != null && settings.isSecret(setting)) {
                find(node, "{{" + name + "}} is a secret and would stand in Camel's messages", "take it out: the core attaches credentials to calls (calls.authorization in the platform sheet)");
            } else if (value == null && setting != null && settings.names().contains(setting)) {
                find(node, "{{" + name + "}} has no value", "set channels." + version.channel() + "." + setting + ", or give it a default in " + version.sheet().file());
            } else if (value == null) {
                find(node, version.sheet().file() + " declares no setting for {{" + name + "}}", Near.or("{{channel.", setting == null ? name : setting, "}}", settings.names(),
                        "placeholders are {{channel.name}} and {{channel.<setting>}} for the settings that it declares"));
            }
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(value == null ? "" : value));
        }
        return matcher.appendTail(resolved).toString();
    }

    void find(Node at, String what, String remedy) {
        find(YamlTree.line(at), what, remedy);
    }

    void find(int line, String what, String remedy) {
        found.add(new Refusal(file, Math.max(1, line), what, remedy));
    }

    /** The one finding of that line: what was found there before is the same seen otherwise. */
    void only(Node at, String what, String remedy) {
        found.removeIf(one -> one.file().equals(file) && one.line() == YamlTree.line(at));
        find(at, what, remedy);
    }
}
