package dev.baton.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.camel.Notes;
import dev.baton.event.EventType;
import dev.baton.ledger.Channels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BinaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Channels come to life, are replaced, and go. */
class DeploymentTest {

    private static final BinaryOperator<String> SET = (channel, setting) -> channel.equals("unset") ? null : Folder.SETTINGS.get(setting);

    @TempDir
    private Path path;
    private Folder folder;
    private final LiveChannels live = new LiveChannels();
    private Deployment deployment;

    @BeforeEach
    void makeFolder() {
        folder = new Folder(path);
        deployment = folder.deployment(live, SET, new Notes());
    }

    @AfterEach
    void stop() {
        deployment.stop(Duration.ofMillis(100));
    }

    @Test
    void oneBadChannelHarmsNobody() {
        String all = Folder.IN + Folder.OUT;
        folder.write("broken.camel.yaml", all.replace("depot", "broken").replace("baton:accept", "seda:accept")).write("unset.camel.yaml", all.replace("depot", "unset"))
                .write("Wrong_Name.camel.yaml", all);
        deployment.start();
        assertThat(live.list()).extracting(Channel::name, Channel::state).containsExactlyInAnyOrder(
                org.assertj.core.groups.Tuple.tuple("depot", Channel.State.live), org.assertj.core.groups.Tuple.tuple("broken", Channel.State.refused),
                org.assertj.core.groups.Tuple.tuple("unset", Channel.State.not_configured), org.assertj.core.groups.Tuple.tuple("Wrong_Name", Channel.State.refused));
        assertThat(live.find("broken").reason()).contains("broken.camel.yaml:8: the component seda is not taken");
        assertThat(live.find("unset").reason()).isEqualTo("set channels.unset.url, channels.unset.email, channels.unset.key, channels.unset.token");
        assertThat(live.all()).extracting(Channels.Facts::name).containsExactly("depot");
        assertThat(live.of("broken")).isNull();
        assertThat(live.doors("unset")).isNull();
        assertThat(live.find("nobody")).isNull();
    }

    @Test
    void theLedgerIsToldWhatFilesAndSheetSay() {
        deployment.start();
        Channels.Facts facts = live.of("depot");
        assertThat(facts.schedule()).isEqualTo(new Channels.Schedule(Duration.ofSeconds(2), 3, Duration.ofHours(6), 30, 0.15, Duration.ofDays(2)));
        assertThat(facts.onUnknown()).as("the route's word counts for messages").containsEntry(EventType.MESSAGE, Channels.OnUnknown.ask);
        assertThat(facts.perPerson()).isTrue();
        assertThat(facts.concurrency()).isEqualTo(4);
        assertThat(facts.takes()).containsExactlyInAnyOrder(EventType.HANDOVER_REQUESTED, EventType.MESSAGE, EventType.CONVERSATION_CLOSED);
        assertThat(facts.pollEvery()).isNull();
        assertThat(facts.desk()).isNull();
        assertThat(facts.version()).isEqualTo(live.find("depot").version().hash()).matches("[0-9a-f]{12}");
    }

    @Test
    void withoutAPolicyTheScheduleIsAsUsual() {
        folder.write("depot.camel.yaml", Folder.IN + Folder.OUT.replaceAll("(?s)    errorHandler:.*?    from:", "    from:"));
        deployment.start();
        assertThat(live.of("depot").schedule().first()).isEqualTo(Build.USUAL.first());
        assertThat(live.of("depot").schedule().giveUpAfter()).isEqualTo(Duration.ofDays(2));
    }

    @Test
    void aSaveThatCanNotBeBuiltLeavesTheOldVersionRunning() {
        deployment.start();
        Version before = live.find("depot").version();
        folder.write("depot.camel.yaml", Folder.IN);
        Channel channel = deployment.replace("depot", Duration.ofSeconds(1));
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
        CompletableFuture<Channel> replaced = CompletableFuture.supplyAsync(() -> deployment.replace("depot", Duration.ofSeconds(20)));
        Awaitility.await().until(() -> live.find("depot").version() != before);
        assertThat(live.find("depot").version().hash()).isNotEqualTo(before.hash());
        assertThat(replaced).isNotDone();
        before.doors().leave();
        assertThat(replaced.join().reason()).isNull();
        assertThat(before.doors().enter()).isFalse();
    }

    @Test
    void aVersionWhoseSamplesFailIsNotSwappedIn() {
        deployment.start();
        Version before = live.find("depot").version();
        folder.write("parcel/in.jslt", "error(\"broken on the way\")");
        Channel channel = deployment.replace("depot", Duration.ofSeconds(1));
        assertThat(channel.version()).isSameAs(before);
        assertThat(channel.reason()).startsWith("parcel/samples/arrives:0: webhook: expected to be read").contains("broken on the way");
    }

    @Test
    void aVersionKeepsItsOwnCopyOfItsFiles() {
        deployment.start();
        folder.write("parcel/in.jslt", "broken(");
        var taken = live.doors("depot").webhook(dev.baton.event.Json.MAPPER.createObjectNode(), new dev.baton.ledger.Claim.Raw("application/json", new byte[0]), false);
        assertThat(taken.deadLetter()).isNull();
    }

    @Test
    void aBadAddressIsRefusedBeforeAnythingIsBuilt() {
        Deployment other = folder.deployment(live, (channel, setting) -> setting.equals("url") ? "parcel.example" : SET.apply(channel, setting), new Notes());
        other.start();
        assertThat(live.find("depot").reason()).isEqualTo("channels.depot.url must be an http or https address without login and query");
    }

    @Test
    void sheetsOfOtherPlatformsMayBeBroken() {
        folder.write("other/platform.yaml", "names: [").write("north.camel.yaml", (Folder.IN + Folder.OUT).replace("depot", "north").replace("platform: parcel", "platform: other"));
        deployment.start();
        assertThat(live.find("depot").state()).isEqualTo(Channel.State.live);
        assertThat(live.find("north").reason()).startsWith("other/platform.yaml:1: is no YAML");
        assertThat(List.of(live.find("north").state())).containsExactly(Channel.State.refused);
    }
}
