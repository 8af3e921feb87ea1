package dev.baton.deploy.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.deploy.source.Folder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a version takes over from the one that it replaces. */
class BuildTest {

    @TempDir
    private Path path;

    @Test
    void thePaceOfThePlatformOutlastsAVersionUnlessItsLimitsAreOthers() {
        Folder folder = new Folder(path);
        Version first = Versions.build(folder, null);
        Version second = Versions.build(folder.write("parcel/in.jslt", "[]"), first);
        assertThat(second.pace()).isSameAs(first.pace());
        folder.write("parcel/platform.yaml", Folder.SHEET.replace("  authorization:", "  limits: {/parcels: desk}\n  authorization:"));
        Version third = Versions.build(folder, second);
        assertThat(third.pace()).as("other limits").isNotSameAs(first.pace());
        first.stop();
        second.stop();
        third.stop();
    }
}
