package dev.baton.talk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.event.Delivery;
import dev.baton.ledger.CustomerView;
import dev.baton.webhook.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/**
 * The open streams. One thread asks the ledger for all of them what is new: soon after a commit of this node, and now and then for those of other
 * nodes. A reader that comes back with the last id that it has seen gets all that was behind it, once, from whichever node.
 */
public final class Streams {

    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);
    private static final long LOOK_MILLIS = 30;
    private static final long OTHERS_MILLIS = 300;
    /** A reader that takes nothing for so long is not there. */
    private static final long STUCK_MILLIS = 30_000;
    private static final int OF_ONE_CUSTOMER = 8;

    private record Passing(String channel, String person, UUID conversation, ObjectNode json) {
    }

    private final CustomerView view;
    private final Shown shown;
    private final LongSupplier commits;
    private final int most;
    private final Duration beat;
    private final Clock clock;
    private final List<Stream> streams = new CopyOnWriteArrayList<>();
    private final Queue<Passing> passing = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closed;
    private boolean lost;

    /**
     * Streams that nobody reads yet.
     *
     * @param commits a number that changes with each commit of this node
     * @param most    streams at once
     * @param beat    how often each gives a sign of life
     */
    public Streams(CustomerView view, Shown shown, LongSupplier commits, int most, Duration beat, Clock clock) {
        this.view = view;
        this.shown = shown;
        this.commits = commits;
        this.most = most;
        this.beat = beat;
        this.clock = clock;
        this.thread = new Thread(this::run, "talk-streams");
        thread.setDaemon(true);
        thread.start();
    }

    /** Behind all that there is now for that customer. */
    Cursor now(Caller caller, String user) {
        long now = clock.millis();
        return Place.now(view.heads(List.of(CustomerView.person(caller.talk().name(), user))), now).cursor();
    }

    /** Opens one: from a cursor, or from the {@code last} events on. */
    void open(HttpServletRequest request, HttpServletResponse response, Caller caller, String user, Cursor from, int last) throws IOException {
        String channel = caller.talk().name();
        String person = CustomerView.person(channel, user);
        if (closed || streams.size() >= most) {
            throw new Refused(Problem.Kind.NOT_NOW, closed ? "Baton is stopping. Come back in 5 seconds." : "There are as many streams as baton.talk.streams lets in.", 5);
        }
        List<Stream> theirs = streams.stream().filter(one -> one.person.equals(person)).toList();
        theirs.stream().limit(Math.max(0, theirs.size() - OF_ONE_CUSTOMER + 1)).forEach(one -> one.pipe().end());
        long now = clock.millis();
        List<CustomerView.Head> heads = view.heads(List.of(person));
        Place place = from != null ? Place.of(from, heads, view) : Place.now(heads, now);
        Stream stream = new Stream(caller, user, view, shown, place);
        if (from == null && last > 0) {
            back(place, caller, user, last);
        }
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        Pipe pipe = new Pipe(request.startAsync(), () -> streams.remove(stream));
        stream.to(pipe);
        streams.add(stream);
        pipe.open();
        wake();
    }

    /** Lets it begin so many events earlier. */
    private void back(Place place, Caller caller, String user, int last) {
        String channel = caller.talk().name();
        int left = last;
        for (CustomerView.Thread one : view.conversations(channel, user)) {
            if (left > 0 && caller.mayRead(one)) {
                List<CustomerView.Seen> seen = view.before(channel, one.person(), one.id(), Long.MAX_VALUE, left);
                seen.stream().findFirst().ifPresent(first -> place.read(one.id(), first.seq() - 1));
                left -= seen.size();
            }
        }
    }

    /** What a channel is told in passing: nothing of it is stored, so who is here hears it now or never. */
    public void overheard(Delivery delivery) {
        if (!streams.isEmpty()) {
            UUID conversation = delivery.context().conversation();
            ObjectNode json = Shown.passing(delivery.event(), conversation.toString(), null);
            if (json != null) {
                passing.add(new Passing(delivery.channel(), delivery.context().person(), conversation, json));
                wake();
            }
        }
    }

    /** How many are open. */
    public int size() {
        return streams.size();
    }

    private void run() {
        long seen = -1;
        long looked = 0;
        long beaten = clock.millis();
        while (!closed) {
            pause();
            long now = clock.millis();
            long committed = commits.getAsLong();
            boolean due = committed != seen || Math.abs(now - looked) >= OTHERS_MILLIS || streams.stream().anyMatch(Stream::isPending);
            boolean beats = Math.abs(now - beaten) >= beat.toMillis();
            if (streams.isEmpty() || !due && passing.isEmpty() && !beats) {
                continue;
            }
            try {
                round(now, beats);
                seen = committed;
                looked = now;
                beaten = beats ? now : beaten;
                lost = false;
            } catch (RuntimeException e) {
                if (!lost) {
                    LOG.warn("The ledger can't be read, so streams tell nothing new until it can: {}", e.getMessage());
                }
                lost = true;
            }
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
            List<CustomerView.Head> theirs = heads.getOrDefault(stream.person, List.of());
            stream.tell(theirs, now);
            if (stream.isStuck(now, STUCK_MILLIS)) {
                stream.pipe().cut();
            } else if (!stream.ends.isAfter(clock.instant())) {
                stream.pipe().end();
            } else if (beats) {
                stream.beat(theirs, now);
            }
        }
    }

    private synchronized void pause() {
        try {
            wait(streams.isEmpty() ? 1_000 : LOOK_MILLIS);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    private synchronized void wake() {
        notifyAll();
    }

    /** Before the web server's graceful shutdown, which would wait for open streams. */
    @EventListener(ContextClosedEvent.class)
    public void close() {
        closed = true;
        streams.forEach(stream -> stream.pipe().end());
        wake();
    }
}
