package dev.baton.deploy.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.deploy.source.ChannelFiles;
import dev.baton.deploy.source.Folder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The template of new channels is no channel and no flow, but is checked like the channel that comes of it. */
class TemplatesTest {

    @TempDir
    private Path path;
    private Folder folder;

    @BeforeEach
    void aTemplate() {
        folder = new Folder(path).write("parcel/template.camel.yaml", (Folder.IN + Folder.OUT).replace("depot", "CHANNEL"));
    }

    private String lint() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Samples.lint(path, () -> (channel, setting) -> null, new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private String test() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Samples.run(path, new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aGoodOneIsNoFindingAndNoPartOfAChannel() {
        assertThat(lint()).isEqualTo("1 channels checked\n");
        assertThat(test()).isEqualTo("2 samples run in 1 channels\n");
        assertThat(ChannelFiles.read(folder.routes(), "depot").files()).doesNotContainKey("parcel/template.camel.yaml");
        assertThat(new String(folder.routes().fromTemplate("parcel", "north"), StandardCharsets.UTF_8)).isEqualTo((Folder.IN + Folder.OUT).replace("depot", "north"));
    }

    @Test
    void whatIsWrongWithItIsFoundAtItsOwnLines() {
        folder.write("parcel/template.camel.yaml", (Folder.IN + Folder.OUT).replace("depot", "CHANNEL").replace("baton:accept/CHANNEL", "baton:acept/CHANNEL"));
        assertThat(lint()).contains("parcel/template.camel.yaml:8: baton:acept/CHANNEL is no door: did you mean baton:accept/CHANNEL?");
    }

    @Test
    void anotherChannelsNameInItIsFound() {
        folder.write("parcel/template.camel.yaml", Folder.IN + Folder.OUT);
        assertThat(lint()).contains("parcel/template.camel.yaml:4: baton:webhook/depot is not a door of channel CHANNEL");
    }

    @Test
    void whatItsSamplesFindIsToldToo() {
        folder.write("parcel/template.camel.yaml", (Folder.IN + Folder.OUT).replace("depot", "CHANNEL").replace("direct:parcel-send", "direct:parcel-other"))
                .write("parcel/other.camel.yaml", Folder.SEND.replace("parcel-send", "parcel-other").replace("{{channel.url}}", "http://elsewhere.example/other"));
        assertThat(test()).contains("parcel/samples/leaves");
    }
}
