package dev.baton.media;

import dev.baton.ledger.StoredFile;
import dev.baton.ledger.StoredFiles;
import dev.baton.webhook.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.dao.DataAccessException;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /media/{id}/{name}}: a file, to whoever has its link. HEAD and ranges too. A browser may show pictures, sound and films; anything that
 * could do something in it is handed over as a file to save.
 */
@RestController
public final class MediaServing {

    private static final String POLICY = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox";

    private final StoredFiles files;
    private final MediaFolder folder;
    private final Links links;
    private final Clock clock;

    /** Serves what lies in the folder. */
    public MediaServing(StoredFiles files, MediaFolder folder, Links links, Clock clock) {
        this.files = files;
        this.folder = folder;
        this.links = links;
        this.clock = clock;
    }

    @GetMapping("/media/{id}/{name}")
    ResponseEntity<Resource> file(@PathVariable String id, @PathVariable String name, @RequestParam(defaultValue = "") String until,
            @RequestParam(defaultValue = "") String by, HttpServletResponse response) throws IOException {
        if (!id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            return problem(response, Problem.Kind.NOT_FOUND, "This is no link to a file.");
        }
        UUID file = UUID.fromString(id);
        if (!until.matches("\\d{1,12}") || !links.holds(file, Long.parseLong(until), by)) {
            return problem(response, Problem.Kind.NOT_ALLOWED, "The link is not as Baton has made it. Copy it whole.");
        }
        if (Long.parseLong(until) * 1000 <= clock.millis()) {
            return problem(response, Problem.Kind.GONE, "The link has ended. How long links hold is the setting baton.media.link-for.");
        }
        try {
            StoredFile found = files.find(file).orElse(null);
            return found == null || found.state() != StoredFile.State.kept || !folder.has(file)
                    ? problem(response, Problem.Kind.NOT_FOUND, "The file is not kept here any more.") : answer(found);
        } catch (DataAccessException e) {
            response.setHeader("Retry-After", "5");
            return problem(response, Problem.Kind.NOT_NOW, "The ledger can't be reached. Ask again in 5 seconds.");
        }
    }

    private ResponseEntity<Resource> answer(StoredFile file) {
        ContentDisposition.Builder how = FileTypes.isShown(file.mimeType()) ? ContentDisposition.inline() : ContentDisposition.attachment();
        String type = file.mimeType().equals("text/plain") ? "text/plain;charset=UTF-8" : file.mimeType();
        return ResponseEntity.ok()
                .header("Content-Type", type)
                .header("Content-Disposition", how.filename(file.name(), StandardCharsets.UTF_8).build().toString())
                .header("X-Content-Type-Options", "nosniff").header("Content-Security-Policy", POLICY)
                .header("Cross-Origin-Resource-Policy", "cross-origin").header("Referrer-Policy", "no-referrer").header("X-Robots-Tag", "noindex")
                .cacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePrivate().immutable()).eTag(file.id().toString())
                .body(new FileSystemResource(folder.of(file.id())));
    }

    private static ResponseEntity<Resource> problem(HttpServletResponse response, Problem.Kind kind, String detail) throws IOException {
        new Problem(kind, detail, null).send(response);
        return null;
    }
}
