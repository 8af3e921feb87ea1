package dev.baton.ledger;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that writes: takes what has been asked, makes one transaction of it, and says what came of it after the commit. */
final class Writer implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final int MOST = 256;
    private static final int QUEUE = 20_000;
    /** A command that was not begun by then is withdrawn: its sender is told to come back. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);
    private static final long TICK = TimeUnit.SECONDS.toNanos(1);
    /** Who has nothing to write still says so often that it is alive, where others may want to know. */
    private static final long SEEN = 10_000;
    private static final int RACES = 20;
    /** So often a batch may lose a database that can be written to otherwise; then it is at fault itself. */
    private static final int LOSSES = 5;

    final Map<String, Gate> gates = new ConcurrentHashMap<>();
    /** Batches committed and commands in them, for whoever wants to see how commits are shared. */
    final AtomicLong batches = new AtomicLong();
    final AtomicLong commands = new AtomicLong();
    private final BlockingQueue<Command<?>> queue = new LinkedBlockingQueue<>(QUEUE);
    /** What the writer asks of itself. */
    private final ArrayDeque<Command<?>> own = new ArrayDeque<>();
    private final Store store;
    private final Channels channels;
    private final Settings settings;
    private final Clock clock;
    private final Random chance = new Random();
    private final Lookout lookout;
    private final Thread thread;
    private volatile Consumer<Claim> work;
    private volatile Consumer<UUID> files;
    private volatile boolean stopping;
    private volatile boolean ended;
    private volatile boolean lookNow = true;
    private volatile String lost;
    private long batch;
    private long nextTick;
    private long seenAt;

    Writer(DataSource source, Channels channels, Settings settings, Clock clock) {
        this.store = new Store(source);
        this.channels = channels;
        this.settings = settings;
        this.clock = clock;
        this.lookout = new Lookout(store, channels, gates, settings);
        this.thread = new Thread(this, "ledger-writer");
    }

    void start(Consumer<Claim> work) throws SQLException {
        this.work = work;
        store.connection();
        batch = lookout.recover(clock.millis());
        store.commit();
        thread.start();
    }

    void files(Consumer<UUID> fetch) {
        files = fetch;
    }

    /** Queues a command; its future fails at once where there is no room. */
    void ask(Command<?> command, boolean mayWait) {
        command.patience = mayWait ? Long.MAX_VALUE : System.nanoTime() + PATIENCE;
        if (!thread.isAlive()) {
            command.done.completeExceptionally(new Ledger.Unavailable("the ledger is stopped", null));
        } else if (mayWait) {
            put(command);
        } else if (!queue.offer(command)) {
            command.done.completeExceptionally(new Ledger.Unavailable("too much is waiting to be written", null));
        }
        if (ended && queue.remove(command)) {
            command.done.completeExceptionally(new Ledger.Unavailable("the ledger is stopped", null));
        }
    }

    private void put(Command<?> command) {
        try {
            queue.put(command);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            command.done.completeExceptionally(new Ledger.Unavailable("interrupted", e));
        }
    }

    void stopClaiming() {
        work = null;
    }

    void look() {
        lookNow = true;
        queue.offer(new Command.Look());
    }

    /** Why the ledger can't write just now, or null. */
    String lost() {
        return lost;
    }

    void stop() {
        work = null;
        stopping = true;
        queue.offer(new Command.Look());
        try {
            thread.join(30_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        try {
            while (!stopping || !queue.isEmpty() || !own.isEmpty()) {
                List<Command<?>> taken = next();
                if (System.nanoTime() - nextTick >= 0 || lookNow) {
                    lookNow = false;
                    nextTick = System.nanoTime() + TICK;
                    tick(taken);
                }
                try {
                    if (!taken.isEmpty() || canTake()) {
                        write(taken);
                    }
                    store.tidy(!queue.isEmpty());
                } catch (SQLException | RuntimeException e) {
                    LOG.error("The ledger's writer stumbled and goes on", e);
                    taken.forEach(command -> command.done.completeExceptionally(
                            new IllegalStateException("it is not known whether this was written: " + e.getMessage(), e)));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended = true;
            List<Command<?>> left = new ArrayList<>(own);
            queue.drainTo(left);
            left.forEach(command -> command.done.completeExceptionally(new Ledger.Unavailable("the ledger is stopped", null)));
            store.lose();
        }
    }

    private void tick(List<Command<?>> taken) {
        try {
            store.connection();
            taken.addAll(lookout.look(clock.millis(), work != null, files != null));
            store.rollback();
            if (taken.isEmpty() && store.shared() && clock.millis() - seenAt >= SEEN) {
                taken.add(new Command.Look());
            }
        } catch (SQLException e) {
            store.rollback();
            if (Store.lost(e)) {
                waitForStore(e, taken);
            } else {
                LOG.error("Looking for what is due failed and is tried again", e);
            }
        } catch (RuntimeException e) {
            store.rollback();
            LOG.error("Looking for what is due failed and is tried again", e);
        }
    }

    private List<Command<?>> next() throws InterruptedException {
        List<Command<?>> taken = new ArrayList<>(own);
        own.clear();
        Command<?> first = canTake() || !taken.isEmpty() ? queue.poll() : queue.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
            taken.add(first);
            // Those who came while the last batch was written share this commit; nobody waits for company, which would be time that nobody uses.
            queue.drainTo(taken, MOST - 1);
        }
        long now = System.nanoTime();
        taken.removeIf(command -> {
            boolean late = command.patience != Long.MAX_VALUE && now > command.patience;
            if (late) {
                command.done.completeExceptionally(new Ledger.Unavailable("it could not be written in time", null));
            }
            return late;
        });
        return taken;
    }

    private boolean canTake() {
        if (work == null) {
            return false;
        }
        long now = clock.millis();
        for (var entry : gates.entrySet()) {
            Channels.Facts facts = entry.getValue().waiting() == 0 ? null : channels.of(entry.getKey());
            if (facts != null && entry.getValue().free(facts.concurrency(), now) > 0) {
                return true;
            }
        }
        return false;
    }

    // ---- writing

    private void write(List<Command<?>> commands) {
        boolean moves = commands.stream().anyMatch(command -> command instanceof Command.Move);
        if (moves && commands.size() > 1) {
            // It changes rows that a batch may have read already.
            write(new ArrayList<>(commands.stream().filter(command -> !(command instanceof Command.Move)).toList()));
            commands.stream().filter(command -> command instanceof Command.Move).forEach(move -> write(new ArrayList<>(List.of(move))));
            return;
        }
        int races = 0;
        int losses = 0;
        while (true) {
            Turn turn = new Turn(store, channels, gates, settings, work != null && !moves, work != null && files != null, clock.millis(), chance);
            boolean committing = false;
            try {
                store.connection();
                turn.run(commands);
                beat();
                committing = true;
                store.commit();
            } catch (SQLException e) {
                store.rollback();
                if (Store.lost(e)) {
                    if (!committing || !committed()) {
                        waitForStore(e, commands);
                        if (++losses >= LOSSES) {
                            apart(commands, e);
                            return;
                        }
                        if (commands.isEmpty()) {
                            return;
                        }
                        continue;
                    }
                } else if (Store.raced(e) && ++races <= RACES) {
                    continue;
                } else {
                    apart(commands, e);
                    return;
                }
            } catch (RuntimeException | StackOverflowError e) {
                store.rollback();
                apart(commands, e);
                return;
            }
            // Committed: whatever happens from here on, these commands must not be written again.
            succeeded(turn, commands);
            return;
        }
    }

    private void succeeded(Turn turn, List<Command<?>> done) {
        batch++;
        lost = null;
        batches.incrementAndGet();
        commands.addAndGet(done.size());
        turn.taking.settle();
        for (Command<?> command : done) {
            if (command instanceof Command.Pause pause) {
                gates.computeIfAbsent(pause.channel, name -> new Gate()).pause(pause.why);
            } else if (command instanceof Command.Move) {
                lookNow = true;
            }
        }
        turn.taking.claims.forEach(this::handOut);
        turn.files().forEach(this::handOut);
        own.addAll(turn.taking.follow);
        done.forEach(Command::succeed);
    }

    private void handOut(Claim claim) {
        Consumer<Claim> to = work;
        try {
            if (to != null) {
                to.accept(claim);
                return;
            }
        } catch (RuntimeException e) {
            LOG.error("Work for {} could not be handed on and goes back to its lane", claim.channel(), e);
        }
        own.add(new Command.Release(claim));
    }

    private void handOut(UUID file) {
        try {
            files.accept(file);
        } catch (RuntimeException e) {
            LOG.error("A file could not be handed on and is looked after later", e);
        }
    }

    /** Tells what a commit came to when the connection was lost in it, for the batch's number is in it; and that this node is alive. */
    private void beat() throws SQLException {
        seenAt = clock.millis();
        store.update("update node set batch = ?, seen_at = ? where name = ?", batch + 1, seenAt, settings.node());
    }

    private boolean committed() {
        store.lose();
        do {
            try {
                store.connection();
                // The lock waits for a commit that the server may still be at.
                long last = store.select("select batch from node where name = ? for update", row -> row.getLong(1), settings.node()).get(0);
                store.commit();
                return last == batch + 1;
            } catch (SQLException e) {
                store.lose();
                pause(e);
                // What is in the batch must wait until its fate is known; nobody else need.
                refuse(queue, e);
            }
        } while (!stopping);
        return false;
    }

    /** Waits until the database is back; what is not willing to wait is told so. */
    private void waitForStore(SQLException cause, List<Command<?>> commands) {
        store.lose();
        while (!stopping) {
            pause(cause);
            refuse(commands, cause);
            refuse(queue, cause);
            try {
                store.connection();
                // A full disk can still be read: only a write tells.
                store.update("update node set batch = batch where name = ?", settings.node());
                store.commit();
                LOG.info("The ledger is back");
                lost = null;
                return;
            } catch (SQLException e) {
                store.lose();
            }
        }
        commands.forEach(command -> command.done.completeExceptionally(new Ledger.Unavailable("the ledger is stopping", cause)));
        commands.clear();
    }

    private static void refuse(Collection<Command<?>> commands, SQLException cause) {
        long now = System.nanoTime();
        commands.removeIf(command -> unavailable(command, now, cause));
    }

    private static boolean unavailable(Command<?> command, long now, SQLException cause) {
        if (now <= command.patience) {
            return false;
        }
        command.done.completeExceptionally(new Ledger.Unavailable("the ledger's database is not to be reached", cause));
        return true;
    }

    private void pause(SQLException e) {
        if (lost == null) {
            LOG.error("The ledger's database is lost ({}); webhooks are answered 503 until it is back", e.getMessage());
        }
        lost = String.valueOf(e.getMessage());
        try {
            Thread.sleep(200);
        } catch (InterruptedException interrupted) {
            stopping = true;
        }
    }

    /** One of them can't be written: each is tried by itself, and the one at fault is told. */
    private void apart(List<Command<?>> commands, Throwable cause) {
        if (commands.size() > 1) {
            commands.forEach(command -> write(new ArrayList<>(List.of(command))));
            return;
        }
        if (commands.isEmpty()) {
            LOG.error("What is due could not be taken", cause);
            gates.values().forEach(Gate::forget);
            return;
        }
        Command<?> command = commands.get(0);
        if (command instanceof Command.Complete complete && complete.settles && complete.less()) {
            LOG.error("Not all that was learnt from {} could be kept; its outcome '{}' is", complete.claim.channel(), complete.outcome.word(), cause);
            write(new ArrayList<>(List.of(complete)));
        } else {
            if (command instanceof Command.Complete complete && complete.settles) {
                given(complete.claim);
            } else if (command instanceof Command.Release release) {
                given(release.claim);
            } else if (command instanceof Command.Passed passed) {
                given(passed.claim);
            }
            if (command.patience == Long.MAX_VALUE) {
                LOG.error("The ledger can't write a {}", command.getClass().getSimpleName(), cause);
            }
            command.done.completeExceptionally(cause instanceof IllegalArgumentException ? cause
                    : new IllegalStateException("the ledger can't write this: " + cause.getMessage(), cause));
        }
    }

    private void given(Claim claim) {
        gates.computeIfAbsent(claim.channel(), name -> new Gate()).given(claim.lane());
    }
}
