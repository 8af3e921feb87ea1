package dev.baton.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.MovableClock;
import dev.baton.camel.Notes;
import dev.baton.deploy.source.Folder;
import dev.baton.deploy.version.Version;
import dev.baton.event.EventType;
import dev.baton.ledger.Channels;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final Remembered kept = new Remembered();
    private final MovableClock clock = MovableClock.standing();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Deployment deployment;

    @BeforeEach
    void makeFolder() {
        folder = new Folder(path);
        deployment = begin(live, SET);
    }

    private Deployment begin(LiveChannels channels, BinaryOperator<String> settings) {
        return Deployments.of(folder, channels, settings, new Notes(), kept, clock, meters, Deployments.RULES);
    }

    /** A second channel of the same platform. */
    private void night() {
        folder.write("night.camel.yaml", (Folder.IN + Folder.OUT).replace("depot", "night"));
    }

    private Version running(String channel) {
        return live.find(channel).version();
    }

    private double count(String meter, String channel) {
        return meters.get(meter).tag("channel", channel).counter().count();
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
        assertThat(live.of("depot").schedule().first()).isEqualTo(Duration.ofSeconds(1));
        assertThat(live.of("depot").schedule().giveUpAfter()).isEqualTo(Duration.ofDays(2));
    }

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
    void aVersionKeepsItsOwnCopyOfItsFiles() {
        deployment.start();
        folder.write("parcel/in.jslt", "broken(");
        var taken = live.doors("depot").webhook(dev.baton.event.Json.MAPPER.createObjectNode(), new dev.baton.ledger.Claim.Raw("application/json", new byte[0]), false);
        assertThat(taken.deadLetter()).isNull();
    }

    @Test
    void aBadAddressIsRefusedBeforeAnythingIsBuilt() {
        Deployment other = Deployments.of(folder, live, (channel, setting) -> setting.equals("url") ? "parcel.example" : SET.apply(channel, setting), new Notes());
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

    @Test
    void twoChannelsInOneFileAreRefused() {
        deployment.start();
        Version before = running("depot");
        folder.write("depot.camel.yaml", Folder.IN + Folder.OUT + (Folder.IN + Folder.OUT).replace("depot", "night"));
        deployment.look();
        assertThat(live.find("depot").reason()).contains("baton:webhook/night is not a door of channel depot");
        assertThat(running("depot")).isSameAs(before);
        assertThat(live.find("night")).isNull();
    }

    @Test
    void aFileThatIsCutBetweenTwoRoutesIsRefused() {
        night();
        deployment.start();
        Version before = running("depot");
        folder.write("parcel/send.camel.yaml", Folder.SEND + Folder.SEND.replace("parcel-send", "parcel-note"));
        folder.write("depot.camel.yaml", Folder.IN + Folder.OUT.replace("direct:parcel-send", "direct:parcel-note"));
        deployment.look();
        assertThat(running("depot")).isNotSameAs(before);
        Version whole = running("depot");
        folder.write("parcel/send.camel.yaml", Folder.SEND);
        deployment.look();
        assertThat(live.find("depot").reason()).contains("direct:parcel-note leads nowhere");
        assertThat(running("depot")).isSameAs(whole);
    }

    @Test
    void aSharedFileGoesLiveForAllOfItsChannelsOrForNone() {
        night();
        folder.write("parcel/send.camel.yaml", Folder.SEND + Folder.SEND.replace("parcel-send", "parcel-note"));
        folder.write("depot.camel.yaml", Folder.IN + Folder.OUT.replace("direct:parcel-send", "direct:parcel-note"));
        deployment.start();
        Version depot = running("depot");
        Version night = running("night");
        folder.write("parcel/send.camel.yaml", Folder.SEND).write("parcel/in.jslt", "[]");
        deployment.look();
        assertThat(running("depot")).isSameAs(depot);
        assertThat(running("night")).isSameAs(night);
        assertThat(live.find("depot").lastRefusal().own()).isTrue();
        assertThat(live.find("night").reason()).isEqualTo("night.camel.yaml:1: is fine, but shares parcel/in.jslt with depot, which is refused: mend that one: they go live together or not at all");
        assertThat(count("baton.channel.refusals", "night")).isEqualTo(1);
        folder.write("parcel/in.jslt", "null");
        deployment.look();
        assertThat(running("night")).as("a second bad save changes nothing either").isSameAs(night);
        folder.write("depot.camel.yaml", Folder.IN + Folder.OUT);
        deployment.look();
        assertThat(running("depot")).isNotSameAs(depot);
        assertThat(running("night")).as("what was held back comes with what held it").isNotSameAs(night);
        assertThat(live.list()).allMatch(channel -> channel.reason() == null);
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

    @Test
    void aChannelThatWasRefusedBeforeDoesNotHoldTheOthersBack() {
        night();
        deployment.start();
        Version depot = running("depot");
        Version night = running("night");
        folder.write("depot.camel.yaml", Folder.IN);
        deployment.look();
        folder.write("parcel/in.jslt", "[]");
        deployment.look();
        assertThat(running("depot")).isSameAs(depot);
        assertThat(live.find("depot").reason()).contains("there is no way out");
        assertThat(running("night")).isNotSameAs(night);
        assertThat(live.find("night").reason()).isNull();
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
    void aPlatformThatComesAfterItsChannelMakesItLive() {
        deployment.start();
        folder.write("north.camel.yaml", (Folder.IN + Folder.OUT).replace("depot", "north").replace("parcel", "pigeon"));
        deployment.look();
        assertThat(live.find("north").reason()).contains("there is no platform pigeon");
        folder.platform("pigeon");
        deployment.look();
        assertThat(running("north")).isNotNull();
        assertThat(count("baton.channel.swaps", "north")).isEqualTo(1);
    }

    @Test
    void settingsThatAreMissingOrWrongChangeNothing() {
        Map<String, String> settings = new HashMap<>(Folder.SETTINGS);
        BinaryOperator<String> values = (channel, setting) -> settings.get(setting);
        deployment = begin(live, values);
        deployment.start();
        Version before = running("depot");
        settings.remove("key");
        deployment.look();
        assertThat(live.find("depot").reason()).isEqualTo("set channels.depot.key");
        settings.put("key", "another");
        settings.put("url", "nowhere");
        deployment.look();
        assertThat(live.find("depot").reason()).contains("channels.depot.url must be");
        assertThat(running("depot")).isSameAs(before);
        settings.put("url", "http://elsewhere.example");
        deployment.look();
        assertThat(live.find("depot").reason()).isNull();
        assertThat(running("depot")).isNotSameAs(before);
        assertThat(running("depot").hash()).isEqualTo(before.hash());
        assertThat(running("depot").setting("key")).isEqualTo("another");
    }

    @Test
    void aSettingThatRefersToNothingIsARefusalWithoutItsValue() {
        deployment = begin(live, (channel, setting) -> {
            if (setting.equals("key")) {
                throw new IllegalArgumentException("Could not resolve placeholder 'NO' in value \"s3cret${NO}\"");
            }
            return SET.apply(channel, setting);
        });
        deployment.start();
        assertThat(live.find("depot").reason()).contains("a setting under channels.depot refers to ${...}, which has no value").doesNotContain("s3cret");
    }

    @Test
    void anEditThatMakesAnothersFallbackACircleIsRefused() {
        night();
        Map<String, String> more = new HashMap<>(Map.of("depot.when-nobody-comes", "night"));
        deployment = begin(live, (channel, setting) -> more.getOrDefault(channel + "." + setting, Folder.SETTINGS.get(setting)));
        deployment.start();
        Version before = running("night");
        more.put("night.when-nobody-comes", "depot");
        deployment.look();
        assertThat(live.find("night").reason()).contains("in a circle (night -> depot -> night)");
        assertThat(running("night")).isSameAs(before);
        assertThat(live.find("depot").reason()).isNull();
    }

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

    @Test
    void whatIsKnownOfThePlatformOutlastsASwap() {
        deployment.start();
        Version before = running("depot");
        folder.write("parcel/in.jslt", "[]");
        deployment.look();
        assertThat(running("depot").doors().polls()).isSameAs(before.doors().polls());
    }
}
