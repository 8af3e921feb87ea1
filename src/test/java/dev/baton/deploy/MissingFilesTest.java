package dev.baton.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.deploy.source.Folder;
import dev.baton.deploy.version.Version;
import dev.baton.ledger.Channels;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Files go, come back, or are only half written when the folder is read. */
class MissingFilesTest extends Deployed {

    @Test
    void aFileThatIsDeletedAndPutBackInTimeWasNeverGone() throws IOException {
        deployment.start();
        Version before = running("depot");
        Files.move(path.resolve("depot.camel.yaml"), path.resolve("kept-by-an-editor~"));
        Files.move(path.resolve("parcel/in.jslt"), path.resolve("another~"));
        deployment.look();
        assertThat(deployment.due()).isFalse();
        clock.forward(Duration.ofMillis(4_900));
        deployment.look();
        assertThat(running("depot")).isSameAs(before);
        Files.move(path.resolve("kept-by-an-editor~"), path.resolve("depot.camel.yaml"));
        Files.move(path.resolve("another~"), path.resolve("parcel/in.jslt"));
        deployment.look();
        clock.forward(Duration.ofSeconds(5));
        deployment.look();
        assertThat(running("depot")).isSameAs(before);
        assertThat(live.find("depot").reason()).isNull();
    }

    @Test
    void whileAFileIsMissingOrBeingWrittenWhatDependsOnItWaitsAndNothingElse() throws IOException {
        folder.write("north.camel.yaml", (Folder.IN + Folder.OUT).replace("depot", "north").replace("parcel", "pigeon"));
        folder.platform("pigeon");
        deployment.start();
        Version depot = running("depot");
        Version north = running("north");
        Files.move(path.resolve("parcel/in.jslt"), path.resolve("parcel/in-old.jslt"));
        folder.write("depot.camel.yaml", "# edited\n" + Folder.IN + Folder.OUT).write("pigeon/in.jslt", "[]");
        deployment.look();
        assertThat(running("depot")).as("there was never a folder with both mappings").isSameAs(depot);
        assertThat(live.find("depot").reason()).isNull();
        assertThat(running("north")).isNotSameAs(north);
        clock.forward(Duration.ofSeconds(5));
        deployment.look();
        assertThat(live.find("depot").reason()).contains("there is no mapping parcel/in.jslt");
        Files.delete(path.resolve("parcel/in-old.jslt"));
        folder.write("parcel/in.jslt", "[]");
        deployment.look(folder.routes(), (channel, setting) -> SET.apply(channel, setting), Set.of("parcel/in.jslt"));
        assertThat(live.find("depot").reason()).as("somebody writes it").isNotNull();
        deployment.look();
        clock.forward(Duration.ofSeconds(5));
        deployment.look();
        assertThat(live.find("depot").reason()).isNull();
        assertThat(running("depot")).isNotSameAs(depot);
    }

    @Test
    void aDeletedFileRetiresItsChannelAndBringsItBackWhenItIsBack() throws IOException {
        night();
        deployment.start();
        Version before = running("depot");
        Files.delete(path.resolve("depot.camel.yaml"));
        deployment.look();
        clock.forward(Duration.ofSeconds(5));
        assertThat(deployment.due()).isTrue();
        deployment.look();
        assertThat(live.find("depot").state()).isEqualTo(Channel.State.retired);
        assertThat(live.find("depot").reason()).startsWith("its file depot.camel.yaml is gone");
        assertThat(live.enter("depot")).isNull();
        assertThat(live.all()).extracting(Channels.Facts::name).containsExactly("night");
        assertThat(kept.rows.get("depot").retired()).isTrue();
        Awaitility.await().until(before::isStopped);

        LiveChannels later = new LiveChannels();
        try (Deployment restarted = begin(later, SET)) {
            restarted.start();
            assertThat(later.find("depot").state()).as("known for ever").isEqualTo(Channel.State.retired);
            restarted.look();
            assertThat(later.find("depot").state()).isEqualTo(Channel.State.retired);
        }
        folder.write("depot.camel.yaml", Folder.IN + Folder.OUT);
        deployment.look();
        assertThat(running("depot").hash()).isEqualTo(before.hash());
        assertThat(kept.rows.get("depot").retired()).isFalse();
    }

    @Test
    void aRenamedFileIsOneChannelRetiredAndANewOne() throws IOException {
        deployment.start();
        night();
        Files.delete(path.resolve("depot.camel.yaml"));
        deployment.look();
        assertThat(running("night")).isNotNull();
        assertThat(running("depot")).as("for the while in which it may come back").isNotNull();
        clock.forward(Duration.ofSeconds(5));
        deployment.look();
        assertThat(live.find("depot").state()).isEqualTo(Channel.State.retired);
        assertThat(running("night")).isNotNull();
    }

    @Test
    void aFileThatNeverWasGoodIsForgottenWithItsDeletion() throws IOException {
        deployment.start();
        folder.write("Wrong_Name.camel.yaml", Folder.IN + Folder.OUT).write("draft.camel.yaml", Folder.IN);
        deployment.look();
        assertThat(live.find("Wrong_Name").reason()).startsWith("Wrong_Name.camel.yaml:1: 'Wrong_Name' can't be a channel's name");
        assertThat(live.find("draft").state()).isEqualTo(Channel.State.refused);
        Files.delete(path.resolve("Wrong_Name.camel.yaml"));
        Files.delete(path.resolve("draft.camel.yaml"));
        deployment.look();
        clock.forward(Duration.ofSeconds(5));
        deployment.look();
        assertThat(live.list()).extracting(Channel::name).containsExactly("depot");
    }

    /** What has been read of a channel goes together: samples that are mended must not speak for a mapping that is not. */
    @Test
    void aChannelThatWaitsForItsFileIsNeverRehearsedWithWhatHasComeSince() {
        night();
        deployment.start();
        Version night = running("night");
        folder.write("parcel/in.jslt", "error(\"no\")");
        deployment.look();
        assertThat(live.find("night").reason()).contains("no");
        folder.write("parcel/in.jslt", "[]").write("night.camel.yaml", "# Being written.\n" + (Folder.IN + Folder.OUT).replace("depot", "night"));
        deployment.look(folder.routes(), (channel, setting) -> Folder.SETTINGS.get(setting), Set.of("night.camel.yaml"));
        assertThat(running("night")).as("the mapping that its samples refute has not gone live").isSameAs(night);
        deployment.look();
        assertThat(running("night")).isNotSameAs(night);
        assertThat(live.find("night").reason()).isNull();
    }
}
