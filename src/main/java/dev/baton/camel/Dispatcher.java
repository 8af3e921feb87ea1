package dev.baton.camel;

import dev.baton.event.Outcome;
import dev.baton.ledger.Attempt;
import dev.baton.ledger.Claim;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what the ledger has claimed to the live version of its channel, and gives back what came of it. How many run at once is the ledger's to say,
 * channel by channel; the threads are the bound for all of them together.
 */
public final class Dispatcher implements Consumer<Claim> {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /** What passes says nothing any more when it has waited so long for a thread (nanoseconds). */
    private static final long STALE = TimeUnit.SECONDS.toNanos(10);

    private final Book book;
    private final Function<String, Doors> live;
    private final ExecutorService threads;
    private final LongSupplier nanos;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile boolean stopping;

    /**
     * Ready to take claims.
     *
     * @param live the doors of a channel's live version, or null
     * @param most threads at once; they go when there is nothing to do
     */
    public Dispatcher(Book book, Function<String, Doors> live, int most) {
        this(book, live, most, System::nanoTime);
    }

    Dispatcher(Book book, Function<String, Doors> live, int most, LongSupplier nanos) {
        this.nanos = nanos;
        this.book = book;
        this.live = live;
        AtomicInteger number = new AtomicInteger();
        ThreadFactory factory = work -> {
            Thread thread = new Thread(work, "deliver-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        ThreadPoolExecutor pool = new ThreadPoolExecutor(most, most, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
    }

    /** Takes a claim and returns at once. */
    @Override
    public void accept(Claim claim) {
        inFlight.incrementAndGet();
        long since = nanos.getAsLong();
        try {
            threads.execute(() -> {
                try {
                    work(claim, nanos.getAsLong() - since);
                } finally {
                    inFlight.decrementAndGet();
                }
            });
        } catch (RejectedExecutionException e) {
            inFlight.decrementAndGet();
            book.release(claim);
        }
    }

    private void work(Claim taken, long waited) {
        boolean stale = taken.work() == Claim.Work.pass && waited > STALE;
        Doors doors = stopping || stale ? null : enter(taken.channel());
        if (doors == null) {
            told(taken, book.release(taken));
            return;
        }
        Claim claim = taken.by(doors.version());
        Doors.Done done;
        try {
            done = doors.work(claim);
        } catch (RuntimeException e) {
            LOG.error("channel {}: a {} failed in Baton itself", claim.channel(), claim.work(), e);
            done = new Doors.Done(Outcome.of(Outcome.Word.unknown, "Baton itself failed: " + TruthTable.words(e)), new Attempt(null, null, null));
        } finally {
            doors.leave();
        }
        told(claim, book.complete(claim, done.outcome(), done.attempt()));
    }

    /** The live version's doors, entered. A version that is retired between the look and the step is looked for once more: its successor is live by then. */
    private Doors enter(String channel) {
        Doors last = null;
        for (Doors doors = live.apply(channel); doors != null && doors != last; doors = live.apply(channel)) {
            if (doors.enter()) {
                return doors;
            }
            last = doors;
        }
        return null;
    }

    private static void told(Claim claim, java.util.concurrent.CompletableFuture<Void> committed) {
        committed.whenComplete((nothing, failure) -> {
            if (failure != null) {
                LOG.warn("channel {}: what came of a {} could not be committed and will be found when its lease ends: {}", claim.channel(), claim.work(),
                        TruthTable.words(failure));
            }
        });
    }

    /** How many claims are being worked on or wait for a thread. */
    public int inFlight() {
        return inFlight.get();
    }

    /**
     * What is being worked on finishes, what has not begun goes back to the ledger. Call it after the ledger has stopped claiming and before any
     * channel is stopped.
     *
     * @return false where something was still running after that time
     */
    public boolean drain(Duration most) {
        stopping = true;
        threads.shutdown();
        try {
            return threads.awaitTermination(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
