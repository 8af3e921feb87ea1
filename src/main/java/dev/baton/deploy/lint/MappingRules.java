package dev.baton.deploy.lint;

import dev.baton.camel.Refusal;
import dev.baton.camel.Refused;
import dev.baton.deploy.source.ChannelFiles;
import dev.baton.deploy.source.ChannelSettings;
import dev.baton.deploy.source.Near;
import dev.baton.deploy.source.YamlTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The mappings in a platform's folder: that they compile, and read no setting and no variable that is not there. */
final class MappingRules {

    private static final Pattern SETTING = Pattern.compile("\\$(?:variables\\.)?settings\\.(?:\"([^\"]+)\"|([\\w-]+))");
    private static final Pattern VARIABLE = Pattern.compile("\\$variables\\.(?:\"([^\"]+)\"|([\\w-]+))");
    private static final Pattern READ = Pattern.compile("\\$([A-Za-z_][\\w-]*)");
    private static final Pattern NAMED = Pattern.compile("\\blet\\s+([A-Za-z_][\\w-]*)\\s*=|\\bdef\\s+[\\w-]+\\s*\\(([^)]*)\\)");
    private static final Pattern TEXT_OR_COMMENT = Pattern.compile("(\"(?:[^\"\\\\]|\\\\.)*\")|//[^\\n]*");

    private final ChannelFiles version;
    private final ChannelSettings settings;
    private final Findings findings;
    private final VariableRules variables;

    MappingRules(ChannelFiles version, ChannelSettings settings, Findings findings, VariableRules variables) {
        this.version = version;
        this.settings = settings;
        this.findings = findings;
        this.variables = variables;
    }

    /** A mapping that a route names, as it is written after {@code jslt:}. */
    void used(int line, String name) {
        try {
            version.mappings().mapping(name);
        } catch (Refused e) {
            findings.add(e.reasons().stream().map(reason -> at(reason, line)).toList());
        }
    }

    /** A mapping that is not there is found where it is asked for. */
    private Refusal at(Refusal reason, int line) {
        if (reason.line() > 0 || !reason.what().startsWith("there is no mapping ")) {
            return reason;
        }
        String missing = reason.what().substring("there is no mapping ".length());
        boolean imported = !reason.file().equals(missing);
        String file = imported ? reason.file() : findings.file();
        return new Refusal(file, imported ? YamlTree.line(text(file), text(file).indexOf(missing)) : line, reason.what(),
                Near.or("", missing, "", version.files().keySet().stream().filter(one -> one.endsWith(".jslt")).toList(), reason.remedy()));
    }

    private String text(String file) {
        return new String(version.files().get(file), StandardCharsets.UTF_8);
    }

    /** The text of a mapping, which is the current file. */
    void file(String text) {
        String code = TEXT_OR_COMMENT.matcher(text).replaceAll(found -> found.group(1) == null ? " ".repeat(found.group().length()) : java.util.regex.Matcher.quoteReplacement(found.group()));
        SETTING.matcher(code).results().forEach(read -> {
            String name = either(read);
            int line = YamlTree.line(text, read.start());
            if (settings.isSecret(name)) {
                findings.find(line, "the setting " + name + " is a secret: mappings don't see it", "take it out: the core attaches credentials to calls");
            } else if (!settings.names().contains(name)) {
                findings.find(line, version.sheet().file() + " declares no setting " + name, Near.or(name, settings.names(), "declare it there, or mend the name"));
            }
        });
        VARIABLE.matcher(code).results().forEach(read -> variables.read(YamlTree.line(text, read.start()), either(read)));
        String bare = TEXT_OR_COMMENT.matcher(text).replaceAll(found -> " ".repeat(found.group().length()));
        Set<String> named = new TreeSet<>(Set.of("variables", "headers"));
        NAMED.matcher(bare).results().forEach(found -> named.addAll(found.group(1) != null ? List.of(found.group(1))
                : Arrays.stream(found.group(2).split(",")).map(String::strip).toList()));
        Map<String, Integer> unknown = new TreeMap<>();
        READ.matcher(bare).results().filter(read -> !named.contains(read.group(1))).forEach(read -> unknown.putIfAbsent(read.group(1), YamlTree.line(text, read.start())));
        unknown.forEach((name, line) -> findings.find(line, "there is no $" + name + " here", Near.or("$", name, "", named, "name it with let, or as a parameter")));
    }

    private static String either(MatchResult found) {
        return found.group(1) != null ? found.group(1) : found.group(2);
    }

    /** The mappings that this one imports, as they are written. */
    static List<String> imports(String text) {
        List<String> imports = new ArrayList<>();
        Pattern.compile("(?m)^\\s*import\\s+\"(?:routes:)?([^\"]+)\"").matcher(text).results().forEach(found -> imports.add(found.group(1)));
        return imports;
    }
}
