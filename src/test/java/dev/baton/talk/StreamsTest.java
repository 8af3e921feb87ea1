package dev.baton.talk;

import static dev.baton.talk.App.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.ledger.Engines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Readers that come and go, also while Baton is away, and readers that do not read: nothing is lost, doubled or out of order, and nothing piles up. */
@Timeout(180)
class StreamsTest {

    private static final List<String> THREADS = List.of("a", "b", "c");
    @TempDir
    private Path folder;

    private static Random chance() {
        long seed = Long.getLong("streams.seed", System.nanoTime());
        System.out.println("StreamsTest streams.seed=" + seed);
        return new Random(seed);
    }

    private static void inOrderAndOnce(List<JsonNode> got, int each) {
        Map<String, List<String>> byThread = got.stream().collect(Collectors.groupingBy(event -> event.path("thread").asText(),
                Collectors.mapping(event -> event.path("content").path("text").asText(), Collectors.toList())));
        List<String> all = IntStream.range(0, each).mapToObj(Integer::toString).toList();
        assertThat(byThread).isEqualTo(THREADS.stream().collect(Collectors.toMap(thread -> thread, thread -> all)));
    }

    private static String said(String user, String thread, int i) {
        return "{\"user\":\"" + user + "\",\"thread\":\"" + thread + "\",\"id\":\"" + thread + i + "\",\"text\":\"" + i + "\"}";
    }

