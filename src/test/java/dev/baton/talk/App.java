package dev.baton.talk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.Baton;
import dev.baton.MovableClock;
import dev.baton.event.Json;
import dev.baton.ledger.Arrival;
import dev.baton.ledger.Ledger;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.util.FileSystemUtils;

/** An app that speaks with a whole Baton: a chat ({@code own-app}), something like mail ({@code forum}), and one that is not set up ({@code idle-app}). */
final class App implements AutoCloseable {

    static final String KEY = "the-apps-own-key-4711";
    static final String DESK = "support-deskie";
    final MovableClock clock = MovableClock.running();
    final ConfigurableApplicationContext baton;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static App shared;

    /** One for all tests that leave it as it was: each has users of its own. It ends with the process. */
    static synchronized App shared() throws IOException {
        if (shared == null) {
            Path folder = Files.createTempDirectory("app");
            shared = new App(folder);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                shared.close();
                FileSystemUtils.deleteRecursively(folder.toFile());
            }));
        }
        return shared;
    }

    /** {@code more}: settings, as {@code --name=value}. */
    App(Path folder, String... more) throws IOException {
        Path routes = folder.resolve("routes");
        for (String part : List.of("own-app", "deskie")) {
            FileSystemUtils.copyRecursively(Path.of("routes", part), routes.resolve(part));
        }
        Files.copy(Path.of("routes", DESK + ".camel.yaml"), routes.resolve(DESK + ".camel.yaml"), StandardCopyOption.REPLACE_EXISTING);
        for (String channel : List.of("own-app", "forum", "idle-app")) {
            Files.writeString(routes.resolve(channel + ".camel.yaml"), Files.readString(Path.of("routes/own-app.camel.yaml")).replaceAll("(?<!direct:)own-app(?!/|-deliver)", channel)
                    .replace("platform: " + channel, "platform: own-app"));
        }
        baton = new SpringApplicationBuilder(Baton.class)
                .initializers(context -> ((GenericApplicationContext) context).registerBean("clock", Clock.class, () -> clock))
                .run(Stream.concat(Stream.of("--server.port=0", "--baton.data=" + folder.resolve("data"), "--baton.routes=" + routes, "--baton.admin.password=admin",
                        "--baton.loader.rehearse-first=false", "--spring.main.banner-mode=off", "--baton.media.max-size=100KB", "--baton.talk.beat=1s",
                        // A socket that takes nothing for so long is closed.
                        "--server.tomcat.connection-timeout=5s", "--baton.secret-key=" + Base64.getEncoder().encodeToString(new byte[32]), "--baton.loader.quiet=50ms",
                        "--channels.own-app.api-key=" + KEY, "--channels.own-app.desk=" + DESK, "--channels.own-app.origins=https://www.acme.example",
                        "--channels.own-app.open=true", "--channels.own-app.calls-per-minute=30",
                        "--channels.forum.api-key=" + KEY, "--channels.forum.desk=" + DESK, "--channels.forum.type=async"), Stream.of(more)).toArray(String[]::new));
    }

    String url() {
        return "http://localhost:" + baton.getEnvironment().getProperty("local.server.port");
    }

    /** Something that is asked of the operators' API. */
    HttpResponse<String> admin(String method, String path, String body) {
        return send(method, path, null, body, "Authorization", "Basic " + Base64.getEncoder().encodeToString("admin:admin".getBytes(StandardCharsets.UTF_8)), "Content-Type", "application/json");
    }

    HttpResponse<String> send(String method, String path, String key, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofSeconds(30))
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        if (body != null && !String.join(" ", headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            Described.call(method, path, body, answer);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A call that goes well. */
    JsonNode ask(String method, String path, String key, String body) {
        HttpResponse<String> answer = send(method, path, key, body);
        if (answer.statusCode() != 200) {
            throw new AssertionError(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return Json.tree(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    /** What the customer says, with the app's key. */
    JsonNode says(String channel, String user, String id, String text) {
        return ask("POST", "/talk/" + channel + "/messages", KEY, "{\"user\":\"" + user + "\",\"id\":\"" + id + "\",\"text\":\"" + text + "\"}");
    }

    /** The desk has the customer, who has asked for a person in these words. */
    JsonNode asksForAPerson(String channel, String user, String thread) {
        return ask("POST", "/talk/" + channel + "/handover", KEY, "{\"user\":\"" + user + "\"" + (thread == null ? "" : ",\"thread\":\"" + thread + "\"") + "}");
    }

    String token(String channel, String user, String more) {
        return ask("POST", "/talk/" + channel + "/tokens", KEY, "{\"user\":\"" + user + "\"" + more + "}").path("token").asText();
    }

    /** Something that comes from the desk, as its routes would have it; the customer's newest conversation there is meant. */
    void desk(String channel, String user, String event) {
        JsonNode json = Json.tree(("{\"person\":\"" + channel + ":" + user + "\"," + event.substring(1)).getBytes(StandardCharsets.UTF_8));
        baton.getBean(Ledger.class).accept(new Arrival(DESK, "v1", List.of(Json.event(json)), null, false)).orTimeout(20, TimeUnit.SECONDS).join();
    }

    void agentSays(String channel, String user, String text) {
        desk(channel, user, "{\"type\":\"message\",\"author\":{\"role\":\"agent\",\"id\":\"7\",\"name\":\"Joana\"},\"content\":{\"kind\":\"text\",\"text\":\"" + text + "\"}}");
    }

    /** One reader of a stream. */
    final class Reader implements AutoCloseable {

        private final InputStream in;
        private final BufferedReader lines;
        final HttpResponse<InputStream> answer;
        String last;

        Reader(String channel, String key, String query, String last) {
            this.last = last;
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + "/talk/" + channel + "/events" + query)).header("Authorization", "Bearer " + key);
            if (last != null) {
                request.header("Last-Event-ID", last);
            }
            try {
                answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            in = answer.body();
            // A read that nothing comes of ends, also where an interrupt would not end it.
            CompletableFuture.delayedExecutor(90, TimeUnit.SECONDS).execute(this::close);
            lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        }

        /** The next event; null where the stream has ended. Its id counts as seen once it is read whole. */
        JsonNode next() {
            String id = null;
            JsonNode data = null;
            try {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("id: ")) {
                        id = line.substring(4);
                    } else if (line.startsWith("data: ")) {
                        data = Json.tree(line.substring(6).getBytes(StandardCharsets.UTF_8));
                    } else if (line.isEmpty()) {
                        last = id == null ? last : id;
                        if (data != null) {
                            Described.event(data);
                            return data;
                        }
                        id = null;
                    }
                }
                return null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The next one of that type. */
        JsonNode next(String type) {
            JsonNode event = next();
            while (event != null && !event.path("type").asText().equals(type)) {
                event = next();
            }
            return event;
        }

        /** The next line, whatever it is. */
        String line() {
            try {
                return lines.readLine();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                in.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Texts of the messages among these. */
    static List<String> texts(Iterable<JsonNode> events) {
        List<String> texts = new ArrayList<>();
        events.forEach(event -> {
            if (event.path("type").asText().equals("message") && !event.has("notice")) {
                texts.add(event.path("content").path("text").asText());
            }
        });
        return texts;
    }

    @Override
    public void close() {
        baton.close();
    }
}
