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
    /** When the table's index brings it up; see {@link #lookAt(long)}. */
    private Long lookAt;
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

    /** As the table has it. */
    void looked(Long at) {
        lookAt = at;
    }

    /** True where the time to be looked at has come, and nothing is due: another is to be written. */
    boolean inVain(long now) {
        return lookAt != null && lookAt <= now && (dueAt == null || dueAt > now);
    }

    /**
     * When it is to be looked at: never later than it is due. A lane that is taken and given back all the time keeps the time at which its first lease would
     * have ended until that has come, for an index entry that moves with each message costs more than looking in vain once a lease.
     */
    Long lookAt(long now) {
        boolean stays = lookAt != null && lookAt > now && (dueAt == null || lookAt <= dueAt);
        lookAt = stays ? lookAt : dueAt;
        return lookAt;
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
