package dev.baton.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.baton.event.Delivery;
import dev.baton.event.Outcome.Word;
import dev.baton.media.Media;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code baton:form}: parts become a multipart body with the files in it. */
class FormDoorTest {

    private static final String OUT = TestChannel.route("deliver", "to: {uri: 'jslt:routes:p/parts.jslt'}", "to: {uri: baton:form/depot}",
            "setVariable: {name: form, expression: {simple: {expression: '${body}'}}}", "setHeader: {name: CamelHttpMethod, expression: {constant: POST}}",
            "to: {uri: '{{channel.url}}'}", "setBody: {expression: {variable: form}}", "to: {uri: '{{channel.url}}'}");
    private static final String PARTS = "[{\"name\": \"message[user_id]\", \"text\": 5}, {\"name\": \"message[content]\", \"text\": .content.caption},"
            + " {\"name\": \"message[attachments][0]\", \"file\": .content.url}]";
    private static final String EVENT = "{\"type\":\"message\",\"content\":{\"kind\":\"media\",\"url\":\"http://baton/media/1/x\",\"caption\":\"Grüße\"}}";

    @TempDir
    private Path path;
    private HttpServer platform;
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> lengths = new CopyOnWriteArrayList<>();
    private final List<String> types = new CopyOnWriteArrayList<>();
    private final Notes notes = new Notes() {
        @Override
        public Media media() {
            return new Media() {
                @Override
                public Ready ready(Delivery delivery, Instant until) {
                    return Media.EXAMPLES.ready(delivery, until);
                }

                @Override
                public Kept kept(String link) {
                    if (!link.equals("http://baton/media/1/x")) {
                        throw new IllegalArgumentException("'" + link + "' is no link that Baton has made");
                    }
                    return new Kept("отчёт.pdf", "application/pdf", path.resolve("file"));
                }
            };
        }
    };

    @BeforeEach
    void startPlatform() throws IOException {
        Files.writeString(path.resolve("file"), "%PDF-1.7 " + "x".repeat(100_000));
        platform = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        platform.createContext("/", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            lengths.add(exchange.getRequestHeaders().getFirst("Content-Length"));
            types.add(exchange.getRequestHeaders().getFirst("Content-Type"));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        platform.start();
    }

    @AfterEach
    void stopPlatform() {
        platform.stop(0);
    }

    private Doors.Done deliver(String parts, Wire wire) throws Exception {
        String url = "http://localhost:" + platform.getAddress().getPort();
        try (TestChannel channel = TestChannel.of(notes, url, HttpTimes.DEFAULT, Clock.systemUTC(), wire, "out.camel.yaml", OUT, "p/parts.jslt", parts)) {
            return channel.deliver(EVENT);
        }
    }

    @Test
    void theFormIsSentWithItsFilesAndItsLengthAndCanBeSentAgain() throws Exception {
        Doors.Done done = deliver(PARTS, null);
        assertThat(done.outcome().word()).as(done.outcome().why()).isEqualTo(Word.done);
        assertThat(bodies).hasSize(2).allSatisfy(body -> {
            assertThat(body).contains("name=\"message[user_id]\"\r\n").contains("\r\n\r\n5\r\n").contains("\r\n\r\nGrüße\r\n")
                    .contains("name=\"message[attachments][0]\"; filename=\"отчёт.pdf\"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7 xxx").endsWith("--\r\n");
            assertThat(body.length()).isGreaterThan(100_000);
        });
        assertThat(bodies.get(0)).isEqualTo(bodies.get(1));
        assertThat(lengths).allMatch(length -> length.equals(String.valueOf(bodies.get(0).getBytes(StandardCharsets.UTF_8).length)));
        assertThat(types).allMatch(type -> type.startsWith("multipart/form-data; ") && bodies.get(0).startsWith("--" + type.replaceFirst(".*boundary=\"?([^;\"]*).*", "$1")));
    }

    @Test
    void whatIsKeptOfItForPeopleIsItsOutlineWithoutTheFiles() throws Exception {
        Doors.Done done = deliver(PARTS, null);
        assertThat(new String(done.attempt().request(), StandardCharsets.UTF_8)).contains("[{\"name\":\"message[user_id]\",\"text\":5}").contains("\"file\":\"http://baton/media/1/x\"")
                .doesNotContain("%PDF");
    }

    @Test
    void aPartThatIsNoneOrALinkThatIsNotOursIsRefused() throws Exception {
        assertThat(deliver("[{\"name\": \"a\"}]", null).outcome().why()).contains("a part of baton:form has a name, and either a text or a file");
        assertThat(deliver("{\"name\": \"a\"}", null).outcome().why()).contains("wants an array of parts");
        Doors.Done done = deliver("[{\"name\": \"a\", \"file\": \"http://elsewhere/x\"}]", null);
        assertThat(done.outcome().word()).isEqualTo(Word.refused);
        assertThat(done.outcome().why()).contains("no link that Baton has made");
        assertThat(bodies).isEmpty();
    }

    @Test
    void aRehearsalSeesTheParts() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        deliver(PARTS, (request, body) -> {
            seen.add(request.getEntity().getContentType().split(";")[0] + " " + new String(body, StandardCharsets.UTF_8));
            return new org.apache.hc.core5.http.message.BasicClassicHttpResponse(200);
        });
        assertThat(seen).hasSize(2).allMatch(body -> body.startsWith("multipart/form-data [{\"name\":\"message[user_id]\",\"text\":5},"));
    }
}
