package dev.baton.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.event.Json;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes in bodies: well-meant, odd and hostile. */
class HooksBodiesTest {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static Fixture fixture;

    @BeforeAll
    static void start() {
        fixture = new Fixture();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @BeforeEach
    void forget() {
        fixture.bodies.clear();
    }

    static Stream<Arguments> taken() {
        return Stream.of(
                Arguments.of(null, bytes("{}"), "{}"),
                Arguments.of("application/json", bytes("[]"), "[]"),
                Arguments.of("APPLICATION/JSON;Charset=\"UTF-8\"", bytes("{\"a\":\"ü😀\"}"), "{\"a\":\"ü😀\"}"),
                Arguments.of("application/vnd.lime.message+json", bytes("{\"a\":1}"), "{\"a\":1}"),
                Arguments.of("text/plain", bytes(" {\"a\":1}\r\n"), "{\"a\":1}"),
                Arguments.of("application/json", bytes("\uFEFF{\"bom\":true}"), "{\"bom\":true}"),
                Arguments.of("application/json; charset=iso-8859-1", "{\"a\":\"ü\"}".getBytes(StandardCharsets.ISO_8859_1), "{\"a\":\"ü\"}"),
                Arguments.of("application/json", bytes("{\"id\":12345678901234567890}"), "{\"id\":12345678901234567890}"),
                Arguments.of("application/json", bytes("{\"cut\":\"a\\ud83d\",\"list\":[\"\\udc00b\"]}"), "{\"cut\":\"a\uFFFD\",\"list\":[\"\uFFFDb\"]}"),
                Arguments.of("application/json", bytes("[".repeat(64) + "]".repeat(64)), "[".repeat(64) + "]".repeat(64)),
                Arguments.of(FORM, bytes("type=message_new&object%5Bcase_id%5D=4410031&object[content]=It+ships%20today&object[attachments][0][url]=https%3A%2F%2Fx%2Ff"),
                        "{\"type\":\"message_new\",\"object\":{\"case_id\":\"4410031\",\"content\":\"It ships today\",\"attachments\":[{\"url\":\"https://x/f\"}]}}"),
                Arguments.of(FORM + "; charset=windows-1252", bytes("a=%FC"), "{\"a\":\"ü\"}"),
                Arguments.of(FORM, bytes("a=%F0%9F%98%80&&b&=c"), "{\"a\":\"😀\",\"b\":\"\",\"\":\"c\"}"));
    }

    @ParameterizedTest
    @MethodSource
    void taken(String type, byte[] body, String json) throws Exception {
        HttpResponse<String> answer = type == null ? fixture.send("POST", "/hooks/open", body) : fixture.send("POST", "/hooks/open", body, "Content-Type", type);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(fixture.bodies).containsExactly(Json.MAPPER.readTree(json));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refused(400, "application/json", "", "empty"),
                refused(400, FORM, "", "empty"),
                refused(400, FORM, "&&&", "no field"),
                refused(400, "application/json", "   ", "object or array"),
                refused(400, "application/json", "{\"a\":1}{\"b\":2}", "follows"),
                refused(400, "application/json", "{\"a\":1} x", "line 1"),
                refused(400, "application/json", "{\"a\":1,\"a\":2}", "twice"),
                refused(400, "application/json", "{'a':1}", "one JSON value"),
                refused(400, "application/json", "{\"a\":NaN}", "one JSON value"),
                refused(400, "application/json", "{\"a\":1e999999999}", "too large"),
                refused(400, "application/json", "{\"a\":" + "9".repeat(501) + "}", "too long"),
                refused(400, "application/json", "{\"a\":\n \"b", "line 2"),
                refused(400, "application/json", "null", "object or array"),
                refused(400, "application/json", "\"text\"", "object or array"),
                refused(400, "application/json", "a=1&b=2", "one JSON value"),
                refused(400, "application/json", "{\"a\":\"\\u0000\"}", "U+0000"),
                refused(400, "application/json", "{\"a\\u0000b\":1}", "U+0000"),
                refused(400, "application/json", "[[\"\\u0000\"]]", "U+0000"),
                refused(400, "application/json", "{\"\\ud800\":1}", "surrogate"),
                refused(400, "application/json", "[".repeat(65) + "]".repeat(65), "64 levels"),
                refused(400, "application/json", "[".repeat(50_000), "64 levels"),
                refused(400, "application/json", "{\"a\":".repeat(15_000), "64 levels"),
                Arguments.of(400, "application/json", new byte[] {'"', (byte) 0xC3, '"'}, "UTF-8"),
                Arguments.of(400, "application/json", new byte[] {'{', '}', (byte) 0xED, (byte) 0xA0, (byte) 0x80}, "UTF-8"),
                Arguments.of(400, "application/json", new byte[] {0, 0, 0}, "U+0000"),
                Arguments.of(400, "application/json", "{}".getBytes(StandardCharsets.UTF_16LE), "U+0000"),
                refused(400, FORM, "a=%00", "U+0000"),
                refused(400, FORM, "a%00b=1", "U+0000"),
                refused(400, FORM, "a=%FC", "UTF-8"),
                refused(400, FORM, "a=%zz", "hexadecimal"),
                refused(400, FORM, "a=%4", "hexadecimal"),
                refused(400, FORM, "a" + "[x]".repeat(10_000) + "=1", "64 levels"),
                refused(400, FORM, "a[]=&".repeat(2_001), "2000 fields"),
                refused(400, FORM, "a=1&a[b]=2", "both as a value and as a map"),
                refused(400, FORM, "a[b]=1&a=2", "both as a value and as a map"),
                refused(415, "application/xml", "<a/>", "application/json"),
                refused(415, "application/json; charset=klingon", "{}", "Content-Type"),
                refused(415, "json", "{}", "Content-Type"),
                refused(400, "multipart/form-data", "x", "boundary"));
    }

