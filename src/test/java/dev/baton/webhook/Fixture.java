package dev.baton.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.event.Json;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;

/** The servlet in a real Tomcat, with channels that remember what they were given. */
final class Fixture implements AutoCloseable {

    static final Limits LIMITS = Limits.DEFAULT.body(100_000);

    final Map<String, Hooks.Hook> channels = new ConcurrentHashMap<>();
    final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
    final List<byte[]> raws = new CopyOnWriteArrayList<>();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final HttpClient client = HttpClient.newHttpClient();
    private final WebServer server;

    Fixture() {
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
        factory.addConnectorCustomizers(connector -> connector.setProperty("connectionTimeout", "400"));
        Hooks hooks = name -> channels.getOrDefault(name, new Hooks.Absent());
        server = factory.getWebServer(context -> context.addServlet("hooks", new HooksServlet(hooks, LIMITS, meters, Clock.systemUTC())).addMapping("/hooks/*"));
        server.start();
        channel("open", Map.of("proof", "none"), Map.of());
        channel("blue", Map.of("proof", "header-token"), Map.of("token", "s3cret"));
        channel("own-header", Map.of("proof", "header-token", "header", "X-Token"), Map.of("token", "s3cret"));
        channel("path", Map.of("proof", "path-token"), Map.of("token", "5d1c-s3cret"));
        channel("without", Map.of("proof", "header-token"), Map.of());
        channel("misspelt", Map.of("proof", "headertoken"), Map.of("token", "s3cret"));
        channels.put("resting", new Hooks.NotLive("refused: line 3, the secret reason"));
    }

    void channel(String name, Map<String, String> parameters, Map<String, String> settings) {
        channel(name, parameters, settings, () -> new Hooks.Accepted(1, 0));
    }

    void channel(String name, Map<String, String> parameters, Map<String, String> settings, Supplier<Hooks.Received> answer) {
        channels.put(name, new Hooks.Live() {
            @Override
            public Map<String, String> parameters() {
                return parameters;
            }

            @Override
            public String setting(String setting) {
                return settings.get(setting);
            }

            @Override
            public Hooks.Received receive(JsonNode body, String contentType, byte[] raw) {
                bodies.add(body);
                raws.add(raw);
                return answer.get();
            }
        });
    }

    /** Header names and values alternate. */
    HttpResponse<String> send(String method, String path, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.getPort() + path))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("received no bytes")) {
                throw e;
            }
            // The server closes a connection whose body it has not read, and the client may take such a one from its pool before it knows.
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        return send("POST", path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** Bytes as they are, and all that comes back until the server closes. */
    String raw(String bytes) throws IOException {
        try (Socket socket = new Socket("localhost", server.getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    static JsonNode json(HttpResponse<String> answer) throws IOException {
        return Json.MAPPER.readTree(answer.body());
    }

    @Override
    public void close() {
        server.stop();
    }
}
