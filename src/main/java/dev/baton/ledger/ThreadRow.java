package dev.baton.ledger;

import dev.baton.conversation.Conversation;

/** A row of {@code conversation}, as it was read and as it is to be written. Times are in milliseconds. */
final class ThreadRow {

    private static final long MINUTE = 60_000;
    final Conversation before;
    Conversation now;
    long lastSeq;
    final boolean fresh;
    boolean changed;
    /** The deadline's old time has come, the deadline has not. */
    boolean lookedInVain;
    private Long lookAt;
    private long listedAt;

    ThreadRow(Conversation now, long lastSeq, boolean fresh) {
        this(now, lastSeq, fresh, null, 0);
    }

    ThreadRow(Conversation now, long lastSeq, boolean fresh, Long lookAt, long listedAt) {
        this.before = now;
        this.now = now;
        this.lastSeq = lastSeq;
        this.fresh = fresh;
        this.changed = fresh;
        this.lookAt = lookAt;
        this.listedAt = listedAt;
    }

    Long deadline() {
        return now.deadlineAt() == null ? null : now.deadlineAt().toEpochMilli();
    }

    /**
     * Most messages only put the deadline off. An index entry that moves with each of them costs more than looking once in vain: the old time
     * stays until it has come.
     */
    Long lookAt(long clock) {
        Long deadline = deadline();
        boolean early = lookAt != null && deadline != null && lookAt > clock && lookAt <= deadline;
        lookAt = early ? lookAt : deadline;
        return lookAt;
    }

    /** Lists are by the minute, and so is when a conversation last moved in them. */
    long listedAt(long clock) {
        listedAt = clock - listedAt >= MINUTE ? clock : listedAt;
        return listedAt;
    }

    /** As it was read. */
    long listedAt() {
        return listedAt;
    }
}
