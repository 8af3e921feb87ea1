package dev.baton.deploy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an edit means for the channels.
 *
 * @param groups what it touches, in groups that go live together or not at all
 * @param gone   channels that are no more
 */
record Edit(List<Group> groups, SortedSet<String> gone) {

    /** Channels that an edit touches, with the inputs of theirs that have changed. */
    record Group(SortedSet<String> channels, SortedSet<String> changed) {

        private boolean shares(Group other) {
            return channels.stream().anyMatch(other.channels::contains) || changed.stream().anyMatch(other.changed::contains);
        }

        private static Group of(List<Group> several) {
            Group whole = new Group(new TreeSet<>(), new TreeSet<>());
            several.forEach(one -> {
                whole.channels.addAll(one.channels);
                whole.changed.addAll(one.changed);
            });
            return whole;
        }
    }

    /**
     * Channels that share a changed input belong together. An input is a name (a file's, say) and anything that is equal as long as it has not
     * changed.
     *
     * @param before the inputs of each channel as they were
     * @param now    as they are
     * @param open   groups that were held back before: an edit that touches one of their channels is once more about all of them
     */
    static Edit between(Map<String, Map<String, Object>> before, Map<String, Map<String, Object>> now, Collection<? extends Set<String>> open) {
        List<Group> groups = new ArrayList<>();
        now.forEach((channel, inputs) -> {
            SortedSet<String> changed = changed(before.getOrDefault(channel, Map.of()), inputs);
            if (!changed.isEmpty()) {
                join(groups, new Group(new TreeSet<>(Set.of(channel)), changed));
            }
        });
        SortedSet<String> gone = new TreeSet<>(before.keySet());
        gone.removeAll(now.keySet());
        for (Set<String> waiting : open) {
            boolean touched = waiting.stream().anyMatch(channel -> gone.contains(channel) || groups.stream().anyMatch(group -> group.channels.contains(channel)));
            SortedSet<String> left = new TreeSet<>(waiting);
            left.retainAll(now.keySet());
            if (touched && !left.isEmpty()) {
                join(groups, new Group(left, new TreeSet<>()));
            }
        }
        return new Edit(groups, gone);
    }

    private static void join(List<Group> groups, Group one) {
        List<Group> together = new ArrayList<>(List.of(one));
        groups.removeIf(group -> group.shares(one) && together.add(group));
        groups.add(Group.of(together));
    }

    private static SortedSet<String> changed(Map<String, Object> before, Map<String, Object> now) {
        Map<String, Object> all = new TreeMap<>(before);
        all.putAll(now);
        SortedSet<String> changed = new TreeSet<>();
        all.keySet().forEach(name -> {
            if (!java.util.Objects.equals(before.get(name), now.get(name))) {
                changed.add(name);
            }
        });
        return changed;
    }
}
