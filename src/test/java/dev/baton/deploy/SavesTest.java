package dev.baton.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.deploy.source.Folder;
import dev.baton.deploy.version.Version;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A file is saved: what is good takes over, what is not changes nothing but the reason that is shown. */
class SavesTest extends Deployed {

    @Test
    void aSaveThatCanNotBeBuiltLeavesTheOldVersionRunning() {
        deployment.start();
        Version before = live.find("depot").version();
        folder.write("depot.camel.yaml", Folder.IN);
        deployment.look();
        Channel channel = live.find("depot");
        assertThat(channel.version()).isSameAs(before);
        assertThat(channel.state()).isEqualTo(Channel.State.live);
        assertThat(channel.reason()).contains("there is no way out");
        assertThat(before.doors().enter()).isTrue();
        before.doors().leave();
    }

    @Test
    void aNewVersionTakesOverAtOnceAndTheOldOneStopsWhenNobodyIsInside() {
        deployment.start();
        Version before = live.find("depot").version();
        assertThat(before.doors().enter()).isTrue();
        folder.write("parcel/in.jslt", "[]");
        deployment.look();
        Version next = live.find("depot").version();
        assertThat(next.hash()).isNotEqualTo(before.hash());
        assertThat(live.find("depot").reason()).isNull();
        assertThat(before.doors().enter()).isFalse();
        assertThat(before.isStopped()).as("somebody is inside").isFalse();
        before.doors().leave();
        Awaitility.await().until(before::isStopped);
        assertThat(next.isStopped()).isFalse();
    }

    @Test
    void aVersionWhoseSamplesFailIsNotSwappedIn() {
        deployment.start();
        Version before = live.find("depot").version();
        folder.write("parcel/in.jslt", "error(\"broken on the way\")");
        deployment.look();
        Channel channel = live.find("depot");
        assertThat(channel.version()).isSameAs(before);
        assertThat(channel.reason()).startsWith("parcel/samples/arrives:0: webhook: expected to be read").contains("broken on the way");
    }

    @Test
    void anEditedSampleThatFailsIsARefusalAndAMendedOneTakesItAwayWithoutASwap() {
        folder.write("parcel/samples/nothing/webhook.json", "{}").write("parcel/samples/nothing/events.json", "[]").write("parcel/in.jslt", "[]");
        deployment.start();
        Version before = running("depot");
        folder.write("parcel/samples/nothing/events.json", "[{\"type\": \"typing\"}]");
        deployment.look();
        assertThat(live.find("depot").reason()).startsWith("parcel/samples/nothing/events.json:1: ");
        assertThat(running("depot")).isSameAs(before);
        folder.write("parcel/samples/nothing/events.json", "[]");
        deployment.look();
        assertThat(live.find("depot").reason()).isNull();
        assertThat(running("depot")).isSameAs(before);
    }

    @Test
    void whatSaysTheSameIsNoEdit() {
        deployment.start();
        Version before = running("depot");
        folder.write("depot.camel.yaml", Folder.IN + Folder.OUT).write("elsewhere/notes.txt", "of no channel");
        deployment.look();
        assertThat(running("depot")).isSameAs(before);
        assertThat(meters.find("baton.channel.swaps").counter()).isNull();
        assertThat(meters.get("baton.channel.live").tag("channel", "depot").gauge().value()).isEqualTo(1);
    }

    @Test
    void whatIsKnownOfThePlatformOutlastsASwap() {
        deployment.start();
        Version before = running("depot");
        folder.write("parcel/in.jslt", "[]");
        deployment.look();
        assertThat(running("depot").doors().polls()).isSameAs(before.doors().polls());
    }
}
