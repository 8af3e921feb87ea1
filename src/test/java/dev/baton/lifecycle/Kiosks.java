package dev.baton.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.baton.event.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** The invented platform of {@code lifecycle/kiosk}, the bot of {@code lifecycle/robot}, and the way from the world to Baton: all on one port, each with its switch. */
final class Kiosks implements AutoCloseable {

    /** Accounts by the token, each with the addresses that it posts to; two tokens may be of one account. */
    final Map<String, Set<String>> accounts = new ConcurrentHashMap<>();
    /** Registrations and removals, in order. */
    final List<String> said = new CopyOnWriteArrayList<>();
    /** What was told to customers. */
    final List<String> told = new CopyOnWriteArrayList<>();
    volatile boolean registers = true;
    volatile boolean removes = true;
    /** Registers, and then has no answer that says so. */
    volatile boolean answersLate;
    volatile boolean robotReady = true;
    /** What the world gets from the public address: Baton, or this. */
    volatile String instead;
    volatile String baton;
    /** Called before a registration is answered. */
    volatile Runnable meanwhile = () -> { };
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpServer server;

    Kiosks() throws IOException {
        server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/kiosk", exchange -> answer(exchange, kiosk(exchange), ""));
        server.createContext("/robot", exchange -> answer(exchange, robotReady ? 200 : 503, ""));
        server.createContext("/hooks", this::pass);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private int kiosk(HttpExchange exchange) throws IOException {
        JsonNode asked = Json.tree(exchange.getRequestBody().readAllBytes());
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        Set<String> hooks = accounts.get(token);
        if (hooks == null) {
            return 401;
        }
        String url = asked.path("url").asText();
        switch (asked.path("action").asText()) {
            case "register" -> {
                meanwhile.run();
                if (!registers) {
                    return 422;
                }
                hooks.add(url);
                said.add("register " + token + " " + path(url));
                return answersLate ? 503 : 200;
            }
            case "remove" -> {
                if (!removes) {
                    return 422;
                }
                hooks.remove(url);
                said.add("remove " + token + " " + path(url));
            }
            case "tell" -> told.add(token + " " + asked.path("text").asText());
            default -> { }
        }
        return 200;
    }

    private static String path(String url) {
        return URI.create(url).getPath();
    }

    private void pass(HttpExchange exchange) throws IOException {
        if (instead != null) {
            answer(exchange, instead.isEmpty() ? 502 : 200, instead);
            return;
        }
        try {
            HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create(baton + exchange.getRequestURI())).method(exchange.getRequestMethod(),
                    HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes())).build(), HttpResponse.BodyHandlers.ofString());
            answer(exchange, answer.statusCode(), answer.body());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
