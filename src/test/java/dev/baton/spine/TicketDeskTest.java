package dev.baton.spine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.event.Json;
import dev.baton.sandbox.BlipSettings;
import dev.baton.sandbox.BlipSimulator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worked example of docs/add-a-channel.md, which is files only, carries conversations between Blip and a desk that signs its webhooks. */
class TicketDeskTest {

    @TempDir
    static Path data;
    private static TicketDesk desk;
    private static Stage stage;
    private static BlipSimulator shop;

    @BeforeAll
    static void open() throws Exception {
        desk = new TicketDesk();
        stage = new Stage(data, Clock.systemUTC(), "--channels.shop-blip.url={simulators}/shop-blip", "--channels.shop-blip.key=Key c2hvcA==",
                "--channels.shop-blip.token=shop-token-4711", "--channels.shop-blip.desk=help-tickets", "--channels.help-tickets.url=" + desk.url(),
                "--channels.help-tickets.api-token=" + TicketDesk.TOKEN, "--channels.help-tickets.token=" + TicketDesk.SECRET, "--baton.media.allow-private=true");
        shop = stage.server.mount("/shop-blip", new BlipSimulator(Clock.systemUTC(), new BlipSettings("Key c2hvcA==", null, "shop-token-4711")));
        shop.webhook(stage.url() + "/hooks/shop-blip");
        desk.webhook = stage.url() + "/hooks/help-tickets";
    }

    @AfterAll
    static void shut() {
        stage.close();
        desk.close();
    }

    @Test
    void aConversationGoesThereAndBackUntilTheAgentSolvesIt() throws Exception {
        String customer = "5511900000001@wa.gw.msging.net";
        String bot = shop.startTicket(customer, "my parcel is late");
        ObjectNode ticket = ticketOf(customer);
        String id = ticket.path("id").asText();
        assertThat(ticket.path("body").asText()).isEqualTo("my parcel is late");

        assertThat(desk.tell("ticket.assigned", ticket, "assignee", Json.tree("{\"id\":\"u-7\",\"name\":\"Joana Reis\"}".getBytes(StandardCharsets.UTF_8)))).isEqualTo(200);
        assertThat(desk.agentWrites(id, "be kind to this one", "{\"internal\":true}", 1)).containsExactly(200);
        assertThat(desk.agentWrites(id, "It comes tomorrow", "{}", 2)).as("the same webhook twice").containsExactly(200, 200);
        shop.say(bot, "fine");
        Stage.soon().untilAsserted(() -> assertThat(comments(ticket)).containsExactly("fine"));
        assertThat(desk.agentWrites(id, "", "{\"attachments\":[{\"url\":\"" + desk.url() + "/files/1/invoice.pdf\",\"name\":\"invoice.pdf\",\"content_type\":\"application/pdf\",\"size\":16}]}", 1))
                .containsExactly(200);
        Stage.soon().untilAsserted(() -> assertThat(shop.seen(bot)).hasSize(2));
        assertThat(shop.seenTexts(bot).get(0)).isEqualTo("It comes tomorrow");
        assertThat(shop.seen(bot).get(1).toString()).contains("invoice.pdf").as("fetched with the token, passed on as our link").contains(stage.url());

        assertThat(desk.tell("ticket.solved", ticket.put("status", "solved"), "by", ticket.path("id"))).isEqualTo(200);
        Stage.soon().untilAsserted(() -> assertThat(shop.status(bot)).isEqualTo("ClosedAttendant"));
        assertThat(shop.seen(bot)).as("no echo, no note").hasSize(2);

        ticket.put("status", "open");
        desk.agentWrites(id, "are you still there?", "{}", 1);
        Stage.soon().untilAsserted(() -> assertThat(ticket.path("comments")).hasSize(2));
        assertThat(ticket.at("/comments/1/internal").asBoolean()).as("the agent is told that nobody hears").isTrue();
        assertThat(desk.violations).isEmpty();
        assertThat(shop.violations()).isEmpty();
    }

    @Test
    void whatMayHaveGotThereIsLookedUpAndNotDoubled() throws Exception {
        String customer = "5511900000002@wa.gw.msging.net";
        desk.lost.set(1);
        String bot = shop.startTicket(customer, "hello");
        Stage.soon().untilAsserted(() -> assertThat(desk.calls).anyMatch(call -> call.startsWith("GET /api/tickets?external_id=")));
        ObjectNode ticket = ticketOf(customer);
        desk.agentWrites(ticket.path("id").asText(), "Good morning", "{}", 1);
        Stage.soon().untilAsserted(() -> assertThat(shop.seenTexts(bot)).containsExactly("Good morning"));
        desk.lost.set(1);
        shop.say(bot, "one");
        shop.say(bot, "two");
        Stage.soon().untilAsserted(() -> assertThat(comments(ticket)).containsExactly("one", "two"));
        assertThat(desk.calls).anyMatch(call -> call.matches("GET .*/comments\\?external_id=.*"));

        shop.customerCloses(bot);
        Stage.soon().untilAsserted(() -> assertThat(ticket.path("status").asText()).isEqualTo("solved"));
        assertThat(desk.tickets.values().stream().filter(one -> one.path("requester").path("external_id").asText().endsWith(customer))).as("one ticket").hasSize(1);
        assertThat(desk.violations).isEmpty();
        assertThat(shop.violations()).isEmpty();
    }

    @Test
    void whoDoesNotSignOrSignedLongAgoIsNotHeard() throws Exception {
        byte[] body = "{\"event\":\"ticket.solved\",\"ticket\":{\"id\":\"T-1\"}}".getBytes(StandardCharsets.UTF_8);
        assertThat(desk.post(body, TicketDesk.now(), "another secret")).isEqualTo(401);
        assertThat(desk.post(body, TicketDesk.now() - 400, TicketDesk.SECRET)).isEqualTo(401);
        assertThat(desk.post(body, TicketDesk.now() - 200, TicketDesk.SECRET)).isEqualTo(200);
        assertThat(stage.post("/hooks/help-tickets", new String(body, StandardCharsets.UTF_8), "Content-Type", "application/json").statusCode()).isEqualTo(401);
    }

    private static ObjectNode ticketOf(String customer) {
        return Stage.soon().until(() -> desk.tickets.values().stream().filter(ticket -> ticket.path("requester").path("external_id").asText().endsWith(customer))
                .findFirst().orElse(null), ticket -> ticket != null);
    }

    private static List<String> comments(JsonNode ticket) {
        return StreamSupport.stream(ticket.path("comments").spliterator(), false).map(comment -> comment.path("body").asText()).toList();
    }
}
