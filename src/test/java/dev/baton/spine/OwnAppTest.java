package dev.baton.spine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.baton.sandbox.BotSettings;
import dev.baton.sandbox.BotSimulator;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A customer in the own app, a bot of one's own, and Deskie's agents. */
class OwnAppTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SIGNS = "whsec_c2FuZGJveDogQmF0b24gc2lnbnMgd2l0aCB0aGlz";
    private static final String SIGNED = "whsec_c2FuZGJveDogdGhlIGJvdCBzaWducyB3aXRoIGl0";
    @TempDir
    private Path data;

    private record Post(String id, String timestamp, String signature, String body) {
    }

    @Test
    @Timeout(90)
    void theBotSpeaksThenTheAgentThenTheBotAgainAndTheAppIsToldOnceAndSigned() throws Exception {
        List<Post> posts = new CopyOnWriteArrayList<>();
        HttpServer app = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        app.createContext("/told", exchange -> {
            posts.add(new Post(exchange.getRequestHeaders().getFirst("webhook-id"), exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                    exchange.getRequestHeaders().getFirst("webhook-signature"), new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        app.start();
        try (Stage stage = new Stage(data, Clock.systemUTC(), "--channels.own-app.api-key=the-apps-own-key", "--channels.own-app.bot=own-bot", "--channels.own-app.desk=support-deskie",
                "--channels.own-app.url=http://localhost:" + app.getAddress().getPort() + "/told", "--channels.own-app.signing-secret=" + SIGNS,
                "--channels.own-bot.url={simulators}/bot", "--channels.own-bot.signing-secret=" + SIGNS, "--channels.own-bot.token=" + SIGNED,
                "--channels.support-deskie.poll-every=1s")) {
            BotSimulator bot = stage.server.mount("/bot", new BotSimulator(Clock.systemUTC(), new BotSettings(SIGNS, SIGNED)));
            String conversation = say(stage, "hello").path("conversation").asText();
            Stage.soon().untilAsserted(() -> assertThat(texts(stage, conversation)).contains("You said: hello"));
            say(stage, "human");
            long id = firstCase(stage);
            stage.deskie.answer(id, 5120, "Joana here");
            Stage.soon().untilAsserted(() -> assertThat(texts(stage, conversation)).contains("Joana here"));
            int heard = bot.heard(conversation).size();
            say(stage, "thank you, Joana");
            Stage.soon().untilAsserted(() -> assertThat(stage.deskie.userTexts(id)).contains("thank you, Joana"));
            assertThat(bot.heard(conversation)).as("the bot hears nothing while an agent has the customer").hasSize(heard);
            stage.deskie.closeCase(id);
            Stage.soon().untilAsserted(() -> assertThat(texts(stage, conversation).toString()).contains("I am back. I have read"));
            assertThat(say(stage, "and now?").path("conversation").asText()).as("the same conversation goes on").isEqualTo(conversation);
            Stage.soon().untilAsserted(() -> assertThat(texts(stage, conversation)).contains("You said: and now?"));

            Stage.soon().untilAsserted(() -> assertThat(posts.toString()).contains("You said: and now?").contains("Joana here").contains("handover.ended"));
            assertThat(posts.stream().map(Post::id)).doesNotHaveDuplicates();
            for (Post post : posts) {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(Base64.getDecoder().decode(SIGNS.substring(6)), "HmacSHA256"));
                assertThat(post.signature()).isEqualTo("v1," + Base64.getEncoder().encodeToString(mac.doFinal((post.id() + "." + post.timestamp() + "." + post.body()).getBytes(StandardCharsets.UTF_8))));
                assertThat(JSON.readTree(post.body()).path("id").asText()).isEqualTo(post.id());
            }
            assertThat(stage.deskie.violations()).isEmpty();
            assertThat(bot.violations()).isEmpty();
        } finally {
            app.stop(0);
        }
    }

    private static long firstCase(Stage stage) {
        Stage.soon().until(() -> !stage.deskie.casesOf("own-app:u-1").isEmpty());
        return stage.deskie.casesOf("own-app:u-1").get(0);
    }

    private static JsonNode say(Stage stage, String text) throws Exception {
        return JSON.readTree(stage.post("/talk/own-app/messages", "{\"user\":{\"id\":\"u-1\",\"name\":\"Ana\"},\"text\":\"" + text + "\"}", "Authorization", "Bearer the-apps-own-key",
                "Content-Type", "application/json").body());
    }

    private static List<String> texts(Stage stage, String conversation) throws Exception {
        List<String> texts = new ArrayList<>();
        JsonNode page = JSON.readTree(stage.get("/talk/own-app/conversations/" + conversation + "/messages?limit=200", "the-apps-own-key"));
        page.path("items").forEach(item -> texts.add(item.path("content").path("text").asText()));
        return texts;
    }
}
