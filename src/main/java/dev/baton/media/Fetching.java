package dev.baton.media;

import dev.baton.ledger.Ledger;
import dev.baton.ledger.StoredFile;
import dev.baton.ledger.StoredFiles;
import java.io.IOException;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.hc.client5.http.DnsResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the files that the ledger hands out, a few at a time, and tells it what came of each. What fails in passing is tried again, sooner at first;
 * a file is under way once at a time, and who wants it meanwhile waits for the same.
 */
public final class Fetching implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Fetching.class);
    private static final int THREADS = 12;
    /** Seconds until the next try; after the last one it is given up. */
    private static final long[] WAITS = {2, 8, 30, 120, 300, 600};

    private final StoredFiles files;
    private final Ledger ledger;
    private final MediaFolder folder;
    private final MediaLimits limits;
    private final Function<String, OwnHost> hosts;
    private final Uploads uploads;
    private final Clock clock;
    private final Fetch fetch;
    private final ConcurrentHashMap<UUID, CompletableFuture<StoredFile>> underWay = new ConcurrentHashMap<>();
    private final ExecutorService threads;

    /**
     * Fetching that has not begun.
     *
     * @param hosts   the own host of a channel's platform, with what it wants to see there
     * @param uploads what lies here already
     */
    public Fetching(StoredFiles files, Ledger ledger, MediaFolder folder, MediaLimits limits, DnsResolver names, Function<String, OwnHost> hosts,
            Uploads uploads, Clock clock) {
        this.files = files;
        this.ledger = ledger;
        this.folder = folder;
        this.limits = limits;
        this.hosts = hosts;
        this.uploads = uploads;
        this.clock = clock;
        this.fetch = new Fetch(limits, folder, Addresses.of(names, limits.allowPrivate()), THREADS);
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread thread = new Thread(work, "media-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
    }

    /** Fetches the file now, or joins who does; the result is how it stands with it then, null where the ledger does not know it. */
    public CompletableFuture<StoredFile> fetch(UUID id) {
        CompletableFuture<StoredFile> mine = new CompletableFuture<>();
        CompletableFuture<StoredFile> other = underWay.putIfAbsent(id, mine);
        if (other != null) {
            return other;
        }
        try {
            threads.execute(() -> run(id, mine));
        } catch (RejectedExecutionException e) {
            underWay.remove(id);
            mine.completeExceptionally(e);
        }
        return mine;
    }

    /** Who is at it just now, or null. */
    CompletableFuture<StoredFile> underWay(UUID id) {
        return underWay.get(id);
    }

    /** Nobody waits for it any longer. */
    StoredFile giveUp(StoredFile file) {
        return told(file.lost(file.why()));
    }

    private void run(UUID id, CompletableFuture<StoredFile> mine) {
        try {
            StoredFile file = files.find(id).orElse(null);
            boolean settled = file == null || file.state() == StoredFile.State.lost || file.state() == StoredFile.State.kept && folder.has(id);
            StoredFile now = settled ? file : tried(file);
            underWay.remove(id);
            mine.complete(now);
        } catch (RuntimeException e) {
            LOG.warn("What came of fetching a file could not be kept, so it is fetched once more: {}", e.getMessage());
            underWay.remove(id);
            mine.completeExceptionally(e);
        }
    }

    private StoredFile tried(StoredFile file) {
        try {
            return told(had(file));
        } catch (NotFetched e) {
            boolean again = !e.forGood() && file.tries() < WAITS.length;
            LOG.info("channel {}: a file of conversation {} could not be had{}: {}", file.channel(), file.conversation(), again ? " yet" : "", e.getMessage());
            return told(again ? file.again(e.getMessage(), clock.millis() + 1000 * WAITS[file.tries()]) : file.lost(e.getMessage()));
        }
    }

    private StoredFile had(StoredFile file) throws NotFetched {
        OwnHost own = hosts.apply(file.channel());
        Fetch.Got here = uploads.copy(file.url());
        Fetch.Got got = here != null ? here : fetch.fetch(file.url(), own == null ? new OwnHost(null, null) : own);
        try {
            String type = FileTypes.of(got.head(), got.said(), file.mimeType(), file.name());
            String expected = file.mimeType() == null ? type : FileTypes.plain(file.mimeType());
            if (type.equals("text/html") && !expected.startsWith("text/")) {
                throw new NotFetched("its server gives a web page instead of the file (a login, perhaps)", true);
            }
            if (!limits.takes(type)) {
                throw new NotFetched("files of the type " + type + " are not taken here", true);
            }
            folder.keep(got.draft(), file.id());
            return file.kept(FileNames.of(file.name(), got.disposition(), got.from(), type), type, got.size());
        } catch (IOException e) {
            LOG.error("A file can't be written to {}: {}", folder.folder(), e.toString());
            throw new NotFetched("Baton could not write it to its disk", false);
        } finally {
            MediaFolder.delete(got.draft());
        }
    }

    /** Committed when it returns; what was said of the file before counts. */
    private StoredFile told(StoredFile file) {
        ledger.fetched(file).join();
        StoredFile now = files.find(file.id()).orElse(file);
        boolean away = now.state() == StoredFile.State.kept && !folder.has(file.id());
        return away ? file : now;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        fetch.close();
    }
}
