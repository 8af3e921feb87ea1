package dev.baton.talk;

import static dev.baton.talk.App.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.event.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The API for apps over real HTTP: who may do what, what is committed, what is shown. Each test has a user of its own. */
@Timeout(60)
class TalkTest {

    private static App app;
    private final String user = "u-" + UUID.randomUUID();

    @BeforeAll
    static void open() throws IOException {
        app = App.shared();
    }

    static JsonNode problem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = Json.tree(answer.body().getBytes(StandardCharsets.UTF_8));
        assertThat(problem.path("detail").asText()).isNotBlank().doesNotContain(KEY);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        return problem;
    }

    private List<JsonNode> history(String channel, String key, String query) {
        String id = app.ask("GET", "/talk/" + channel + "/conversations?user=" + user, key, null).path("items").path(0).path("id").asText();
        return StreamSupport.stream(app.ask("GET", "/talk/" + channel + "/conversations/" + id + "/messages" + query, key, null).path("items").spliterator(), false).toList();
    }

    @Test
    void onlyTheKeyAndTokensMadeWithItLetIn() {
        String path = "/talk/own-app/conversations?user=" + user;
        problem(app.send("GET", path, null, null), 401);
        problem(app.send("GET", path, "another-key", null), 401);
        String token = app.token("own-app", user, "");
        assertThat(app.send("GET", path, token, null).statusCode()).isEqualTo(200);
        String[] parts = token.split("\\.");
        String other = Base64.getUrlEncoder().withoutPadding().encodeToString(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                .replace(user, "u-other").getBytes(StandardCharsets.UTF_8));
        String none = Base64.getUrlEncoder().withoutPadding().encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        for (String forged : List.of(parts[0] + "." + other + "." + parts[2], none + "." + parts[1] + ".", none + "." + parts[1] + "." + parts[2], token.substring(0, token.length() - 4) + "AAAA",
                parts[1], app.token("forum", user, ",\"thread\":\"a\""))) {
            problem(app.send("GET", path, forged, null), 401);
        }
        problem(app.send("POST", "/talk/own-app/tokens", token, "{\"user\":\"u-other\"}"), 403);
        problem(app.send("POST", "/talk/own-app/tokens", KEY, "{\"user\":\"u\",\"ttl\":86401}"), 400);
        problem(app.send("POST", "/talk/forum/tokens", KEY, "{\"user\":\"u\"}"), 400);
    }

    @Test
    void aTokenEndsAndWithItItsStream() throws Exception {
        app.asksForAPerson("own-app", user, null);
        String token = app.token("own-app", user, ",\"ttl\":100");
        try (App.Reader reader = app.new Reader("own-app", token, "", null)) {
            app.agentSays("own-app", user, "in time");
            assertThat(reader.next("message").path("content").path("text").asText()).isEqualTo("in time");
            app.clock.forward(Duration.ofSeconds(100));
            assertThat(reader.next("message")).as("the stream has ended").isNull();
        }
        assertThat(problem(app.send("GET", "/talk/own-app/conversations", token, null), 401).path("detail").asText()).contains("ended");
    }

    @Test
    void aCustomerSeesAndSpeaksForThemselvesOnly() {
        String theirs = app.asksForAPerson("own-app", "u-their-" + user, null).path("conversation").asText();
        String token = app.token("own-app", user, "");
        problem(app.send("GET", "/talk/own-app/conversations?user=u-their-" + user, token, null), 403);
        problem(app.send("GET", "/talk/own-app/events?user=u-their-" + user, token, null), 403);
        problem(app.send("GET", "/talk/own-app/conversations/" + theirs + "/messages", token, null), 404);
        problem(app.send("GET", "/talk/forum/conversations/" + theirs + "/messages", KEY, null), 404);
        problem(app.send("GET", "/talk/own-app/conversations/1/messages", token, null), 404);
        problem(app.send("POST", "/talk/own-app/messages", token, "{\"user\":\"u-their-" + user + "\",\"text\":\"hi\"}"), 403);
        problem(app.send("POST", "/talk/own-app/messages", token, "{\"content\":{\"kind\":\"choice\",\"options\":[]}}"), 403);
        assertThat(problem(app.send("POST", "/talk/own-app/messages", token, "{\"content\":{\"kind\":\"media\",\"url\":\"https://elsewhere.example/a.png\"}}"), 400).path("detail").asText())
                .contains("uploaded first");
        assertThat(app.ask("GET", "/talk/own-app/conversations", token, null).path("items")).isEmpty();
    }

    @Test
    void whatIsSaidTwiceUnderOneIdIsOneMessageAndOtherUsersMayHaveTheSameIds() {
        String conversation = app.asksForAPerson("own-app", user, null).path("conversation").asText();
        JsonNode first = app.says("own-app", user, "m-1", "hello");
        assertThat(first.path("duplicate").asBoolean()).isFalse();
        assertThat(first.path("conversation").asText()).isEqualTo(conversation);
        assertThat(app.says("own-app", user, "m-1", "hello").path("duplicate").asBoolean()).isTrue();
        app.asksForAPerson("own-app", user + "-2", null);
        assertThat(app.says("own-app", user + "-2", "m-1", "hello").path("duplicate").asBoolean()).isFalse();
        assertThat(App.texts(history("own-app", KEY, ""))).containsExactly("hello");
        assertThat(history("own-app", KEY, "").stream().map(event -> event.path("id").asText())).contains("m-1");
    }

    @Test
    void theFirstWordsBeginAConversationAndThoseAfterItsEndAnother() {
        String first = app.says("own-app", user, "m-1", "hello").path("conversation").asText();
        assertThat(first).isNotEmpty();
        assertThat(app.says("own-app", user, "m-2", "again").path("conversation").asText()).isEqualTo(first);
        app.ask("POST", "/talk/own-app/end", KEY, "{\"user\":\"" + user + "\"}");
        String second = app.says("own-app", user, "m-3", "once more").path("conversation").asText();
        assertThat(second).isNotEmpty().isNotEqualTo(first);
        try (App.Reader reader = app.new Reader("own-app", app.token("own-app", user, ""), "?last=50", null)) {
            assertThat(List.of(reader.next("message"), reader.next("message"), reader.next("conversation.closed"), reader.next("message")).stream()
                    .map(one -> one.path("content").path("text").asText())).containsExactly("hello", "again", "", "once more");
        }
        assertThat(app.ask("POST", "/talk/forum/messages", KEY, "{\"user\":\"" + user + "\",\"id\":\"f-1\",\"text\":\"a first word\"}").path("thread").asText()).isEqualTo("f-1");
    }

    @Test
    void historyComesInPagesWithoutNotesAndWithWhatIsSensitiveVeiled() {
        String id = app.asksForAPerson("own-app", user, null).path("conversation").asText();
        app.says("own-app", user, "m-1", "one");
        app.agentSays("own-app", user, "two");
        app.desk("own-app", user, "{\"type\":\"message\",\"note\":true,\"author\":{\"role\":\"agent\"},\"content\":{\"kind\":\"text\",\"text\":\"a difficult one\"}}");
        app.desk("own-app", user, "{\"type\":\"message\",\"sensitive\":true,\"author\":{\"role\":\"agent\"},\"content\":{\"kind\":\"text\",\"text\":\"your PIN is 4711\"}}");
        app.says("own-app", user, "m-2", "three");
        List<JsonNode> all = history("own-app", KEY, "");
        assertThat(App.texts(all)).containsExactly("one", "two", "•••", "three");
        assertThat(all.toString()).doesNotContain("difficult").doesNotContain("4711").contains("\"agent.joined\"").contains("handover.requested");
        assertThat(all.toString()).as("the agent's id is the desk's business").doesNotContain("\"7\"");
        String path = "/talk/own-app/conversations/" + id + "/messages";
        List<JsonNode> paged = new ArrayList<>();
        for (JsonNode page = app.ask("GET", path + "?limit=2&after=0", KEY, null); ; page = app.ask("GET", path + "?limit=2&after=" + page.path("next").asText(), KEY, null)) {
            page.path("items").forEach(paged::add);
            if (!page.has("next")) {
                break;
            }
        }
        assertThat(paged).isEqualTo(all);
        List<JsonNode> backwards = new ArrayList<>();
        for (JsonNode page = app.ask("GET", path + "?limit=2", KEY, null); ; page = app.ask("GET", path + "?limit=2&before=" + page.path("next").asText(), KEY, null)) {
            List<JsonNode> items = new ArrayList<>();
            page.path("items").forEach(items::add);
            backwards.addAll(0, items);
            if (!page.has("next")) {
                break;
            }
        }
        assertThat(backwards).isEqualTo(all);
        problem(app.send("GET", path + "?limit=0x", KEY, null), 400);
    }

    @Test
    void aStreamBeginsWithTheLastWordsAndGoesOnWithWhatIsSaidAndWhatPasses() {
        app.asksForAPerson("own-app", user, null);
        app.says("own-app", user, "m-1", "before");
        app.agentSays("own-app", user, "also before");
        String token = app.token("own-app", user, "");
        try (App.Reader reader = app.new Reader("own-app", token, "?last=3", null)) {
            assertThat(reader.answer.headers().firstValue("Content-Type")).contains("text/event-stream;charset=UTF-8");
            assertThat(List.of(reader.next("message"), reader.next("message")).stream().map(one -> one.path("content").path("text").asText())).containsExactly("before", "also before");
            // What passes is dropped where something else is still being told: so it is said until it is heard.
            CompletableFuture<JsonNode> heard = CompletableFuture.supplyAsync(() -> reader.next("typing"));
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                app.desk("own-app", user, "{\"type\":\"typing\",\"author\":{\"role\":\"agent\",\"name\":\"Joana\"},\"on\":true}");
                return heard.isDone();
            });
            JsonNode typing = heard.join();
            assertThat(typing.path("author").path("name").asText()).isEqualTo("Joana");
            String place = reader.last;
            app.says("own-app", user, "m-2", "from another device");
            assertThat(reader.next("message").path("id").asText()).isEqualTo("m-2");
            assertThat(reader.last).isNotEqualTo(place);
            await().until(() -> reader.line().startsWith(":"));
        }
    }

    @Test
    void theListOfConversationsSaysWhereAStreamGoesOn() {
        app.asksForAPerson("own-app", user, null);
        app.says("own-app", user, "m-1", "before");
        String cursor = app.ask("GET", "/talk/own-app/conversations?user=" + user, KEY, null).path("cursor").asText();
        app.says("own-app", user, "m-2", "after");
        try (App.Reader reader = app.new Reader("own-app", KEY, "?user=" + user + "&after=" + cursor, null)) {
            assertThat(reader.next("message").path("content").path("text").asText()).isEqualTo("after");
        }
        problem(app.send("GET", "/talk/own-app/events?user=u&after=what~ever", KEY, null), 400);
        problem(app.send("GET", "/talk/own-app/events", KEY, null), 400);
    }

    @Test
    void threadsOfOneUserStandSideBySideAndATokenIsForOneOfThem() {
        assertThat(app.asksForAPerson("forum", user, "parcel").path("thread").asText()).isEqualTo("parcel");
        app.asksForAPerson("forum", user, "invoice");
        app.asksForAPerson("forum", user + "-2", "parcel");
        app.ask("POST", "/talk/forum/messages", KEY, "{\"user\":\"" + user + "\",\"thread\":\"parcel\",\"text\":\"about the parcel\"}");
        app.ask("POST", "/talk/forum/messages", KEY, "{\"user\":\"" + user + "\",\"thread\":\"invoice\",\"text\":\"about the invoice\"}");
        assertThat(app.ask("GET", "/talk/forum/conversations?user=" + user, KEY, null).path("items").findValuesAsText("thread")).containsExactlyInAnyOrder("parcel", "invoice");
        String token = app.token("forum", user, ",\"thread\":\"parcel\"");
        assertThat(app.ask("GET", "/talk/forum/conversations", token, null).path("items").findValuesAsText("thread")).containsExactly("parcel");
        try (App.Reader reader = app.new Reader("forum", token, "?last=50", null)) {
            assertThat(reader.next("message").path("content").path("text").asText()).isEqualTo("about the parcel");
            app.ask("POST", "/talk/forum/messages", KEY, "{\"user\":\"" + user + "\",\"thread\":\"invoice\",\"text\":\"not for this token\"}");
            app.ask("POST", "/talk/forum/messages", token, "{\"text\":\"for it\"}");
            assertThat(reader.next("message").path("content").path("text").asText()).isEqualTo("for it");
        }
        problem(app.send("POST", "/talk/forum/messages", token, "{\"thread\":\"invoice\",\"text\":\"x\"}"), 403);
        problem(app.send("POST", "/talk/forum/typing", token, "{}"), 409);
        problem(app.send("POST", "/talk/forum/end", KEY, "{\"user\":\"" + user + "\"}"), 400);
        problem(app.send("POST", "/talk/own-app/messages", KEY, "{\"user\":\"" + user + "\",\"thread\":\"a\",\"text\":\"x\"}"), 400);
    }

    @Test
    void aFileIsUploadedNamedAndShownByALinkThatHolds() throws Exception {
        app.asksForAPerson("own-app", user, null);
        String token = app.token("own-app", user, "");
        String png = "\u0089PNG\r\n picture";
        HttpResponse<String> uploaded = upload(token, "parcel.png", "image/png", png);
        assertThat(uploaded.statusCode()).as(uploaded.body()).isEqualTo(200);
        ObjectNode content = ((ObjectNode) Json.tree(uploaded.body().getBytes(StandardCharsets.UTF_8))).put("kind", "media");
        try (App.Reader reader = app.new Reader("own-app", token, "", null)) {
            app.ask("POST", "/talk/own-app/messages", token, "{\"id\":\"m-file\",\"content\":" + content + "}");
            JsonNode shown = reader.next("message").path("content");
            assertThat(shown.path("name").asText()).isEqualTo("parcel.png");
            assertThat(shown.path("mimeType").asText()).isEqualTo("image/png");
            assertThat(shown.path("url").asText()).as("its own link, not the upload's").isNotEqualTo(content.path("url").asText()).startsWith(app.url() + "/media/");
            assertThat(app.send("GET", shown.path("url").asText().substring(app.url().length()), null, null).statusCode()).isEqualTo(200);
        }
        problem(upload(token, "large.txt", "text/plain", "x".repeat(101 * 1024)), 413);
        problem(upload(token, "program.exe", "application/octet-stream", "MZ\u0090\0"), 415);
        problem(upload(null, "a.txt", "text/plain", "x"), 401);
        problem(app.send("POST", "/talk/own-app/files", token, "{}"), 400);
    }

    @Test
    void whereTheDiskIsNearlyFullNoFileIsTakenAndWordsAre(@TempDir Path folder) throws Exception {
        try (App full = new App(folder, "--baton.media.keep-free=1000000GB")) {
            String body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nx\r\n--b--\r\n";
            HttpResponse<String> answer = full.send("POST", "/talk/own-app/files", KEY, body, "Content-Type", "multipart/form-data; boundary=b");
            problem(answer, 503);
            assertThat(answer.body()).contains("nearly full");
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("60");
            full.ask("POST", "/talk/own-app/messages", KEY, "{\"user\":\"u-full\",\"id\":\"m-1\",\"text\":\"Hello\"}");
        }
    }

    private static HttpResponse<String> upload(String token, String name, String type, String bytes) {
        String body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\nContent-Type: " + type + "\r\n\r\n" + bytes + "\r\n--b--\r\n";
        return app.send("POST", "/talk/own-app/files", token, body, "Content-Type", "multipart/form-data; boundary=b");
    }

    @Test
    void limitsAreSaidWithWhatToDo() {
        String messages = "/talk/own-app/messages";
        problem(app.send("POST", messages, KEY, "{\"user\":\"u\",\"text\":\"" + "x".repeat(70_000) + "\"}"), 413);
        problem(app.send("POST", messages, KEY, "{\"user\":\"u\",\"text\":"), 400);
        problem(app.send("POST", messages, KEY, "{\"user\":\"u\"}"), 400);
        problem(app.send("POST", messages, KEY, "{\"text\":\"x\"}"), 400);
        problem(app.send("POST", messages, KEY, "{\"user\":\"u\",\"text\":\" \"}"), 400);
        problem(app.send("POST", messages, KEY, "{\"user\":\"u\",\"content\":{\"kind\":\"dance\"}}"), 400);
        problem(app.send("POST", messages, KEY, "{\"user\":\"u\",\"content\":{\"kind\":\"media\",\"url\":\"file:///etc/passwd\"}}"), 400);
        problem(app.send("POST", "/talk/own-app/receipts", KEY, "{\"user\":\"u\",\"of\":\"1\",\"status\":\"eaten\"}"), 400);
        problem(app.send("POST", "/talk/nobody/messages", KEY, "{}"), 404);
        problem(app.send("POST", "/talk/support-deskie/messages", KEY, "{}"), 503);
        problem(app.send("POST", "/talk/own-app/dance", KEY, "{}"), 404);
        problem(app.send("DELETE", messages, KEY, null), 404);
        assertThat(problem(app.send("POST", "/talk/idle-app/messages", KEY, "{\"user\":\"u\",\"text\":\"x\"}"), 503).path("detail").asText()).contains("GET /api/channels");
        String token = app.token("own-app", user, "");
        for (int i = 0; i < 30; i++) {
            assertThat(app.send("POST", "/talk/own-app/typing", token, "{}").statusCode()).isEqualTo(200);
        }
        HttpResponse<String> tooFast = app.send("POST", "/talk/own-app/typing", token, "{}");
        problem(tooFast, 429);
        assertThat(Integer.parseInt(tooFast.headers().firstValue("Retry-After").orElse("0"))).isBetween(1, 3);
        assertThat(app.send("POST", "/talk/own-app/typing", app.token("own-app", user + "-2", ""), "{}").statusCode()).as("somebody else").isEqualTo(200);
    }

    @Test
    void pagesOfSitesThatAreNamedMayCallAndNoOthers() {
        HttpResponse<String> asked = app.send("OPTIONS", "/talk/own-app/messages", null, null, "Origin", "https://www.acme.example", "Access-Control-Request-Method", "POST",
                "Access-Control-Request-Headers", "authorization, content-type");
        assertThat(asked.statusCode()).isEqualTo(200);
        assertThat(asked.headers().firstValue("Access-Control-Allow-Origin")).contains("https://www.acme.example");
        assertThat(asked.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
        assertThat(app.send("OPTIONS", "/talk/own-app/messages", null, null, "Origin", "https://evil.example", "Access-Control-Request-Method", "POST").statusCode()).isEqualTo(403);
        assertThat(app.send("POST", "/talk/own-app/open", null, "{}", "Origin", "https://evil.example").statusCode()).isEqualTo(403);
        assertThat(app.send("POST", "/talk/own-app/open", null, "{}", "Origin", "https://www.acme.example").statusCode()).isEqualTo(200);
    }

    @Test
    void whereAnybodyIsLetInTheyStayWhoTheyWere() throws IOException, InterruptedException {
        JsonNode first = app.ask("POST", "/talk/own-app/open", null, "{}");
        app.clock.forward(Duration.ofHours(25));
        problem(app.send("GET", "/talk/own-app/conversations", first.path("token").asText(), null), 401);
        JsonNode again = app.ask("POST", "/talk/own-app/open", null, "{\"token\":\"" + first.path("token").asText() + "\"}");
        assertThat(again.path("user").asText()).isEqualTo(first.path("user").asText()).startsWith("web-");
        assertThat(app.ask("POST", "/talk/own-app/open", null, "{\"token\":\"" + app.token("own-app", user, "") + "\"}").path("user").asText())
                .as("a token of the app's is no way round the app").isNotEqualTo(user);
        problem(app.send("POST", "/talk/forum/open", null, "{}"), 403);
        // No body, and no word about its length or type, as curl -X POST sends it.
        HttpRequest bare = HttpRequest.newBuilder(URI.create(app.url() + "/talk/own-app/open")).POST(HttpRequest.BodyPublishers.ofInputStream(InputStream::nullInputStream)).build();
        assertThat(HttpClient.newHttpClient().send(bare, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    @Test
    void theDescriptionHasEveryAddressAndTheChatIsServed() {
        JsonNode description = app.ask("GET", "/talk/openapi.json", null, null);
        Set<String> described = new TreeSet<>();
        description.path("paths").properties().forEach(path -> path.getValue().fieldNames()
                .forEachRemaining(method -> described.add(method + " " + path.getKey())));
        described.removeIf(one -> one.startsWith("parameters "));
        Set<String> served = new TreeSet<>();
        app.baton.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class).getHandlerMethods().forEach((mapping, method) -> mapping.getPatternValues().stream()
                .filter(pattern -> pattern.startsWith("/talk/{channel}")).forEach(pattern -> mapping.getMethodsCondition().getMethods()
                        .forEach(verb -> served.add(verb.name().toLowerCase() + " " + pattern))));
        assertThat(described).isEqualTo(served).hasSizeGreaterThan(8);
        HttpResponse<String> chat = app.send("GET", "/talk/chat.js", null, null);
        assertThat(chat.headers().firstValue("Content-Type")).contains("text/javascript;charset=UTF-8");
        assertThat(chat.headers().firstValue("Cross-Origin-Resource-Policy")).contains("cross-origin");
        assertThat(chat.body()).doesNotContain("innerHTML").doesNotContain("insertAdjacentHTML").doesNotContain("eval(");
    }
}
