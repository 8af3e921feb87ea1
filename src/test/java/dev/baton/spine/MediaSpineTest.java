package dev.baton.spine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.media.FileServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files on their whole way, with the real routes: from the customer to the agent and back, and what happens to those that can't be had. */
class MediaSpineTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LINK = "application/vnd.lime.media-link+json";
    @TempDir
    static Path data;
    private static Stage stage;
    private static FileServer files;

    @BeforeAll
    static void open() throws Exception {
        files = new FileServer();
        stage = new Stage(data, Clock.systemUTC(), "--baton.media.allow-private=true");
    }

    @AfterAll
    static void shut() throws Exception {
        stage.close();
        files.close();
    }

    @AfterEach
    void nobodyBrokeTheRules() {
        assertThat(stage.blip.violations()).isEmpty();
        assertThat(stage.deskie.violations()).isEmpty();
    }

    private static long caseOf(String customer) {
        Stage.soon().untilAsserted(() -> assertThat(stage.deskie.casesOf("acme-blip:" + customer)).hasSize(1));
        return stage.deskie.casesOf("acme-blip:" + customer).get(0);
    }

    private static HttpResponse<String> get(String url) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aCustomersFileReachesTheAgentAndAnAgentsTheCustomer() throws Exception {
        files.on("/quote?se=soon", FileServer.text("200 OK", "Content-Type: application/pdf\r\n", "%PDF-1.7 the quote"));
        String customer = "551@wa.gw.msging.net";
        String ticket = stage.blip.startTicket(customer, LINK, JSON.readTree("{\"type\":\"application/pdf\",\"uri\":\"" + files.url("/quote?se=soon")
                + "\",\"title\":\"Смета (1).pdf\",\"text\":\"Please sign\"}"));
        long id = caseOf(customer);
        JsonNode attached = stage.deskie.messages(id).get(0).attachments().get(0);
        String link = attached.path("url").asText();
        assertThat(stage.deskie.messages(id).get(0).text()).contains("Please sign");
        assertThat(link).startsWith(stage.url() + "/media/").contains("/%D0%A1%D0%BC%D0%B5%D1%82%D0%B0_%281%29.pdf?until=");
        HttpResponse<String> got = get(link);
        assertThat(got.statusCode()).isEqualTo(200);
        assertThat(got.body()).isEqualTo("%PDF-1.7 the quote");
        assertThat(got.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(got.headers().allValues("Content-Security-Policy")).singleElement().asString().contains("sandbox");
        assertThat(got.headers().firstValue("Content-Disposition").orElse("")).startsWith("attachment");
        HttpResponse<String> head = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(link)).method("HEAD", HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length")).contains("18");
        assertThat(get(link.replaceFirst("by=....", "by=AAAA")).statusCode()).isEqualTo(403);

        stage.deskie.answerWithFile(id, 5121, "Signed", "signed.txt", "text/plain", "signed!".getBytes(StandardCharsets.UTF_8));
        Stage.soon().untilAsserted(() -> assertThat(stage.blip.messages().toString()).contains("/signed.txt?until="));
        JsonNode sent = stage.blip.messages().stream().filter(one -> one.path("content").path("uri").asText().contains("/signed.txt?until=")).findFirst().orElseThrow();
        assertThat(get(sent.path("content").path("uri").asText()).body()).isEqualTo("signed!");
        assertThat(sent.path("content").path("size").asLong()).isEqualTo(7);
        assertThat(ticket).isNotNull();
    }

    @Test
    void whatCantBeHadIsSaidAndShown() throws Exception {
        String customer = "552@wa.gw.msging.net";
        stage.blip.startTicket(customer, LINK, JSON.readTree("{\"type\":\"image/png\",\"uri\":\"" + files.url("/gone.png") + "\",\"title\":\"gone.png\"}"));
        long id = caseOf(customer);
        assertThat(stage.deskie.userTexts(id)).singleElement().asString().contains("gone.png").contains("The file could not be carried over: it is not there any more (404).")
                .contains(files.url("/gone.png"));
        JsonNode line = StreamSupport.stream(JSON.readTree(stage.api("GET", "/api/conversations").body()).path("items").spliterator(), false)
                .filter(one -> one.path("person").asText().contains(customer)).findFirst().orElseThrow();
        Stage.soon().untilAsserted(() -> {
            JsonNode whole = JSON.readTree(stage.api("GET", "/api/conversations/" + line.path("id").asText()).body());
            assertThat(whole.at("/files/0/state").asText()).isEqualTo("lost");
            assertThat(whole.at("/files/0/why").asText()).contains("404");
            assertThat(whole.findValuesAsText("degraded")).anyMatch(words -> words.contains("'gone.png' went as a link"));
        });
    }
}
