package dev.baton.spine;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.baton.event.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A customer's platform of which nothing is special (src/test/resources/routes-kiosk): whoever writes there begins a conversation. */
final class Kiosk implements AutoCloseable {

    static final String TOKEN = "ki0sk-4711";

    private final List<JsonNode> shown = new CopyOnWriteArrayList<>();
    private final AtomicInteger number = new AtomicInteger();
    private final HttpServer server;

    Kiosk() throws IOException {
        server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            try (exchange) {
                shown.add(Json.tree(exchange.getRequestBody().readAllBytes()));
                exchange.sendResponseHeaders(204, -1);
            }
        });
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/show";
    }

    /** The routes of the kiosk beside those that come with Baton and are named. */
    static Path routes(Path folder, String... others) {
        try {
            copy(Path.of("src/test/resources/routes-kiosk"), folder, "");
            for (String other : others) {
                copy(Path.of("routes"), folder, other);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to, String beginning) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file));
                boolean wanted = from.relativize(file).toString().matches("(" + beginning + ")([./].*)?") || beginning.isEmpty();
                if (wanted) {
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
    }

    /** Somebody types. The status of Baton's answer. */
    int type(Stage stage, String user, String text) {
        return stage.post("/hooks/kiosk", Json.MAPPER.createObjectNode().put("id", "k-" + number.incrementAndGet()).put("user", user).put("name", "Ana " + user).put("text", text).toString(),
                "Content-Type", "application/json", "Authorization", TOKEN).statusCode();
    }

    /** What that user was shown: the words of messages (behind who said them, where it was no bot), the types of all else but typing. */
    List<String> shown(String user) {
        return shown.stream().filter(one -> one.at("/context/customer/id").asText().equals(user) && !one.path("type").asText().equals("typing")).map(one -> {
            String role = one.at("/author/role").asText();
            return !one.path("type").asText().equals("message") ? "(" + one.path("type").asText() + ")"
                    : (role.equals("bot") ? "" : role + ": ") + one.at("/content/text").asText();
        }).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
