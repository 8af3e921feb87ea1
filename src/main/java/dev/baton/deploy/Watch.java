package dev.baton.deploy;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for files to change. What the file system tells only wakes: the truth is a comparison of {@link #scan scans}, because some file systems
 * tell nothing, and none tells all.
 */
final class Watch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final Path routes;
    private final Supplier<List<Path>> more;
    private final Map<Path, WatchKey> told = new HashMap<>();
    private final WatchService events;
    private boolean tellsAll = true;

    /** {@code more}: files beside the folder that are looked at. */
    Watch(Path routes, Supplier<List<Path>> more) {
        this.routes = routes;
        this.more = more;
        WatchService service = null;
        try {
            service = routes.getFileSystem().newWatchService();
        } catch (IOException | UnsupportedOperationException e) {
            LOG.info("the file system does not tell what changes ({}): the routes folder is looked at every second", e.getMessage());
        }
        this.events = service;
    }

    /** How folder and files stand now. */
    Scan scan() {
        Scan folder = Scan.of(List.of(routes));
        listen(folder);
        Scan files = beside();
        files.files().putAll(folder.files());
        return new Scan(files.files(), folder.folders());
    }

    /** The same of the files beside the folder only: of those nothing is told, but they are few. */
    Scan beside() {
        return Scan.of(more.get());
    }

    private void listen(Scan folder) {
        told.entrySet().removeIf(entry -> {
            boolean gone = !folder.folders().contains(entry.getKey()) || !entry.getValue().isValid();
            if (gone) {
                entry.getValue().cancel();
            }
            return gone;
        });
        if (events == null || !tellsAll) {
            return;
        }
        for (Path one : folder.folders()) {
            try {
                if (!told.containsKey(one)) {
                    told.put(one, one.register(events, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_DELETE));
                }
            } catch (IOException e) {
                if (java.nio.file.Files.isDirectory(one)) {
                    tellsAll = false;
                    LOG.info("the file system does not tell all that changes ({}): the routes folder is looked at every second", e.getMessage());
                    return;
                }
            } catch (ClosedWatchServiceException e) {
                return;
            }
        }
    }

    /** Returns after that time, or sooner and true where something is told to have changed. */
    boolean await(Duration most) throws InterruptedException {
        if (events == null) {
            TimeUnit.NANOSECONDS.sleep(most.toNanos());
            return false;
        }
        try {
            WatchKey first = events.poll(most.toNanos(), TimeUnit.NANOSECONDS);
            for (WatchKey key = first; key != null; key = events.poll()) {
                key.pollEvents();
                key.reset();
            }
            return first != null;
        } catch (ClosedWatchServiceException e) {
            throw new InterruptedException("closed");
        }
    }

    @Override
    public void close() {
        try {
            if (events != null) {
                events.close();
            }
        } catch (IOException e) {
            LOG.debug("the watch could not be closed", e);
        }
    }
}
