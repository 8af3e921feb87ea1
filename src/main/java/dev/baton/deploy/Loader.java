package dev.baton.deploy;

import dev.baton.camel.Refused;
import dev.baton.deploy.source.RoutesFolder;
import dev.baton.deploy.source.SettingsSource;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that watches the routes folder and the files of settings, and has {@link Deployment} look at them when they have changed and are quiet. */
public final class Loader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Loader.class);
    /** The folder is looked at so often also where nothing is told; seldomer where that takes long, so that it never costs more than a hundredth of the time. */
    private static final Duration EACH = Duration.ofSeconds(1);
    /** Some file systems' times are so coarse that a second save right after the first can't be told from it. */
    private static final Duration AGAIN = Duration.ofMillis(2_100);
    /** So many times the quiet time is waited while changes go on. */
    private static final int PATIENCE = 5;

    private final Path routes;
    private final SettingsSource settings;
    private final Deployment deployment;
    private final Rules rules;
    private final Watch watch;
    private final Thread thread = new Thread(this::run, "loader");
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Scan taken;
    /** Files that were changing when the others were taken: somebody may be in the middle of writing them. */
    private Set<Path> unsettled = new HashSet<>();
    private Scan beside;
    private long regularAt = System.nanoTime();
    private boolean again;
    private long againAt;

    public Loader(Path routes, SettingsSource settings, Deployment deployment, Rules rules) {
        this.routes = routes;
        this.settings = settings;
        this.deployment = deployment;
        this.rules = rules;
        this.watch = new Watch(routes, settings::files);
        thread.setDaemon(true);
    }

    /** Begins to watch, with a first look; the deployment has been started. */
    public void start() {
        thread.start();
    }

    private void run() {
        while (running()) {
            try {
                boolean told = watch.await(taken == null || !unsettled.isEmpty() ? Duration.ZERO : EACH);
                boolean onceMore = again && System.nanoTime() - againAt >= 0 || deployment.due();
                if (told || onceMore || taken == null || !unsettled.isEmpty() || System.nanoTime() - regularAt >= 0 || !watch.beside().equals(beside)) {
                    look(onceMore);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | StackOverflowError | LinkageError e) {
                LOG.error("the loader failed and goes on", e);
                rest(EACH.toMillis());
            }
        }
    }

    private boolean running() {
        return stopped.getCount() > 0;
    }

    /** Waits so long, or until it is stopped. */
    private void rest(long millis) {
        try {
            stopped.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(boolean onceMore) {
        long began = System.nanoTime();
        beside = watch.beside();
        Scan now = watch.scan();
        long took = System.nanoTime() - began;
        if (!now.equals(taken) || !unsettled.isEmpty()) {
            take(quiet(now));
        } else if (onceMore) {
            take(now);
        } else {
            // A storm of news about nothing is looked into now and then only.
            rest(Math.min(200, 1 + took / 100_000));
        }
        regularAt = System.nanoTime() + Math.max(EACH.toNanos(), 100 * took);
    }

    /** Waits until nothing has changed for a while, but not for ever: then what is still changing is left out. */
    private Scan quiet(Scan first) {
        Scan last = first;
        for (int i = 0; i < PATIENCE && running(); i++) {
            rest(rules.quiet().toMillis());
            Scan now = watch.scan();
            unsettled = now.changed(last);
            last = now;
            if (unsettled.isEmpty()) {
                break;
            }
        }
        return last;
    }

    /** Reads all and has it looked at; only a folder that did not change while it was read counts. */
    private void take(Scan quiet) {
        Scan before = quiet;
        for (long pause = 50; running() && before != null; pause = Math.min(1_000, 2 * pause)) {
            // Whoever changes files through Baton does it under this lock, so what is read here is not older than what is taken.
            synchronized (deployment) {
                before = takenOr(before);
            }
            if (before != null) {
                rest(pause);
            }
        }
    }

    /** Null where all was as in that scan and has been taken; else the newer scan. */
    private Scan takenOr(Scan before) {
        String trouble = null;
        RoutesFolder folder = null;
        BinaryOperator<String> values = settings.current();
        try {
            folder = RoutesFolder.read(routes);
        } catch (UncheckedIOException e) {
            trouble = "the routes folder " + routes + " can't be read: " + (e.getCause() == null ? e.getMessage() : e.getCause().getMessage()) + ": make it readable again; what runs goes on";
        }
        try {
            values = unsettled.stream().allMatch(file -> file.startsWith(routes)) ? settings.read() : values;
        } catch (Refused e) {
            trouble = e.getMessage();
        }
        Scan after = watch.scan();
        if (!after.equals(before)) {
            unsettled.addAll(after.changed(before));
            return after;
        }
        if (folder != null && folder.files().isEmpty()) {
            folder = null;
            trouble = "the routes folder " + routes + " is empty: put its files back; what runs goes on";
        }
        again = !after.equals(taken);
        againAt = System.nanoTime() + AGAIN.toNanos();
        taken = after;
        deployment.trouble(trouble);
        if (folder != null && running()) {
            deployment.look(folder, values, unsettled.stream().filter(file -> file.startsWith(routes))
                    .map(file -> routes.relativize(file).toString().replace('\\', '/')).collect(Collectors.toSet()));
        }
        return null;
    }

    /** Ends watching; a look that is under way changes nothing any more once the deployment is stopped. */
    public void stop() {
        stopped.countDown();
        watch.close();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
