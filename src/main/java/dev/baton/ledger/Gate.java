package dev.baton.ledger;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What this node lets through to one channel: permits for deliveries in flight, the breaker, people's pause, whether this node runs what all nodes
 * run, and the lanes that it knows to be due. Changed by the writer only; others may read the figures.
 */
final class Gate {

    /** More waiting lanes than this are not remembered: the regular look at the table finds them again. */
    private static final int REMEMBERED = 10_000;
    private static final long FIRST_WAIT = 1_000;
    private static final long LONGEST_WAIT = 60_000;

    volatile int inFlight;
    volatile boolean paused;
    volatile String why;
    volatile long closedUntil;
    /** Why this node does not work for the channel although others may: it runs another version. Null where it does. */
    volatile String behind;
    /** Whether the channel's lanes are of persons, as all nodes know it; null where nobody has said so yet. */
    volatile Boolean perPerson;
    private String own;
    private String word;
    private UUID probe;
    private int failures;
    private final ArrayDeque<UUID> due = new ArrayDeque<>();
    private final Set<UUID> known = new HashSet<>();

    /** How many more may be taken now: one where the breaker is to be tried, none while it is open or the channel is shut. */
    int free(int concurrency, long now) {
        if (shut() || now < closedUntil) {
            return 0;
        }
        int free = Math.max(0, concurrency - inFlight);
        return failures == 0 ? free : probe != null ? 0 : Math.min(1, free);
    }

    void taken(UUID lane) {
        inFlight++;
        if (failures > 0) {
            probe = lane;
        }
    }

    /** What was taken has come back, in whichever way; a probe that said nothing about the channel is over. */
    void given(UUID lane) {
        inFlight = Math.max(0, inFlight - 1);
        if (lane.equals(probe)) {
            probe = null;
        }
    }

    /** The platform answered something definite about a delivery: whatever it said, it is there. */
    void up() {
        failures = 0;
        probe = null;
        closedUntil = 0;
        why = null;
    }

    /** The channel can't take anything before then ({@code after} milliseconds, or a growing wait where that is null). */
    void down(long now, Long after, String cause) {
        // What was in flight when the breaker opened says nothing new: only a probe makes the wait grow.
        boolean news = now >= closedUntil;
        long wait = after != null ? Math.max(after, 1) : news ? Math.min(LONGEST_WAIT, FIRST_WAIT << Math.min(failures, 10)) : 0;
        if (news) {
            failures++;
        }
        closedUntil = Math.max(closedUntil, now + wait);
        why = cause;
    }

    /** True while the breaker lets nothing, or only a probe, through. */
    boolean isDown() {
        return failures > 0;
    }

    /** People stop the channel, or let it go on where {@code cause} is null. */
    void pause(String cause) {
        if (cause != null) {
            why = cause;
        } else if (paused) {
            why = null;
        }
        paused = cause != null;
    }

    /**
     * Compares what the channel runs by the word of all nodes with what this node runs. A node that has just changed the one will have changed the other
     * in a moment: what it has agreed with before, it need not doubt until the next look.
     *
     * @param word  what the channel runs, or null where nobody has said so
     * @param mine  true where this node has said it
     * @param own   what this node runs, or null
     * @param words for people, where they differ
     */
    void compare(String word, boolean mine, String own, String words) {
        boolean same = own == null || word == null || word.equals(own);
        boolean swapping = behind == null && this.own != null && (!this.own.equals(own) || mine && !word.equals(this.word));
        behind = same || swapping ? null : words;
        this.own = own;
        this.word = word;
    }

    /** Nothing is taken, whatever the platform says. */
    boolean shut() {
        return paused || behind != null;
    }

    void offer(UUID lane) {
        if (due.size() < REMEMBERED && known.add(lane)) {
            due.add(lane);
        }
    }

    /** The lanes that are next, without taking them. */
    List<UUID> first(int many) {
        return due.stream().limit(many).toList();
    }

    /** These were first and have been looked at. */
    void drop(int many) {
        for (int i = 0; i < many; i++) {
            known.remove(due.poll());
        }
    }

    int waiting() {
        return due.size();
    }

    void forget() {
        due.clear();
        known.clear();
    }
}
