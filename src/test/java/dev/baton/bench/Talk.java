package dev.baton.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.baton.event.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Customers of some shops and agents of one desk who talk all the time, in numbered messages, and the platforms between them and Baton. Each
 * conversation has a customer's thread and an agent's; every so many calls a platform takes {@code slow} to answer, and never more than four at once
 * do, so that what they hold back is caught up with. At the end it is counted: each number once, in order, on the other side.
 */
final class Talk implements AutoCloseable {

    /** How Baton answered webhooks: each different answer with how often it came. More than one is a finding. */
    final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();
    final AtomicInteger slowCalls = new AtomicInteger();
    private final Map<String, List<Integer>> heard = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> said = new ConcurrentHashMap<>();
    private final List<String> troubles = Collections.synchronizedList(new ArrayList<>());
    private final List<Thread> people = new ArrayList<>();
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final HttpServer platforms;
    private final AtomicInteger calls = new AtomicInteger();
    private final Semaphore slowOnes = new Semaphore(4);
    private final int slowEvery;
    private final Duration slow;
    private volatile boolean talking = true;

    Talk(int slowEvery, Duration slow) throws IOException {
        this.slowEvery = slowEvery;
        this.slow = slow;
        platforms = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        platforms.createContext("/", this::platform);
        platforms.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "platform");
            thread.setDaemon(true);
            return thread;
        }));
        platforms.start();
    }

    String url() {
        return "http://localhost:" + platforms.getAddress().getPort();
    }

    /** Lets them talk: in each of the shops' conversations a message each way at that pause. */
    void begin(int port, List<String> shops, int conversations, Duration pause) {
        for (String shop : shops) {
            for (int i = 0; i < conversations; i++) {
                String thread = shop + "-" + i;
                people.add(person("customer", () -> {
                    post(port, shop, Map.of("thread", thread, "open", true, "text", thread));
                    for (int n = 0; talking; n++) {
                        post(port, shop, Map.of("thread", thread, "id", thread + "-c" + n, "text", String.valueOf(n)));
                        said.computeIfAbsent("case-" + thread, name -> new AtomicInteger()).set(n + 1);
                        pause(pause);
                    }
                }));
                people.add(person("agent", () -> {
                    while (talking && !heard.containsKey("case-" + thread)) {
                        pause(pause);
                    }
                    for (int n = 0; talking; n++) {
                        post(port, "desk", Map.of("case", "case-" + thread, "id", thread + "-a" + n, "agent", "Ann", "text", String.valueOf(n)));
                        said.computeIfAbsent(thread, name -> new AtomicInteger()).set(n + 1);
                        pause(pause);
                    }
                }));
            }
        }
        people.forEach(Thread::start);
    }

    /** They fall silent; returns when all has arrived, or after that time. */
    void end(Duration most) throws InterruptedException {
        talking = false;
        for (Thread person : people) {
            person.join(60_000);
        }
        long end = System.nanoTime() + most.toNanos();
        while (System.nanoTime() < end && !missing().isEmpty()) {
            pause(Duration.ofMillis(50));
        }
    }

    int messages() {
        return said.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /** What went wrong, a line each; empty where every message came once and in order and every webhook got the same answer. */
    List<String> findings() {
        List<String> found = new ArrayList<>(troubles);
        found.addAll(missing());
        heard.forEach((where, numbers) -> {
            List<Integer> all = List.copyOf(numbers);
            for (int i = 0; i < all.size(); i++) {
                if (all.get(i) != i) {
                    found.add(where + ": at place " + i + " came message " + all.get(i));
                    break;
                }
            }
        });
        if (answers.size() > 1) {
            found.add("webhooks were answered in different ways: " + answers);
        }
        return found;
    }

    private List<String> missing() {
        List<String> missing = new ArrayList<>();
        new TreeMap<>(said).forEach((where, number) -> {
            int came = heard.getOrDefault(where, List.of()).size();
            if (came != number.get()) {
                missing.add(where + ": " + number + " were sent, " + came + " came");
            }
        });
        return missing;
    }

    private interface Life {
        void live() throws IOException, InterruptedException;
    }

    private Thread person(String name, Life life) {
        Thread thread = new Thread(() -> {
            try {
                life.live();
            } catch (IOException | InterruptedException e) {
                troubles.add(name + ": " + e);
            }
        }, name);
        thread.setDaemon(true);
        return thread;
    }

    private void post(int port, String channel, Map<String, Object> body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/hooks/" + channel)).timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json").header("Authorization", "t").POST(HttpRequest.BodyPublishers.ofString(Json.MAPPER.writeValueAsString(body))).build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        answers.computeIfAbsent(answer.statusCode() + " " + answer.body(), words -> new AtomicInteger()).incrementAndGet();
    }

    private void platform(HttpExchange exchange) throws IOException {
        JsonNode body = Json.MAPPER.readTree(exchange.getRequestBody());
        String path = exchange.getRequestURI().getPath();
        String answer = "{}";
        if (path.endsWith("/cases")) {
            String name = "case-" + body.path("text").asText();
            if (heard.putIfAbsent(name, Collections.synchronizedList(new ArrayList<>())) != null) {
                troubles.add("a second case for " + name);
            }
            answer = "{\"case\":\"" + name + "\"}";
        } else {
            String where = path.startsWith("/desk") ? body.path("case").asText() : body.path("thread").asText();
            if (where.isEmpty() || !body.path("text").asText().matches("\\d+")) {
                troubles.add("a call that no good version makes: " + path + " " + body);
            } else {
                heard.computeIfAbsent(where, name -> Collections.synchronizedList(new ArrayList<>())).add(body.path("text").asInt());
            }
            if (slowEvery > 0 && calls.incrementAndGet() % slowEvery == 0 && slowOnes.tryAcquire()) {
                slowCalls.incrementAndGet();
                pause(slow);
                slowOnes.release();
            }
        }
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void close() {
        talking = false;
        platforms.stop(0);
    }
}
