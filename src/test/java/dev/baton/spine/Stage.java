package dev.baton.spine;

import dev.baton.Baton;
import dev.baton.sandbox.BlipSettings;
import dev.baton.sandbox.BlipSimulator;
import dev.baton.sandbox.DeskieSettings;
import dev.baton.sandbox.DeskieSimulator;
import dev.baton.sandbox.SimulatorServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Baton with its real routes between the two simulated platforms, all on ports of their own. */
public final class Stage implements AutoCloseable {

    static final String TOKEN = "blip-token-4711";
    static final String DESK_TOKEN = "desk-token-4711";
    public final BlipSimulator blip;
    public final DeskieSimulator deskie;
    final HttpClient http = HttpClient.newHttpClient();
    final SimulatorServer server;
    private final Clock clock;
    private final Path data;
    private final List<String> more;
    private ConfigurableApplicationContext baton;

    /** {@code more}: further settings, as on the command line; {@code {simulators}} in them is the address of the simulators. */
    public Stage(Path data, Clock clock, String... more) {
        this.server = new SimulatorServer(0);
        this.clock = clock;
        this.data = data;
        this.more = Arrays.asList(more);
        this.blip = server.mount("/blip", new BlipSimulator(clock, new BlipSettings("Key c2VjcmV0", null, TOKEN)));
        this.deskie = server.mount("/deskie", new DeskieSimulator(clock,
                new DeskieSettings("integration@acme.example", "s3cr3t+key&", "cch12", null, DESK_TOKEN)));
        start();
    }

    /** The settings that wire Baton's channels to the simulators. */
    static List<String> settings(String simulators, Path data) {
        return List.of("--server.port=0", "--baton.data=" + data, "--baton.admin.password=admin", "--baton.loader.rehearse-first=false",
                "--channels.acme-blip.url=" + simulators + "/blip", "--channels.acme-blip.key=Key c2VjcmV0",
                "--channels.acme-blip.token=" + TOKEN, "--channels.acme-blip.desk=support-deskie",
                "--channels.support-deskie.url=" + simulators + "/deskie", "--channels.support-deskie.email=integration@acme.example",
                "--channels.support-deskie.api-key=s3cr3t+key&", "--channels.support-deskie.channel=cch12",
                "--channels.support-deskie.token=" + DESK_TOKEN);
    }

    /** A copy of those of the project's routes. */
    static void routes(Path to, String those) throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("routes"))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String path = Path.of("routes").relativize(file).toString();
                if (path.matches(those)) {
                    Files.createDirectories(to.resolve(path).getParent());
                    Files.copy(file, to.resolve(path));
                }
            }
        }
    }

    /** Starts Baton (again, with the data that it left); {@code now}: settings for this time. */
    void start(String... now) {
        List<String> arguments = new ArrayList<>(settings(server.url(), data));
        arguments.add("--spring.main.banner-mode=off");
        more.forEach(setting -> arguments.add(setting.replace("{simulators}", server.url())));
        arguments.addAll(Arrays.asList(now));
        baton = new SpringApplicationBuilder(Baton.class)
                .initializers(context -> ((org.springframework.context.support.GenericApplicationContext) context)
                        .registerBean("clock", Clock.class, () -> clock))
                .run(arguments.toArray(String[]::new));
        blip.webhook(url() + "/hooks/acme-blip");
        deskie.webhook(url() + "/hooks/support-deskie/" + DESK_TOKEN);
    }

    /** Stops Baton the way SIGTERM does. */
    void stop() {
        if (baton != null) {
            baton.close();
            baton = null;
        }
    }

    <T> T bean(Class<T> type) {
        return baton.getBean(type);
    }

    public String url() {
        return "http://localhost:" + baton.getEnvironment().getProperty("local.server.port");
    }

    /** The customer's first case at the first desk, as soon as it is there. */
    long firstCaseOf(String customer) {
        soon().until(() -> !deskie.casesOf("acme-blip:" + customer).isEmpty());
        return deskie.casesOf("acme-blip:" + customer).get(0);
    }

    /** Waits until something holds; no test sleeps. */
    static ConditionFactory soon() {
        return Awaitility.await().pollInterval(Duration.ofMillis(20)).pollDelay(Duration.ZERO);
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    /** Any address, with a login; the body of the answer. */
    String call(String address, String method, String body, String login) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address)).method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
        return send(body == null ? request : request.header("Content-Type", "application/json")).body();
    }

    /** Any address of Baton's, with a key; the body of the answer. */
    String get(String path, String key) {
        return send(HttpRequest.newBuilder(URI.create(url() + path)).header("Authorization", "Bearer " + key)).body();
    }

    /** The API, as the admin. */
    HttpResponse<String> api(String method, String path) {
        return api(method, path, "");
    }

    /** The same with a body of JSON. */
    HttpResponse<String> api(String method, String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(url() + path)).method(method, HttpRequest.BodyPublishers.ofString(body)).header("Content-Type", "application/json")
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString("admin:admin".getBytes(StandardCharsets.UTF_8))));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stop();
        server.close();
    }
}
