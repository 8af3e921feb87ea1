package dev.baton.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.camel.Notes;
import dev.baton.deploy.source.Folder;
import dev.baton.deploy.version.Version;
import dev.baton.event.EventType;
import dev.baton.ledger.Channels;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

/** Channels come to life, each with what its files and settings say, and none harms another. */
class DeploymentTest extends Deployed {

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
}
