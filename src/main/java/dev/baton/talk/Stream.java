package dev.baton.talk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.ledger.CustomerView;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One customer's events to one reader. */
final class Stream {

    /** So many events are read at a time. */
    private static final int SOME = 50;
    /** So long an event waits for its file, and those behind it wait too. */
    private static final long FILE_MILLIS = 15_000;

    final String channel;
    final String person;
    final Instant ends;
    final Caller caller;
    private final CustomerView view;
    private final Shown shown;
    private final Place place;
    /** The customer's conversations as they were first seen: who may read them does not change. */
    private final Map<UUID, CustomerView.Thread> threads = new HashMap<>();
    private Pipe pipe;
    /** Whether more is to be read than a commit will tell of. */
    private boolean pending = true;

    Stream(Caller caller, String user, CustomerView view, Shown shown, Place place) {
        this.channel = caller.talk().name();
        this.person = CustomerView.person(channel, user);
        this.ends = caller.isApp() ? Instant.MAX : caller.token().until();
        this.caller = caller;
        this.view = view;
        this.shown = shown;
        this.place = place;
    }

    void to(Pipe opened) {
        pipe = opened;
        pipe.write("retry: 2000\nid: " + place.cursor().text() + "\n\n");
    }

    Pipe pipe() {
        return pipe;
    }

    /** Whether there is more for it to tell, and room for it. */
    boolean isPending() {
        return pending && !pipe.isFull();
    }

    /** Tells what is new. {@code heads} are of this customer, read at {@code now} or later. */
    void tell(List<CustomerView.Head> heads, long now) {
        pending = false;
        for (CustomerView.Head head : heads) {
            if (head.lastSeq() > place.in(head.id()) && isFor(head.id())) {
                tell(head, now);
                pending |= head.lastSeq() > place.in(head.id());
            }
        }
    }

    /** Some of it at a time, so that others get their turn, and none where a slow reader has left too much: that is read when there is room for it. */
    private void tell(CustomerView.Head head, long now) {
        if (pipe.isFull()) {
            return;
        }
        List<CustomerView.Seen> some = view.after(channel, person, head.id(), place.in(head.id()), SOME);
        for (CustomerView.Seen seen : some) {
            Shown.One one = shown.of(seen, Caller.named(caller.talk(), threads.get(head.id())));
            boolean waits = one != null && !one.whole() && now - seen.at().toEpochMilli() < FILE_MILLIS;
            if (waits || pipe.isFull()) {
                return;
            }
            place.read(head.id(), seen.seq());
            if (one != null) {
                pipe.write("id: " + place.cursor().text() + "\ndata: " + one.json() + "\n\n");
            }
        }
        if (some.size() < SOME) {
            place.read(head.id(), Math.max(head.lastSeq(), place.in(head.id())));
        }
    }

    /** Tells what passes. */
    void tell(UUID conversation, JsonNode json) {
        if (isFor(conversation) && !pipe.isFull()) {
            pipe.write("data: " + json + "\n\n");
        }
    }

    private boolean isFor(UUID conversation) {
        CustomerView.Thread one = threads.computeIfAbsent(conversation, id -> view.conversation(channel, id).orElse(null));
        return one != null && caller.mayRead(one);
    }

    /** A sign of life, with the place where it stands. */
    void beat(List<CustomerView.Head> heads, long now) {
        if (!pending) {
            place.caughtUp(heads, now);
        }
        pipe.write(": \nid: " + place.cursor().text() + "\n\n");
    }
}
