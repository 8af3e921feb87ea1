package dev.baton.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.baton.event.Outcome;
import dev.baton.event.Outcome.Word;
import dev.baton.ledger.Claim;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls to a platform over a real socket: what leaves, what comes back, and what it means. */
class CallsTest {

    private static final HttpTimes SHORT = new HttpTimes(Duration.ofSeconds(2), Duration.ofMillis(300), Duration.ofSeconds(1), 4);
    private static final String TWICE = TestChannel.route("deliver", "setVariable: {name: request, expression: {simple: {expression: '${body}'}}}",
            "to: {uri: direct:call}", "to: {uri: direct:call}");
    private static final String ONCE = TestChannel.route("deliver", "setVariable: {name: request, expression: {simple: {expression: '${body}'}}}", "to: {uri: direct:call}");
    private static final String POST = "{\"type\":\"message\",\"method\":\"POST\",\"path\":\"/notes\",\"body\":{\"text\":\"Hi\"}}";

    private final Notes notes = new Notes();
    private final List<Headers> asked = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer platform;
    private int status = 200;
    private String answer = "{}";

    @BeforeEach
    void startPlatform() throws IOException {
        platform = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        platform.setExecutor(threads);
        platform.createContext("/", exchange -> {
            asked.add(exchange.getRequestHeaders());
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Set-Cookie", "session=of-another-customer");
            exchange.getResponseHeaders().add("X-Trace", "abc");
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            if (status == 503) {
                exchange.getResponseHeaders().add("Retry-After", "120");
            }
            send(exchange, status, answer);
        });
        platform.start();
    }

