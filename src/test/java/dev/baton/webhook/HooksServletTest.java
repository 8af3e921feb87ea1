package dev.baton.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.event.Json;
import dev.baton.ledger.Ledger;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class HooksServletTest {

    private Fixture fixture;

    @BeforeEach
    void start() {
        fixture = new Fixture();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # path                    | header          | value                  | status
            /hooks/open               | -               | -                      | 200
            /hooks/blue               | Authorization   | s3cret                 | 200
            /hooks/blue               | authorization   | Key s3cret             | 200
            /hooks/blue               | Authorization   | Bearer s3cret          | 200
            /hooks/blue               | Authorization   | bearer  s3cret         | 200
            /hooks/blue               | Authorization   | Basic s3cret           | 401
            /hooks/blue               | Authorization   | S3cret                 | 401
            /hooks/blue               | Authorization   | s3cre                  | 401
            /hooks/blue               | Authorization   | s3crets                | 401
            /hooks/blue               | Authorization   | Bearer                 | 401
            /hooks/blue               | X-Token         | s3cret                 | 401
            /hooks/blue               | -               | -                      | 401
            /hooks/blue/s3cret        | Authorization   | s3cret                 | 404
            /hooks/own-header         | X-TOKEN         | s3cret                 | 200
            /hooks/own-header         | Authorization   | s3cret                 | 401
            /hooks/path/5d1c-s3cret   | -               | -                      | 200
            /hooks/path/5d1c-s3cre%74 | -               | -                      | 200
            /hooks/path/5D1C-S3CRET   | -               | -                      | 401
            /hooks/path/5d1c-s3cret/  | -               | -                      | 404
            /hooks/path/              | -               | -                      | 404
            /hooks/path               | -               | -                      | 401
            /hooks/without            | Authorization   | s3cret                 | 503
            /hooks/misspelt           | Authorization   | s3cret                 | 503
            /hooks/resting            | -               | -                      | 503
            /hooks/nobody             | -               | -                      | 404
            /hooks/                   | -               | -                      | 404
            /hooks                    | -               | -                      | 404
            /hooks/BLUE               | Authorization   | s3cret                 | 404
            /hooks/..                 | -               | -                      | 404
            /hooks/open%0d%0aX-Bad:1  | -               | -                      | 404
            /hooks/%F0%9F%98%80       | -               | -                      | 404
            """)
    void whoMaySend(String path, String header, String value, int status) throws Exception {
        HttpResponse<String> answer = header == null ? fixture.post(path, "{}") : fixture.post(path, "{}", header, value);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(fixture.bodies).hasSize(status == 200 ? 1 : 0);
        assertThat(answer.body()).doesNotContainIgnoringCase("s3cre").doesNotContain("secret reason");
        assertThat(answer.headers().firstValue("Retry-After").isPresent()).isEqualTo(status == 503);
        assertThat(answer.headers().firstValue("WWW-Authenticate").isPresent()).isEqualTo(status == 401);
        assertThat(answer.headers().map()).doesNotContainKey("x-bad");
    }

    @Test
    void aSignatureIsOfThisBodyAndOfNow() throws Exception {
        fixture.channel("signed", Map.of("proof", "signature", "header", "X-Sig", "proofTimeHeader", "X-Time"), Map.of("token", "s3cret"));
        String now = Long.toString(System.currentTimeMillis() / 1000);
        String old = Long.toString(System.currentTimeMillis() / 1000 - 600);
        String body = "{\"name\":\"Zoë\"}";

        assertThat(fixture.post("/hooks/signed", body, "X-Time", now, "X-Sig", SignatureTest.sign("s3cret", now, body)).statusCode()).isEqualTo(200);
        HttpResponse<String> changed = fixture.post("/hooks/signed", body + " ", "X-Time", now, "X-Sig", SignatureTest.sign("s3cret", now, body));
        assertThat(changed.statusCode()).isEqualTo(401);
        assertThat(changed.body()).contains("X-Sig").contains("X-Time").contains("300 s").doesNotContain("s3cret");
        assertThat(fixture.post("/hooks/signed", body, "X-Time", old, "X-Sig", SignatureTest.sign("s3cret", old, body)).statusCode()).isEqualTo(401);
        assertThat(fixture.post("/hooks/signed", body, "X-Time", now, "X-Sig", "s3cret").statusCode()).as("a token is no signature").isEqualTo(401);
        assertThat(fixture.post("/hooks/signed", body).statusCode()).isEqualTo(401);
        assertThat(fixture.bodies).hasSize(1);
    }

    @Test
    void standardWebhooksAreSignedOverTheBytesThatCame() throws Exception {
        String secret = StandardWebhooksTest.SECRET;
        fixture.channel("standard", Map.of("proof", "standard-webhooks"), Map.of("token", secret));
        String now = Long.toString(System.currentTimeMillis() / 1000);
        byte[] body = "{ \"name\" : \"Zo\u00eb\" }\r\n".getBytes(StandardCharsets.UTF_8);
        String signature = SigningSecret.of(secret).sign("msg_1", now, body);

        assertThat(fixture.send("POST", "/hooks/standard", body, "Webhook-Id", "msg_1", "Webhook-Timestamp", now, "Webhook-Signature", signature).statusCode()).isEqualTo(200);
        HttpResponse<String> other = fixture.send("POST", "/hooks/standard", body, "Webhook-Id", "msg_2", "Webhook-Timestamp", now, "Webhook-Signature", signature);
        assertThat(other.statusCode()).isEqualTo(401);
        assertThat(other.body()).contains("webhook-signature").doesNotContain("MfKQ");
        assertThat(fixture.bodies).hasSize(1);
    }

    @Test
    void acceptedIsSaid() throws Exception {
        HttpResponse<String> answer = fixture.post("/hooks/open", "{\"a\": [1, \"zwei\"]}", "Content-Type", "application/json; charset=utf-8");

        assertThat(Fixture.json(answer)).isEqualTo(Json.MAPPER.readTree("{\"accepted\":1,\"duplicates\":0}"));
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(fixture.bodies).containsExactly(Json.MAPPER.readTree("{\"a\":[1,\"zwei\"]}"));
        assertThat(new String(fixture.raws.get(0), StandardCharsets.UTF_8)).isEqualTo("{\"a\": [1, \"zwei\"]}");
        assertThat(fixture.meters.counter("baton.webhooks", "channel", "open", "status", "200").count()).isEqualTo(1);
    }

    @Test
    void aDeadLetterIsAnswered202() throws Exception {
        UUID id = UUID.randomUUID();
        fixture.channel("odd", Map.of("proof", "none"), Map.of(), () -> new Hooks.DeadLetter(id, "no mapping knows it"));

        HttpResponse<String> answer = fixture.post("/hooks/odd", "{}");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(Fixture.json(answer)).isEqualTo(Json.MAPPER.readTree("{\"deadLetter\":\"" + id + "\",\"cause\":\"no mapping knows it\"}"));
    }

    @Test
    void withoutALedgerNothingIsTaken() throws Exception {
        fixture.channel("down", Map.of("proof", "none"), Map.of(), () -> {
            throw new Ledger.Unavailable("disk full at /secret/path", null);
        });

        HttpResponse<String> answer = fixture.post("/hooks/down", "{}");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
        assertThat(answer.body()).doesNotContain("disk");
    }

    @Test
    void ourOwnMistakeIsANumberForTheSenderAndAStoryForTheLog(CapturedOutput log) throws Exception {
        fixture.channel("broken", Map.of("proof", "none"), Map.of(), () -> {
            throw new IllegalStateException("inner matters");
        });

        HttpResponse<String> answer = fixture.post("/hooks/broken", "{}");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("inner matters");
        String number = Fixture.json(answer).get("detail").asText().replaceAll(".*number ([0-9a-f-]{36}).*", "$1");
        assertThat(log.getAll()).contains(number).contains("inner matters");
    }

    @Test
    void aProblemSaysWhatToDo() throws Exception {
        HttpResponse<String> answer = fixture.post("/hooks/nobody", "{}");

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = Fixture.json(answer);
        assertThat(problem.get("type").asText()).isEqualTo("/problems#not-found");
        assertThat(problem.get("title").asText()).isEqualTo("Not found");
        assertThat(problem.get("status").asInt()).isEqualTo(404);
        assertThat(problem.get("detail").asText()).contains("GET /api/channels");
        assertThat(problem.get("instance").asText()).isEqualTo("/hooks/nobody");
        assertThat(fixture.meters.find("baton.webhooks").tags("channel", "nobody").counter()).as("a label that anybody could invent").isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "OPTIONS", "PATCH"})
    void onlyPost(String method) throws Exception {
        for (String path : new String[] {"/hooks/open", "/hooks/path/5d1c-s3cret", "/hooks/nobody"}) {
            HttpResponse<String> answer = fixture.send(method, path, new byte[0]);

            assertThat(answer.statusCode()).isEqualTo(405);
            assertThat(answer.headers().firstValue("Allow")).hasValue("POST, GET, HEAD");
            assertThat(answer.body()).doesNotContain("s3cret");
            assertThat(Fixture.json(answer).get("detail").asText()).contains("webhook").contains("POST");
        }
        assertThat(fixture.bodies).isEmpty();
    }

    /** Platforms look whether somebody is there before they send; who looks is told nothing that the address does not say. */
    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void whoLooksFindsSomebody(String method) throws Exception {
        for (String path : new String[] {"/hooks/open", "/hooks/path/5d1c-s3cret", "/hooks/path/wr0ng"}) {
            HttpResponse<String> answer = fixture.send(method, path, new byte[0]);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(method.equals("HEAD") ? "" : Hooks.greeting(path.split("/")[2]));
        }
        assertThat(fixture.send(method, "/hooks/nobody", new byte[0]).statusCode()).isEqualTo(404);
        assertThat(fixture.bodies).isEmpty();
    }

    @Test
    void aMismatchTellsTheOperatorTheNamesOfTheHeadersOnly(CapturedOutput log) throws Exception {
        fixture.post("/hooks/blue", "{}", "X-Platform-Token", "s3cret", "Authorization", "Bearer other");
        fixture.post("/hooks/blue", "{}", "X-Second", "s3cret");
        fixture.post("/hooks/path/wr0ng-t0ken", "{}");

        assertThat(log.getAll()).containsIgnoringCase("x-platform-token").contains("channels.blue.token").contains("channels.path.token");
        assertThat(log.getAll()).doesNotContain("s3cret").doesNotContain("other").doesNotContain("wr0ng").as("not more often than each ten seconds")
                .doesNotContainIgnoringCase("x-second");
    }
}
