package dev.baton.media;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.head;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.baton.MovableClock;
import dev.baton.ledger.Engines;
import dev.baton.ledger.StoredFiles;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** What whoever has a link gets, and what whoever has made one up does not. */
class MediaServingTest {

    private final MovableClock clock = MovableClock.standing();
    private final DataSource source = Engines.H2.fresh();
    @TempDir
    private Path path;
    private MediaFolder folder;
    private Links links;
    private MockMvc baton;

    @BeforeEach
    void open() {
        folder = new MediaFolder(path, 0);
        links = new Links(Links.key(folder), () -> "", Duration.ofDays(3));
        baton = MockMvcBuilders.standaloneSetup(new MediaServing(new StoredFiles(source), folder, links, clock)).build();
    }

    private URI kept(String name, String type, String text) throws Exception {
        UUID id = UUID.randomUUID();
        new JdbcTemplate(source).update("insert into file (id, conversation, channel, url, name, mime_type, size, state, tries, sensitive, at) values (?, ?, 'shop', 'http://x/', ?, ?, ?, 'kept', 0, false, ?)",
                id, UUID.randomUUID(), name, type, text.length(), clock.millis());
        Path draft = folder.draft();
        Files.writeString(draft, text);
        folder.keep(draft, id);
        return URI.create(links.to(id, name, clock.millis()));
    }

    @Test
    void aPictureIsShownAndCanDoNothing() throws Exception {
        baton.perform(get(kept("Фото 1.png", "image/png", "picture"))).andExpect(status().isOk()).andExpect(content().string("picture"))
                .andExpect(header().string("Content-Type", "image/png")).andExpect(header().string("X-Content-Type-Options", "nosniff"))
                .andExpect(header().string("Content-Security-Policy", containsString("sandbox")))
                .andExpect(header().string("Content-Disposition", startsWith("inline; filename")))
                .andExpect(header().string("Content-Disposition", containsString("filename*=UTF-8''%D0%A4")))
                .andExpect(header().string("Content-Length", "7")).andExpect(header().string("Cache-Control", containsString("private")));
    }

    @ParameterizedTest
    @CsvSource({"text/html,a.html", "image/svg+xml,a.svg", "application/xhtml+xml,a.xhtml", "application/pdf,a.pdf", "text/xml,a.xml", "application/octet-stream,a"})
    void whatCouldDoSomethingIsHandedOverAsAFile(String type, String name) throws Exception {
        baton.perform(get(kept(name, type, "<script>alert(1)</script>"))).andExpect(status().isOk()).andExpect(header().string("Content-Disposition", startsWith("attachment;")));
    }

    @Test
    void headAndRangesWork() throws Exception {
        URI link = kept("a.txt", "text/plain", "0123456789");
        baton.perform(head(link)).andExpect(status().isOk()).andExpect(header().string("Content-Length", "10"))
                .andExpect(header().string("Accept-Ranges", "bytes"));
        baton.perform(get(link).header("Range", "bytes=2-4")).andExpect(status().isPartialContent()).andExpect(content().string("234"))
                .andExpect(header().string("Content-Range", "bytes 2-4/10"));
        baton.perform(get(link).header("Range", "bytes=99-")).andExpect(status().isRequestedRangeNotSatisfiable());
    }

    @Test
    void aLinkThatWasChangedIsRefused() throws Exception {
        String link = kept("a.txt", "text/plain", "secret").toString();
        for (String changed : new String[] {link.replaceFirst("until=\\d+", "until=9999999999"), link.replaceFirst("by=.", "by=!"), link.replaceFirst("&by=.*", ""),
            link.replaceFirst("\\?.*", ""), link.replaceFirst("media/........", "media/00000000"), link.replaceFirst("until=\\d+", "until=x")}) {
            baton.perform(get(URI.create(changed))).andExpect(status().isForbidden()).andExpect(content().contentType("application/problem+json"))
                    .andExpect(jsonPath("$.detail", containsString("not as Baton has made it")));
        }
        baton.perform(get(URI.create(link.replaceFirst("/a.txt", "/other-name")))).andExpect(status().isOk());
    }

    @Test
    void aLinkThatHasEndedSaysSo() throws Exception {
        URI link = kept("a.txt", "text/plain", "old");
        clock.forward(Duration.ofDays(3).minusSeconds(1));
        baton.perform(get(link)).andExpect(status().isOk());
        clock.forward(Duration.ofSeconds(1));
        baton.perform(get(link)).andExpect(status().isGone()).andExpect(jsonPath("$.detail", containsString("baton.media.link-for")));
    }

    @Test
    void whatIsNotKeptIsNotFound() throws Exception {
        baton.perform(get(URI.create(links.to(UUID.randomUUID(), "a", clock.millis())))).andExpect(status().isNotFound()).andExpect(content().contentType("application/problem+json"));
        baton.perform(get("/media/what/ever")).andExpect(status().isNotFound());
        URI link = kept("a.txt", "text/plain", "old");
        Files.delete(folder.of(UUID.fromString(link.getPath().split("/")[2])));
        baton.perform(get(link)).andExpect(status().isNotFound());
    }
}
