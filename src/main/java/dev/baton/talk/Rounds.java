package dev.baton.talk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.ledger.CustomerView;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** The one thread that asks the ledger for all open streams what is new: soon after a commit of this node, and now and then for those of others. */
final class Rounds implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final long LOOK_MILLIS = 30;
    private static final long OTHERS_MILLIS = 300;
    /** After a round it rests so many times as long as that took: many streams cost the ledger no more than a third of one thread's time. */
    private static final int REST = 2;
    /** A reader that takes nothing for so long is not there. */
    private static final long STUCK_MILLIS = 30_000;

    private record Passing(String channel, String person, UUID conversation, ObjectNode json) {
    }

    private final List<Stream> streams;
    private final Callers callers;
    private final CustomerView view;
    private final LongSupplier commits;
    private final Duration beat;
    private final Clock clock;
    private final Queue<Passing> passing = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;
    private boolean lost;

    Rounds(List<Stream> streams, Callers callers, CustomerView view, LongSupplier commits, Duration beat, Clock clock) {
        this.streams = streams;
        this.callers = callers;
        this.view = view;
        this.commits = commits;
        this.beat = beat;
        this.clock = clock;
    }

    void overheard(String channel, String person, UUID conversation, ObjectNode json) {
        passing.add(new Passing(channel, person, conversation, json));
        wake();
    }

    @Override
    public void run() {
        long seen = -1;
        long looked = 0;
        long beaten = clock.millis();
        long took = 0;
        while (!closed) {
            pause(Math.max(LOOK_MILLIS, Math.min(OTHERS_MILLIS, REST * took)));
            long now = clock.millis();
            long committed = commits.getAsLong();
            boolean due = committed != seen || Math.abs(now - looked) >= OTHERS_MILLIS || streams.stream().anyMatch(Stream::isPending);
            boolean beats = Math.abs(now - beaten) >= beat.toMillis();
            if (streams.isEmpty() || !due && passing.isEmpty() && !beats) {
                continue;
            }
            long begun = System.nanoTime();
            try {
                round(now, beats);
                seen = committed;
                looked = now;
                beaten = beats ? now : beaten;
                lost = false;
            } catch (RuntimeException | Error e) {
                if (!lost) {
                    LOG.warn("The ledger can't be read, so streams tell nothing new until it can: {}", e.getMessage());
                }
                lost = true;
            }
            took = (System.nanoTime() - begun) / 1_000_000;
        }
    }

    private void round(long now, boolean beats) {
        for (Passing one = passing.poll(); one != null; one = passing.poll()) {
            Passing heard = one;
            streams.stream().filter(stream -> stream.person.equals(heard.person()) && stream.channel.equals(heard.channel()))
                    .forEach(stream -> stream.tell(heard.conversation(), heard.json()));
        }
        Map<String, List<CustomerView.Head>> heads = view.heads(streams.stream().map(stream -> stream.person).collect(Collectors.toSet())).stream()
                .collect(Collectors.groupingBy(CustomerView.Head::person));
        for (Stream stream : streams) {
            try {
                tell(stream, heads.getOrDefault(stream.person, List.of()), now, beats);
            } catch (DataAccessException e) {
                throw e;
            } catch (RuntimeException e) {
                // One that can't be told what there is must not keep the others waiting.
                LOG.error("A stream of channel {} is ended: what is new there can't be shown", stream.channel, e);
                stream.pipe().cut();
            }
        }
    }

    private void tell(Stream stream, List<CustomerView.Head> heads, long now, boolean beats) {
        stream.tell(heads, now);
        if (stream.pipe().isStuck(now, STUCK_MILLIS)) {
            stream.pipe().cut();
        } else if (!stream.ends.isAfter(clock.instant()) || beats && !callers.letsIn(stream.caller)) {
            stream.pipe().end();
        } else if (beats) {
            stream.beat(heads, now);
        }
    }

    private synchronized void pause(long millis) {
        try {
            wait(streams.isEmpty() ? 1_000 : millis);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    synchronized void wake() {
        notifyAll();
    }

    void close() {
        closed = true;
        wake();
    }
}
