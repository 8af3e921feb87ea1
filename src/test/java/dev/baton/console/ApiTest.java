package dev.baton.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.event.Json;
import dev.baton.ledger.Ledger;
import dev.baton.ledger.Versions;
import dev.baton.ledger.View;
import dev.baton.lifecycle.LifeCycle;
import dev.baton.webhook.Hooks;
import dev.baton.webhook.HooksServlet;
import dev.baton.webhook.Limits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/** The API over real HTTP, with the login before it. */
@CamelSpringBootTest
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = {
    "management.endpoints.web.exposure.include=health,prometheus", "management.endpoint.health.probes.enabled=true",
    "management.prometheus.metrics.export.enabled=true", "camel.main.shutdown-timeout=1", "baton.public-url=https://baton.example/inner/"})
class ApiTest {

    @Configuration
    @EnableAutoConfiguration(exclude = FlywayAutoConfiguration.class)
    @Import({Front.class, Login.class, Home.class})
    static class Parts {

        @Bean
        DataSource dataSource() {
            JdbcDataSource h2 = new JdbcDataSource();
            h2.setURL("jdbc:h2:mem:api;DB_CLOSE_DELAY=-1;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH");
            Flyway.configure().dataSource(h2).locations("classpath:db/migration/common").load().migrate();
            return h2;
        }

        @Bean
        View view(DataSource source) {
            return new View(source);
        }

        @Bean
        Versions versions(DataSource source) {
            return new Versions(source, "node-1", Clock.fixed(Instant.ofEpochSecond(10), ZoneOffset.UTC));
        }

        @Bean
        Desk operations() {
            return new Desk();
        }

        @Bean
        LifeCycle life() {
            return Mockito.mock(LifeCycle.class);
        }

        @Bean
        Admin login() {
            return Admin.of("boss", "pässword");
        }

        @Bean
        ServletRegistrationBean<HooksServlet> hooks() {
            Hooks nobody = name -> new Hooks.Absent();
            return new ServletRegistrationBean<>(new HooksServlet(nobody, Limits.DEFAULT, new SimpleMeterRegistry(), Clock.systemUTC()), "/hooks/*");
        }
    }

    /** Remembers what it was told to do. */
    static final class Desk implements Operations {
        final List<String> told = new ArrayList<>();
        final Set<UUID> refused = new TreeSet<>();
        private State state = State.live;

        @Override
        public List<Channel> channels() {
            return List.of(new Channel("shop", "parcel", List.of("customer"), state, null, "3f2a", Instant.EPOCH, List.of("shop-in", "shop-out"), 2,
                            new Poll(Instant.EPOCH, "refused", "the platform has no such inbox"), null, "0ff0"),
                    new Channel("support", null, List.of(), State.refused, "see lastRefusal", null, null, List.of(), 0, null,
                            new Refusal(Instant.EPOCH, "9f8e", List.of("support.camel.yaml:3: unknown step: use to")), null),
                    new Channel("old-shop", null, List.of(), State.retired, "its file is gone", null, null, List.of(), 0, null, null, null));
        }

        @Override
        public void pause(String channel, String why) {
            told.add("pause " + channel + ": " + why);
            state = State.paused;
        }

        @Override
        public void resume(String channel) {
            told.add("resume " + channel);
            state = State.live;
        }

        @Override
        public Replayed replay(UUID deadLetter) {
            told.add("replay " + deadLetter);
            return refused.contains(deadLetter) ? new Replayed(Replay.refused, "the mapping still does not know it")
                    : new Replayed(deadLetter.getMostSignificantBits() == 0 ? Replay.absent : Replay.replayed, null);
        }

        @Override
        public void rollback(String channel, String version) {
            if (version.equals("unfit")) {
                throw new Conflict("it can't run any more");
            }
            told.add("rollback " + channel + " " + version);
        }

        @Override
        public Ledger.Moved move(String from, String to) {
            if (to.equals("support")) {
                throw new Conflict("support is not live");
            }
            told.add("move " + from + " " + to);
            return new Ledger.Moved(1, 2, 3, 4, 5, 6);
        }

