package dev.baton.console;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What has become of a file.
 *
 * @param change added, removed, changed
 * @param diff   the unified diff; null where it is no text
 */
record FileChange(String file, String change, String diff) {

    private static final int CONTEXT = 3;

    /** All changes, by the files' names. */
    static List<FileChange> all(Map<String, byte[]> before, Map<String, byte[]> after) {
        List<FileChange> all = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            byte[] old = before.get(name);
            byte[] now = after.get(name);
            if (!Arrays.equals(old, now)) {
                all.add(new FileChange(name, old == null ? "added" : now == null ? "removed" : "changed", diff(name, old, now)));
            }
        }
        return all;
    }

    private static String diff(String name, byte[] old, byte[] now) {
        String before = old == null ? "" : ApiVersions.text(old);
        String after = now == null ? "" : ApiVersions.text(now);
        if (before == null || after == null) {
            return null;
        }
        List<String> lines = lines(before);
        List<String> unified = UnifiedDiffUtils.generateUnifiedDiff(old == null ? "/dev/null" : "a/" + name, now == null ? "/dev/null" : "b/" + name, lines,
                DiffUtils.diff(lines, lines(after)), CONTEXT);
        // An empty file has no first line, which the library does not know.
        return String.join("\n", unified).replace("@@ -1,0 ", "@@ -0,0 ").replace(" +1,0 @@", " +0,0 @@") + "\n";
    }

    /** With the end of each line left out, as the format has it: a last line without one says so. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        String last = lines.remove(lines.size() - 1);
        if (!last.isEmpty()) {
            lines.add(last + "\n\\ No newline at end of file");
        }
        return lines;
    }
}
