package dev.baton.sandbox;

import dev.baton.MovableClock;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulated Deskie keeps to what is known of Deskie, and notices whoever does not. */
class DeskieSimulatorTest {

    private static final String BASIC = "Basic " + Base64.getEncoder().encodeToString("desk@example.com:key-1".getBytes(StandardCharsets.UTF_8));

    private final MovableClock clock = MovableClock.standing();
    private Receiver receiver;
    private SimulatorServer server;
    private DeskieSimulator deskie;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        receiver = new Receiver();
        server = new SimulatorServer(0);
        deskie = server.mount("/deskie", new DeskieSimulator(clock, new DeskieSettings("desk@example.com", "key-1", "cch12",
                receiver.url("/hooks/support-deskie/5d1c"), "5d1c")));
        client = new Client(server.url() + "/deskie/api", BASIC);
    }

    @AfterEach
    void stop() {
        server.close();
        receiver.close();
    }

    @Test
    void aCaseIsMadeAsTheApiPagesPrintIt() throws Exception {
        HttpResponse<String> answer = client.send("POST", "/cases.json", """
                {"case":{"user_custom_id":"loyalty-88121","channel":"cch12","user_full_name":"Mira Holt",
                         "subject":"App question","content":"Where is my parcel?","language_id":2}}""");
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("api_calls_left")).contains("499");
        assertThat(Json.read(answer.body().getBytes())).isEqualTo(Json.read("""
                {"case":{"case_id":4410031,"case_number":"410-410031","subject":"App question","user_id":9120045,
                  "staff_id":0,"group_id":311,"status":"open","priority":"normal","channel":"cch12","recipient":"",
                  "cc_emails":"","bcc_emails":"","deleted":false,"spam":false,
                  "created_at":"Thu, 05 Mar 2026 16:20:11 +0300","closed_at":"-",
                  "updated_at":"Thu, 05 Mar 2026 16:20:11 +0300","last_response_at":"Thu, 05 Mar 2026 16:20:11 +0300",
                  "closing_speed":"-","parent_case_id":0,"language_id":2,"custom_fields":{},"labels":[],"locked_labels":[]}}""".getBytes()));
        assertThat(deskie.userTexts(4410031)).containsExactly("Where is my parcel?");
        assertThat(receiver.hooks).as("a user's message is not echoed").isEmpty();
        assertThat(deskie.violations()).isEmpty();
    }

    @Test
    void aMessageIsAddedToACaseByIdOrNumber() throws Exception {
        JsonNode made = create("a", "x");
        String body = "{\"message\":{\"user_id\":%d,\"content\":\"Any news?\"}}".formatted(made.path("user_id").asLong());
        HttpResponse<String> answer = client.send("POST", "/cases/" + made.path("case_id") + "/messages.json", body);
        assertThat(answer.statusCode()).isEqualTo(201);
        JsonNode message = Json.read(answer.body().getBytes()).path("message");
        assertThat(message.path("staff_id").asInt()).isZero();
        assertThat(message.path("note")).isEqualTo(Json.tree(false));
        assertThat(client.status("POST", "/cases/" + made.path("case_number").asText() + "/messages.json/", body)).isEqualTo(201);
        assertThat(deskie.userTexts(made.path("case_id").asLong())).containsExactly("x", "Any news?", "Any news?");
        assertThat(deskie.said("a")).hasSize(3);
        assertThat(deskie.violations()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"case":{"user_custom_id":"a","channel":"cch12","content":"x"}}                                   | without subject
            {"case":{"user_custom_id":"a","channel":"cch12","subject":"s"}}                                   | without content
            {"case":{"user_custom_id":"a","subject":"s","content":"x"}}                                       | without channel
            {"case":{"subject":"s","content":"x","channel":"cch12"}}                                          | identity
            {"case":{"user_custom_id":"a","channel":"cch99","subject":"s","content":"x"}}                     | unknown channel
            {"case":{"user_email":"nowhere","subject":"s","content":"x"}}                                     | no address
            {"case":{"user_custom_id":"a","channel":"cch12","subject":"s","content":"x","status":"pending"}}  | unknown status
            {"case":{"user_custom_id":"a","channel":"cch12","subject":"s","content":"x","attachments":["u"]}} | files of a multipart
            {"case":{"user_custom_id":"a","channel":"cch12","subject":"s","content":"x"},}                    | malformed
            {"user_custom_id":"a","channel":"cch12","subject":"s","content":"x"}                              | no object case
            """)
    void aBrokenCaseIs400(String body, String what) throws Exception {
        HttpResponse<String> answer = client.send("POST", "/cases.json", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Json.read(answer.body().getBytes()).path("error").asText()).isNotEmpty();
        assertThat(deskie.violations()).anySatisfy(violation -> assertThat(violation).contains(what));
        assertThat(deskie.cases()).isEmpty();
    }

    @Test
    void brokenMessagesAreRefused() throws Exception {
        JsonNode made = create("a", "x");
        String path = "/cases/" + made.path("case_id") + "/messages.json";
        long user = made.path("user_id").asLong();
        assertThat(client.status("POST", path, "{\"message\":{\"user_id\":%d,\"staff_id\":5120,\"content\":\"x\"}}".formatted(user))).isEqualTo(400);
        assertThat(client.status("POST", path, "{\"message\":{\"user_id\":%d}}".formatted(user))).isEqualTo(400);
        assertThat(client.status("POST", path, "{\"message\":{\"user_id\":1,\"content\":\"x\"}}")).isEqualTo(404);
        assertThat(client.json("POST", path, "{\"message\":{\"staff_id\":5123,\"content\":\"x\"}}").path("error").asText()).isEqualTo("staff_not_active");
        assertThat(client.status("POST", path, "content=x", "Content-Type", "application/x-www-form-urlencoded")).isEqualTo(400);
        assertThat(client.json("POST", "/cases/77/messages.json", "{\"message\":{\"user_id\":%d,\"content\":\"x\"}}".formatted(user)).path("error").asText())
                .isEqualTo("case_not_found");
        assertThat(deskie.violations()).hasSize(6);
        assertThat(deskie.messages(made.path("case_id").asLong())).hasSize(1);
    }

    @Test
    void strangersUnknownPathsAndLeaksAreNoticed() throws Exception {
        HttpResponse<String> answer = new Client(server.url() + "/deskie/api", "Basic eDp5").send("GET", "/cases.json", null);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("api_calls_left")).isPresent();
        assertThat(client.status("GET", "/cases", null)).isEqualTo(404);
        assertThat(client.status("GET", "/cases.json?show_active_chat=true", null)).isEqualTo(200);
        assertThat(client.status("GET", "/cases.json?limit=101", null)).isEqualTo(400);
        assertThat(client.status("GET", "/staff.json", null, "CamelHttpUri", "x")).isEqualTo(200);
        assertThat(deskie.violations()).hasSize(5);
    }

    @Test
    void listsAreKeyedObjectsInPages() throws Exception {
        assertThat(client.json("GET", "/cases.json", null).toString()).isEqualTo("{\"case\":[]}");
        long user = 0;
        for (int i = 0; i < 3; i++) {
            user = create("a", "x" + i).path("user_id").asLong();
            clock.forward(Duration.ofSeconds(1));
        }
        create("b", "y");
        JsonNode hidden = client.json("GET", "/cases.json?user_id=" + user, null);
        assertThat(hidden.toString()).as("active chats are left out").isEqualTo("{\"case\":[]}");
        JsonNode all = client.json("GET", "/cases.json?user_id%5B%5D=" + user + "&show_active_chats=True&limit=2&sort=created_at_asc", null);
        assertThat(all.path("total_count").asInt()).isEqualTo(3);
        assertThat(all.path("0").path("case").path("case_id").asLong()).isEqualTo(4410031);
        assertThat(all.has("2")).isFalse();
        assertThat(client.json("GET", "/cases.json?user_custom_id=a&show_active_chats=1&limit=2&page=2", null).has("0")).isTrue();
        assertThat(client.json("GET", "/cases.json?user_custom_id=a&show_active_chats=1&page=9", null).toString()).isEqualTo("{\"case\":[]}");
        deskie.closeCase(4410031);
        assertThat(client.json("GET", "/cases.json?status=closed", null).path("total_count").asInt()).isEqualTo(1);
        assertThat(client.json("GET", "/cases.json?show_active_chats=true&from_updated_time=2026-03-05%2016:20:14", null).path("total_count").asInt())
                .as("the newest case, and the one that was closed just now").isEqualTo(2);
        assertThat(deskie.violations()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(DeskieSwitches.Mode.class)
    void anAgentsAnswerGoesToTheWebhook(DeskieSwitches.Mode mode) throws Exception {
        deskie.switches().webhookMode = mode;
        JsonNode made = create("loyalty-88121", "x");
        long id = made.path("case_id").asLong();
        long message = deskie.answerWithFile(id, 5121, "It ships & today", "label.png", "image/png", new byte[] {1, 2, 3});
        Receiver.Hook hook = hook(0);
        assertThat(hook.path()).isEqualTo("/hooks/support-deskie/5d1c");
        switch (mode) {
            case FORM -> {
                assertThat(hook.contentType()).isEqualTo("application/x-www-form-urlencoded");
                String decoded = URLDecoder.decode(hook.body().replace("&", "\n"), StandardCharsets.UTF_8);
                assertThat(decoded.lines()).contains("type=message_new", "object[message_id]=" + message, "object[case_id]=" + id, "object[staff_id]=5121",
                        "object[user_id]=" + made.path("user_id"), "object[custom_user_id]=loyalty-88121", "object[content]=It ships & today",
                        "object[attachments][0][file_name]=label.png", "object[note]=0", "object[sent_via_rule]=0", "object[b_from_api]=0");
            }
            case MULTIPART -> {
                assertThat(hook.contentType()).startsWith("multipart/form-data; boundary=");
                assertThat(Multipart.read(hook.contentType(), hook.body().getBytes(StandardCharsets.UTF_8)))
                        .anySatisfy(part -> assertThat(part.name() + "=" + part.text()).isEqualTo("object[content]=It ships & today"));
            }
            case JSON -> {
                assertThat(hook.json().path("type").asText()).isEqualTo("message_new");
                assertThat(hook.json().path("object").path("message_id").asLong()).isEqualTo(message);
                String url = hook.json().path("object").path("attachments").get(0).path("url").asText();
                assertThat(new Client(url, null).send("GET", "", null).body().getBytes(StandardCharsets.UTF_8)).containsExactly(1, 2, 3);
            }
        }
        assertThat(deskie.status(id)).isEqualTo("waiting");
        assertThat(deskie.log().entries().toString()).doesNotContain("5d1c");
    }

    @Test
    void rulesNotesAndTheApisOwnAnswersAreMarked() throws Exception {
        deskie.switches().webhookMode = DeskieSwitches.Mode.JSON;
        JsonNode made = create("a", "x");
        long id = made.path("case_id").asLong();
        deskie.note(id, 5121, "not for the customer");
        deskie.ruleMessage(id, "We are closed now");
        assertThat(hook(0).json().path("object").path("sent_via_rule").asInt()).as("the note was not sent").isEqualTo(1);
        client.status("POST", "/cases/" + id + "/messages.json", "{\"message\":{\"staff_id\":5120,\"content\":\"the bot's own\"}}");
        assertThat(hook(1).json().path("object").path("b_from_api").asInt()).isEqualTo(1);
        deskie.switches().noteWebhooks = true;
        assertThat(client.json("POST", "/cases/" + id + "/note.json", "{\"note\":{\"content\":\"n\"}}").path("message").path("note").asBoolean()).isTrue();
        assertThat(hook(2).json().path("object").path("note").asInt()).isEqualTo(1);
        assertThat(client.json("GET", "/cases/" + id + "/messages.json?order=desc", null).path("total_count").asInt()).isEqualTo(5);
        assertThat(deskie.violations()).isEmpty();
    }

    @Test
    void aMergedCaseLeavesTheListAndIsNotFound() throws Exception {
        JsonNode first = create("a", "one");
        JsonNode second = create("a", "two");
        long into = first.path("case_id").asLong();
        long from = second.path("case_id").asLong();
        deskie.merge(from, into);
        JsonNode list = client.json("GET", "/cases.json?user_custom_id=a&show_active_chats=true", null);
        assertThat(list.path("total_count").asInt()).isEqualTo(1);
        JsonNode merged = client.json("GET", "/cases.json?user_custom_id=a&show_active_chats=true&show_merged_cases=true&sort=created_at_desc", null);
        assertThat(merged.path("0").path("case").path("parent_case_id").asLong()).isEqualTo(into);
        HttpResponse<String> answer = client.send("POST", "/cases/" + from + "/messages.json",
                "{\"message\":{\"user_id\":%d,\"content\":\"three\"}}".formatted(first.path("user_id").asLong()));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("case_not_found");
        assertThat(deskie.userTexts(into)).containsExactly("one", "two");
        assertThat(client.status("GET", "/cases/" + from + ".json", null)).isEqualTo(404);
        deskie.switches().mergedCaseReadable = true;
        assertThat(client.status("GET", "/cases/" + from + ".json", null)).isEqualTo(200);
        assertThat(deskie.violations()).as("a race is no mistake").isEmpty();
    }

    @Test
    void aMessageToAClosedCaseIsLateUnlessTheListHadSaidSo() throws Exception {
        JsonNode made = create("a", "x");
        long id = made.path("case_id").asLong();
        String body = "{\"message\":{\"user_id\":%d,\"content\":\"y\"}}".formatted(made.path("user_id").asLong());
        deskie.closeCase(id);
        client.status("POST", "/cases/" + id + "/messages.json", body);
        assertThat(deskie.late()).hasSize(1);
        assertThat(deskie.violations()).isEmpty();
        assertThat(deskie.status(id)).isEqualTo("open");
        deskie.closeCase(id);
        client.status("GET", "/cases.json?user_id=" + made.path("user_id") + "&show_active_chats=true", null);
        client.status("POST", "/cases/" + id + "/messages.json", body);
        assertThat(deskie.violations()).singleElement().asString().contains("closed");
    }

    @Test
    void profilesAreLinkedUnlessTakenInTheSameChannel() throws Exception {
        JsonNode first = client.json("POST", "/cases.json",
                "{\"case\":{\"user_custom_id\":\"a\",\"channel\":\"cch12\",\"user_email\":\"mira@example.com\",\"subject\":\"s\",\"content\":\"x\"}}").path("case");
        JsonNode second = client.json("POST", "/cases.json",
                "{\"case\":{\"user_custom_id\":\"b\",\"channel\":\"cch12\",\"user_email\":\"mira@example.com\",\"subject\":\"s\",\"content\":\"x\"}}").path("case");
        assertThat(client.json("GET", "/users/" + first.path("user_id") + ".json", null).path("user").path("linked_users")).hasSize(1);
        assertThat(client.json("GET", "/users/" + second.path("user_id") + ".json", null).path("user").path("linked_users")).isEmpty();
        JsonNode users = client.json("GET", "/users.json?user_custom_id=a", null);
        assertThat(users.path("total_count").asInt()).isEqualTo(1);
        assertThat(users.path("0").path("user").path("user_custom_channel").asText()).isEqualTo("cch12");
        assertThat(client.json("PUT", "/users/" + second.path("user_id") + "/link.json", "{\"user\":{\"user_email\":\"mira@example.com\"}}")
                .path("user").path("linked_users")).hasSize(1);
        assertThat(deskie.violations()).isEmpty();
    }

    @Test
    void filesComeByMultipartOrByLink() throws Exception {
        String body = String.join("\r\n", "--b1", "Content-Disposition: form-data; name=\"case[user_custom_id]\"", "", "a",
                "--b1", "Content-Disposition: form-data; name=\"case[channel]\"", "", "cch12",
                "--b1", "Content-Disposition: form-data; name=\"case[subject]\"", "", "Müll",
                "--b1", "Content-Disposition: form-data; name=\"case[content]\"", "", "see",
                "--b1", "Content-Disposition: form-data; name=\"case[attachments][0]\"; filename=\"bill.txt\"", "Content-Type: text/plain", "", "12 EUR",
                "--b1--", "");
        HttpResponse<String> answer = client.send("POST", "/cases.json", body, "Content-Type", "multipart/form-data; boundary=b1");
        assertThat(answer.statusCode()).isEqualTo(201);
        JsonNode made = Json.read(answer.body().getBytes(StandardCharsets.UTF_8)).path("case");
        assertThat(made.path("subject").asText()).isEqualTo("Müll");
        JsonNode file = client.json("GET", "/cases/" + made.path("case_id") + "/messages.json", null).path("0").path("message").path("attachments").get(0);
        assertThat(file.path("file_size").asInt()).isEqualTo(6);
        assertThat(new Client(file.path("url").asText(), null).send("GET", "", null).body()).isEqualTo("12 EUR");

        JsonNode message = client.json("POST", "/cases/" + made.path("case_id") + "/messages.json",
                "{\"message\":{\"user_id\":%s,\"content\":\"\",\"attachment_urls\":[\"https://files.example.com/a/quote.pdf?sig=1\"]}}"
                        .formatted(made.path("user_id"))).path("message");
        assertThat(message.path("attachments").get(0).path("file_name").asText()).isEqualTo("quote.pdf");
        assertThat(deskie.violations()).isEmpty();
    }

    @Test
    void theHourlyLimitIsKeptByTheClock() throws Exception {
        deskie.switches().hourlyLimit = 2;
        HttpResponse<String> first = client.send("GET", "/staff.json", null);
        assertThat(first.headers().firstValue("api_calls_left")).contains("1");
        assertThat(client.status("GET", "/staff.json", null)).isEqualTo(200);
        assertThat(client.status("GET", "/staff.json", null)).isEqualTo(429);
        deskie.switches().legacyRateLimit = true;
        HttpResponse<String> legacy = client.send("GET", "/staff.json", null);
        assertThat(legacy.statusCode()).isEqualTo(403);
        assertThat(legacy.body()).contains("rate limit exceeded");
        clock.forward(Duration.ofHours(1));
        assertThat(client.status("GET", "/staff.json", null)).isEqualTo(200);
        assertThat(deskie.violations()).isEmpty();
    }

    @Test
    void theSwitchesShapeTheAnswers() throws Exception {
        JsonNode made = create("a", "x");
        long id = made.path("case_id").asLong();
        deskie.pending(id);
        deskie.switches().looseTypes = true;
        deskie.switches().pendingSynonym = true;
        deskie.switches().echoChannel = false;
        deskie.switches().emptyList = DeskieSwitches.Empty.TOTAL_ZERO;
        JsonNode one = client.json("GET", "/cases/" + id + ".json", null).path("case");
        assertThat(one.path("case_id").isTextual()).isTrue();
        assertThat(one.path("deleted").asInt(7)).isZero();
        assertThat(one.path("status").asText()).isEqualTo("pending");
        assertThat(one.path("channel").asText()).isEqualTo("chat");
        assertThat(client.json("GET", "/users.json?user_custom_id=nobody", null).toString()).isEqualTo("{\"total_count\":0}");
        deskie.switches().createAnswers200 = true;
        assertThat(client.status("POST", "/cases.json",
                "{\"case\":{\"user_custom_id\":\"a\",\"channel\":\"cch12\",\"subject\":\"    \",\"content\":\"x\"}}")).isEqualTo(200);
    }

    @Test
    void faultsHitTheCallsTheyAreAimedAt() throws Exception {
        JsonNode made = create("a", "x");
        String path = "/cases/" + made.path("case_id") + "/messages.json";
        String body = "{\"message\":{\"user_id\":%s,\"content\":\"y\"}}".formatted(made.path("user_id"));
        deskie.faults().next(1, "POST", "*/messages.json", Fault.badGateway());
        deskie.faults().next(1, "POST", "*/messages.json", Fault.rateLimited403());
        deskie.faults().next(1, "POST", "*/messages.json", Fault.tooMany(Duration.ofSeconds(7)));
        deskie.faults().next(1, "POST", "*/messages.json", Fault.cutAfter());
        assertThat(client.status("GET", path, null)).isEqualTo(200);
        HttpResponse<String> html = client.send("POST", path, body);
        assertThat(html.statusCode()).isEqualTo(502);
        assertThat(html.headers().firstValue("Content-Type")).contains("text/html");
        assertThat(client.status("POST", path, body)).isEqualTo(403);
        assertThat(client.send("POST", path, body).headers().firstValue("Retry-After")).contains("7");
        assertThat(deskie.userTexts(made.path("case_id").asLong())).containsExactly("x");
        assertThatThrownBy(() -> client.send("POST", path, body)).isInstanceOf(IOException.class);
        assertThat(deskie.userTexts(made.path("case_id").asLong())).containsExactly("x", "y");
    }

    @Test
    void theCaseIsEditedAndLookedUp() throws Exception {
        JsonNode made = create("a", "x");
        String path = "/cases/" + made.path("case_id");
        assertThat(client.json("PUT", path + ".json", "{\"case\":{\"status\":\"closed\",\"staff_id\":5121}}").path("case").path("closed_at").asText())
                .isEqualTo("Thu, 05 Mar 2026 16:20:11 +0300");
        assertThat(client.json("GET", "/staff/5121.json", null).path("staff").path("staff_full_name").asText()).isEqualTo("Joana Silva");
        JsonNode channel = client.json("GET", "/custom_channels.json", null).path("0").path("custom_channel");
        assertThat(channel.path("channel_api_key").asText()).isEqualTo("cch12");
        assertThat(channel.path("webhook_url").asText()).isEqualTo(receiver.url("/hooks/support-deskie/5d1c"));
        assertThat(deskie.log().entries().toString()).as("the address's secret part is masked in the log").doesNotContain("5d1c");
        assertThat(client.status("PUT", path + "/trash.json", null)).isEqualTo(200);
        assertThat(client.status("DELETE", path + ".json", null)).isEqualTo(200);
        assertThat(client.status("GET", path + ".json", null)).isEqualTo(404);
        assertThat(deskie.cases()).isEmpty();
        assertThat(deskie.violations()).isEmpty();
    }

    @Test
    void aSimulatorThatIsStartedAnewCanGoOnNumbering() throws Exception {
        deskie.numberFrom(1_772_700_000L);
        JsonNode made = create("a", "x");
        assertThat(made.path("case_id").asLong()).isEqualTo(1_772_700_000L);
        assertThat(made.path("user_id").asLong()).isEqualTo(1_772_700_000L);
        assertThat(client.status("GET", "/cases/4410031.json", null)).isEqualTo(404);
        assertThat(deskie.violations()).singleElement().asString().contains("there never was a case 4410031");
    }

    @Test
    void theControlApiPlaysTheAgents() throws Exception {
        Client people = new Client(server.url() + "/deskie/_control", null);
        long id = create("a", "x").path("case_id").asLong();
        assertThat(people.json("GET", "/cases", null).get(0).path("case").asLong()).isEqualTo(id);
        JsonNode detail = people.json("POST", "/cases/" + id + "/answer", "{\"text\":\"hello\",\"staff\":5122}");
        assertThat(detail.path("messages").get(1).path("name").asText()).isEqualTo("Mark Holm");
        people.json("POST", "/cases/" + id + "/note", "{\"text\":\"n\"}");
        people.json("POST", "/cases/" + id + "/close", null);
        assertThat(deskie.status(id)).isEqualTo("closed");
        assertThat(deskie.messages(id)).extracting(DeskieMessage::text).isEqualTo(List.of("x", "hello", "n"));
        assertThat(people.status("POST", "/cases/77/close", null)).isEqualTo(404);
    }

    private JsonNode create(String customId, String text) throws Exception {
        return client.json("POST", "/cases.json",
                "{\"case\":{\"user_custom_id\":\"%s\",\"channel\":\"cch12\",\"subject\":\"s\",\"content\":\"%s\"}}".formatted(customId, text)).path("case");
    }

    private Receiver.Hook hook(int index) {
        await().until(() -> receiver.hooks.size() > index);
        return receiver.hooks.get(index);
    }
}