        @Override
        public String masked(String channel, String text) {
            return text == null ? null : text.replace("s3cret", "***");
        }
    }

    @LocalServerPort
    private int port;
    @Autowired
    private DataSource source;
    @Autowired
    private Versions versions;
    @Autowired
    private Desk desk;
    private final HttpClient client = HttpClient.newHttpClient();
    private JdbcTemplate db;

    @BeforeEach
    void empty() {
        db = new JdbcTemplate(source);
        db.execute("delete from conversation");
        db.execute("delete from dead_letter");
        db.execute("delete from lane");
        db.execute("delete from version");
        desk.told.clear();
        desk.refused.clear();
        desk.resume("shop");
        desk.told.clear();
    }

    @Test
    void conversationsAreListedAndShown() throws Exception {
        UUID older = conversation("active", 1_000);
        UUID newer = conversation("closed", 2_000);

        JsonNode first = ok(get("/api/conversations?limit=1"));
        assertThat(first.get("items")).hasSize(1);
        assertThat(first.get("items").get(0)).isEqualTo(Json.MAPPER.readTree("{\"id\":\"" + newer + "\",\"state\":\"closed\",\"control\":\"desk\",\"handover\":1,"
                + "\"person\":\"shop:anna\",\"customerChannel\":\"shop\",\"createdAt\":\"1970-01-01T00:00:00.500Z\",\"changedAt\":\"1970-01-01T00:00:02Z\"}"));
        JsonNode second = ok(get("/api/conversations?limit=1&before=" + first.get("next").asText()));
        assertThat(second.at("/items/0/id").asText()).isEqualTo(older.toString());
        assertThat(second.has("next")).isFalse();
        assertThat(ok(get("/api/conversations?state=active")).get("items")).hasSize(1);

        JsonNode one = ok(get("/api/conversations/" + newer));
        assertThat(one.get("id").asText()).isEqualTo(newer.toString());
        assertThat(one.at("/document/customerChannel").asText()).isEqualTo("shop");
        assertThat(one.get("events").isArray()).isTrue();
    }

    @Test
    void deadLettersAreListedShownAndReplayed() throws Exception {
        UUID odd = letter("shop", "no mapping knows 'Odd'", 1);
        UUID hard = letter("shop", "refused", 2);
        UUID other = letter("support", "refused", 3);
        desk.refused.add(hard);

        assertThat(ok(get("/api/dead-letters?channel=shop&state=waiting&cause=odd")).findValuesAsText("id")).containsExactly(odd.toString());
        assertThat(ok(get("/api/dead-letters/" + odd)).get("body").asText()).isEqualTo("{\"a\":1}");
        assertThat(ok(post("/api/dead-letters/" + odd + "/replay", ""))).isEqualTo(Json.MAPPER.readTree("{\"id\":\"" + odd + "\",\"state\":\"replayed\"}"));
        problem(post("/api/dead-letters/" + hard + "/replay", ""), 409, "the mapping still does not know it");
        problem(post("/api/dead-letters/" + new UUID(0, 1) + "/replay", ""), 404, "no such dead letter");
        desk.told.clear();

        JsonNode many = ok(post("/api/dead-letters/replay", "{\"channel\":\"shop\"}"));
        assertThat(many).isEqualTo(Json.MAPPER.readTree("{\"replayed\":1,\"refused\":[{\"id\":\"" + hard + "\",\"why\":\"the mapping still does not know it\"}],\"more\":false}"));
        assertThat(desk.told).containsExactly("replay " + odd, "replay " + hard);
        desk.told.clear();

        assertThat(ok(post("/api/dead-letters/replay", "{\"limit\":2}")).get("more").asBoolean()).isTrue();
        assertThat(desk.told).as("the oldest first").containsExactly("replay " + odd, "replay " + hard).doesNotContain("replay " + other);
    }

