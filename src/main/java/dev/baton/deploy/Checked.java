package dev.baton.deploy;

import dev.baton.camel.Refusal;
import dev.baton.deploy.source.RoutesFolder;
import dev.baton.deploy.version.Version;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * What came of a check of a channel's newest files and settings.
 *
 * @param newest    what was checked
 * @param before    the channel as it was, or null
 * @param built     a started version for it, or null
 * @param findings  what stands against it; empty for nothing
 * @param own       false where they are another channel's: it is held back
 * @param without   the channel as it is without a version, because it is not to run, or can't be checked before its settings are complete; else null
 * @param check     how long lint and build took
 * @param rehearsal how long the samples took; zero where they were not run, because they have passed before
 */
record Checked(Newest newest, Channel before, Version built, List<String> findings, boolean own, Channel without, Duration check, Duration rehearsal) {

    static Checked refused(Newest newest, Channel before, List<String> findings) {
        return new Checked(newest, before, null, findings, true, null, Duration.ZERO, Duration.ZERO);
    }

    String name() {
        return newest.name();
    }

    /** The version that runs now, or null. */
    Version running() {
        return before == null ? null : before.version();
    }

    /** The version that would run if this were taken, or null. */
    Version next() {
        return built != null ? built : without != null ? null : running();
    }

    boolean refused() {
        return !findings.isEmpty();
    }

    /** The same with findings of its own: what was built is stopped. */
    Checked but(List<String> further) {
        return stopped(further, true);
    }

    /** The same, but not taken because others of its group are refused. */
    Checked heldBack(List<String> others, Collection<String> changed) {
        String shared = changed.stream().filter(input -> !input.endsWith(RoutesFolder.file(newest.name()))).findFirst().orElse("an edit");
        return stopped(List.of(new Refusal(RoutesFolder.file(newest.name()), 1, "is fine, but shares " + shared + " with " + String.join(", ", others) + ", which is refused",
                "mend that one: they go live together or not at all").toString()), false);
    }

    private Checked stopped(List<String> further, boolean byItself) {
        if (built != null) {
            built.stop();
        }
        return new Checked(newest, before, null, further, byItself, null, check, rehearsal);
    }
}
