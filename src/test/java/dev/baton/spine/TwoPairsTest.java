package dev.baton.spine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.MovableClock;
import dev.baton.media.FileServer;
import dev.baton.sandbox.BlipSettings;
import dev.baton.sandbox.BlipSimulator;
import dev.baton.sandbox.DeskieMessage;
import dev.baton.sandbox.DeskieSettings;
import dev.baton.sandbox.DeskieSimulator;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second bot and a second desk are one short file and some settings each, and nothing of one pair reaches the other. */
class TwoPairsTest {

    @TempDir
    Path data;

    @Test
    void twoPairsDoNotMix() throws Exception {
        MovableClock clock = MovableClock.running();
        try (Stage stage = new Stage(data, clock, "--channels.support-deskie.poll-every=1s",
                "--channels.shop-blip.url={simulators}/shop-blip", "--channels.shop-blip.key=Key c2hvcA==", "--channels.shop-blip.token=shop-token-4711",
                "--channels.shop-blip.desk=sales-deskie", "--channels.sales-deskie.url={simulators}/sales-deskie", "--channels.sales-deskie.email=sales@acme.example",
                "--channels.sales-deskie.api-key=sales-key", "--channels.sales-deskie.channel=cch7", "--channels.sales-deskie.token=sales-token-4711",
                "--channels.sales-deskie.poll-every=1s",
                "--channels.sales-deskie.attachments=upload", "--baton.media.allow-private=true"); FileServer files = new FileServer()) {
            BlipSimulator shop = stage.server.mount("/shop-blip", new BlipSimulator(clock, new BlipSettings("Key c2hvcA==", null, "shop-token-4711")));
            DeskieSimulator sales = stage.server.mount("/sales-deskie", new DeskieSimulator(clock,
                    new DeskieSettings("sales@acme.example", "sales-key", "cch7", false, null, "sales-token-4711")));
            shop.webhook(stage.url() + "/hooks/shop-blip");
            sales.webhook(stage.url() + "/hooks/sales-deskie/sales-token-4711");
            // Until a poll has asked (at first, when nobody was there yet, and each hour) Baton takes the desk's channel for a chat.
            clock.forward(Duration.ofMinutes(61));
            Stage.soon().untilAsserted(() -> assertThat(stage.api("GET", "/api/channels").body()).contains("custom channel cch7 'Baton' (async)"));
            // The same customer writes to both bots, and both accounts give the same numbers to their cases.
            String customer = "5511900000001@wa.gw.msging.net";
            String support = stage.blip.startTicket(customer, "my parcel is late");
            String order = shop.startTicket(customer, "I want another one");
            long first = stage.firstCaseOf(customer);
            Stage.soon().untilAsserted(() -> assertThat(sales.casesOf("shop-blip:" + customer)).containsExactly(first));
            assertThat(sales.caseJson(first).path("subject").asText()).as("mail has a subject").isEqualTo("I want another one");
            assertThat(sales.messages(first).get(0).contentHtml()).as("and is HTML").isEqualTo("I want another one");
            assertThat(stage.deskie.caseJson(first).path("subject").asText()).isEqualTo("Chat");
            assertThat(stage.deskie.messages(first).get(0).contentHtml()).isEmpty();
            stage.deskie.answer(first, 5121, "It comes tomorrow");
            sales.answer(first, 5122, "Which colour?");
            Stage.soon().untilAsserted(() -> assertThat(stage.blip.seenTexts(support)).containsExactly("It comes tomorrow"));
            Stage.soon().untilAsserted(() -> assertThat(shop.seenTexts(order)).containsExactly("Which colour?"));
            stage.blip.say(support, "fine");
            shop.say(order, "blue");
            Stage.soon().untilAsserted(() -> assertThat(stage.deskie.userTexts(first)).containsExactly("my parcel is late", "fine"));
            Stage.soon().untilAsserted(() -> assertThat(sales.userTexts(first)).containsExactly("I want another one", "blue"));
            files.on("/drawing", FileServer.text("200 OK", "Content-Type: application/pdf\r\n", "%PDF-1.7 drawing"));
            shop.say(order, "application/vnd.lime.media-link+json", new ObjectMapper().readTree(
                    "{\"type\":\"application/pdf\",\"uri\":\"" + files.url("/drawing") + "\",\"title\":\"Zeichnung für Sie.pdf\",\"text\":\"like this\"}"));
            Stage.soon().untilAsserted(() -> assertThat(sales.said("shop-blip:" + customer)).hasSize(3));
            DeskieMessage last = sales.messages(first).get(sales.messages(first).size() - 1);
            JsonNode uploaded = last.attachments().get(0);
            assertThat(last.contentHtml()).isEqualTo("like this");
            assertThat(uploaded.path("file_name").asText()).isEqualTo("Zeichnung für Sie.pdf");
            assertThat(uploaded.path("mime_type").asText()).isEqualTo("application/pdf");
            assertThat(uploaded.path("url").asText()).as("the file itself, not a link").startsWith(sales.url() + "/files/");
            assertThat(uploaded.path("file_size").asInt()).isEqualTo(16);
            sales.closeCase(first);
            Stage.soon().untilAsserted(() -> assertThat(shop.status(order)).isEqualTo("ClosedAttendant"));
            assertThat(stage.blip.status(support)).isEqualTo("Open");
            assertThat(stage.deskie.status(first)).isNotEqualTo("closed");
            assertThat(stage.blip.violations()).isEmpty();
            assertThat(stage.deskie.violations()).isEmpty();
            assertThat(shop.violations()).isEmpty();
            assertThat(sales.violations()).isEmpty();
        }
    }
}
