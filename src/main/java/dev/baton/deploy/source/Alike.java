package dev.baton.deploy.source;

import dev.baton.camel.Refusal;
import dev.baton.camel.Refused;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Channels that are alike: two accounts of one platform, whose files differ only by the channel's name and in lines of comment. What the samples say
 * of the one they say of the other, because both share everything else and the samples too; so they run once.
 *
 * @param channel whose samples have run
 * @param lines   the numbers of the lines in its file that are no comment
 * @param results what its samples found, by the sample
 */
record Alike(String channel, List<Integer> lines, Map<String, List<Refusal>> results) {

    /** What that channel's samples have found. */
    static Alike of(RoutesFolder folder, String channel, Map<String, List<Refusal>> results) {
        return new Alike(channel, lines(folder, channel), results);
    }

    /** The same text for channels of one snapshot that are alike. */
    static String key(RoutesFolder folder, String channel) {
        List<String> text = text(folder, channel);
        return lines(folder, channel).stream().map(line -> named(channel, "{{channel.name}}", text.get(line - 1))).collect(Collectors.joining("\n"));
    }

    private static List<String> text(RoutesFolder folder, String channel) {
        try {
            return new String(folder.bytes(RoutesFolder.file(channel)), StandardCharsets.UTF_8).lines().toList();
        } catch (Refused e) {
            return List.of(channel);
        }
    }

    private static List<Integer> lines(RoutesFolder folder, String channel) {
        List<String> text = text(folder, channel);
        List<Integer> lines = new ArrayList<>();
        for (int i = 0; i < text.size(); i++) {
            if (!text.get(i).stripLeading().startsWith("#")) {
                lines.add(i + 1);
            }
        }
        return lines;
    }

    /** The findings as they would be, had the samples of the other one run. */
    Map<String, List<Refusal>> of(RoutesFolder folder, String other) {
        if (other.equals(channel)) {
            return results;
        }
        List<Integer> there = lines(folder, other);
        Map<String, List<Refusal>> its = new LinkedHashMap<>();
        results.forEach((name, findings) -> its.put(name.equals(channel) ? other : name, findings.stream().map(finding -> {
            boolean own = finding.file().equals(RoutesFolder.file(channel));
            int at = own ? lines.indexOf(finding.line()) : -1;
            return new Refusal(own ? RoutesFolder.file(other) : finding.file(), at < 0 ? finding.line() : there.get(at), named(channel, other, finding.what()),
                    named(channel, other, finding.remedy()));
        }).toList()));
        return its;
    }

    private static String named(String channel, String other, String text) {
        return text.replaceAll("(?<![\\w-])" + Pattern.quote(channel) + "(?!\\w)", Matcher.quoteReplacement(other));
    }
}
