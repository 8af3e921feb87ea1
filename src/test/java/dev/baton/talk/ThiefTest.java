package dev.baton.talk;

import static dev.baton.talk.App.KEY;
import static dev.baton.talk.TalkTest.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.baton.event.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What somebody tries who has a token of their own, or none at all, and wants what is not theirs. */
@Timeout(60)
class ThiefTest {

    private static App app;
    private final String user = "u-" + UUID.randomUUID();

    @BeforeAll
    static void open() throws IOException {
        app = App.shared();
    }

    private static String json(String text) {
        return Json.MAPPER.getNodeFactory().textNode(text).toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    // ---- who they are

    @Test
    void aTokenIsOnlyTakenAsItWasSigned() throws Exception {
        String token = app.token("own-app", user, "");
        String payload = token.split("\\.")[1];
        JWTClaimsSet claims = new JWTClaimsSet.Builder().audience("own-app").subject(user).expirationTime(new Date(System.currentTimeMillis() + 60_000)).build();
        String key = KEY + "-longer-so-that-it-may-sign-with-this-much-of-it-at-least-64-bytes";
        for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.HS256, JWSAlgorithm.HS384, JWSAlgorithm.HS512)) {
            SignedJWT forged = new SignedJWT(new JWSHeader(algorithm), claims);
            forged.sign(new MACSigner(key));
            problem(app.send("GET", "/talk/own-app/conversations", forged.serialize(), null), 401);
        }
        for (String header : List.of("{\"alg\":\"HS256\",\"crit\":[\"exp\"],\"exp\":1}", "{\"alg\":\"none\"}", "{\"alg\":\"RS256\",\"jwk\":{}}", "{}", "[]", "\"HS256\"")) {
            String first = Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8));
            problem(app.send("GET", "/talk/own-app/conversations", first + "." + payload + "." + token.split("\\.")[2], null), 401);
            problem(app.send("GET", "/talk/own-app/conversations", first + "." + payload + ".", null), 401);
        }
        for (String odd : List.of(".", "..", "a.b.c", token + ".x", token + "x", "x".repeat(6_000), "%00", "\u00ff\u00fe", "{}", "null")) {
            problem(app.send("GET", "/talk/own-app/conversations", odd, null), 401);
        }
        problem(app.send("GET", "/talk/own-app/conversations", null, null, "Authorization", "Basic " + Base64.getEncoder().encodeToString(("x:" + KEY).getBytes())), 401);
        problem(app.send("GET", "/talk/own-app/conversations", null, null, "Authorization", "Bearer"), 401);
        problem(app.send("GET", "/talk/forum/conversations", token, null), 401);
        assertThat(app.send("GET", "/talk/own-app/conversations", "x".repeat(20_000), null).statusCode()).as("no such header is read").isEqualTo(400);
    }

    @Test
    void anotherKeyEndsTokensAndOpenStreams() throws Exception {
        String name = "kiosk-" + UUID.randomUUID().toString().substring(0, 8);
        ObjectNode made = Json.MAPPER.createObjectNode().put("name", name).put("platform", "own-app").put("activate", true);
        made.withObject("/settings").put("api-key", KEY).put("desk", App.DESK);
        HttpResponse<String> created = app.admin("POST", "/api/channels", made.toString());
        assertThat(created.statusCode()).as(created.body()).isIn(200, 201);
        String token = app.token(name, user, "");
        try (App.Reader customers = app.new Reader(name, token, "", null); App.Reader apps = app.new Reader(name, KEY, "?user=" + user, null)) {
            assertThat(List.of(customers.answer.statusCode(), apps.answer.statusCode())).containsOnly(200);
            HttpResponse<String> changed = app.admin("PUT", "/api/channels/" + name, "{\"settings\":{\"api-key\":\"another-key-0815\"}}");
            assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
            problem(app.send("GET", "/talk/" + name + "/conversations", token, null), 401);
            problem(app.send("GET", "/talk/" + name + "/conversations?user=" + user, KEY, null), 401);
            assertThat(customers.next("message")).as("the stream has ended").isNull();
            assertThat(apps.next("message")).as("the stream has ended").isNull();
        }
    }

    @Test
    void usersAndThreadsWithOddNamesAreNobodyElse() {
        // Two pairs that come to the same where they are only put together with a slash.
        String first = user + "/a";
        for (String[] one : new String[][] {{user, "a/b", "victim"}, {first, "b", "thief"}, {user + "%2Fa", "b", "third"}, {user, "a%2Fb", "fourth"}}) {
            app.ask("POST", "/talk/forum/handover", KEY, "{\"user\":" + json(one[0]) + ",\"thread\":" + json(one[1]) + "}");
            JsonNode said = app.ask("POST", "/talk/forum/messages", KEY, "{\"user\":" + json(one[0]) + ",\"thread\":" + json(one[1]) + ",\"text\":\"" + one[2] + "\",\"id\":\"m\"}");
            assertThat(said.path("duplicate").asBoolean()).isEqualTo(one[2].equals("fourth"));
            assertThat(said.path("thread").asText()).isEqualTo(one[1]);
        }
        JsonNode theirs = app.ask("GET", "/talk/forum/conversations", app.token("forum", first, ",\"thread\":\"b\""), null).path("items");
        assertThat(theirs).hasSize(1);
        assertThat(App.texts(app.ask("GET", "/talk/forum/conversations/" + theirs.path(0).path("id").asText() + "/messages", KEY, null).path("items"))).containsExactly("thief");
        assertThat(app.ask("GET", "/talk/forum/conversations?user=" + user, KEY, null).path("items").findValuesAsText("thread")).containsExactlyInAnyOrder("a/b", "a%2Fb");
        // The same of messages' ids: what one user calls theirs can't make another's a repeat.
        assertThat(app.says("own-app", user, "a/b", "x").path("duplicate").asBoolean()).isFalse();
        assertThat(app.says("own-app", first, "b", "x").path("duplicate").asBoolean()).isFalse();
    }

    @Test
    void namesOfAnyScriptAreTakenAsTheyAreAndControlCharactersAreNot() {
        for (String odd : List.of("a|b#c?d&e=f", "\ud83d\udc69\u200d\ud83d\ude80", "\u202egnp.exe", "' or 1=1 --", "<script>", "..", "own-app:x", "%", "user%00", "A")) {
            String name = odd + user;
            String id = app.says("own-app", name, "m-1", "words of " + json(odd).replace("\"", "").replace("\\", "")).path("conversation").asText();
            JsonNode found = app.ask("GET", "/talk/own-app/conversations", app.token("own-app", name, ""), null).path("items");
            assertThat(found).as(odd).hasSize(1);
            assertThat(found.path(0).path("id").asText()).isEqualTo(id);
        }
        for (String bad : List.of("", " ", "a\0b", "a\nb", "a\rdata: x", "x".repeat(201), "x".repeat(10_240))) {
            problem(app.send("POST", "/talk/own-app/messages", KEY, "{\"user\":" + json(bad) + ",\"text\":\"x\"}"), 400);
            problem(app.send("POST", "/talk/own-app/tokens", KEY, "{\"user\":" + json(bad) + "}"), 400);
            problem(app.send("POST", "/talk/own-app/messages", KEY, "{\"user\":\"u\",\"id\":" + json(bad) + ",\"text\":\"x\"}"), 400);
            if (bad.length() < 5_000) {
                problem(app.send("GET", "/talk/own-app/conversations?user=" + encoded(bad), KEY, null), 400);
            }
        }
        for (String bad : List.of("[]", "{\"id\":\"\"}", "{\"id\":{}}", "{\"id\":[\"u\"]}", "true")) {
            assertThat(app.send("POST", "/talk/own-app/messages", app.token("own-app", user, ""), "{\"user\":" + bad + ",\"text\":\"x\"}").statusCode()).as(bad).isIn(400, 403);
        }
        problem(app.send("GET", "/talk/own-app/conversations?user=a&user=b", app.token("own-app", "a", ""), null), 403);
    }

    @Test
    void inAnOpenChannelNobodyCanBecomeAnotherVisitor() {
        JsonNode victim = app.ask("POST", "/talk/own-app/open", null, "{}");
        app.ask("POST", "/talk/own-app/messages", victim.path("token").asText(), "{\"text\":\"my secret\"}");
        String theirs = app.ask("GET", "/talk/own-app/conversations", victim.path("token").asText(), null).path("items").path(0).path("id").asText();
        for (String body : List.of("{\"user\":\"" + victim.path("user").asText() + "\"}", "{\"token\":\"" + victim.path("user").asText() + "\"}", "{\"token\":{\"user\":\"x\"}}",
                "{\"thread\":\"x\",\"anonymous\":true}")) {
            JsonNode thief = app.ask("POST", "/talk/own-app/open", null, body);
            assertThat(thief.path("user").asText()).isNotEqualTo(victim.path("user").asText()).startsWith("web-");
            String token = thief.path("token").asText();
            problem(app.send("GET", "/talk/own-app/conversations/" + theirs + "/messages", token, null), 404);
            problem(app.send("GET", "/talk/own-app/conversations?user=" + victim.path("user").asText(), token, null), 403);
            problem(app.send("GET", "/talk/own-app/events?user=" + victim.path("user").asText(), token, null), 403);
            problem(app.send("POST", "/talk/own-app/end", token, "{\"user\":\"" + victim.path("user").asText() + "\"}"), 403);
            problem(app.send("POST", "/talk/own-app/tokens", token, "{\"user\":\"" + victim.path("user").asText() + "\"}"), 403);
        }
        JsonNode payload = Json.tree(Base64.getUrlDecoder().decode(victim.path("token").asText().split("\\.")[1]));
        assertThat(payload.properties().stream().map(java.util.Map.Entry::getKey)).containsExactlyInAnyOrder("aud", "sub", "exp", "anonymous");
    }

    @Test
    void aPlaceOfSomebodyElsesLeadsNowhere() {
        app.asksForAPerson("own-app", user + "-victim", null);
        app.says("own-app", user + "-victim", "m", "not for you");
        String theirs = app.ask("GET", "/talk/own-app/conversations?user=" + user + "-victim", KEY, null).path("cursor").asText();
        app.says("own-app", user, "m", "mine");
        String token = app.token("own-app", user, "");
        try (App.Reader reader = app.new Reader("own-app", token, "?after=" + theirs.replaceAll("~\\w+", "~0"), null)) {
            assertThat(reader.next("message").path("content").path("text").asText()).isEqualTo("mine");
        }
        for (String bad : List.of("x".repeat(7_000), ".", "0.x~1", "0.AAAAAAAAAAAAAAAAAAAAAA~-1", "-1", "0.AAAAAAAAAAAAAAAAAAAAAA", "\u00e9", "0~0.0", "zzzzzzzzzzzzzzzzzzzz")) {
            problem(app.send("GET", "/talk/own-app/events?after=" + encoded(bad), token, null), 400);
        }
        problem(app.send("GET", "/talk/own-app/events?last=-1", token, null), 400);
        problem(app.send("GET", "/talk/own-app/events?last=99999999999999999999", token, null), 400);
        assertThat(app.send("GET", "/talk/own-app/conversations/..%2F/messages", token, null).statusCode()).isEqualTo(400);
    }

    // ---- what they say

    @Test
    void whatIsSaidNeverBreaksTheStreamsLinesAndNothingOfTheDesksIsShown() {
        app.asksForAPerson("own-app", user, null);
        String token = app.token("own-app", user, "");
        try (App.Reader reader = app.new Reader("own-app", token, "", null)) {
            String odd = "a\n\nid: 0\ndata: {\"type\":\"message\"}\r\n\r\nevent: x\u2028\u2029\u0085 \ud83d\ude00 </script>";
            app.ask("POST", "/talk/own-app/messages", token, "{\"text\":" + json(odd) + "}");
            assertThat(reader.next("message").path("content").path("text").asText()).isEqualTo(odd);
            app.desk("own-app", user, "{\"type\":\"message\",\"author\":{\"role\":\"agent\",\"id\":\"joana@desk.example\",\"name\":\"Joana\\n\\ndata: x\"},\"content\":{\"kind\":\"reply\",\"content\":"
                    + "{\"kind\":\"unknown\",\"type\":\"poll\",\"text\":\"a poll\",\"raw\":{\"staff_email\":\"joana@desk.example\"}}}}");
            JsonNode shown = reader.next("message");
            assertThat(shown.path("author").path("name").asText()).isEqualTo("Joana\n\ndata: x");
            assertThat(shown.path("content").path("content").path("text").asText()).isEqualTo("a poll");
            assertThat(shown.toString()).doesNotContain("desk.example").doesNotContain("raw");
            app.desk("own-app", user, "{\"type\":\"message\",\"author\":{\"role\":\"agent\"},\"content\":{\"kind\":\"unknown\",\"type\":\"poll\",\"text\":\"another\",\"raw\":{\"staff_email\":\"joana@desk.example\"}}}");
            assertThat(reader.next("message").toString()).contains("another").doesNotContain("desk.example");
        }
    }

    @Test
    void aCustomersWordsArePlainAndTheirAddressesTheAppsToSay() {
        app.asksForAPerson("own-app", user, null);
        String token = app.token("own-app", user, "");
        for (String content : List.of("{\"kind\":\"text\",\"text\":\"<b>x</b>\",\"format\":\"html\"}", "{\"kind\":\"reply\",\"content\":{\"kind\":\"text\",\"text\":\"x\",\"format\":\"markdown\"}}",
                "{\"kind\":\"unknown\",\"raw\":{}}", "{\"kind\":\"link\",\"url\":\"javascript:alert(1)\"}", "{\"kind\":\"carousel\",\"cards\":[]}",
                "{\"kind\":\"reply\",\"content\":{\"kind\":\"reply\",\"content\":{\"kind\":\"choice\",\"text\":\"x\",\"options\":[]}}}")) {
            problem(app.send("POST", "/talk/own-app/messages", token, "{\"content\":" + content + "}"), 403);
        }
        for (String content : List.of("{\"kind\":\"media\",\"url\":\"" + app.url() + "/media/00000000-0000-4000-8000-000000000000/a.png?until=99999999999&by=AAAA\"}",
                "{\"kind\":\"media\",\"url\":\"http://169.254.169.254/latest\"}", "{\"kind\":\"media\"}", "{\"kind\":\"media\",\"url\":7}", "{\"kind\":\"text\"}",
                "{\"kind\":\"reply\",\"content\":{\"kind\":\"media\",\"url\":\"https://elsewhere.example/a\"}}", "{\"kind\":\"location\",\"latitude\":\"north\"}", "[]", "7")) {
            problem(app.send("POST", "/talk/own-app/messages", token, "{\"content\":" + content + "}"), 400);
        }
        problem(app.send("POST", "/talk/own-app/receipts", token, "{\"of\":\"x\",\"status\":\"failed\"}"), 400);
        app.ask("POST", "/talk/own-app/messages", token, "{\"user\":{\"id\":\"" + user + "\",\"name\":\"Ana\",\"email\":\"victim@example.com\",\"phone\":\"+1\"},\"text\":\"it is me\"}");
        JsonNode kept = Json.tree(app.admin("GET", "/api/conversations/" + app.ask("GET", "/talk/own-app/conversations", token, null).path("items").path(0).path("id").asText(), null)
                .body().getBytes(StandardCharsets.UTF_8));
        assertThat(kept.toString()).contains("it is me").contains("Ana").doesNotContain("victim@example.com");
    }

    @Test
    void bodiesAreJsonAndSmallAndInTime() throws Exception {
        String messages = "/talk/own-app/messages";
        problem(app.send("POST", messages, KEY, "user=u&text=x", "Content-Type", "application/x-www-form-urlencoded"), 415);
        problem(app.send("POST", messages, KEY, "{\"user\":\"u\",\"text\":\"x\"}", "Content-Type", "text/plain"), 415);
        problem(app.send("POST", messages, KEY, "{\"user\":\"u\",\"text\":\"x\"}", "Content-Type", "application/json-patch+json"), 415);
        problem(app.send("POST", messages, KEY, ""), 400);
        problem(app.send("POST", messages, KEY, "[{\"user\":\"u\"}]"), 400);
        problem(app.send("POST", messages, KEY, "{\"user\":\"u\",\"user\":\"v\",\"text\":\"x\"}"), 400);
        problem(app.send("POST", messages, KEY, "{\"user\":\"u\",\"content\":" + "{\"kind\":\"reply\",\"content\":".repeat(2_000) + "1" + "}".repeat(2_001)), 400);
        problem(app.send("POST", messages, KEY, "{\"user\":\"u\",\"text\":\"a\\u0000b\"}"), 400);
        assertThat(app.send("POST", messages, KEY, "{\"user\":\"" + user + "\",\"text\":\"half \\ud83d\"}").statusCode()).isEqualTo(200);
        // What is committed must not look as if it had failed.
        HttpResponse<String> picky = app.send("POST", messages, KEY, "{\"user\":\"" + user + "\",\"text\":\"x\"}", "Accept", "image/png");
        assertThat(picky.statusCode()).isEqualTo(200);
        assertThat(app.send("GET", "/talk/own-app/conversations?user=" + user, KEY, null, "Accept", "image/png").statusCode()).isEqualTo(200);
        assertThat(app.send("POST", "/talk/own-app/tokens", KEY, "{\"user\":\"" + user + "\"}", "Accept", "image/png").statusCode()).isEqualTo(200);
        // Refused by what it says of itself: nothing of it is waited for.
        for (String path : List.of("messages", "files")) {
            String type = path.equals("files") ? "multipart/form-data; boundary=b" : "application/json";
            assertThat(raw("POST /talk/own-app/" + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + KEY + "\r\nContent-Type: " + type + "\r\nContent-Length: 5000000000\r\n\r\n{")).contains(" 413 ");
        }
    }

    /** The first line of what a socket is answered. */
    private static String raw(String request) throws IOException {
        URI uri = URI.create(app.url());
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(15), StandardCharsets.ISO_8859_1);
        }
    }

    // ---- files

    private static HttpResponse<String> upload(String token, String disposition, String type, String bytes) {
        String body = "--b\r\nContent-Disposition: form-data; " + disposition + "\r\nContent-Type: " + type + "\r\n\r\n" + bytes + "\r\n--b--\r\n";
        return app.send("POST", "/talk/own-app/files", token, body, "Content-Type", "multipart/form-data; boundary=b");
    }

    @Test
    void filesThatComeSlowlyKeepNoWordsOut() throws Exception {
        app.asksForAPerson("own-app", user, null);
        String token = app.token("own-app", user, "");
        URI uri = URI.create(app.url());
        String head = "POST /talk/own-app/files HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ";
        String begun = "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nslow";
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < TalkApi.UPLOADS; i++) {
                Socket socket = new Socket(uri.getHost(), uri.getPort());
                slow.add(socket);
                socket.getOutputStream().write((head + app.token("own-app", user + i, "") + begun).getBytes(StandardCharsets.ISO_8859_1));
            }
            await().pollInterval(Duration.ofMillis(500)).untilAsserted(() -> problem(upload(token, "name=\"file\"; filename=\"b.txt\"", "text/plain", "quick"), 503));
            assertThat(app.says("own-app", user, "beside", "words").path("duplicate").asBoolean()).isFalse();
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        await().untilAsserted(() -> assertThat(upload(token, "name=\"file\"; filename=\"b.txt\"", "text/plain", "quick").statusCode()).isEqualTo(200));
    }

    @Test
    void noFileRunsAnythingInABrowserOrLeavesItsFolder() throws Exception {
        app.asksForAPerson("own-app", user, null);
        String token = app.token("own-app", user, "");
        String script = "<script>alert(1)</script>";
        for (String[] file : new String[][] {{"../../../evil.html", "text/html", "<html>" + script}, {"a.svg", "image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'>" + script + "</svg>"},
                {"..\\..\\boot.ini", "text/plain", script}, {"x.png", "image/png", "<html>" + script}, {"a.js", "text/javascript", "alert(1)"}, {"a.xhtml", "application/xhtml+xml", "<x/>"},
                {"\u202egnp.txt", "text/plain; charset=utf-7", "+ADw-script+AD4-"}, {"x".repeat(2_000) + ".txt", "text/plain", "x"}, {"", "", "x"}}) {
            HttpResponse<String> uploaded = upload(token, "name=\"file\"; filename=\"" + file[0] + "\"", file[1].isEmpty() ? "text/plain" : file[1], file[2]);
            assertThat(uploaded.statusCode()).as("%s: %s", file[0], uploaded.body()).isEqualTo(200);
            ObjectNode content = ((ObjectNode) Json.tree(uploaded.body().getBytes(StandardCharsets.UTF_8))).put("kind", "media");
            // The type that a message claims can't make it anything else.
            content.put("mimeType", "text/html").put("name", "../x.html");
            String id = "f-" + UUID.randomUUID();
            app.ask("POST", "/talk/own-app/messages", KEY, "{\"user\":\"" + user + "\",\"id\":\"" + id + "\",\"content\":" + content + "}");
            String link = await().until(() -> shown(token, id), url -> !url.equals(content.path("url").asText()));
            HttpResponse<String> served = app.send("GET", link.substring(app.url().length()), null, null);
            assertThat(served.statusCode()).isEqualTo(200);
            assertThat(served.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(served.headers().firstValue("Content-Security-Policy").orElse("")).contains("default-src 'none'").contains("sandbox");
            String type = served.headers().firstValue("Content-Type").orElse("");
            if (!type.startsWith("text/plain") && !type.matches("image/(png|jpeg|gif|webp)")) {
                assertThat(served.headers().firstValue("Content-Disposition").orElse("")).as(type).startsWith("attachment");
            }
            assertThat(served.headers().firstValue("Content-Disposition").orElse("")).doesNotContain("..").doesNotContain("/").hasSizeLessThan(700);
        }
        for (String body : List.of("", "--b", "--b\r\n\r\n\r\n--b--", "x", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx")) {
            problem(app.send("POST", "/talk/own-app/files", KEY, body, "Content-Type", "multipart/form-data; boundary=b"), 400);
        }
        problem(app.send("POST", "/talk/own-app/files", KEY, "x", "Content-Type", "multipart/form-data"), 400);
        String many = "--b\r\nContent-Disposition: form-data; name=\"x\"; filename=\"x\"\r\n\r\nx\r\n".repeat(60);
        assertThat(app.send("POST", "/talk/own-app/files", KEY, many + "--b--\r\n", "Content-Type", "multipart/form-data; boundary=b").statusCode()).isIn(400, 413);
    }

    private static String shown(String token, String id) {
        String conversation = app.ask("GET", "/talk/own-app/conversations", token, null).path("items").path(0).path("id").asText();
        for (JsonNode one : app.ask("GET", "/talk/own-app/conversations/" + conversation + "/messages?limit=200", KEY, null).path("items")) {
            if (one.path("id").asText().equals(id)) {
                return one.path("content").path("url").asText();
            }
        }
        return "";
    }

    @Test
    void aLinkThatHasEndedIsNoWayToTheFile() {
        String victim = app.token("own-app", user + "-victim", "");
        String link = Json.tree(upload(victim, "name=\"file\"; filename=\"a.txt\"", "text/plain", "a secret").body().getBytes(StandardCharsets.UTF_8)).path("url").asText();
        String media = "{\"content\":{\"kind\":\"media\",\"url\":\"" + link + "\"}}";
        for (String bad : List.of(link.replaceAll("until=\\d+", "until=99999999999"), link.replaceAll("by=.*", "by="), link.contains("by=A") ? link.replace("by=A", "by=B") : link.replaceAll("by=.", "by=A"))) {
            assertThat(app.send("GET", bad.substring(app.url().length()), null, null).statusCode()).isEqualTo(403);
            problem(app.send("POST", "/talk/own-app/messages", app.token("own-app", user, ""), media.replace(link, bad)), 400);
        }
        app.clock.forward(Duration.ofDays(400));
        assertThat(app.send("GET", link.substring(app.url().length()), null, null).statusCode()).isEqualTo(410);
        problem(app.send("POST", "/talk/own-app/messages", app.token("own-app", user, ""), media), 400);
    }

    // ---- pages of other sites, methods, rates

    @Test
    void otherSitesMayNotCallWhateverTheyCallThemselves() {
        for (String origin : List.of("null", "https://www.acme.example.evil.example", "http://www.acme.example", "https://www.acme.example:8443", "https://evil.example/?https://www.acme.example", "*")) {
            HttpResponse<String> asked = app.send("OPTIONS", "/talk/own-app/messages", null, null, "Origin", origin, "Access-Control-Request-Method", "POST");
            assertThat(asked.statusCode()).as(origin).isEqualTo(403);
            assertThat(asked.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
            assertThat(app.send("GET", "/talk/own-app/conversations?user=u", KEY, null, "Origin", origin).headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        }
        HttpResponse<String> mine = app.send("GET", "/talk/own-app/conversations?user=u", KEY, null, "Origin", "https://www.acme.example");
        assertThat(mine.headers().firstValue("Access-Control-Allow-Origin")).contains("https://www.acme.example");
        assertThat(mine.headers().allValues("Vary").toString()).contains("Origin");
        assertThat(mine.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
        assertThat(app.send("OPTIONS", "/talk/own-app/messages", null, null, "Origin", "https://www.acme.example", "Access-Control-Request-Method", "DELETE").statusCode()).isEqualTo(403);
    }

    @Test
    void otherMethodsAndAddressesSayOnlyThatNothingIsThere() {
        for (String method : List.of("PUT", "DELETE", "PATCH")) {
            problem(app.send(method, "/talk/own-app/messages", KEY, "{}"), 404);
        }
        problem(app.send("GET", "/talk/own-app/messages", KEY, null), 404);
        problem(app.send("GET", "/talk", null, null), 404);
        problem(app.send("GET", "/talk/", null, null), 404);
        for (String odd : List.of("/talk/own-app/../own-app/conversations", "/talk/own-app//conversations", "/talk/own-app;x=1/conversations", "/talk/%2e%2e/api/channels", "/talk/own-app/%00")) {
            HttpResponse<String> answer = app.send("GET", odd, KEY, null);
            assertThat(answer.statusCode()).as(odd).isIn(400, 404);
            assertThat(answer.body()).doesNotContain("Exception").doesNotContain("Tomcat");
        }
        assertThat(app.send("TRACE", "/talk/own-app/messages", KEY, null).statusCode()).isIn(400, 405);
        assertThat(app.send("HEAD", "/talk/own-app/conversations?user=" + user, KEY, null).statusCode()).isEqualTo(200);
        assertThat(app.send("GET", "/talk/own-app/conversations?user=" + user, KEY, null).headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    }

    @Test
    void aCrowdOfNewVisitorsKeepsNoOldOneOutAndNamesOfProxiesChangeNothing() {
        String before = app.ask("POST", "/talk/own-app/open", null, "{}").path("token").asText();
        app.clock.forward(Duration.ofMinutes(2));
        app.clock.standing(() -> {
            assertThat(letThrough(200, from -> app.send("POST", "/talk/own-app/open", null, "{}", "X-Forwarded-For", from, "Forwarded", "for=" + from))).isEqualTo(120);
            assertThat(app.send("POST", "/talk/own-app/open", null, "{\"token\":\"" + before + "\"}").statusCode()).isEqualTo(200);
            problem(app.send("POST", "/talk/own-app/open", null, "{\"token\":\"" + before + "x\"}"), 429);
        });
        app.clock.forward(Duration.ofMinutes(2));
        String token = app.token("own-app", user, "");
        app.clock.standing(() -> assertThat(letThrough(400, from -> app.send("GET", "/talk/own-app/conversations", token, null, "X-Forwarded-For", from))).as("ten times calls-per-minute")
                .isEqualTo(300));
    }

    /** How many calls, each as if from another address, are answered before the first that is not; so many are made at most. */
    private static int letThrough(int most, Function<String, HttpResponse<String>> call) {
        return (int) IntStream.range(0, most).mapToObj(i -> call.apply("10.0.0." + i).statusCode()).takeWhile(status -> status == 200).count();
    }

    @Test
    void theWebChatNeverReadsTextAsMarkup() {
        String chat = app.send("GET", "/talk/chat.js", null, null).body();
        assertThat(chat).doesNotContain("innerHTML").doesNotContain("outerHTML").doesNotContain("insertAdjacentHTML").doesNotContain("document.write").doesNotContain("eval(")
                .doesNotContain("srcdoc").doesNotContain("new Function");
        // Addresses are only ever set through what looks at their beginning.
        assertThat(chat.lines().filter(line -> !line.startsWith("//") && line.matches(".*\\b(href|src)\\s*[:=].*")).toList()).allMatch(line -> line.contains("safe(") || line.contains("make('img', {src: content.url"));
    }
}
