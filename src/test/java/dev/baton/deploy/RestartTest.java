package dev.baton.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.camel.Notes;
import dev.baton.deploy.source.Folder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is kept of versions, from one start to the next and between nodes, and roll backs to it. */
class RestartTest extends Deployed {

    @Test
    void afterARestartARefusedFileRunsItsLastGoodVersion() {
        night();
        deployment.start();
        String good = running("depot").hash();
        folder.write("depot.camel.yaml", Folder.IN);
        LiveChannels later = new LiveChannels();
        Deployment restarted = begin(later, SET);
        restarted.start();
        assertThat(later.find("depot").version().hash()).isEqualTo(good);
        restarted.look();
        assertThat(later.find("depot").version().hash()).isEqualTo(good);
        assertThat(later.find("depot").reason()).contains("there is no way out");
        assertThat(later.find("night").reason()).isNull();
        folder.write("depot.camel.yaml", Folder.IN + Folder.OUT.replace("giveUpAfter: 2d", "giveUpAfter: 1d"));
        restarted.look();
        assertThat(later.find("depot").version().hash()).isNotEqualTo(good).isEqualTo(kept.rows.get("depot").hash());
        restarted.stop(Duration.ZERO);
    }

    @Test
    void aVeryFirstVersionWaitsForItsRehearsal() {
        folder.write("parcel/samples/nothing/webhook.json", "{}").write("parcel/samples/nothing/events.json", "[{}]");
        night();
        Deployment careful = Deployments.of(folder, live, SET, new Notes(), kept, clock, meters, new Rules(Duration.ofMillis(20), Duration.ofSeconds(5), true, Duration.ofSeconds(5)));
        careful.start();
        assertThat(live.find("depot").state()).isEqualTo(Channel.State.refused);
        assertThat(live.find("depot").reason()).contains("being checked for the first time");
        careful.look();
        assertThat(live.find("depot").reason()).startsWith("parcel/samples/nothing/events.json:1: ");
        folder.write("parcel/samples/nothing/events.json", "[]").write("parcel/in.jslt", "[]");
        careful.look();
        assertThat(running("depot")).isNotNull();
        careful.stop(Duration.ZERO);
    }

    @Test
    void aRollBackHoldsTheFoldersVersionUntilTheNextEdit() {
        deployment.start();
        String first = running("depot").hash();
        folder.write("parcel/in.jslt", "[]");
        deployment.look();
        String second = running("depot").hash();
        assertThat(deployment.rollback("depot", first).version().hash()).isEqualTo(first);
        assertThat(live.find("depot").held()).isEqualTo(second);
        assertThat(kept.rows.get("depot").held()).isEqualTo(second);
        deployment.look();
        folder.write("parcel/samples/nothing/webhook.json", "{}").write("parcel/samples/nothing/events.json", "[]");
        deployment.look();
        assertThat(running("depot").hash()).isEqualTo(first);
        assertThat(live.find("depot").reason()).isNull();

        LiveChannels later = new LiveChannels();
        try (Deployment restarted = begin(later, SET)) {
            restarted.start();
            restarted.look();
            assertThat(later.find("depot").version().hash()).isEqualTo(first);
            assertThat(later.find("depot").held()).isEqualTo(second);
        }
        folder.write("parcel/in.jslt", "[null]");
        deployment.look();
        assertThat(live.find("depot").reason()).contains("samples/nothing");
        assertThat(running("depot").hash()).isEqualTo(first);
        folder.write("parcel/in.jslt", "[ ]");
        deployment.look();
        assertThat(running("depot").hash()).isNotIn(first, second);
        assertThat(live.find("depot").held()).isNull();
        assertThat(kept.rows.get("depot").held()).isNull();
    }

    @Test
    void aRollBackToNothingIsSaidInWords() {
        deployment.start();
        assertThatThrownBy(() -> deployment.rollback("depot", "000000000000")).hasMessageContaining("no version 000000000000 that is still known");
        assertThatThrownBy(() -> deployment.rollback("nobody", "000000000000")).hasMessageContaining("the file of channel nobody is gone");
    }

    @Test
    void aNodeWhoseFolderIsOlderRunsItsOwnAndDoesNotTakeTheChannelOver() {
        deployment.start();
        String old = running("depot").hash();
        folder.write("parcel/in.jslt", "[]");
        deployment.look();
        String newer = running("depot").hash();
        folder.write("parcel/in.jslt", "null");
        kept.others = true;
        LiveChannels other = new LiveChannels();
        Deployment otherNode = begin(other, SET);
        otherNode.start();
        otherNode.look();
        assertThat(other.find("depot").version().hash()).isEqualTo(old);
        assertThat(kept.rows.get("depot").hash()).isEqualTo(newer);
        otherNode.stop(Duration.ZERO);
    }

    @Test
    void whatCouldNotBeRememberedIsRememberedLater() {
        deployment.start();
        kept.down = true;
        folder.write("parcel/in.jslt", "[]");
        deployment.look();
        String now = running("depot").hash();
        assertThat(kept.rows.get("depot").hash()).isNotEqualTo(now);
        kept.down = false;
        deployment.due();
        assertThat(kept.rows.get("depot").hash()).isEqualTo(now);
    }
}
