package dev.baton.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.baton.event.Outcome.Word;
import dev.baton.webhook.SigningSecret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that are signed as Standard Webhooks says. */
class SignedCallsTest {

    private static final Clock NOW = Clock.fixed(Instant.ofEpochSecond(1614265330), ZoneOffset.UTC);
    private static final String ONCE = TestChannel.route("deliver", "setVariable: {name: request, expression: {simple: {expression: '${body}'}}}", "to: {uri: direct:call}");
    private static final String POST = "{\"type\":\"message\",\"delivery\":{\"mark\":\"7f-mark\",\"attempt\":1},\"method\":\"POST\",\"path\":\"/notes\",\"body\":{\"text\":\"Zo\u00eb \\u0000 \uD83D\uDE00\"}}";

    private record Asked(Headers headers, byte[] body) {
        String one(String header) {
            assertThat(headers.get(header)).hasSize(1);
            return headers.getFirst(header);
        }
    }

    private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
    private HttpServer platform;

    @BeforeEach
    void startPlatform() throws IOException {
        platform = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        platform.createContext("/", exchange -> {
            asked.add(new Asked(exchange.getRequestHeaders(), exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("{}".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        platform.start();
    }

    @AfterEach
    void stopPlatform() {
        platform.stop(0);
    }

    private String url() {
        return "http://localhost:" + platform.getAddress().getPort();
    }

    @Test
    void theVeryBytesThatAreSentAreSignedUnderTheDeliverysMark() throws Exception {
        try (TestChannel channel = TestChannel.signed(url(), NOW, ONCE)) {
            Doors.Done done = channel.deliver(POST);
            assertThat(done.outcome().word()).as(done.outcome().why()).isEqualTo(Word.done);
            assertThat(new String(done.attempt().request(), StandardCharsets.UTF_8)).as("what is kept for people").doesNotContain("whsec_", "v1,");
            channel.deliver(POST.replace("\"attempt\":1", "\"attempt\":2"));
        }
        assertThat(asked).hasSize(2).allSatisfy(request -> {
            assertThat(request.one("webhook-id")).as("the same at each try").isEqualTo("7f-mark");
            assertThat(request.one("webhook-timestamp")).isEqualTo("1614265330");
            assertThat(request.one("webhook-signature")).as("one signature for each secret").matches("v1,\\S+ v1,\\S+")
                    .isEqualTo(SigningSecret.of(TestChannel.SIGNING).sign("7f-mark", "1614265330", request.body()));
        });
        assertThat(new String(asked.get(0).body(), StandardCharsets.UTF_8)).contains("Zo\u00eb");
    }

    @Test
    void onlyTheChannelsOwnHostSeesASignature() throws Exception {
        String elsewhere = "http://127.0.0.1:" + platform.getAddress().getPort() + "/file";
        try (TestChannel channel = TestChannel.signed(url(), NOW, TestChannel.route("deliver", "to: {uri: '" + elsewhere + "'}", "to: {uri: '{{channel.url}}'}"))) {
            assertThat(channel.deliver(POST).outcome().word()).isEqualTo(Word.done);
        }
        assertThat(asked.get(0).headers()).doesNotContainKeys("Webhook-signature", "Webhook-id");
        assertThat(asked.get(1).headers()).containsKeys("Webhook-signature", "Webhook-id");
    }

    @Test
    void aCallWithoutABodyIsSignedTooAndARouteCantSayOtherwise() throws Exception {
        String route = TestChannel.route("deliver", "setHeader: {name: webhook-id, expression: {constant: mine}}", "setHeader: {name: Webhook-Signature, expression: {constant: 'v1,mine'}}",
                "setHeader: {name: CamelHttpMethod, expression: {constant: GET}}", "setBody: {expression: {constant: ''}}", "to: {uri: '{{channel.url}}'}");
        try (TestChannel channel = TestChannel.signed(url(), NOW, route)) {
            assertThat(channel.deliver(POST).outcome().word()).isEqualTo(Word.done);
        }
        assertThat(asked.get(0).one("webhook-id")).isEqualTo("7f-mark");
        assertThat(asked.get(0).one("webhook-signature")).isEqualTo(SigningSecret.of(TestChannel.SIGNING).sign("7f-mark", "1614265330", new byte[0]));
    }
}
