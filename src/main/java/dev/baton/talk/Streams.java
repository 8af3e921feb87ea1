package dev.baton.talk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.event.Delivery;
import dev.baton.ledger.CustomerView;
import dev.baton.webhook.Problem;
import dev.baton.webhook.Refused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/**
 * The open streams. A reader that comes back with the last id that it has seen gets all that was behind it, once, from whichever node. No thread belongs
 * to any of them: {@link Rounds} tells them all, and a reader that is slow keeps nobody else waiting.
 */
public final class Streams {

    private static final int OF_ONE_CUSTOMER = 8;

    private final CustomerView view;
    private final Shown shown;
    private final int most;
    private final Clock clock;
    /** Held from counting to adding: those that are opened side by side are no more than there may be. */
    private final Object opening = new Object();
    private final List<Stream> streams = new CopyOnWriteArrayList<>();
    private final Rounds rounds;
    private volatile boolean closed;

    /**
     * Streams that nobody reads yet.
     *
     * @param commits a number that changes with each commit of this node
     * @param most    streams at once
     * @param beat    how often each gives a sign of life, and it is looked whether its reader's key still holds
     */
    public Streams(Callers callers, CustomerView view, Shown shown, LongSupplier commits, int most, Duration beat, Clock clock) {
        this.view = view;
        this.shown = shown;
        this.most = most;
        this.clock = clock;
        this.rounds = new Rounds(streams, callers, view, commits, beat, clock);
        Thread thread = new Thread(rounds, "talk-streams");
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
        long now = clock.millis();
        List<CustomerView.Head> heads = view.heads(List.of(person));
        Place place = from != null ? Place.of(from, heads, id -> view.lastAt(id, Instant.ofEpochMilli(from.horizon()))) : Place.now(heads, now);
        Stream stream = new Stream(caller, user, view, shown, place);
        if (from == null && last > 0) {
            back(place, caller, user, last);
        }
        Pipe pipe;
        synchronized (opening) {
            makeRoom(person);
            response.setContentType("text/event-stream;charset=UTF-8");
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("X-Accel-Buffering", "no");
            pipe = new Pipe(request.startAsync(), () -> streams.remove(stream));
            stream.to(pipe);
            streams.add(stream);
        }
        pipe.open();
        if (closed) {
            pipe.end();
        }
        rounds.wake();
    }

    private void makeRoom(String person) {
        if (closed || streams.size() >= most) {
            throw new Refused(Problem.Kind.NOT_NOW, closed ? "Baton is stopping. Come back in 5 seconds." : "There are as many streams as baton.talk.streams lets in.", 5);
        }
        List<Stream> theirs = streams.stream().filter(one -> one.person.equals(person)).toList();
        theirs.stream().limit(Math.max(0, theirs.size() - OF_ONE_CUSTOMER + 1)).forEach(one -> one.pipe().cut());
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
            ObjectNode json = Shown.passing(delivery.event(), conversation);
            if (json != null) {
                rounds.overheard(delivery.channel(), delivery.context().person(), conversation, json);
            }
        }
    }

    /** How many are open. */
    int size() {
        return streams.size();
    }

    /** How many bytes wait here for their readers. */
    long kept() {
        return streams.stream().mapToLong(stream -> stream.pipe().kept()).sum();
    }

    /** Before the web server's graceful shutdown, which would wait for open streams. */
    @EventListener(ContextClosedEvent.class)
    public void close() {
        closed = true;
        streams.forEach(stream -> stream.pipe().end());
        rounds.close();
    }
}
