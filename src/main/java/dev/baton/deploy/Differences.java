package dev.baton.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What differs between what a sample expects and what came, field by field, in words. */
final class Differences {

    private static final int LONGEST = 300;

    private Differences() {
    }

    /** A line for each difference; null stands for what is absent. */
    static List<String> between(String path, JsonNode expected, JsonNode got) {
        List<String> found = new ArrayList<>();
        compare(path, expected, got, found);
        return found;
    }

    private static void compare(String path, JsonNode expected, JsonNode got, List<String> found) {
        boolean nothing = expected == null || expected.isNull();
        boolean none = got == null || got.isNull();
        if (nothing && none) {
            return;
        }
        if (!nothing && !none && expected.isObject() && got.isObject()) {
            Set<String> names = new LinkedHashSet<>();
            expected.fieldNames().forEachRemaining(names::add);
            got.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> compare(path.isEmpty() ? name : path + "." + name, expected.get(name), got.get(name), found));
        } else if (!nothing && !none && expected.isArray() && got.isArray()) {
            for (int i = 0; i < Math.max(expected.size(), got.size()); i++) {
                compare(path + "[" + i + "]", expected.get(i), got.get(i), found);
            }
        } else if (nothing || none || !same(expected, got)) {
            found.add(line(path, nothing ? "nothing" : expected.toString(), none ? "nothing" : got.toString()));
        }
    }

    private static boolean same(JsonNode expected, JsonNode got) {
        return expected.isNumber() && got.isNumber() ? expected.decimalValue().compareTo(got.decimalValue()) == 0 : expected.equals(got);
    }

    static String line(String path, String expected, String got) {
        return path + ": expected " + cut(expected) + ", got " + cut(got);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
