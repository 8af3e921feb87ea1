package dev.baton.ledger;

import java.util.UUID;

/** A lane's row while a batch works on it. */
final class Lane {

    final UUID id;
    final String channel;
    final Claim.Work work;
    final String scope;
    long nextSeq = 1;
    long lastSeq;
    Long dueAt;
    String owner;
    long fence;
    String cursor;
    boolean fresh;
    boolean changed;

    Lane(UUID id, String channel, Claim.Work work, String scope) {
        this.id = id;
        this.channel = channel;
        this.work = work;
        this.scope = scope;
    }

    boolean empty() {
        return nextSeq > lastSeq;
    }

    /** The head may be taken at that time, by anybody. */
    void due(long at) {
        owner = null;
        dueAt = at;
        changed = true;
    }

    /** The head is done with; what is behind it may be taken at once. */
    void advance(long now) {
        nextSeq++;
        owner = null;
        dueAt = empty() ? null : now;
        changed = true;
    }

    void lease(String node, long until) {
        owner = node;
        fence++;
        dueAt = until;
        changed = true;
    }
}
