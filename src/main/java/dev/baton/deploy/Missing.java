package dev.baton.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Files that are not there any more. Editors and git delete and put back, so a file counts as gone only after a while. */
final class Missing {

    private final Duration patience;
    private final Map<String, Instant> since = new TreeMap<>();

    Missing(Duration patience) {
        this.patience = patience;
    }

    /**
     * The files that may yet come back.
     *
     * @param known files that something depends on
     * @param there those that are there
     */
    Set<String> absent(Set<String> known, Set<String> there, Instant at) {
        since.keySet().removeIf(file -> there.contains(file) || !known.contains(file));
        known.stream().filter(file -> !there.contains(file)).forEach(file -> since.putIfAbsent(file, at));
        Map<String, Instant> yet = new TreeMap<>(since);
        yet.values().removeIf(missed -> isOver(missed, at));
        return yet.keySet();
    }

    /** Whether a file has been missing for so long now that another look would find it gone. */
    boolean due(Instant at) {
        return since.values().stream().anyMatch(missed -> isOver(missed, at));
    }

    private boolean isOver(Instant missed, Instant at) {
        return Duration.between(missed, at).compareTo(patience) >= 0;
    }
}
