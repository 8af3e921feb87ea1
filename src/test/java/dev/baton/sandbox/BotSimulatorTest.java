package dev.baton.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.baton.MovableClock;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulated bot keeps to docs/platforms/own-bot.md, and notices whoever does not. */
class BotSimulatorTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String TOKEN = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    private final MovableClock clock = MovableClock.standing();
    private Receiver receiver;
    private SimulatorServer server;
    private BotSimulator bot;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        receiver = new Receiver();
        server = new SimulatorServer(0);
        bot = server.mount("/bot", new BotSimulator(clock, new BotSettings(SECRET, TOKEN)));
        bot.webhook(receiver.url("/hooks/own-bot"));
        client = new Client(server.url() + "/bot", null);
    }

    @AfterEach
    void stop() {
        server.close();
        receiver.close();
    }

    private static String message(String id, String conversation, String text) {
        return "{\"id\":\"" + id + "\",\"type\":\"message\",\"conversation\":\"" + conversation + "\",\"channel\":\"own-app\",\"customer\":{\"id\":\"u-17\",\"name\":\"Ana\"},"
                + "\"message\":{\"kind\":\"text\",\"text\":\"" + text + "\"}}";
    }

    private static String ended(String id, String type, int lines) {
        return "{\"id\":\"" + id + "\",\"type\":\"" + type + "\",\"conversation\":\"c\",\"channel\":\"own-app\",\"customer\":{\"id\":\"u-17\"},\"reason\":\"because\",\"transcript\":["
                + String.join(",", Collections.nCopies(lines, "{}")) + "]}";
    }

    private HttpResponse<String> tell(String id, String body) throws Exception {
        Map<String, String> headers = BotSignature.headers(SECRET, id, body.getBytes(StandardCharsets.UTF_8), clock);
        List<String> flat = new ArrayList<>();
        headers.forEach((name, value) -> flat.addAll(List.of(name, value)));
        return client.send("POST", "", body, flat.toArray(String[]::new));
    }

    private List<String> answer(String id, String body) throws Exception {
        HttpResponse<String> answer = tell(id, body);
        assertThat(answer.statusCode()).as(answer.body() + bot.violations()).isIn(200, 204);
        return answer.statusCode() == 204 ? List.of() : inShort(Json.read(answer.body().getBytes(StandardCharsets.UTF_8)).path("actions"));
    }

    /** Each action in a word: its text, else its type. */
    private static List<String> inShort(JsonNode actions) {
        List<String> words = new ArrayList<>();
        actions.forEach(action -> words.add(action.path("text").asText(action.path("content").path("text").asText(action.path("type").asText()))));
        return words;
    }

    @Test
    void theVectorOfTheReferenceLibrariesIsSignedAsTheyDo() {
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
        Clock then = Clock.fixed(Instant.ofEpochSecond(1614265330), ZoneOffset.UTC);
        assertThat(BotSignature.headers(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", body, then)).containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void theScript() throws Exception {
        assertThat(answer("1", message("1", "c", "hi"))).containsExactly("Hello Ana, I am a bot. Write \"human\" if you want a person.", "typing", "You said: hi");
        assertThat(answer("2", message("2", "c", "buttons"))).containsExactly("What shall it be?");
        assertThat(answer("3", message("3", "c", "Human"))).containsExactly("One moment, I call somebody.", "handover");
        assertThat(bot.said("c").get(5).toString()).contains("\"tags\":[\"person\"]", "\"reason\":\"The customer asks for a person\"");
        assertThat(answer("4", ended("4", "handover.ended", 3))).containsExactly("I am back. I have read 3 messages.");
        assertThat(answer("5", message("5", "c", "agent"))).endsWith("handover");
        assertThat(answer("6", ended("6", "handover.failed", 0))).containsExactly("Nobody could come: because. I have read 0 messages.");
        assertThat(answer("7", message("7", "d", "back"))).endsWith("hand-back");
        assertThat(answer("8", message("8", "c", "bye"))).containsExactly("Bye!", "end");
        assertThat(bot.violations()).isEmpty();
        assertThat(bot.conversations()).containsExactly("c", "d");
        assertThat(bot.heard("c")).hasSize(7);
    }

    @Test
    void theSameIdIsTheSameOnce() throws Exception {
        List<String> first = answer("1", message("1", "c", "hi"));
        assertThat(answer("1", message("1", "c", "hi"))).isEqualTo(first);
        assertThat(answer("1", message("1", "c", "hi").replace("Ana", "Ana Souza"))).as("more is known of the customer meanwhile").isEqualTo(first);
        assertThat(bot.heard("c")).hasSize(1);
        assertThat(bot.said("c")).hasSize(3);
        assertThat(bot.violations()).isEmpty();
        tell("1", message("1", "c", "ho"));
        assertThat(bot.violations()).containsExactly("POST : the id 1 came with another body before");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # before                       | then        | what is wrong
            human                          | hello       | a message after the bot has given the control away (handover)
            bye                            | hello       | a message after the bot has given the control away (end)
            note #7                        | note #6     | the message #6 after #7
            """)
    void whatMustNotCome(String before, String then, String wrong) throws Exception {
        answer("1", message("1", "c", before));
        answer("2", message("2", "other", then));
        assertThat(bot.violations()).isEmpty();
        tell("3", message("3", "c", then));
        assertThat(bot.violations()).containsExactly("POST : " + wrong);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"id":"1"                               | {"id":"2"                                 | webhook-id is not the id in the body
            "type":"message"                        | "type":"greeting"                         | there is no type 'greeting'
            "channel":"own-app",                    | ''                                        | field channel is missing
            "channel":"own-app",                    | "channel":"own-app","references":{},      | a message has no field references
            "kind":"text",                          | ''                                        | the message has no kind
            """)
    void aBodyThatIsNotAsItShouldBe(String part, String instead, String wrong) throws Exception {
        assertThat(tell("1", message("1", "c", "hi").replace(part, instead)).statusCode()).isEqualTo(422);
        assertThat(String.join("\n", bot.violations())).contains(wrong);
    }

    @Test
    void onlySignedCallsOfNowAreTaken() throws Exception {
        String body = message("1", "c", "hi");
        assertThat(client.status("POST", "", body)).isEqualTo(401);
        Map<String, String> signed = BotSignature.headers(SECRET, "1", body.getBytes(StandardCharsets.UTF_8), clock);
        String[] headers = {"webhook-id", "1", "webhook-timestamp", signed.get("webhook-timestamp"), "webhook-signature", "v1,x " + signed.get("webhook-signature")};
        assertThat(client.status("POST", "", body + " ", headers)).isEqualTo(401);
        assertThat(client.status("POST", "", body, headers)).isEqualTo(200);
        clock.forward(Duration.ofSeconds(301));
        assertThat(client.status("POST", "", body, headers)).isEqualTo(401);
        assertThat(bot.violations()).containsExactly("POST : webhook-id is not there exactly once", "POST : webhook-signature is not of this body", "POST : webhook-timestamp is not now");
    }

    @Test
    void byApiItSaysTheSame() throws Exception {
        bot.switches().byApi = true;
        assertThat(answer("1", message("1", "c", "human"))).isEmpty();
        await().until(() -> receiver.hooks.size() == 1);
        JsonNode posted = receiver.hooks.get(0).json();
        assertThat(posted.path("conversation").asText()).isEqualTo("c");
        assertThat(posted.path("id").asText()).isEqualTo("1-api");
        assertThat(inShort(posted.path("actions"))).hasSize(3).endsWith("handover");
        await().until(() -> bot.said("c").size() == 3);
        tell("2", message("2", "c", "hello"));
        assertThat(bot.violations()).as("it may have been under way").isEmpty();
        assertThat(bot.late()).hasSize(1);
        clock.forward(Duration.ofSeconds(2));
        tell("3", message("3", "c", "hello"));
        assertThat(bot.violations()).hasSize(1);
    }

    @Test
    void itsMoods() throws Exception {
        JsonNode ready = client.json("POST", "/_control/switches", "{\"silent\":true}");
        assertThat(ready.path("silent").asBoolean()).isTrue();
        assertThat(tell("1", message("1", "c", "hi")).statusCode()).isEqualTo(204);
        bot.switches().silent = false;
        bot.switches().malformed = true;
        assertThat(tell("2", message("2", "c", "hi")).body()).startsWith("<html>");
        bot.switches().malformed = false;
        bot.switches().failing = true;
        assertThat(tell("3", message("3", "c", "hi")).statusCode()).isEqualTo(500);
        assertThat(bot.heard("c")).as("nothing is done").hasSize(2);
        bot.switches().failing = false;
        assertThat(tell("4", "{\"type\":\"ping\"}").body()).isEqualTo("{\"ready\":true}");
        bot.switches().notReady = true;
        assertThat(tell("5", "{\"type\":\"ping\"}").body()).isEqualTo("{\"ready\":false}");
        assertThat(bot.violations()).isEmpty();
    }

    @Test
    void theControlApiShowsWhatItKnowsAndLetsItSpeak() throws Exception {
        answer("1", message("1", "c", "human"));
        JsonNode all = client.json("GET", "/_control/conversations", null);
        assertThat(all.path(0).path("inControl").asBoolean()).isFalse();
        assertThat(all.path(0).path("said")).hasSize(3);
        ArrayNode actions = Json.MAPPER.createArrayNode();
        actions.addObject().put("type", "message").put("text", "once more");
        assertThat(client.status("POST", "/_control/conversations/c/say", "{\"id\":\"x-1\",\"text\":\"once more\"}")).isEqualTo(200);
        await().until(() -> receiver.hooks.size() == 1);
        assertThat(receiver.hooks.get(0).json().path("actions")).isEqualTo(actions);
        assertThat(client.status("GET", "/_control/conversations/nobody", null)).isEqualTo(404);
    }
}
