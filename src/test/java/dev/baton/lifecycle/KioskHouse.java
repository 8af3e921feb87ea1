package dev.baton.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.Baton;
import dev.baton.deploy.Deployment;
import dev.baton.deploy.LiveChannels;
import dev.baton.deploy.source.SettingsSource;
import dev.baton.event.Json;
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
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.util.FileSystemUtils;

/** A whole Baton with an invented platform that registers webhooks, and each test a channel and an account of its own there. */
abstract class KioskHouse {

    static final String KEY = Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8));
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** One Baton for all these tests of a JVM; it ends with that. */
    static final Path folder = begin();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    static Kiosks kiosks;
    static ConfigurableApplicationContext baton;
    static String url;

    /** The channel of this test, and the token of its account. */
    String name;
    String token;

    record Answer(int status, JsonNode body) {
        String state() {
            return body.path("channel").path("state").asText();
        }

        /** The conditions that are in that state. */
        List<String> conditions(String state) {
            List<String> names = new ArrayList<>();
            body.path("conditions").forEach(one -> {
                if (one.path("state").asText().equals(state)) {
                    names.add(one.path("condition").asText());
                }
            });
            return names;
        }

        String why(String condition) {
            for (JsonNode one : body.path("conditions")) {
                if (one.path("condition").asText().equals(condition)) {
                    return one.path("why").asText();
                }
            }
            return null;
        }
    }

    private static Path begin() {
        try {
            Path folder = Files.createTempDirectory("kiosks");
            kiosks = new Kiosks();
            FileSystemUtils.copyRecursively(Path.of("src/test/resources/lifecycle"), folder.resolve("routes"));
            anotherPlatform(folder.resolve("routes"));
            baton = new SpringApplicationBuilder(Baton.class).run("--server.port=0", "--baton.data=" + folder.resolve("data"), "--baton.routes=" + folder.resolve("routes"),
                    "--baton.admin.password=admin", "--baton.loader.rehearse-first=false", "--baton.loader.quiet=50ms", "--baton.public-url=" + kiosks.url(), "--baton.secret-key=" + KEY,
                    "--channels.helper.url=" + kiosks.url() + "/robot", "--channels.written.url=http://elsewhere", "--spring.main.banner-mode=off");
            url = "http://localhost:" + baton.getEnvironment().getProperty("local.server.port");
            kiosks.baton = url;
            baton.addApplicationListener(event -> {
                if (event instanceof ContextClosedEvent) {
                    kiosks.close();
                }
            });
            Runtime.getRuntime().addShutdownHook(new Thread(() -> FileSystemUtils.deleteRecursively(folder.toFile())));
            return folder;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Stalls are to kiosks as one platform is to another that has the same accounts. */
    private static void anotherPlatform(Path routes) throws IOException {
        FileSystemUtils.copyRecursively(routes.resolve("kiosk"), routes.resolve("stall"));
        try (var files = Files.walk(routes.resolve("stall"))) {
            for (Path file : files.filter(one -> one.toString().endsWith(".yaml")).toList()) {
                Files.writeString(file, Files.readString(file).replace("kiosk", "stall").replace("stall-t0ken-1", "kiosk-t0ken-1"));
            }
        }
    }

    @BeforeEach
    void aChannelsName() {
        name = "kiosk-" + NUMBER.incrementAndGet();
        token = "s3cret-token-" + NUMBER.get();
        kiosks.accounts.put(token, new ConcurrentSkipListSet<>());
        kiosks.registers = true;
        kiosks.removes = true;
        kiosks.answersLate = false;
        kiosks.robotReady = true;
        kiosks.instead = null;
        kiosks.meanwhile = () -> { };
    }

    /** An account with that token. */
    static Set<String> account(String token) {
        Set<String> hooks = new ConcurrentSkipListSet<>();
        kiosks.accounts.put(token, hooks);
        return hooks;
    }

    static ObjectNode wanted(String name, boolean activate, ObjectNode settings) {
        return Json.MAPPER.createObjectNode().put("name", name).put("platform", "kiosk").put("activate", activate).set("settings", settings);
    }

    static Answer api(String method, String path, Object body) {
        try {
            HttpRequest.BodyPublisher sent = body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(body));
            HttpResponse<byte[]> answer = HTTP.send(HttpRequest.newBuilder(URI.create(url + "/api/channels" + path)).method(method, sent).header("Content-Type", "application/json")
                    .header("Authorization", "Basic " + Base64.getEncoder().encodeToString("admin:admin".getBytes(StandardCharsets.UTF_8))).build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(answer.statusCode(), Json.tree(answer.body()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    ObjectNode settings(String... more) {
        ObjectNode settings = Json.MAPPER.createObjectNode().put("url", kiosks.url() + "/kiosk").put("token", token);
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    Answer create(boolean activate, String... more) {
        return api("POST", "", wanted(name, activate, settings(more)));
    }

    Answer change(Boolean activate, String... settings) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        if (activate != null) {
            body.put("activate", activate);
        }
        for (int i = 0; i < settings.length; i += 2) {
            body.withObject("/settings").put(settings[i], settings[i + 1]);
        }
        return api("PUT", "/" + name, body);
    }

    Answer show() {
        return api("GET", "/" + name, null);
    }

    static int hook(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "/hooks/" + path)).method(method, method.equals("POST") ? HttpRequest.BodyPublishers.ofString("{}")
                : HttpRequest.BodyPublishers.noBody()).header("Content-Type", "application/json");
        HttpResponse<String> answer = HTTP.send(headers.length == 0 ? request.build() : request.headers(headers).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.headers().firstValue("Retry-After").isPresent()).isEqualTo(answer.statusCode() == 503);
        return answer.statusCode();
    }

    Path settingsFile() {
        return folder.resolve("data/channels/" + name + ".yaml");
    }

    Path routeFile() {
        return folder.resolve("routes/" + name + ".camel.yaml");
    }

    static void soon(Runnable holds) {
        Awaitility.await().pollInterval(Duration.ofMillis(20)).untilAsserted(holds::run);
    }

    /** A settings file that somebody has edited is looked at each second; anything new among the routes makes that now. */
    void byHand(String before, String after) throws IOException {
        Files.writeString(settingsFile(), Files.readString(settingsFile()).replace(before, after));
        Path told = folder.resolve("routes/.told~");
        Files.deleteIfExists(told);
        Files.createFile(told);
    }

    static Set<String> files() throws IOException {
        try (var all = Files.walk(folder)) {
            return new TreeSet<>(all.filter(file -> !file.startsWith(folder.resolve("data")) || file.startsWith(folder.resolve("data/channels"))).map(Path::toString).toList());
        }
    }

    /** Another Baton on the same folders, with nothing in its memory: as after a restart, or on another node. */
    static LifeCycle restarted(Duration patience, Duration others) {
        return life(baton.getBean(Deployment.class), baton.getBean(LiveChannels.class), settings(KEY), patience, others);
    }

    static LifeCycle life(Deployment deployment, LiveChannels live, ManagedSettings settings, Duration patience, Duration others) {
        return new LifeCycle(deployment, live, settings, new Conditions(live, () -> kiosks.url()), new Nodes() {
            @Override
            public Duration untilOthersKnow() {
                return others;
            }

            @Override
            public boolean wasOther(String channel, String platform) {
                return false;
            }
        }, patience, Clock.systemUTC());
    }

    /** The settings of that folder, for who has that key. */
    static ManagedSettings settings(String key) {
        ManagedFolder shared = new ManagedFolder(folder.resolve("data/channels"), folder.resolve("routes"), new SecretKeys(List.of(key)));
        return new ManagedSettings(SettingsSource.fixed((channel, setting) -> baton.getEnvironment().getProperty("channels." + channel + "." + setting)), shared);
    }
}
