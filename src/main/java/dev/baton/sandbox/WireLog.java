package dev.baton.sandbox;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The newest requests between Baton and the simulated platforms, both ways, without their secrets. */
public final class WireLog {

    private static final int LONGEST = 20_000;

    /**
     * One request and its answer.
     *
     * @param status of the answer; 0 if there was none
     * @param wrong what the simulator had against the request; empty if nothing
     */
    public record Entry(long number, Instant at, String from, String to, String method, String path, int status, String request, String answer,
            List<String> wrong) {
    }

    private final int room;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private final List<Consumer<Entry>> subscribers = new CopyOnWriteArrayList<>();
    private long number;

    /** Keeps the newest of this many. */
    public WireLog(int room) {
        this.room = room;
    }

    /** What is remembered, oldest first. */
    public synchronized List<Entry> entries() {
        return new ArrayList<>(entries);
    }

    /** Tells of each new entry; closing the result ends it. */
    public Runnable subscribe(Consumer<Entry> subscriber) {
        subscribers.add(subscriber);
        return () -> subscribers.remove(subscriber);
    }

    void add(Instant at, String from, String to, String method, String path, int status, String request, String answer, List<String> wrong) {
        Entry entry;
        synchronized (this) {
            entry = new Entry(++number, at, from, to, method, path, status, cut(request), cut(answer), List.copyOf(wrong));
            entries.addLast(entry);
            if (entries.size() > room) {
                entries.removeFirst();
            }
        }
        subscribers.forEach(subscriber -> subscriber.accept(entry));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "… (" + text.length() + " characters)";
    }
}