    @AfterEach
    void stopPlatform() {
        platform.stop(0);
        threads.shutdownNow();
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String url() {
        return "http://localhost:" + platform.getAddress().getPort();
    }

    private TestChannel channel(String route, String... more) throws Exception {
        return channel(url(), notes, Clock.systemUTC(), route, more);
    }

    private TestChannel channel(String url, Notes book, Clock clock, String route, String... more) throws Exception {
        String[] files = new String[4 + more.length];
        System.arraycopy(new String[] {"out.camel.yaml", route, "p/call.camel.yaml", TestChannel.CALL}, 0, files, 0, 4);
        System.arraycopy(more, 0, files, 4, more.length);
        return TestChannel.of(book, url, SHORT, clock, null, files);
    }

    @Test
    void noHeaderOfAnAnswerLeavesWithTheNextRequest() throws Exception {
        try (TestChannel channel = channel(TWICE)) {
            assertThat(channel.deliver(POST).outcome().word()).isEqualTo(Word.done);
            channel.deliver(POST);
        }
        assertThat(asked).hasSize(4).allSatisfy(headers -> {
            assertThat(headers.keySet()).isSubsetOf("Authorization", "Content-type", "Content-length", "Host", "Connection");
            assertThat(headers.getFirst("Content-type")).isEqualTo("application/json");
        });
    }

    @Test
    void anAnswerThatComesByteByByteIsCutOffBeforeTheLeaseEnds() throws Exception {
        HttpTimes times = new HttpTimes(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(200), 4);
        try (dev.baton.media.FileServer dripping = new dev.baton.media.FileServer()) {
            dripping.on("/notes", (request, out) -> {
                out.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                java.util.concurrent.CountDownLatch never = new java.util.concurrent.CountDownLatch(1);
                while (!never.await(20, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                    out.write(' ');
                    out.flush();
                }
            });
            try (TestChannel channel = TestChannel.of(notes, dripping.url(""), times, Clock.systemUTC(), null, "out.camel.yaml", ONCE, "p/call.camel.yaml", TestChannel.CALL)) {
                long began = System.nanoTime();
                Doors.Done done = channel.deliver(POST);
                assertThat(done.outcome().word()).as(done.outcome().why()).isEqualTo(Word.unknown);
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(Duration.ofMillis(900), Duration.ofSeconds(10));
            }
        }
    }

    @Test
    void onlyListedHeadersLeaveInWhateverCaseTheyAreWritten() throws Exception {
        String route = TestChannel.route("deliver", "setHeader: {name: X-Depot, expression: {constant: listed-by-the-sheet}}", "setHeader: {name: IDEMPOTENCY-KEY, expression: {constant: k}}",
                "setHeader: {name: x-secret-note, expression: {constant: no}}", "setHeader: {name: COOKIE, expression: {constant: no}}",
                "setHeader: {name: authorization, expression: {constant: no}}", "to: {uri: '{{channel.url}}'}");
        try (TestChannel channel = channel(route)) {
            assertThat(channel.deliver(POST).outcome().word()).isEqualTo(Word.done);
        }
        assertThat(asked).singleElement().satisfies(headers -> {
            assertThat(headers).containsKeys("X-depot", "Idempotency-key").doesNotContainKeys("X-secret-note", "Cookie");
            assertThat(headers.get("Authorization")).containsExactly("Bearer " + TestChannel.SECRET);
        });
    }

    @Test
    void credentialsGoToTheChannelsOwnHostOnly() throws Exception {
        String elsewhere = "http://127.0.0.1:" + platform.getAddress().getPort() + "/file";
        try (TestChannel channel = channel(TestChannel.route("deliver", "to: {uri: '" + elsewhere + "'}", "to: {uri: '{{channel.url}}'}"))) {
            assertThat(channel.deliver(POST).outcome().word()).isEqualTo(Word.done);
        }
        assertThat(asked.get(0)).doesNotContainKey("Authorization");
        assertThat(asked.get(1)).containsKey("Authorization");
    }

    @Test
    void theAttemptIsKeptForPeopleWithoutSecrets() throws Exception {
        answer = "{\"echo\":\"" + TestChannel.SECRET + "\"}";
        status = 400;
        try (TestChannel channel = channel(ONCE)) {
            Doors.Done done = channel.deliver("{\"type\":\"message\",\"method\":\"POST\",\"path\":\"/notes/" + TestChannel.SECRET + "\",\"body\":{\"text\":\"Hi\"}}");
            assertThat(done.attempt().status()).isEqualTo(400);
            assertThat(new String(done.attempt().request(), StandardCharsets.UTF_8)).isEqualTo("POST /notes/***\n{\"text\":\"Hi\"}");
            assertThat(new String(done.attempt().answer(), StandardCharsets.UTF_8)).isEqualTo("400\n{\"echo\":\"***\"}");
            assertThat(done.outcome().toString()).doesNotContain(TestChannel.SECRET);
        }
    }

    @Test
    void aLongAnswerIsCutWhereItIsKeptButNotForTheRoute() throws Exception {
        answer = "{\"text\":\"" + "x".repeat(200_000) + "\"}";
        try (TestChannel channel = channel(ONCE)) {
            Doors.Done done = channel.deliver(POST);
            assertThat(done.outcome().word()).isEqualTo(Word.done);
            assertThat(done.attempt().answer()).hasSize(Transcript.MOST);
        }
    }

    @ParameterizedTest
    @CsvSource({"200,done", "201,done", "401,unauthorised", "429,busy", "503,busy", "500,unknown", "502,unknown", "504,unknown", "408,unknown", "400,refused",
        "403,refused", "404,refused", "409,refused", "422,refused", "302,unknown"})
    void aStatusMeansOneThing(int code, Word word) throws Exception {
        status = code;
        try (TestChannel channel = channel(ONCE)) {
            Outcome outcome = channel.deliver(POST).outcome();
            assertThat(outcome.word()).isEqualTo(word);
            assertThat(outcome.after()).isEqualTo(code == 503 ? Duration.ofSeconds(120) : null);
            assertThat(asked).as("no repeat by the client itself").hasSize(1);
        }
    }

    @Test
    void noConnectionMeansNotSent() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        for (String url : List.of("http://localhost:" + closed, "http://no-such-host.invalid", "https://localhost:" + platform.getAddress().getPort())) {
            try (TestChannel channel = channel(url, notes, Clock.systemUTC(), ONCE)) {
                Outcome outcome = channel.deliver(POST).outcome();
                assertThat(outcome.word()).as(url).isEqualTo(Word.busy);
                assertThat(outcome.why()).startsWith("not sent");
            }
        }
    }

    @Test
    void noAnswerMeansUnknown() throws Exception {
        CompletableFuture<Void> over = new CompletableFuture<>();
        platform.createContext("/slow", exchange -> over.join());
        platform.createContext("/broken", HttpExchange::close);
        try (TestChannel channel = channel(ONCE)) {
            for (String path : List.of("/slow", "/broken")) {
                Outcome outcome = channel.deliver(POST.replace("/notes", path)).outcome();
                assertThat(outcome.word()).as(path).isEqualTo(Word.unknown);
                assertThat(outcome.why()).startsWith("no answer from localhost:");
            }
        } finally {
            over.complete(null);
        }
    }

    @Test
    void anAnswerThatCanNotBeReadMeansUnknownBecauseTheRequestHadLeft() throws Exception {
        answer = "<html>";
        try (TestChannel channel = channel(ONCE)) {
            Outcome outcome = channel.deliver(POST).outcome();
            assertThat(outcome.word()).isEqualTo(Word.unknown);
            assertThat(outcome.why()).startsWith("after a request had been sent");
        }
    }

    @Test
    void aMappingThatFailsBeforeAnythingWasSentMeansRefused() throws Exception {
        try (TestChannel channel = channel(TestChannel.route("deliver", "to: {uri: 'jslt:routes:p/fails.jslt'}", "to: {uri: direct:call}"), "p/fails.jslt", "error(\"no such thing\")")) {
            Outcome outcome = channel.deliver(POST).outcome();
            assertThat(outcome.word()).isEqualTo(Word.refused);
            assertThat(outcome.why()).contains("no such thing");
            assertThat(asked).isEmpty();
        }
    }

    @Test
    void aStatusCanBeTreatedByDoTryAndTheRestGoesToTheTruthTable() throws Exception {
        status = 404;
        String route = TestChannel.route("deliver", "setVariable: {name: request, expression: {simple: {expression: '${body}'}}}", """
                doTry:
                            steps: [{to: {uri: direct:call}}]
                            doCatch:
                              - exception: [org.apache.camel.http.base.HttpOperationFailedException]
                                onWhen: {expression: {simple: {expression: "${exception.statusCode} == 404"}}}
                                steps: [{setBody: {expression: {constant: '{"outcome":"gone"}'}}}, {to: {uri: baton:outcome/depot}}]
                """);
        try (TestChannel channel = channel(route)) {
            assertThat(channel.deliver(POST).outcome().word()).isEqualTo(Word.gone);
            status = 403;
            assertThat(channel.deliver(POST).outcome().word()).isEqualTo(Word.refused);
        }
    }

    @Test
    void aFlowThatSaysAgainWaitsAsLongAsTheAnswerAsks() throws Exception {
        String route = TestChannel.route("deliver", "setVariable: {name: request, expression: {simple: {expression: '${body}'}}}", """
                doTry:
                            steps: [{to: {uri: direct:call}}]
                            doCatch:
                              - exception: [org.apache.camel.http.base.HttpOperationFailedException]
                                steps: [{setBody: {expression: {constant: '{"outcome":"again"}'}}}, {to: {uri: baton:outcome/depot}}]
                """);
        try (TestChannel channel = channel(route)) {
            status = 503;
            assertThat(channel.deliver(POST).outcome().after()).isEqualTo(Duration.ofSeconds(120));
            status = 500;
            assertThat(channel.deliver(POST).outcome().after()).as("it asks for no time").isNull();
        }
    }

    @Test
    void whatAnAnswerTaughtIsCommittedBeforeTheNextRequestLeaves() throws Exception {
        List<Integer> askedWhenLearning = new ArrayList<>();
        Notes book = new Notes() {
            @Override
            public CompletableFuture<Void> learn(Claim claim, Outcome outcome) {
                askedWhenLearning.add(asked.size());
                return super.learn(claim, outcome);
            }
        };
        String route = TestChannel.route("deliver", "setVariable: {name: request, expression: {simple: {expression: '${body}'}}}", "to: {uri: direct:call}",
                "setBody: {expression: {constant: '{\"references\":[{\"kind\":\"conversation\",\"value\":\"7\"}]}'}}", "to: {uri: baton:outcome/depot}", "to: {uri: direct:call}");
        try (TestChannel channel = channel(url(), book, Clock.systemUTC(), route)) {
            Outcome outcome = channel.deliver(POST).outcome();
            assertThat(askedWhenLearning).containsExactly(1);
            assertThat(book.learnt).singleElement().satisfies(learnt -> assertThat(learnt.references()).hasSize(1));
            assertThat(outcome.references()).as("what is committed is not said again").isEmpty();
        }
    }

    @Test
    void whatCanNotBeCommittedStopsTheNextRequest() throws Exception {
        Notes book = new Notes() {
            @Override
            public CompletableFuture<Void> learn(Claim claim, Outcome outcome) {
                return CompletableFuture.failedFuture(new dev.baton.ledger.Ledger.Unavailable("store lost", null));
            }
        };
        String route = TestChannel.route("deliver", "setVariable: {name: request, expression: {simple: {expression: '${body}'}}}",
                "setBody: {expression: {constant: '{\"references\":[{\"kind\":\"conversation\",\"value\":\"7\"}]}'}}", "to: {uri: baton:outcome/depot}", "to: {uri: direct:call}");
        try (TestChannel channel = channel(url(), book, Clock.systemUTC(), route)) {
            Outcome outcome = channel.deliver(POST).outcome();
            assertThat(outcome.word()).isEqualTo(Word.busy);
            assertThat(outcome.references()).as("it comes with the completion instead").hasSize(1);
            assertThat(asked).isEmpty();
        }
    }

    @Test
    void noRequestLeavesThatCouldOutliveTheLease() throws Exception {
        Instant now = Instant.parse("2026-03-05T13:20:11Z");
        try (TestChannel channel = channel(url(), notes, Clock.fixed(now, ZoneOffset.UTC), ONCE)) {
            long needed = SHORT.longest().toMillis();
            Doors.Done late = channel.doors().work(TestChannel.claim(Claim.Work.deliver, now.toEpochMilli() + needed), Door.DELIVER, TestChannel.json(POST));
            assertThat(late.outcome().word()).isEqualTo(Word.busy);
            assertThat(late.outcome().why()).startsWith("not sent");
            assertThat(asked).isEmpty();
            Doors.Done inTime = channel.doors().work(TestChannel.claim(Claim.Work.deliver, now.toEpochMilli() + needed + 1), Door.DELIVER, TestChannel.json(POST));
            assertThat(inTime.outcome().word()).isEqualTo(Word.done);
        }
    }
}