    @Test
    void channelsArePausedAndResumed() throws Exception {
        JsonNode items = ok(get("/api/channels")).get("items");
        assertThat(items.findValuesAsText("name")).containsExactly("shop", "support", "old-shop");
        assertThat(items.get(0)).isEqualTo(Json.MAPPER.readTree("{\"name\":\"shop\",\"platform\":\"parcel\",\"sides\":[\"customer\"],\"state\":\"live\",\"version\":\"3f2a\","
                + "\"since\":\"1970-01-01T00:00:00Z\",\"routes\":[\"shop-in\",\"shop-out\"],\"inFlight\":2,\"waiting\":0,\"waitingMore\":false,\"deadLetters\":0,\"deadLettersMore\":false,"
                + "\"lastPoll\":{\"at\":\"1970-01-01T00:00:00Z\",\"outcome\":\"refused\",\"why\":\"the platform has no such inbox\"},\"held\":\"0ff0\"}"));
        assertThat(items.get(1).at("/lastRefusal/findings/0").asText()).contains("support.camel.yaml:3");
        assertThat(items.get(1).at("/lastRefusal/version").asText()).isEqualTo("9f8e");
        assertThat(items.get(2).get("state").asText()).isEqualTo("retired");
        assertThat(items.get(2).has("ownerless")).as("nothing waits").isFalse();
        db.update("insert into lane (id, channel, work, scope, next_seq, last_seq, due_at, fence) values (?, 'old-shop', 'deliver', 'x', 1, 2, 5, 0)", UUID.randomUUID());
        JsonNode waits = ok(get("/api/channels")).get("items").get(2);
        assertThat(waits.get("ownerless").asBoolean()).isTrue();
        assertThat(waits.get("waiting").asInt()).isEqualTo(2);

        assertThat(ok(post("/api/channels/shop/pause", "{\"why\":\"their release\"}")).get("state").asText()).isEqualTo("paused");
        assertThat(ok(post("/api/channels/shop/resume", "")).get("state").asText()).isEqualTo("live");
        assertThat(ok(post("/api/channels/shop/pause", "")).get("state").asText()).isEqualTo("paused");
        problem(post("/api/channels/nobody/pause", ""), 404, "no such channel");
        assertThat(desk.told).containsExactly("pause shop: their release (paused by boss)", "resume shop", "pause shop: paused by boss");
    }

