package dev.baton.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Files that are not there any more. Editors and git delete and put back, so a file counts as gone only after a while. */
final class Missing {

    private final Duration patience;
    private final Map<String, Instant> since = new TreeMap<>();

    Missing(Duration patience) {
        this.patience = patience;
    }

    /** The folder as it counts: what is there now, and of what counted before also the files that have not been missing for long. */
    RoutesFolder counted(RoutesFolder before, RoutesFolder now, Instant at) {
        Map<String, byte[]> files = new TreeMap<>(now.files());
        since.keySet().removeIf(file -> files.containsKey(file) || !before.files().containsKey(file));
        before.files().forEach((file, bytes) -> {
            if (!files.containsKey(file) && Duration.between(since.computeIfAbsent(file, missed -> at), at).compareTo(patience) < 0) {
                files.put(file, bytes);
            }
        });
        return files.size() == now.files().size() ? now : new RoutesFolder(files);
    }

    /** Whether a file has been missing for so long now that another look would find it gone. */
    boolean due(Instant at) {
        return since.values().stream().anyMatch(missed -> Duration.between(missed, at).compareTo(patience) >= 0);
    }
}
