package dev.baton.sandbox;

import static dev.baton.sandbox.Chat2DeskSimulator.BOT;
import static dev.baton.sandbox.Chat2DeskSimulator.JOANA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.MovableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How webhooks are registered at the simulated Chat2Desk, what they bring, and what becomes of them when they fail. */
class Chat2DeskWebhooksTest {

    private static final String SECRET = "5d1c0ffee";

    private final MovableClock clock = MovableClock.standing();
    private Receiver receiver;
    private SimulatorServer server;
    private Chat2DeskSimulator chat2desk;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        receiver = new Receiver();
        server = new SimulatorServer(0);
        chat2desk = server.mount("/chat2desk", new Chat2DeskSimulator(clock, new Chat2DeskSettings("t", SECRET)));
        client = new Client(server.url() + "/chat2desk/v1", "t");
    }

    @AfterEach
    void stop() {
        server.close();
        receiver.close();
    }

    @Test
    void webhooksAreListedMadeChangedAndRemoved() throws Exception {
        assertThat(client.json("GET", "/webhooks", null).path("data")).isEmpty();
        long id = register("/a", "\"inbox\",\"outbox\"");
        JsonNode made = client.json("GET", "/webhooks/" + id, null).path("data");
        assertThat(made.path("events")).extracting(JsonNode::asText).containsExactly("inbox", "outbox");
        assertThat(made.path("status").asText()).isEqualTo("enabled");
        JsonNode taken = client.json("POST", "/webhooks", body("/a", "\"inbox\""));
        assertThat(taken.path("errors").path("url").get(0).asText()).isEqualTo("This url is already used");
        assertThat(chat2desk.violations()).as("who is told so looks it up").isEmpty();
        assertThat(client.json("PUT", "/webhooks/" + id, body("/b", "\"inbox\"")).path("data").path("id").asLong()).isEqualTo(id);
        assertThat(chat2desk.hookUrls()).containsExactly(receiver.url("/b"));
        assertThat(client.status("PUT", "/webhooks/" + id, "{\"url\":null}")).isEqualTo(200);
        assertThat(client.status("GET", "/webhooks/" + id, null)).isEqualTo(404);
        id = register("/a", "\"inbox\"");
        assertThat(client.status("POST", "/webhooks", "{\"url\":null,\"name\":\"gateway\"}")).isEqualTo(200);
        assertThat(chat2desk.hookUrls()).isEmpty();
        id = register("/a", "\"inbox\"");
        assertThat(client.status("DELETE", "/webhooks/" + id + "/", "{\"id\":1}")).isEqualTo(200);
        assertThat(chat2desk.hookUrls()).isEmpty();
        chat2desk.switches().createAnswers200 = true;
        assertThat(client.status("POST", "/webhooks", body("/" + SECRET, "\"inbox\""))).isEqualTo(200);
        assertThat(chat2desk.violations()).isEmpty();
        assertThat(chat2desk.log().entries().toString()).doesNotContain(SECRET);
        for (String wrong : List.of("{\"name\":\"n\"}", "{\"url\":\"ftp://a.test\"}", "{\"url\":\"https://a.test/{x}\"}", "{\"url\":\"https://a.test\",\"events\":[\"message\"]}",
                "{\"url\":\"https://a.test\",\"events\":[]}", "{\"url\":\"https://a.test\",\"secret\":\"s\",\"events\":[\"m\"]}")) {
            assertThat(client.status("POST", "/webhooks", wrong)).isEqualTo(400);
        }
        assertThat(chat2desk.violations()).hasSize(7).last().asString().contains("events");
    }

    @Test
    void noMoreThanFive() throws Exception {
        for (int i = 0; i < 5; i++) {
            register("/" + i, "\"inbox\"");
        }
        assertThat(client.status("POST", "/webhooks", body("/6", "\"inbox\""))).isEqualTo(400);
        assertThat(chat2desk.violations()).singleElement().asString().contains("5 already");
        assertThat(chat2desk.hookUrls()).hasSize(5);
    }

    @Test
    void aWebhookHearsOnlyItsEventsAndChannels() throws Exception {
        client.json("POST", "/webhooks", "{\"url\":\"%s\",\"events\":[\"inbox\"],\"channels\":[411]}".formatted(receiver.url("/external")));
        String withLogin = receiver.url("/login").replace("//", "//user:pass%20word@");
        client.json("POST", "/webhooks", "{\"url\":\"%s\",\"events\":[\"dialog_transferred\"]}".formatted(withLogin));
        long mira = says("7", "Hello");
        chat2desk.desk().transfer(chat2desk.customers().dialog(mira), JOANA);
        assertThat(hook(0).path()).isEqualTo("/login");
        assertThat(hook(0).authorization()).isEqualTo("Basic dXNlcjpwYXNzIHdvcmQ=");
        client.json("POST", "/messages/inbox", "{\"channel_id\":411,\"body\":\"Hi\",\"external_id\":\"m-1\",\"from_client\":{\"id\":\"u-77\"}}");
        assertThat(hook(1).path()).isEqualTo("/external");
        assertThat(hook(1).json().path("external_id").asText()).isEqualTo("m-1");
        assertThat(hook(1).json().path("transport").asText()).isEqualTo("external");
        assertThat(chat2desk.violations()).isEmpty();
    }

    @Test
    void anInboxLooksAsTheManualPrintsIt() throws Exception {
        register("/a", "\"inbox\"");
        chat2desk.customers().appears("70111", "Mira Holt", "telegram");
        chat2desk.customers().says("70111", "Hello");
        assertThat(hook(0).json()).isEqualTo(Json.read("""
                {"hook_type":"inbox","message_id":880100,"type":"from_client","text":"Hello","transport":"telegram","client_id":500482964,
                 "operator_id":null,"dialog_id":null,"channel_id":410,"photo":null,"coordinates":null,"audio":null,"video":null,"pdf":null,
                 "client":{"id":500482964,"phone":"[tg] 70111","client_phone":null,"name":"Mira Holt","assigned_name":null,"external_id":null},
                 "request_id":99120,"attachments":[],"extra_data":{},"external_id":null,"event_time":"2026-03-05T13:20:11Z",
                 "is_new_request":1,"is_new_client":1}""".getBytes(StandardCharsets.UTF_8)));
        chat2desk.customers().says("70111", "More");
        assertThat(hook(1).json().path("dialog_id").asLong()).isEqualTo(610_007_310L);
        assertThat(hook(1).json().path("is_new_request").asText("?")).isEmpty();
    }

    @Test
    void theSwitchesShapeTheBodies() throws Exception {
        register("/a", "\"inbox\",\"outbox\"");
        chat2desk.switches().quotedIds = true;
        chat2desk.switches().flagsAsBooleans = true;
        chat2desk.switches().nestedFiles = true;
        chat2desk.switches().noOperatorKey = true;
        chat2desk.switches().htmlText = true;
        chat2desk.switches().upperCaseEvents = true;
        long mira = chat2desk.customers().client("7");
        chat2desk.customers().sendsFile(mira, "a < b", "bill.pdf", null, null);
        JsonNode body = hook(0).json();
        assertThat(body.path("hook_type").asText()).isEqualTo("INBOX");
        assertThat(body.path("client_id").isTextual()).isTrue();
        assertThat(body.has("operator_id")).isFalse();
        assertThat(body.path("is_new_request")).isEqualTo(Json.tree(true));
        assertThat(body.path("text").asText()).isEqualTo("<p>a &lt; b</p>");
        assertThat(body.path("attachments").get(0).path("file").path("url").asText()).startsWith("https://storage.chat2desk.com/").isEqualTo(body.path("pdf").asText());
        chat2desk.switches().smallest = true;
        chat2desk.customers().says(mira, "Hi");
        assertThat(hook(1).json()).isEqualTo(Json.read("{\"hook_type\":\"inbox\",\"client_id\":\"%d\",\"message_id\":\"880101\",\"text\":\"Hi\"}"
                .formatted(mira).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void everythingThatHappensIsTold() throws Exception {
        register("/a", String.join(",", Chat2DeskEvents.ALL.stream().map(one -> "\"" + one + "\"").toList()));
        long mira = says("7", "Hello");
        long dialog = chat2desk.customers().dialog(mira);
        client.status("POST", "/messages", "{\"client_id\":%d,\"text\":\"I am the bot\",\"external_id\":\"m-7\"}".formatted(mira));
        client.status("PUT", "/clients/" + mira, "{\"nickname\":\"Mira\"}");
        client.status("POST", "/tags/assign_to", "{\"tag_ids\":[71],\"assignee_type\":\"client\",\"assignee_id\":%d}".formatted(mira));
        client.status("POST", "/tags/assign_to", "{\"tag_ids\":[72],\"assignee_type\":\"request\",\"assignee_id\":99120}");
        client.status("DELETE", "/tags/72/delete_from", "{\"request_id\":99120}");
        client.status("DELETE", "/tags/71/delete_from", "{\"client_id\":%d}".formatted(mira));
        chat2desk.desk().accept(dialog, JOANA);
        chat2desk.desk().comment(dialog, JOANA, "hm");
        long answer = chat2desk.desk().answer(dialog, JOANA, "I am Joana");
        chat2desk.notDelivered(answer, "blocked");
        chat2desk.desk().machine(dialog, "system", "menu");
        chat2desk.desk().transfer(dialog, BOT);
        chat2desk.desk().close(dialog);
        chat2desk.event("new_ticket", Json.object().put("id", 5));
        await().until(() -> receiver.hooks.size() >= 18);
        List<String> told = receiver.hooks.stream().map(hook -> hook.json().path("hook_type").asText()).toList();
        assertThat(told).containsExactlyInAnyOrder("new_client", "new_request", "inbox", "outbox", "client_updated", "add_tag_to_client", "add_tag_to_request",
                "delete_tag_from_request", "delete_tag_from_client", "dialog_transferred", "comment", "outbox", "outbox_status", "outbox",
                "dialog_transferred", "close_dialog", "close_request", "new_ticket");
        JsonNode own = of("outbox", 0);
        assertThat(own.path("type").asText()).isEqualTo("to_client");
        assertThat(own.path("external_id").asText()).isEqualTo("m-7");
        assertThat(own.path("operator_id").isNull()).isTrue();
        assertThat(of("outbox", 1).path("operator_id").asLong()).isEqualTo(JOANA);
        assertThat(of("outbox", 2).path("type").asText()).isEqualTo("system");
        assertThat(of("comment", 0).path("type").asText()).isEqualTo("comment");
        assertThat(of("dialog_transferred", 1).path("operator_id").asLong()).isEqualTo(BOT);
        assertThat(of("close_dialog", 0).path("dialog_id").asLong()).isEqualTo(dialog);
        assertThat(of("new_client", 0).path("channels").get(0).path("transports").get(0).asText()).isEqualTo("telegram");
        assertThat(of("add_tag_to_client", 0).path("channel_id").asLong()).isEqualTo(Chat2DeskSimulator.MESSENGERS);
    }

    @Test
    void onlyA200WillDoAndLaterOnesDoNotWait() throws Exception {
        register("/a", "\"inbox\"");
        receiver.statuses.add(202);
        says("7", "one");
        await().until(() -> chat2desk.waiting() == 1);
        says("7", "two");
        assertThat(hook(1).json().path("text").asText()).isEqualTo("two");
        clock.forward(Duration.ofSeconds(10));
        assertThat(hook(2).body()).isEqualTo(hook(0).body());
        await().until(() -> chat2desk.webhooks().pending() == 0);
        assertThat(chat2desk.waiting()).isZero();
        assertThat(chat2desk.webhooks().refused()).isEmpty();
    }

    @Test
    void afterTheThirdRepetitionItIsGivenUp() throws Exception {
        register("/a", "\"inbox\"");
        Collections.addAll(receiver.statuses, 500, 500, 500, 500);
        says("7", "Hello");
        int tries = 1;
        for (Duration pause : List.of(Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofHours(2))) {
            await().until(() -> chat2desk.waiting() == 1);
            assertThat(receiver.hooks).hasSize(tries++);
            clock.forward(pause);
            int now = tries;
            await().until(() -> receiver.hooks.size() == now);
        }
        await().until(() -> chat2desk.webhooks().refused().size() == 1);
        assertThat(chat2desk.waiting()).isZero();
        assertThat(receiver.hooks).extracting(Receiver.Hook::body).as("always the same").containsOnly(receiver.hooks.get(0).body());
        assertThat(client.json("GET", "/webhooks", null).path("data").get(0).path("errors")).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(Chat2DeskSwitches.Off.class)
    void afterFiveHoursWithoutSuccessAWebhookIsSwitchedOff(Chat2DeskSwitches.Off shown) throws Exception {
        chat2desk.switches().switchedOff = shown;
        long id = register("/a", "\"inbox\"");
        receiver.statuses.add(500);
        says("7", "Hello");
        await().until(() -> chat2desk.waiting() == 1);
        clock.forward(Duration.ofHours(5));
        Collections.addAll(receiver.statuses, 500, 500);
        await().until(() -> chat2desk.hookUrls().isEmpty());
        assertThat(chat2desk.waiting()).isZero();
        JsonNode list = client.json("GET", "/webhooks", null).path("data");
        switch (shown) {
            case STATUS -> assertThat(list.get(0).path("status").asText()).isEqualTo("disabled");
            case ERRORS -> assertThat(list.get(0).path("errors").toString()).contains("switched off");
            case GONE -> assertThat(list).isEmpty();
        }
        int before = receiver.hooks.size();
        says("7", "Nobody hears me");
        if (shown == Chat2DeskSwitches.Off.GONE) {
            register("/a", "\"inbox\"");
        } else {
            client.status("PUT", "/webhooks/" + id, body("/a", "\"inbox\""));
        }
        receiver.statuses.clear();
        says("7", "Back");
        assertThat(hook(before).json().path("text").asText()).isEqualTo("Back");
        assertThat(chat2desk.violations()).isEmpty();
    }

    @Test
    void peopleCanSwitchAWebhookOffAtOnce() throws Exception {
        long id = register("/a", "\"inbox\"");
        Client people = new Client(server.url() + "/chat2desk/_control", null);
        assertThat(people.json("POST", "/hooks/" + id + "/off", "{}").get(0).path("status").asText()).isEqualTo("disabled");
        assertThat(chat2desk.hookUrls()).isEmpty();
        assertThat(people.json("POST", "/hooks/" + id + "/on", "{}").get(0).path("status").asText()).isEqualTo("enabled");
        chat2desk.switchWebhooksOff();
        assertThat(chat2desk.hookUrls()).isEmpty();
        assertThat(people.status("POST", "/hooks/1/off", "{}")).isEqualTo(404);
    }

    @Test
    void deliveriesAreSignedDoubledLateAndOutOfOrderOnDemand() throws Exception {
        register("/a", "\"inbox\",\"outbox\"");
        chat2desk.switches().hmacSecret = "geheim";
        chat2desk.switches().duplicates = true;
        long mira = says("7", "one");
        assertThat(hook(1).body()).isEqualTo(hook(0).body());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("geheim".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        assertThat(hook(0).signature()).isEqualTo(HexFormat.of().formatHex(mac.doFinal(hook(0).body().getBytes(StandardCharsets.UTF_8))));
        chat2desk.switches().duplicates = false;
        chat2desk.switches().outOfOrder = true;
        says("7", "two");
        says("7", "three");
        assertThat(hook(2).json().path("text").asText()).isEqualTo("three");
        assertThat(hook(3).json().path("text").asText()).isEqualTo("two");
        chat2desk.switches().outOfOrder = false;
        chat2desk.switches().lateSeconds = 60;
        chat2desk.switches().lateEvents = Set.of("inbox");
        says("7", "four");
        chat2desk.desk().answer(chat2desk.customers().dialog(mira), JOANA, "five");
        assertThat(hook(4).json().path("text").asText()).isEqualTo("five");
        assertThat(chat2desk.waiting()).isEqualTo(1);
        clock.forward(Duration.ofSeconds(60));
        assertThat(hook(5).json().path("text").asText()).isEqualTo("four");
        assertThat(hook(5).json().path("event_time").asText()).as("when it was said").isEqualTo("2026-03-05T13:20:11Z");
    }

    private long says(String who, String text) {
        long one = chat2desk.customers().client(who);
        chat2desk.customers().says(one, text);
        return one;
    }

    private JsonNode of(String event, int index) {
        return receiver.hooks.stream().map(Receiver.Hook::json).filter(body -> body.path("hook_type").asText().equals(event)).toList().get(index);
    }

    private long register(String path, String events) throws Exception {
        JsonNode answer = client.json("POST", "/webhooks", body(path, events));
        assertThat(answer.path("status").asText()).isEqualTo("success");
        return answer.path("data").path("id").asLong();
    }

    private String body(String path, String events) {
        return "{\"url\":\"%s\",\"name\":\"gateway\",\"events\":[%s]}".formatted(receiver.url(path), events);
    }

    private Receiver.Hook hook(int index) {
        await().until(() -> receiver.hooks.size() > index);
        return receiver.hooks.get(index);
    }
}
