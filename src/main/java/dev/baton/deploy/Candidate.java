package dev.baton.deploy;

import dev.baton.deploy.source.PlatformSheet;
import dev.baton.deploy.version.Version;
import java.util.List;

/** A channel that was built and started as it would run, so that it can be asked before it goes live. Nobody but its maker knows it. */
public final class Candidate implements AutoCloseable {

    private final Checked checked;

    Candidate(Checked checked) {
        this.checked = checked;
    }

    /** What stands against it, a line each; empty for nothing. */
    public List<String> findings() {
        return checked.without() == null ? checked.findings()
                : List.of("these settings are required and have no value: " + checked.newest().settings().missing("") + ": set them");
    }

    /** The started version; null where something stands against it. */
    public Version version() {
        return checked.built();
    }

    /** Of its platform; null where the channel's files can't be read. */
    public PlatformSheet sheet() {
        return checked.newest().files() == null ? null : checked.newest().files().sheet();
    }

    /** The value that a setting would have; null for none. */
    public String setting(String name) {
        return checked.newest().settings() == null ? null : checked.newest().settings().value(name);
    }

    /** Stops what was started. */
    @Override
    public void close() {
        if (checked.built() != null) {
            checked.built().stop();
        }
    }
}
