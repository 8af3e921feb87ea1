package dev.baton.media;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.event.Content;
import dev.baton.event.Delivery;
import dev.baton.event.Event;
import dev.baton.event.EventMedia;
import dev.baton.event.Json;
import dev.baton.event.Outcome;
import dev.baton.ledger.StoredFile;
import dev.baton.ledger.StoredFiles;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Files as the ledger knows them and the folder has them. */
public final class LiveMedia implements Media {

    /** So long a delivery waits for its files at one try: as long as it waits, nothing else goes to that channel in its place. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** At this try of a delivery, a file that could not be had by then is given up: the words must not wait for it for ever. */
    private static final int LAST = 3;
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final StoredFiles files;
    private final Fetching fetching;
    private final MediaFolder folder;
    private final Links links;
    private final Clock clock;

    /** What files there are, how they come, where they lie, and how they are linked to. */
    public LiveMedia(StoredFiles files, Fetching fetching, MediaFolder folder, Links links, Clock clock) {
        this.files = files;
        this.fetching = fetching;
        this.folder = folder;
        this.links = links;
        this.clock = clock;
    }

    @Override
    public Ready ready(Delivery delivery, Instant until) {
        ObjectNode json = Json.json(delivery);
        List<Content.Media> named = EventMedia.in(delivery.event().what());
        if (named.isEmpty()) {
            return new Ready(json, List.of(), null);
        }
        Map<String, StoredFile> found = found(delivery.context().conversation(), named);
        await(found, until);
        for (Map.Entry<String, StoredFile> entry : found.entrySet()) {
            StoredFile file = entry.getValue();
            if (!isSettled(file) && delivery.attempt() >= LAST && file.tries() > 0 && fetching.underWay(file.id()) == null) {
                entry.setValue(fetching.giveUp(file));
            } else if (!isSettled(file)) {
                return new Ready(json, List.of(), Outcome.of(Outcome.Word.again, "its file " + called(file) + "is not here yet"
                        + (file.why() == null ? "" : ": " + file.why()), wait(file, delivery.attempt())));
            }
        }
        if (!links.isKnown()) {
            return new Ready(json, List.of(), Outcome.of(Outcome.Word.again, "Baton's own address is not known yet", SOON));
        }
        List<String> degraded = new ArrayList<>();
        EventMedia.replace(json, media -> {
            StoredFile file = found.get(media.path("url").asText());
            return file == null ? media : file.state() == StoredFile.State.kept ? linked(media, file) : instead(media, file, degraded);
        });
        return new Ready(json, degraded, null);
    }

    /**
     * Puts our own links into an event that is to be shown, as they stand at this moment; waits for nothing. False where a file is still awaited:
     * its place is as it was then.
     */
    public boolean show(UUID conversation, Event event, ObjectNode json) {
        List<Content.Media> named = EventMedia.in(event.what());
        if (named.isEmpty() || !links.isKnown()) {
            return true;
        }
        Map<String, StoredFile> found = found(conversation, named);
        EventMedia.replace(json, media -> {
            StoredFile file = found.get(media.path("url").asText());
            return file == null || !isSettled(file) ? media : file.state() == StoredFile.State.kept ? linked(media, file) : instead(media, file, new ArrayList<>());
        });
        return found.values().stream().allMatch(this::isSettled);
    }

    /** By their addresses; a file that the ledger does not know was not to be fetched. */
    private Map<String, StoredFile> found(UUID conversation, List<Content.Media> named) {
        Map<UUID, String> wanted = new LinkedHashMap<>();
        named.forEach(media -> wanted.put(StoredFile.id(conversation, media.url()), media.url()));
        Map<String, StoredFile> found = new LinkedHashMap<>();
        files.find(wanted.keySet()).forEach(file -> found.put(wanted.get(file.id()), file));
        return found;
    }

    /** Has fetched what is not here and is not to wait; all of them side by side. */
    private void await(Map<String, StoredFile> found, Instant until) {
        Map<String, CompletableFuture<StoredFile>> coming = new LinkedHashMap<>();
        long now = clock.millis();
        found.forEach((url, file) -> {
            boolean rests = file.tries() > 0 && file.dueAt() != null && file.dueAt() > now;
            CompletableFuture<StoredFile> current = isSettled(file) ? null : rests ? fetching.underWay(file.id()) : fetching.fetch(file.id());
            if (current != null) {
                coming.put(url, current);
            }
        });
        long end = System.nanoTime() + Math.min(PATIENCE.toNanos(), Math.max(0, Duration.between(clock.instant(), until).toNanos() / 3));
        coming.forEach((url, future) -> {
            try {
                found.computeIfPresent(url, (key, before) -> Objects.requireNonNullElse(get(future, end), before));
            } catch (RuntimeException e) {
                // It is as it was before.
            }
        });
    }

    private static StoredFile get(CompletableFuture<StoredFile> future, long end) {
        try {
            return future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private boolean isSettled(StoredFile file) {
        return file.state() == StoredFile.State.lost || file.state() == StoredFile.State.kept && folder.has(file.id());
    }

    /** Until it is tried again; what is large or slow is looked for less and less often. */
    private Duration wait(StoredFile file, int attempt) {
        Duration wait = file.dueAt() == null || file.tries() == 0 ? SOON.multipliedBy(Math.min(attempt, 10)) : Duration.ofMillis(file.dueAt() - clock.millis());
        return wait.compareTo(SOON) < 0 ? SOON : wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private static String called(StoredFile file) {
        return file.name() == null || file.sensitive() ? "" : "'" + file.name() + "' ";
    }

    private ObjectNode linked(ObjectNode media, StoredFile file) {
        return media.put("url", links.to(file.id(), file.name(), file.at())).put("mimeType", file.mimeType()).put("name", file.name()).put("size", file.size());
    }

    private static ObjectNode instead(ObjectNode media, StoredFile file, List<String> degraded) {
        degraded.add("the file " + called(file) + "went as a link to where it was: " + file.why());
        ObjectNode link = Json.MAPPER.createObjectNode().put("kind", "link").put("url", media.path("url").asText());
        if (file.name() != null) {
            link.put("title", file.name());
        }
        String caption = media.path("caption").asText("");
        return link.put("text", (caption.isEmpty() ? "" : caption + "\n") + "The file could not be carried over: " + file.why() + ".");
    }

    @Override
    public Kept kept(String link) {
        StoredFile file = files.find(links.from(link)).orElse(null);
        if (file == null || file.state() != StoredFile.State.kept || !folder.has(file.id())) {
            throw new IllegalArgumentException("the file behind '" + link.split("\\?", 2)[0] + "' is not here any more");
        }
        return new Kept(file.name(), file.mimeType(), folder.of(file.id()));
    }
}