    private static Arguments refused(int status, String type, String body, String detail) {
        return Arguments.of(status, type, bytes(body), detail);
    }

    @ParameterizedTest
    @MethodSource
    void refused(int status, String type, byte[] body, String detail) throws Exception {
        HttpResponse<String> answer = fixture.send("POST", "/hooks/open", body, "Content-Type", type);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(Fixture.json(answer).get("detail").asText()).contains(detail).doesNotContain("StreamReadConstraints").doesNotContain("com.fasterxml").doesNotContain("Feature");
        assertThat(fixture.bodies).isEmpty();
    }

    @Test
    void compressedIsRefused() throws Exception {
        assertThat(fixture.post("/hooks/open", "{}", "Content-Encoding", "gzip").statusCode()).isEqualTo(415);
        assertThat(fixture.bodies).isEmpty();
    }

    @Test
    void theLimitItselfIsTakenAndOneMoreIsNot() throws Exception {
        String most = "{\"a\":\"" + "x".repeat(Fixture.LIMITS.body() - 8) + "\"}";

        assertThat(fixture.post("/hooks/open", most).statusCode()).isEqualTo(200);
        HttpResponse<String> answer = fixture.post("/hooks/open", most + " ");

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(Fixture.json(answer).get("detail").asText()).contains("baton.webhook.max-body");
        assertThat(fixture.bodies).hasSize(1);
    }

    @Test
    void aDeclaredSizeIsBelievedAndNothingIsRead() throws Exception {
        // Only the head is sent: an answer can only come if the body is not waited for.
        String answer = fixture.raw("POST /hooks/open HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999999\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 413").contains("application/problem+json");
    }

    @Test
    void aBodyInChunksIsCutAtTheLimit() throws Exception {
        String chunk = "1000\r\n" + " ".repeat(0x1000) + "\r\n";

        String answer = fixture.raw("POST /hooks/open HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk.repeat(25));

        assertThat(answer).startsWith("HTTP/1.1 413").contains("baton.webhook.max-body");
        assertThat(fixture.bodies).isEmpty();
    }

    @Test
    void aBodyInChunksIsTaken() throws Exception {
        String answer = fixture.raw("POST /hooks/open HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(fixture.bodies).hasSize(1);
    }

    @Test
    void brokenChunksAreNotABody() throws Exception {
        String answer = fixture.raw("POST /hooks/open HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\nzz\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400");
        assertThat(fixture.bodies).isEmpty();
    }

    @Test
    void aBodyThatStopsIsNotWaitedForEver() throws Exception {
        String answer = fixture.raw("POST /hooks/open HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{\"a\"");

        assertThat(answer).startsWith("HTTP/1.1 408").contains("Connection: close");
        assertThat(fixture.bodies).isEmpty();
    }

    @Test
    void twoLengthsAreNoRequest() throws Exception {
        String answer = fixture.raw("POST /hooks/open HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n{}");

        assertThat(answer).startsWith("HTTP/1.1 400");
        assertThat(fixture.bodies).isEmpty();
    }

    @Test
    void theBodyOfAStrangerIsNotRead() throws Exception {
        // The promised body never comes; a stranger is answered all the same.
        String answer = fixture.raw("POST /hooks/blue HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: wrong\r\nContent-Length: 10\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 401");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
