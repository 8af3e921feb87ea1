package dev.baton.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.camel.Notes;
import dev.baton.conversation.Desk;
import dev.baton.conversation.Fallback;
import dev.baton.deploy.sample.Samples;
import dev.baton.deploy.source.Folder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deadlines, hours and fallbacks as settings, and what is refused before anybody waits for them. */
class CareTest {

    @TempDir
    private Path path;
    private Folder folder;
    private final Map<String, String> settings = new HashMap<>();
    private final LiveChannels live = new LiveChannels();

    @BeforeEach
    void threeDesks() {
        String all = Folder.IN + Folder.OUT;
        folder = new Folder(path).write("night.camel.yaml", all.replace("depot", "night")).write("abroad.camel.yaml", all.replace("depot", "abroad"));
    }

    private void start() {
        try (Deployment deployment = Deployments.of(folder, live, this::setting, new Notes())) {
            deployment.start();
        }
    }

    private String setting(String channel, String name) {
        return settings.getOrDefault(channel + "." + name, Folder.SETTINGS.get(name));
    }

    private String lint() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int found = Samples.lint(path, () -> this::setting, new PrintStream(printed));
        String lines = printed.toString(StandardCharsets.UTF_8);
        assertThat(found).as(lines).isEqualTo(lines.lines().count() > 1 ? 1 : 0);
        return lines;
    }

    @Test
    void settingsHoldOverTheSheet() {
        settings.putAll(Map.of("depot.deadlines.queued", "3h", "depot.deadlines.waiting", "90s", "depot.hours[0]", "mon-fri 09:00-18:00",
                "depot.hours[1]", "sat 10:00-14:00", "depot.time-zone", "Europe/Berlin", "depot.holidays", "12-25", "depot.when-closed", "night",
                "depot.when-nobody-comes", "message"));
        start();
        Desk desk = live.desk("depot");
        assertThat(desk.deadlines().queued()).isEqualTo(Duration.ofHours(3));
        assertThat(desk.deadlines().waiting()).isEqualTo(Duration.ofSeconds(90));
        assertThat(desk.deadlines().requested()).isEqualTo(Duration.ofMinutes(15));
        assertThat(desk.opens(Instant.parse("2026-03-07T09:30:00Z"))).as("Saturday").isNull();
        assertThat(desk.opens(Instant.parse("2026-12-25T09:30:00Z")).toOffsetDateTime()).hasToString("2026-12-26T10:00+01:00");
        assertThat(desk.whenClosed()).isEqualTo(Fallback.to("night"));
        assertThat(desk.whenNobody()).isEqualTo(Fallback.MESSAGE);
        assertThat(live.desk("night").deadlines().queued()).as("of the sheet").isEqualTo(Duration.ofDays(2));
        assertThat(live.desk("night").opens(Instant.EPOCH)).isNull();
        assertThat(live.desk("nobody").whenNobody()).isEqualTo(Fallback.BOT);
        assertThat(lint()).hasLineCount(1);
    }

    @Test
    void whatIsNotUnderstoodIsRefusedWithWords() {
        Map<String, String> wrong = Map.of("deadlines.queued", "soon", "deadlines.active", "0s", "hours", "9 to 5", "holidays", "12-25", "when-closed", "night");
        Map<String, String> words = Map.of("deadlines.queued", "deadlines.queued: 'soon' is no time", "deadlines.active", "a time of nothing", "hours", "9 to 5",
                "holidays", "holidays says nothing without hours", "when-closed", "when-closed says nothing without hours");
        wrong.forEach((name, value) -> {
            settings.clear();
            settings.put("depot." + name, value);
            settings.put("depot.time-zone", "UTC");
            start();
            assertThat(live.find("depot").state()).as(name).isEqualTo(Channel.State.refused);
            assertThat(live.find("depot").reason()).contains(words.get(name)).contains("channels.depot");
            assertThat(lint()).contains(words.get(name));
        });
    }

    @Test
    void desksThatStandInForEachOtherInACircleAreRefused() {
        settings.putAll(Map.of("depot.when-nobody-comes", "night", "night.hours", "daily 20:00-06:00", "night.time-zone", "UTC", "night.when-closed", "depot",
                "abroad.when-nobody-comes", "depot"));
        String circle = "channels.depot: the desks stand in for each other in a circle (depot -> night -> depot): let one of them end it with bot or message in when-nobody-comes";
        start();
        assertThat(live.find("depot").reason()).isEqualTo(circle);
        assertThat(live.find("night").reason()).contains("(night -> depot -> night)").contains("in when-closed");
        assertThat(live.find("abroad").state()).as("it only leads there").isEqualTo(Channel.State.live);
        assertThat(lint()).contains(circle).contains("night.camel.yaml:1: channels.night: the desks").doesNotContain("abroad");
        settings.put("depot.when-nobody-comes", "depot");
        assertThat(lint()).contains("(depot -> depot)");
    }

    @Test
    void aBotMustBeABot() {
        String sheet = Folder.SHEET.replace("parcel", "shop");
        for (String side : new String[] {"customer", "bot"}) {
            folder.write(side + "/platform.yaml", sheet.replace("shop", side).replace("[desk]", "[" + side + "]") + (side.equals("bot") ? "" : "begins: message\n"))
                    .write(side + "/send.camel.yaml", Folder.SEND.replace("parcel", side)).write(side + "/in.jslt", "null");
        }
        folder.write("corner.camel.yaml", (Folder.IN + Folder.OUT).replace("depot", "corner").replace("parcel", "customer"))
                .write("robot.camel.yaml", (Folder.IN + Folder.OUT).replace("depot", "robot").replace("parcel", "bot"));
        settings.put("corner.bot", "depot");
        start();
        assertThat(live.find("corner").reason()).contains("channels.corner.bot names 'depot', which is no bot's channel");
        assertThat(lint()).contains("corner.camel.yaml:1: channels.corner.bot names 'depot', which is no bot's channel");
        settings.put("corner.bot", "robot");
        settings.put("corner.desk", "corner");
        start();
        assertThat(live.find("corner").version().facts()).satisfies(facts -> {
            assertThat(facts.bot()).isEqualTo("robot");
            assertThat(facts.desk()).isEqualTo("corner");
            assertThat(facts.begins()).isTrue();
        });
        assertThat(lint()).doesNotContain("no bot's channel");
    }

    @Test
    void aFallbackMustBeADesk() {
        folder.write("shop/platform.yaml", Folder.SHEET.replace("parcel", "shop").replace("[desk]", "[customer]")).write("shop/send.camel.yaml", Folder.SEND.replace("parcel", "shop"))
                .write("shop/in.jslt", "null").write("corner.camel.yaml", (Folder.IN + Folder.OUT).replace("depot", "corner").replace("parcel", "shop"));
        settings.put("depot.when-nobody-comes", "corner");
        settings.put("night.when-nobody-comes", "nihgt");
        assertThat(lint()).contains("when-nobody-comes names 'corner', which is no desk's channel").contains("names 'nihgt', which is no desk's channel");
    }
}