    @Test
    void versionsAreListedShownAndCompared() throws Exception {
        versions.live("shop", "aaa", Map.of("shop.camel.yaml", bytes("one\ntwo\n"), "p/gone.jslt", bytes("old"), "p/same.jslt", bytes("same")), null);
        versions.live("shop", "bbb", Map.of("shop.camel.yaml", bytes("one\ntwo and s3cret\n"), "p/new.jslt", new byte[] {(byte) 0xff}, "p/same.jslt", bytes("same")), "aaa");

        assertThat(ok(get("/api/channels/shop/versions"))).isEqualTo(Json.MAPPER.readTree("{\"items\":["
                + "{\"version\":\"aaa\",\"at\":\"1970-01-01T00:00:10Z\",\"node\":\"node-1\",\"running\":false,\"held\":true},"
                + "{\"version\":\"bbb\",\"at\":\"1970-01-01T00:00:10Z\",\"node\":\"node-1\",\"running\":true,\"held\":false}]}"));
        JsonNode files = ok(get("/api/channels/shop/versions/bbb")).get("files");
        assertThat(files.findValuesAsText("file")).containsExactly("p/new.jslt", "p/same.jslt", "shop.camel.yaml");
        assertThat(files.get(0).get("hash").asText()).hasSize(64);
        assertThat(files.get(0).has("text")).isFalse();
        assertThat(ok(get("/api/channels/shop/versions/bbb?file=shop.camel.yaml")).at("/files/0/text").asText()).isEqualTo("one\ntwo and ***\n");

        JsonNode changes = ok(get("/api/channels/shop/versions/aaa/diff/bbb")).get("files");
        assertThat(changes.findValuesAsText("file")).containsExactly("p/gone.jslt", "p/new.jslt", "shop.camel.yaml");
        assertThat(changes.findValuesAsText("change")).containsExactly("removed", "added", "changed");
        assertThat(changes.get(0).get("diff").asText()).isEqualTo("--- a/p/gone.jslt\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-old\n\\ No newline at end of file\n");
        assertThat(changes.get(1).has("diff")).as("no text").isFalse();
        assertThat(changes.get(2).get("diff").asText()).isEqualTo("--- a/shop.camel.yaml\n+++ b/shop.camel.yaml\n@@ -1,2 +1,2 @@\n one\n-two\n+two and ***\n");
        assertThat(ok(get("/api/channels/shop/versions/bbb/diff/bbb")).get("files")).isEmpty();

        assertThat(ok(post("/api/channels/shop/rollback", "{\"version\":\"aaa\"}")).get("name").asText()).isEqualTo("shop");
        assertThat(ok(post("/api/channels/old-shop/move", "{\"to\":\"shop\"}"))).isEqualTo(Json.MAPPER.readTree(
                "{\"conversations\":1,\"references\":2,\"deliveries\":3,\"webhooks\":4,\"parked\":5,\"deadLetters\":6}"));
        assertThat(desk.told).containsExactly("rollback shop aaa", "move old-shop shop");
        versions.live("shop", "unfit", Map.of("shop.camel.yaml", bytes("1")), null);
        problem(post("/api/channels/shop/rollback", "{\"version\":\"unfit\"}"), 409, "it can't run any more");
        problem(post("/api/channels/shop/rollback", "{\"version\":\"zzz\"}"), 404, "no such version");
        problem(post("/api/channels/shop/rollback", "{}"), 400, "'version'");
        problem(post("/api/channels/old-shop/move", "{\"to\":\"support\"}"), 409, "support is not live");
        problem(post("/api/channels/nobody/move", "{\"to\":\"shop\"}"), 404, "no such channel");
        problem(get("/api/channels/shop/versions/zzz"), 404, "no such version");
        problem(get("/api/channels/shop/versions/aaa/diff/zzz"), 404, "no such version");
        problem(get("/api/channels/shop/versions/aaa?file=shop"), 404, "no such file");
        problem(get("/api/channels/nobody/versions"), 404, "no such channel");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET  | /api/conversations?limit=0                                             | 400 | 'limit'
            GET  | /api/conversations?limit=101                                           | 400 | 'limit'
            GET  | /api/conversations?limit=ten                                           | 400 | 'limit'
            GET  | /api/conversations?limit=1&limit=2                                     | 400 | more than once
            GET  | /api/conversations?state=happy                                         | 400 | must be one of bot,
            GET  | /api/conversations?before=x                                            | 400 | 'before'
            GET  | /api/conversations?before=a%00b                                         | 400 | U+0000
            GET  | /api/conversations/1-1-1-1-1                                           | 404 | no id
            GET  | /api/conversations/0192c6a4-7d3e-7c55-9a6b-2f1d0c9b8a77                | 404 | no such conversation
            GET  | /api/conversations/0192c6a4-7d3e-7c55-9a6b-2f1d0c9b8a77?before=-1      | 400 | number of an event
            GET  | /api/dead-letters?state=dead                                           | 400 | must be one of waiting
            GET  | /api/dead-letters/x                                                    | 404 | no id
            GET  | /api/dead-letters/0192c6a4-7d3e-7c55-9a6b-2f1d0c9b8a77                 | 404 | no such dead letter
            POST | /api/dead-letters/x/replay                                             | 404 | no id
            POST | /api/dead-letters/replay                                               | 400 | empty
            GET  | /api/nothing                                                           | 404 | openapi.json
            GET  | /api                                                                   | 404 | openapi.json
            POST | /api/conversations                                                     | 405 | another method
            """)
    void aMistakeIsAnsweredWithAProblem(String method, String path, int status, String says) throws Exception {
        problem(send(method, path, "", true), status, says);
        assertThat(desk.told).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"chanel\":\"shop\"}", "[]", "null", "{", "{} {}", "\"x\"", "{\"limit\":0}", "{\"limit\":1001}", "{\"limit\":\"many\"}", "{\"cause\":\"\\u0000\"}"})
    void aMistypedFilterReplaysNothing(String body) throws Exception {
        letter("shop", "refused", 1);

        problem(post("/api/dead-letters/replay", body), 400, "");

        assertThat(desk.told).isEmpty();
    }

    @Test
    void tooMuchIsNotRead() throws Exception {
        problem(post("/api/dead-letters/replay", " ".repeat(ApiGuard.MOST_BYTES) + "{}"), 413, "Content-Length");
        assertThat(desk.told).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            Sec-Fetch-Site | cross-site         | 403
            Sec-Fetch-Site | same-site          | 403
            Sec-Fetch-Site | same-origin        | 200
            Sec-Fetch-Site | none               | 200
            Origin         | https://evil.test  | 403
            Origin         | null               | 403
            Origin         | http://a b         | 403
            Origin         | SELF               | 200
            X-Nothing      | x                  | 200
            """)
    void anotherSitesPageCanNotUseTheLogin(String header, String value, int status) throws Exception {
        HttpResponse<String> answer = send("POST", "/api/channels/shop/pause", "", true, header, value.equals("SELF") ? "http://localhost:" + port : value);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(desk.told).hasSize(status == 200 ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"/api/conversations, 401", "/api/openapi.json, 401", "/api/nothing, 401", "/api, 401", "/actuator/prometheus, 401", "/actuator, 401", "/nothing, 401", "/sandbox, 401",
        "/error, 401", "/, 200", "/problems, 200", "/actuator/health, 200", "/actuator/health/liveness, 200", "/actuator/health/readiness, 200", "/hooks/x, 404"})
    void whatIsOpenAndWhatIsNot(String path, int status) throws Exception {
        HttpResponse<String> answer = send("GET", path, "", false);

        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 401) {
            problem(answer, 401, "baton.admin.password");
            assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWith("Basic");
            assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"boss:wrong", "boss:", "admin:pässword", "bos:pässword", ":", "boss"})
    void aWrongLoginIsNone(String login) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/api/channels")).header("Authorization", basic(login)).build();

        problem(client.send(request, HttpResponse.BodyHandlers.ofString()), 401, "HTTP Basic");
    }

    @Test
    void aWebhooksAuthorizationIsNoLogin() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/hooks/x")).header("Authorization", basic("any:body")).POST(HttpRequest.BodyPublishers.ofString("{}")).build();

        problem(client.send(request, HttpResponse.BodyHandlers.ofString()), 404, "No channel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/hooks/../api/channels", "/hooks/..;/api/channels", "/hooks/%2e%2e/api/channels", "/hooks//x", "/hooks/x;a=b", "/hooks/a%2fb", "//api/channels",
        "/actuator/health/../prometheus", "/hooks/x%00"})
    void noWayRoundTheLogin(String path) throws Exception {
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("items");
    }

    @Test
    void theLoginOpensTheRest() throws Exception {
        assertThat(get("/actuator/prometheus").body()).contains("jvm_memory_used_bytes");
    }

    @Test
    void thePagesAreThere() throws Exception {
        HttpResponse<String> home = send("GET", "/", "", false);
        assertThat(home.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(home.body()).contains("/api/openapi.json").doesNotContain("/sandbox").doesNotContain("<!-- main");
        assertThat(home.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(send("GET", "/problems", "", false).body()).contains("id=\"not-proven\"").contains("`token`");
    }

    @Test
    void noHeaderOfACallComesBackOrBecomesAParameter() throws Exception {
        HttpResponse<String> answer = send("GET", "/api/channels", "", true, "X-Echo", "here", "CamelHttpResponseCode", "299", "Cookie", "a=b");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().map().keySet()).noneMatch(name -> name.toLowerCase().startsWith("camel") || name.equalsIgnoreCase("x-echo") || name.equalsIgnoreCase("cookie")
                || name.equalsIgnoreCase("authorization"));
    }

    @Test
    void theDescriptionIsWhole() throws Exception {
        HttpResponse<String> answer = get("/api/openapi.json");
        JsonNode document = ok(answer);

        assertThat(document.get("openapi").asText()).startsWith("3.");
        assertThat(document.at("/info/title").asText()).isEqualTo("Baton");
        assertThat(document.at("/servers/0/url").asText()).isEqualTo("https://baton.example/inner/api");
        List<String> paths = new ArrayList<>();
        document.get("paths").fieldNames().forEachRemaining(paths::add);
        assertThat(paths).containsExactlyInAnyOrder("/conversations", "/conversations/{id}", "/dead-letters", "/dead-letters/{id}", "/dead-letters/{id}/replay", "/dead-letters/replay",
                "/channels", "/channels/{name}", "/channels/{name}/activate", "/channels/{name}/deactivate", "/channels/{name}/pause", "/channels/{name}/resume", "/channels/{name}/versions", "/channels/{name}/versions/{version}",
                "/channels/{name}/versions/{version}/diff/{other}", "/channels/{name}/rollback", "/channels/{name}/move");
        assertThat(document.at("/components/securitySchemes/admin/scheme").asText()).isEqualTo("basic");
        document.get("paths").forEach(path -> path.forEach(verb -> {
            assertThat(verb.path("summary").asText() + verb.path("description").asText()).isNotBlank();
            assertThat(verb.path("operationId").asText()).isNotBlank();
            assertThat(verb.path("security").toString()).contains("admin");
            assertThat(verb.at("/responses/200/content/application~1json/schema").toString()).contains("$ref");
            assertThat(verb.path("responses").has("401")).isTrue();
        }));
        assertThat(document.at("/paths/~1conversations/get/parameters").findValuesAsText("name")).containsExactlyInAnyOrder("state", "before", "limit");
        assertThat(document.at("/paths/~1dead-letters~1{id}~1replay/post/responses").has("409")).isTrue();
        assertThat(document.at("/paths/~1channels~1{name}").properties().stream().map(Map.Entry::getKey)).containsExactlyInAnyOrder("get", "put", "delete");
        JsonNode schemas = document.at("/components/schemas");
        Set<String> missing = new TreeSet<>();
        document.findValuesAsText("$ref").forEach(ref -> {
            if (!ref.startsWith("#/components/schemas/") || !schemas.has(ref.substring(ref.lastIndexOf('/') + 1))) {
                missing.add(ref);
            }
        });
        assertThat(missing).isEmpty();
    }

    @Test
    void aCallThatTheLedgerCanNotAnswer() throws Exception {
        db.execute("alter table conversation rename to elsewhere");
        try {
            HttpResponse<String> answer = get("/api/conversations");
            problem(answer, 503, "ledger");
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(answer.body()).doesNotContain("select");
        } finally {
            db.execute("alter table elsewhere rename to conversation");
        }
    }

    private UUID conversation(String state, long changedAt) {
        UUID id = UUID.randomUUID();
        db.update("insert into conversation (id, state, control, handover, person, document, last_seq, created_at, changed_at, listed_at) values (?, ?, 'desk', 1, 'shop:anna', ?, 1, 500, ?, ?)",
                id, state, "{\"customerChannel\":\"shop\"}", changedAt, changedAt);
        return id;
    }

    private UUID letter(String channel, String cause, long at) {
        UUID id = UUID.randomUUID();
        db.update("insert into dead_letter (id, channel, cause, state, content_type, body, at) values (?, ?, ?, 'waiting', 'application/json', ?, ?)", id, channel, cause,
                "{\"a\":1}".getBytes(StandardCharsets.UTF_8), at);
        return id;
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send("GET", path, "", true);
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send("POST", path, body, true);
    }

    private HttpResponse<String> send(String method, String path, String body, boolean login, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .method(method, body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send((login ? request.header("Authorization", basic("boss:pässword")) : request).build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    private static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    private String raw(String bytes) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static JsonNode ok(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
        return Json.MAPPER.readTree(answer.body());
    }

    private static void problem(HttpResponse<String> answer, int status, String says) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("none")).startsWith("application/problem+json");
        JsonNode problem = Json.MAPPER.readTree(answer.body());
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("detail").asText()).contains(says);
        assertThat(problem.get("type").asText()).startsWith("/problems#");
    }
}
