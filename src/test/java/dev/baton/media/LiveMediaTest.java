package dev.baton.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.MovableClock;
import dev.baton.conversation.Deadlines;
import dev.baton.event.Delivery;
import dev.baton.event.Event;
import dev.baton.event.EventType;
import dev.baton.event.Json;
import dev.baton.event.Outcome;
import dev.baton.ledger.Arrival;
import dev.baton.ledger.Channels;
import dev.baton.ledger.Claim;
import dev.baton.ledger.Engines;
import dev.baton.ledger.Ledger;
import dev.baton.ledger.Settings;
import dev.baton.ledger.StoredFile;
import dev.baton.ledger.StoredFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From an event that names a file to a delivery that has our link to it, with a real ledger and a real server. */
@Timeout(60)
class LiveMediaTest {

    private final MovableClock clock = MovableClock.standing();
    private final BlockingQueue<Claim> work = new LinkedBlockingQueue<>();
    private final DataSource source = Engines.H2.fresh();
    private final StoredFiles files = new StoredFiles(source);
    @TempDir
    private Path path;
    private FileServer server;
    private Ledger ledger;
    private MediaFolder folder;
    private Fetching fetching;
    private Links links;
    private LiveMedia media;
    private Uploads uploads;
    private volatile String own = "http://baton.example";

    @BeforeEach
    void open() throws IOException {
        server = new FileServer();
        folder = new MediaFolder(path, 0);
        ledger = new Ledger(source, new Everybody(), new Settings("node-1", Duration.ofSeconds(60), Duration.ofMinutes(10), false), clock);
        links = new Links(Links.key(folder), () -> own, Duration.ofDays(90));
        fetching = fetching(List.of());
        ledger.start(work::add);
    }

    private Fetching fetching(List<String> forbidden) {
        MediaLimits limits = new MediaLimits(10_000, List.of(), forbidden, Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(20), true);
        Fetching made = new Fetching(files, ledger, folder, limits, SystemDefaultDnsResolver.INSTANCE, channel -> null,
                uploads = new Uploads(folder, links, limits, clock), clock);
        media = new LiveMedia(files, made, folder, links, clock);
        return made;
    }

    @AfterEach
    void close() throws IOException {
        fetching.close();
        ledger.close();
        server.close();
    }

    /** A customer's ticket that opens with this content; what the desk is to be told of it. */
    private Delivery told(String content) throws Exception {
        Event event = Json.event(Json.MAPPER.readTree("{\"type\":\"handover.requested\",\"id\":\"" + UUID.randomUUID() + "\",\"conversation\":\"" + UUID.randomUUID()
                + "\",\"customer\":{\"id\":\"" + UUID.randomUUID() + "\"},\"content\":" + content + "}"));
        ledger.accept(new Arrival("shop", "v1", List.of(event), null, false)).orTimeout(20, TimeUnit.SECONDS).join();
        Claim claim = work.poll(30, TimeUnit.SECONDS);
        assertThat(claim).isNotNull();
        return claim.delivery();
    }

    private static String media(String url) {
        return "{\"kind\":\"media\",\"url\":\"" + url + "\",\"mimeType\":\"image/jpeg\",\"size\":1,\"caption\":\"Look\"}";
    }

    private Media.Ready ready(Delivery delivery) {
        return media.ready(delivery, clock.instant().plusSeconds(60));
    }

    private static Delivery attempt(Delivery d, int attempt) {
        return new Delivery(d.event(), d.channel(), d.from(), d.mark(), attempt, d.verify(), d.firstAt(), d.late(), d.context());
    }

