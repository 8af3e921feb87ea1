package dev.baton.deploy;

import dev.baton.camel.Refusal;
import dev.baton.camel.Refused;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Channels that are alike: two accounts of one platform, whose files differ only by the channel's name and in lines of comment. What the samples say
 * of the one they say of the other, because both share everything else and the samples too; so they run once.
 */
record Alike(String channel, Map<String, List<Refusal>> results) {

    /** The same text for channels of one snapshot that are alike. */
    static String key(RoutesFolder folder, String channel) {
        try {
            String own = new String(folder.bytes(RoutesFolder.file(channel)), StandardCharsets.UTF_8);
            return named(channel, "{{channel.name}}", own.replaceAll("(?m)^[ \\t]*#.*$", "#"));
        } catch (Refused e) {
            return channel;
        }
    }

    /** The findings as they would be, had the other channel run. */
    Map<String, List<Refusal>> of(String other) {
        if (other.equals(channel)) {
            return results;
        }
        Map<String, List<Refusal>> its = new LinkedHashMap<>();
        results.forEach((name, findings) -> its.put(name.equals(channel) ? other : name, findings.stream().map(finding -> new Refusal(
                finding.file().equals(RoutesFolder.file(channel)) ? RoutesFolder.file(other) : finding.file(), finding.line(),
                named(channel, other, finding.what()), named(channel, other, finding.remedy()))).toList()));
        return its;
    }

    private static String named(String channel, String other, String text) {
        return text.replaceAll("(?<![\\w-])" + Pattern.quote(channel) + "(?!\\w)", Matcher.quoteReplacement(other));
    }
}