    @Test
    void nothingIsLostOrDoubledOverFiftyDisconnects() throws Exception {
        Random chance = chance();
        App app = App.shared();
        String user = "u-disconnects";
        int each = 60;
        THREADS.forEach(thread -> app.asksForAPerson("forum", user, thread));
        String last = app.ask("GET", "/talk/forum/conversations?user=" + user, KEY, null).path("cursor").asText();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> IntStream.range(0, each)
                .forEach(i -> THREADS.forEach(thread -> app.ask("POST", "/talk/forum/messages", KEY, said(user, thread, i)))));
        List<JsonNode> got = new ArrayList<>();
        for (int connection = 0; connection <= 50; connection++) {
            int many = connection == 50 ? Integer.MAX_VALUE : 1 + chance.nextInt(6);
            try (App.Reader reader = app.new Reader("forum", KEY, "?user=" + user, last)) {
                for (int i = 0; i < many && got.size() < each * THREADS.size(); i++) {
                    got.add(reader.next("message"));
                }
                last = reader.last;
            }
        }
        writer.join();
        inOrderAndOnce(got, each);
    }

    /** Two nodes on one PostgreSQL: said at either, read at either, and one of them is stopped and started again in the middle. */
    @Test
    void norBetweenTwoNodesOneOfWhichIsStartedAgain() throws Exception {
        Random chance = chance();
        String url = ((PGSimpleDataSource) Engines.POSTGRESQL.fresh()).getUrl();
        String user = "u-nodes";
        int each = 40;
        List<AtomicReference<App>> nodes = List.of(new AtomicReference<>(node("a", url)), new AtomicReference<>(node("b", url)));
        try {
            THREADS.forEach(thread -> nodes.get(0).get().asksForAPerson("forum", user, thread));
            String last = nodes.get(1).get().ask("GET", "/talk/forum/conversations?user=" + user, KEY, null).path("cursor").asText();
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> IntStream.range(0, each).forEach(i -> THREADS.forEach(thread -> said(nodes, user, thread, i))));
            List<JsonNode> got = new ArrayList<>();
            CompletableFuture<Void> restart = null;
            for (int connection = 0; got.size() < each * THREADS.size() && !writer.isCompletedExceptionally(); connection++) {
                if (connection == 8) {
                    restart = CompletableFuture.runAsync(() -> {
                        nodes.get(0).get().close();
                        nodes.get(0).set(node("a", url));
                    });
                }
                // Read to its end where it is the node's end, else broken off somewhere.
                int many = connection < 30 ? 1 + chance.nextInt(6) : Integer.MAX_VALUE;
                try (App.Reader reader = nodes.get(chance.nextInt(2)).get().new Reader("forum", KEY, "?user=" + user, last)) {
                    JsonNode event = reader.answer.statusCode() == 200 ? reader.next("message") : null;
                    for (int i = 1; event != null; i++) {
                        got.add(event);
                        last = reader.last;
                        event = i < many && got.size() < each * THREADS.size() ? reader.next("message") : null;
                    }
                } catch (UncheckedIOException e) {
                    // The node is away; the other one is not.
                }
            }
            writer.join();
            restart.join();
            inOrderAndOnce(got, each);
        } finally {
            nodes.forEach(node -> node.get().close());
        }
    }

    private App node(String name, String url) {
        try {
            return new App(folder.resolve(name), "--baton.node=node-" + name, "--baton.data=" + folder.resolve("shared"), "--spring.datasource.url=" + url, "--spring.datasource.username=postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Said at one node or, where that does not take it, at the other: under one id it is said once. */
    private static void said(List<AtomicReference<App>> nodes, String user, String thread, int i) {
        for (int at = i; ; at++) {
            try {
                if (nodes.get(at % 2).get().send("POST", "/talk/forum/messages", KEY, said(user, thread, i)).statusCode() == 200) {
                    return;
                }
            } catch (UncheckedIOException e) {
                // It is away.
            }
        }
    }

    /** A socket that has asked for a stream, and takes as little of it as the system lets it. */
    private static Socket socket(App app, String method, String query, String more) throws IOException {
        URI uri = URI.create(app.url());
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
        socket.getOutputStream().write((method + " /talk/own-app/events" + query + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + KEY + "\r\n" + more + "\r\n").getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }

    @Test
    void whoDoesNotReadCostsLittleSlowsNobodyAndIsLetGo() throws Exception {
        App app = App.shared();
        Streams streams = app.baton.getBean(Streams.class);
        await().until(() -> streams.size() == 0);
        String user = "u-slow";
        app.asksForAPerson("own-app", user, null);
        String start = app.ask("GET", "/talk/own-app/conversations?user=" + user, KEY, null).path("cursor").asText();
        String large = "x".repeat(19_000);
        for (int i = 0; i < 270; i++) {
            app.says("own-app", user, "m-" + i, i + large);
        }
        int threads = Thread.activeCount();
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            slow.add(socket(app, "GET", "?user=" + user + "&after=" + start, ""));
        }
        try (App.Reader other = app.new Reader("own-app", KEY, "?user=u-quick", null)) {
            // As full as any gets: the system takes some megabytes, Baton keeps 256 kB and what was being written.
            await().until(() -> streams.kept() > 256 * 1024);
            assertThat(streams.kept()).isLessThan(3 * (256 * 1024 + 40_000L));
            app.asksForAPerson("own-app", "u-quick", null);
            for (int i = 0; i < 20; i++) {
                long begun = System.nanoTime();
                app.says("own-app", "u-quick", "q-" + i, "quick " + i);
                assertThat(other.next("message").path("content").path("text").asText()).isEqualTo("quick " + i);
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
            }
            assertThat(streams.kept()).isLessThan(3 * (256 * 1024 + 40_000L));
            assertThat(Thread.activeCount()).as("no thread waits for a reader").isLessThan(threads + 30);
            app.clock.forward(Duration.ofSeconds(31));
            await().atMost(Duration.ofSeconds(60)).until(() -> streams.size() == 1);
            assertThat(streams.kept()).isLessThan(10_000);
        }
        for (Socket socket : slow) {
            socket.close();
        }
        // Whoever resumes has all of it, once.
        try (App.Reader reader = app.new Reader("own-app", KEY, "?user=" + user, start)) {
            for (int i = 0; i < 270; i++) {
                assertThat(reader.next("message").path("id").asText()).isEqualTo("m-" + i);
            }
        }
    }

    @Test
    void hundredsThatAreOpenedAndDroppedLeaveNothingBehind() throws Exception {
        App app = App.shared();
        Streams streams = app.baton.getBean(Streams.class);
        await().atMost(Duration.ofMinutes(1)).until(() -> streams.size() == 0);
        app.asksForAPerson("own-app", "u-among-many", null);
        int threads = Thread.activeCount();
        List<Socket> many = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            many.add(socket(app, "GET", "?user=u-idle-" + i, ""));
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> streams.size() == 400);
        try (App.Reader reader = app.new Reader("own-app", KEY, "?user=u-among-many", null)) {
            long begun = System.nanoTime();
            app.says("own-app", "u-among-many", "m-" + begun, "among many");
            assertThat(reader.next("message").path("content").path("text").asText()).isEqualTo("among many");
            System.out.println("StreamsTest: among 400 idle streams a message took " + (System.nanoTime() - begun) / 1_000_000 + " ms");
        }
        // The web server has 200 at most, for its calls.
        assertThat(Thread.activeCount()).as("no thread belongs to a stream").isLessThan(threads + 250);
        for (Socket socket : many) {
            socket.close();
        }
        // Some that go at once, one that only wants the headers, and more of one customer than there may be.
        for (int i = 0; i < 50; i++) {
            socket(app, "GET", "?user=u-gone-" + i, "").close();
        }
        try (Socket head = socket(app, "HEAD", "?user=u-head", "")) {
            assertThat(new String(head.getInputStream().readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
            await().atMost(Duration.ofMinutes(1)).until(() -> streams.size() == 0);
        }
        for (int i = 0; i < 20; i++) {
            many.add(socket(app, "GET", "?user=u-greedy", ""));
        }
        for (Socket one : many.subList(400, many.size())) {
            assertThat(one.getInputStream().readNBytes(12)).asString(StandardCharsets.US_ASCII).isEqualTo("HTTP/1.1 200");
        }
        assertThat(streams.size()).isEqualTo(8);
        for (Socket socket : many) {
            socket.close();
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> streams.size() == 0);
    }
}
