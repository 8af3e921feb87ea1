package dev.baton.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.deploy.source.Folder;
import dev.baton.deploy.version.Version;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Channels that share a file, or stand in for each other, go live together or not at all. */
class SharedFilesTest extends Deployed {

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
}
