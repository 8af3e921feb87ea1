package dev.baton.deploy;

import dev.baton.deploy.source.RoutesFolder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/** What has been seen of the routes folder and the settings, and what of it has been checked: the difference is the next {@link Edit}. */
final class Seen {

    private final Missing missing;
    private RoutesFolder folder = new RoutesFolder(Map.of());
    private Map<String, Newest> newest = Map.of();
    /** What each channel was last checked with. */
    private Map<String, Map<String, Object>> checked = new TreeMap<>();
    /** Groups of which one was refused, so that none went live. */
    private final List<Set<String>> open = new ArrayList<>();
    /** Files that may not have been whole when the folder was last read. */
    private Set<String> unsettled = Set.of();

    /** {@code patience}: so long a file must be gone before it counts as deleted. */
    Seen(Duration patience) {
        this.missing = new Missing(patience);
    }

    /** The folder as it is at the start. */
    void begin(RoutesFolder read, BinaryOperator<String> values) {
        folder = read;
        newest = Newest.all(read, values);
    }

    /**
     * What is to be checked now, and counts as checked from here on.
     *
     * @param changing files that have changed only just: somebody may be in the middle of writing them
     */
    Edit next(RoutesFolder read, BinaryOperator<String> values, Set<String> changing, Instant at) {
        folder = read;
        unsettled = changing;
        Set<String> known = checked.values().stream().flatMap(inputs -> inputs.keySet().stream()).filter(Newest::isFile).collect(Collectors.toSet());
        Set<String> notNow = new TreeSet<>(missing.absent(known, read.files().keySet(), at));
        notNow.addAll(changing);
        Map<String, Newest> all = Newest.all(read, values);
        Map<String, Map<String, Object>> now = new TreeMap<>();
        all.forEach((name, one) -> now.put(name, one.inputs()));
        // What depends on such a file stays as it is until the file is whole, or certainly gone: nothing may run that the folder never held.
        Set<String> names = new TreeSet<>(now.keySet());
        names.addAll(checked.keySet());
        for (String name : names) {
            Map<String, Object> before = checked.get(name);
            if (dependsOn(before, notNow) || dependsOn(now.get(name), notNow)) {
                replace(now, name, before);
                replace(all, name, newest.get(name));
            }
        }
        newest = all;
        Edit edit = Edit.between(checked, now, open);
        checked = now;
        open.removeIf(group -> group.stream().noneMatch(newest::containsKey));
        return edit;
    }

    private static boolean dependsOn(Map<String, Object> inputs, Set<String> files) {
        return inputs != null && inputs.keySet().stream().anyMatch(files::contains);
    }

    private static <T> void replace(Map<String, T> all, String name, T one) {
        if (one == null) {
            all.remove(name);
        } else {
            all.put(name, one);
        }
    }

    /** That channel has been checked, with these. */
    void checked(String name, Map<String, Object> inputs) {
        checked.put(name, inputs);
    }

    /** Whether one of a group of channels was refused, so that it is once more about all of them when one is edited. */
    void tried(Set<String> group, boolean refused) {
        open.removeIf(before -> before.stream().anyMatch(group::contains));
        if (refused && group.size() > 1) {
            open.add(new LinkedHashSet<>(group));
        }
    }

    /** The channels of such groups. */
    Set<String> heldBack() {
        return open.stream().flatMap(Set::stream).collect(Collectors.toSet());
    }

    /** That channel's file is gone for good, and there is this folder without it. */
    void forget(String name, RoutesFolder without) {
        folder = without;
        newest.remove(name);
        checked.remove(name);
    }

    /** The folder as it was last read. */
    RoutesFolder folder() {
        return folder;
    }

    /** Its channels. */
    Set<String> names() {
        return newest.keySet();
    }

    /** The channel as it would be by what was seen; null where it has no file. */
    Newest newest(String name) {
        return newest.get(name);
    }

    /** Files of this folder that may not have been whole. */
    Set<String> unsettled() {
        return unsettled;
    }

    /** Whether the same folder is an edit by now: a file that is missing has been so for long enough. */
    boolean due(Instant at) {
        return missing.due(at);
    }
}