    @Test
    void whatWasUploadedNeedNotBeFetchedAndIsShownAsSoonAsItIsHere() throws Exception {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 1, 2, 3};
        Uploads.Uploaded uploaded = uploads.take(new ByteArrayInputStream(png), "../my photo.jpg", "image/jpeg");
        assertThat(uploaded).extracting(Uploads.Uploaded::mimeType, Uploads.Uploaded::name, Uploads.Uploaded::size).containsExactly("image/png", "my photo.jpg", 9L);
        Delivery delivery = told(media(uploaded.url()));
        ObjectNode shown = Json.json(delivery.event());
        assertThat(media.show(delivery.context().conversation(), delivery.event(), shown)).as("still awaited").isFalse();
        JsonNode content = ready(delivery).delivery().get("content");
        assertThat(content.get("url").asText()).startsWith("http://baton.example/media/").isNotEqualTo(uploaded.url());
        assertThat(content.get("size").asInt()).isEqualTo(9);
        assertThat(media.show(delivery.context().conversation(), delivery.event(), shown)).isTrue();
        assertThat(shown.path("content")).isEqualTo(content);
        assertThatThrownBy(() -> uploads.take(new ByteArrayInputStream(new byte[10_001]), "a", null)).isInstanceOf(Uploads.NotTaken.class).hasMessageContaining("larger than");
    }

    @Test
    void aLinkOfOursToWhatIsNotHereIsSaid() throws Exception {
        Delivery delivery = told(media(links.to(UUID.randomUUID(), "a.png", clock.millis())));
        assertThat(ready(delivery).delivery().path("content").path("text").asText()).contains("not kept here any more");
    }

    @Test
    void theRoutesGetOurLinkWithWhatIsTrueOfTheFileAndTheSameEachTime() throws Exception {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 1, 2, 3};
        server.on("/a/photo.jpg?sig=1", FileServer.bytes("200 OK", "Content-Type: text/plain\r\n", png));
        Delivery delivery = told(media(server.url("/a/photo.jpg?sig=1")));
        ObjectNode first = ready(delivery).delivery();
        JsonNode content = first.get("content");
        assertThat(content.get("url").asText()).startsWith("http://baton.example/media/").contains("/photo.jpg?until=");
        assertThat(content.get("mimeType").asText()).isEqualTo("image/png");
        assertThat(content.get("size").asLong()).isEqualTo(9);
        assertThat(content.get("name").asText()).isEqualTo("photo.jpg");
        assertThat(content.get("caption").asText()).isEqualTo("Look");
        clock.forward(Duration.ofHours(5));
        assertThat(ready(attempt(delivery, 2)).delivery().get("content")).isEqualTo(content);
        assertThat(server.requests).hasSize(1);
        Media.Kept kept = media.kept(content.get("url").asText());
        assertThat(Files.size(kept.path())).isEqualTo(9);
        assertThat(kept.mimeType()).isEqualTo("image/png");
        assertThatThrownBy(() -> media.kept(content.get("url").asText().replaceFirst("until=\\d", "until=9"))).hasMessageContaining("no link that Baton has made");
    }

    @Test
    void everyFileOfAnEventIsReplacedAndACardThatLosesItsPictureSaysSo() throws Exception {
        server.on("/1", FileServer.text("200 OK", "Content-Type: text/csv\r\n", "a,b")).on("/2", FileServer.text("200 OK", "Content-Type: text/csv\r\n", "c,d"));
        Delivery delivery = told("{\"kind\":\"reply\",\"to\":\"m1\",\"content\":{\"kind\":\"carousel\",\"cards\":[{\"title\":\"One\",\"media\":" + media(server.url("/1"))
                + "},{\"title\":\"Two\",\"text\":\"Two's text\",\"media\":" + media(server.url("/gone")) + "},{\"title\":\"Three\",\"media\":" + media(server.url("/2")) + "}]}}");
        Media.Ready ready = ready(delivery);
        JsonNode cards = ready.delivery().at("/content/content/cards");
        assertThat(cards.at("/0/media/url").asText()).startsWith("http://baton.example/media/");
        assertThat(cards.at("/2/media/mimeType").asText()).isEqualTo("text/csv");
        assertThat(cards.get(1).has("media")).isFalse();
        assertThat(cards.at("/1/text").asText()).isEqualTo("Two's text\nLook\nThe file could not be carried over: it is not there any more (404).\n" + server.url("/gone"));
        assertThat(ready.degraded()).singleElement().asString().contains("went as a link").contains("404");
    }

    @Test
    void whatCantBeHadForGoodGoesAsALinkToWhereItWas() throws Exception {
        Delivery delivery = told(media(server.url("/gone")));
        Media.Ready ready = ready(delivery);
        assertThat(ready.delivery().get("content").toString()).isEqualTo("{\"kind\":\"link\",\"url\":\"" + server.url("/gone")
                + "\",\"text\":\"Look\\nThe file could not be carried over: it is not there any more (404).\"}");
        assertThat(ready.notYet()).isNull();
        server.on("/gone", FileServer.text("200 OK", "", "back again"));
        assertThat(ready(attempt(delivery, 2)).delivery().get("content")).as("a repeat says the same").isEqualTo(ready.delivery().get("content"));
    }

    @Test
    void whatIsTooLargeForbiddenOrAWebPageIsSaid() throws Exception {
        server.on("/large", FileServer.text("200 OK", "", "x".repeat(10_001))).on("/page", FileServer.text("200 OK", "Content-Type: image/jpeg\r\n", "<!doctype html><form>Log in"))
                .on("/program", FileServer.bytes("200 OK", "", new byte[] {'M', 'Z', (byte) 0x90, 0, 1}));
        fetching.close();
        fetching = fetching(List.of("application/x-msdownload", "video/*"));
        assertThat(ready(told(media(server.url("/large")))).degraded()).singleElement().asString().contains("larger than 9 kB");
        assertThat(ready(told(media(server.url("/page")))).degraded()).singleElement().asString().contains("a web page instead of the file");
        assertThat(ready(told(media(server.url("/program")))).degraded()).singleElement().asString().contains("files of the type application/x-msdownload are not taken");
        try (var all = Files.walk(path)) {
            assertThat(all.filter(Files::isRegularFile).map(file -> file.getFileName().toString())).containsExactly("link.key");
        }
    }

    @Test
    void whatFailsInPassingIsWaitedForButNotForEver() throws Exception {
        server.on("/busy", FileServer.text("503 Busy", "", ""));
        Delivery delivery = told(media(server.url("/busy")));
        Outcome notYet = ready(delivery).notYet();
        assertThat(notYet.word()).isEqualTo(Outcome.Word.again);
        assertThat(notYet.after()).isEqualTo(Duration.ofSeconds(2));
        assertThat(notYet.why()).contains("answered 503");
        assertThat(ready(attempt(delivery, 2)).notYet()).as("too early for another try").isNotNull();
        assertThat(server.requests).hasSize(1);
        clock.forward(Duration.ofSeconds(3));
        assertThat(ready(attempt(delivery, 2)).notYet()).isNotNull();
        assertThat(server.requests).hasSize(2);
        clock.forward(Duration.ofSeconds(10));
        Media.Ready last = ready(attempt(delivery, 3));
        assertThat(last.notYet()).isNull();
        assertThat(last.delivery().at("/content/kind").asText()).isEqualTo("link");
        server.on("/busy", FileServer.text("200 OK", "", "now"));
        assertThat(ready(attempt(delivery, 4)).delivery().get("content")).as("given up is given up").isEqualTo(last.delivery().get("content"));
    }

    @Test
    void noFileTakesTheLastOfTheDisk() throws Exception {
        server.on("/a", FileServer.text("200 OK", "", "hello"));
        Uploads.Uploaded here = uploads.take(new ByteArrayInputStream(new byte[] {1}), "a", null);
        fetching.close();
        folder = new MediaFolder(path, Long.MAX_VALUE);
        fetching = fetching(List.of());
        assertThatThrownBy(() -> uploads.take(new ByteArrayInputStream(new byte[] {1}), "a", null)).isInstanceOf(Uploads.NotTaken.class).hasMessageContaining("nearly full")
                .extracting("reason").isEqualTo(Uploads.NotTaken.Reason.ROOM);
        assertThat(ready(told(media(here.url()))).notYet().why()).contains("nearly full");
        Delivery delivery = told(media(server.url("/a")));
        assertThat(ready(delivery).notYet().why()).contains("nearly full");
        fetching.close();
        folder = new MediaFolder(path, 0);
        fetching = fetching(List.of());
        clock.forward(Duration.ofSeconds(3));
        assertThat(ready(attempt(delivery, 2)).delivery().at("/content/size").asLong()).isEqualTo(5);
        assertThat(path.resolve("drafts")).isEmptyDirectory();
    }

    @Test
    void whoComesWhileItIsUnderWayWaitsForTheSameFetch() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        server.on("/slow", (request, out) -> {
            go.await();
            FileServer.text("200 OK", "", "at last").write(request, out);
        });
        Delivery delivery = told(media(server.url("/slow")));
        UUID id = StoredFile.id(delivery.context().conversation(), server.url("/slow"));
        var running = fetching.fetch(id);
        assertThat(media.ready(delivery, clock.instant()).notYet()).as("there is no time to wait").isNotNull();
        assertThat(fetching.fetch(id)).isSameAs(running);
        go.countDown();
        assertThat(running.get(30, TimeUnit.SECONDS).state()).isEqualTo(StoredFile.State.kept);
        assertThat(ready(attempt(delivery, 5)).delivery().at("/content/size").asLong()).isEqualTo(7);
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void aFileThatWentMissingHereIsFetchedOnceMore() throws Exception {
        server.on("/a", FileServer.text("200 OK", "", "hello"));
        Delivery delivery = told(media(server.url("/a")));
        String url = ready(delivery).delivery().at("/content/url").asText();
        Files.delete(media.kept(url).path());
        assertThatThrownBy(() -> media.kept(url)).hasMessageContaining("not here any more");
        assertThat(ready(delivery).delivery().at("/content/url").asText()).isEqualTo(url);
        assertThat(media.kept(url).path()).hasContent("hello");
    }

    @Test
    void asLongAsNobodyKnowsWhereBatonIsThereIsNoLink() throws Exception {
        server.on("/a", FileServer.text("200 OK", "", "hello"));
        own = null;
        Delivery delivery = told(media(server.url("/a")));
        assertThat(ready(delivery).notYet().why()).contains("own address is not known yet");
        own = "http://baton.example/prefix";
        assertThat(ready(delivery).delivery().at("/content/url").asText()).startsWith("http://baton.example/prefix/media/");
    }

    @Test
    void whatNobodyKnowsAnyMoreIsSweptAway() throws Exception {
        server.on("/a", FileServer.text("200 OK", "", "hello"));
        Media.Kept kept = media.kept(ready(told(media(server.url("/a")))).delivery().at("/content/url").asText());
        UUID orphan = UUID.randomUUID();
        Path draft = folder.draft();
        Files.writeString(draft, "x");
        folder.keep(draft, orphan);
        Path stale = folder.draft();
        Files.writeString(stale, "y");
        assertThat(folder.sweep(files::known, Instant.now())).as("young ones may be on their way").isZero();
        assertThat(folder.sweep(files::known, Instant.now().plus(Duration.ofHours(2)))).isEqualTo(2);
        assertThat(kept.path()).exists();
        assertThat(stale).doesNotExist();
        assertThat(folder.has(orphan)).isFalse();
        assertThat(path.resolve("link.key")).exists();
    }

    @Test
    void theKeyIsTheSameAfterARestartAndNobodyElseReadsIt() throws Exception {
        byte[] key = Links.key(folder);
        assertThat(key).hasSize(32).isEqualTo(Links.key(new MediaFolder(path, 0)));
        assertThat(Files.getPosixFilePermissions(path.resolve("link.key"))).hasSize(2);
    }

    /** Two channels that take everything. */
    private static final class Everybody implements Channels {

        private final Map<String, Facts> facts = Map.of("shop", facts("shop", "desk"), "desk", facts("desk", null));

        private static Facts facts(String name, String desk) {
            return new Facts(name, "v1", desk, false, Set.of(EventType.values()), Deadlines.DEFAULT, new Schedule(Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 5, 0, null),
                    Map.of(), 8, null);
        }

        @Override
        public Facts of(String name) {
            return facts.get(name);
        }

        @Override
        public Collection<Facts> all() {
            return facts.values();
        }
    }
}
