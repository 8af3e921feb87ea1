package dev.baton.deploy.sample;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What differs between what a sample expects and what came, field by field, in words. Lists are laid side by side first, so that one element too many
 * or too few is told as that, and not as a difference of all that come after it.
 */
final class Differences {

    private static final int LONGEST = 300;
    private static final int AROUND = 30;
    /** From here on a text is shown from where it differs. */
    private static final int LONG = 100;

    private final List<Difference> found = new ArrayList<>();

    /** Where ({@code requests[0].body.text}), and what differs there. */
    record Difference(String path, String what) {
    }

    private Differences() {
    }

    /** All of them; null stands for what is absent. */
    static List<Difference> between(String path, JsonNode expected, JsonNode got) {
        Differences differences = new Differences();
        differences.compare(path, expected, got);
        return differences.found;
    }

    private void compare(String path, JsonNode expected, JsonNode got) {
        boolean nothing = expected == null || expected.isNull();
        boolean none = got == null || got.isNull();
        if (nothing || none) {
            if (nothing != none) {
                found.add(new Difference(path, nothing ? unexpected(got) : missing(expected)));
            }
        } else if (expected.isObject() && got.isObject()) {
            Set<String> names = new LinkedHashSet<>();
            expected.fieldNames().forEachRemaining(names::add);
            got.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> compare(path.isEmpty() ? name : path + "." + name, expected.get(name), got.get(name)));
        } else if (expected.isArray() && got.isArray()) {
            for (SideBySide.Pair pair : SideBySide.of(expected, got)) {
                compare(path + "[" + (pair.expected() < 0 ? pair.got() : pair.expected()) + "]", expected.get(pair.expected()), got.get(pair.got()));
            }
        } else if (!same(expected, got)) {
            found.add(new Difference(path, expected.isTextual() && got.isTextual() ? texts(expected.asText(), got.asText()) : "expected " + shown(expected) + ", got " + shown(got)));
        }
    }

    static boolean same(JsonNode expected, JsonNode got) {
        return expected.isNumber() && got.isNumber() ? expected.decimalValue().compareTo(got.decimalValue()) == 0 : expected.equals(got);
    }

    static String missing(JsonNode expected) {
        return "is missing: expected " + shown(expected);
    }

    static String unexpected(JsonNode got) {
        return "was not expected: " + shown(got);
    }

    /** Long ones are shown from a little before the place where they begin to differ. */
    private static String texts(String expected, String got) {
        int same = 0;
        while (same < Math.min(expected.length(), got.length()) && expected.charAt(same) == got.charAt(same)) {
            same++;
        }
        int from = Math.max(expected.length(), got.length()) < LONG || same <= AROUND ? 0 : same - AROUND;
        return "expected " + part(expected, from) + ", got " + part(got, from) + (from == 0 ? "" : " (they differ from character " + (same + 1) + " on)");
    }

    private static String part(String text, int from) {
        int to = Math.min(text.length(), from + LONG);
        return (from == 0 ? "" : "...") + com.fasterxml.jackson.databind.node.TextNode.valueOf(text.substring(Math.min(from, to), to)) + (to < text.length() ? "..." : "");
    }

    private static String shown(JsonNode node) {
        String text = node.toString();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
