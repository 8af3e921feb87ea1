package dev.baton.spine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a webhook is answered that can't go in, and that nothing of it is lost. */
class DoorTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    @TempDir
    static Path data;
    private static Stage stage;

    @BeforeAll
    static void open() {
        stage = new Stage(data, Clock.systemUTC(), "--baton.webhook.max-body=64KB", "--channels.acme-blip.token-header=X-Blip-Token");
    }

    @AfterAll
    static void shut() {
        stage.close();
    }

    private static HttpResponse<String> blip(String body) {
        return stage.post("/hooks/acme-blip", body, "X-Blip-Token", Stage.TOKEN, "Content-Type", "application/json");
    }

    @Test
    void aWrongKeyIs401() throws Exception {
        HttpResponse<String> answer = stage.post("/hooks/acme-blip", "{}", "X-Blip-Token", "guess", "Content-Type", "application/json");
        problem(answer, 401);
        problem(stage.post("/hooks/acme-blip", "{}", "Authorization", Stage.TOKEN), 401);
        problem(stage.post("/hooks/support-deskie/guess", "{}"), 401);
        assertThat(answer.body()).doesNotContain(Stage.TOKEN).doesNotContain("guess");
    }

    @Test
    void notJsonIs400() throws Exception {
        problem(blip("{\"type\": \"text/plain\", "), 400);
        problem(blip(""), 400);
        problem(blip("{\"a\": 1} trailing"), 400);
        problem(blip("{\"a\": \"\\u0000\"}"), 400);
    }

    @Test
    void jsonThatNoMappingKnowsIs202AndADeadLetterThatIsReplayedOnceItCanBeRead() throws Exception {
        String body = "{\"neither\": \"message\", \"nor\": \"ticket\", \"word\": \"Grüße 👋\"}";
        HttpResponse<String> answer = blip(body);
        assertThat(answer.statusCode()).isEqualTo(202);
        String id = JSON.readTree(answer.body()).path("deadLetter").asText();
        JsonNode letter = JSON.readTree(stage.api("GET", "/api/dead-letters/" + id).body());
        assertThat(letter.path("body").asText()).isEqualTo(body);
        assertThat(letter.path("cause").asText()).isNotBlank();
        assertThat(stage.api("POST", "/api/dead-letters/" + id + "/replay").statusCode()).as("it still can't be read").isEqualTo(409);
        assertThat(JSON.readTree(stage.api("GET", "/api/dead-letters/" + id).body()).path("state").asText()).isEqualTo("waiting");
    }

    @Test
    void tooLargeIs413() throws Exception {
        problem(blip("{\"a\": \"" + "x".repeat(70_000) + "\"}"), 413);
    }

    @Test
    void anUnknownChannelIs404() throws Exception {
        problem(stage.post("/hooks/nobody", "{}"), 404);
        problem(stage.post("/hooks/..%2fapi", "{}"), 400, 404);
    }

    @Test
    void theApiWantsALogin() throws Exception {
        assertThat(stage.http.send(java.net.http.HttpRequest.newBuilder(java.net.URI.create(stage.url() + "/api/channels")).build(),
                HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(401);
        JsonNode channels = JSON.readTree(stage.api("GET", "/api/channels").body());
        assertThat(channels.toString()).contains("\"name\":\"acme-blip\"").contains("\"name\":\"support-deskie\"")
                .doesNotContain(Stage.TOKEN).doesNotContain("s3cr3t").doesNotContain(Stage.DESK_TOKEN);
        assertThat(JSON.readTree(stage.api("GET", "/api/openapi.json").body()).path("paths").size()).isGreaterThan(5);
        stage.post("/hooks/nobody", "{}");
        assertThat(stage.api("GET", "/actuator/prometheus").body()).contains("baton_webhooks_total");
        assertThat(stage.api("GET", "/actuator/health").body()).contains("UP");
    }

    private static void problem(HttpResponse<String> answer, Integer... expected) throws Exception {
        assertThat(answer.statusCode()).isIn((Object[]) expected);
        if (answer.statusCode() != 400 || !answer.body().startsWith("<")) {
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
            JsonNode body = JSON.readTree(answer.body());
            assertThat(body.path("status").asInt()).isEqualTo(answer.statusCode());
            assertThat(body.path("detail").asText()).as("what to do").isNotBlank();
        }
    }
}
