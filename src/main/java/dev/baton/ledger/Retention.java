package dev.baton.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What is deleted when it has been kept long enough: ended conversations with all that belongs to them, then keys, attempts and replayed dead letters
 * by their own age. Children go before their conversation, so a run that breaks off is taken up by the next.
 */
public final class Retention {

    /** No run deletes more conversations: a long backlog is worked off in steps that nobody notices. */
    private static final int STEP = 500;

    private Retention() {
    }

    /** The statements of one run, in order. */
    public static List<String> statements(Instant now, Duration keepFor) {
        long before = now.minus(keepFor).toEpochMilli();
        String ended = "(select id from conversation where closed_at < " + before + " order by closed_at, id limit " + STEP + ")";
        String theirs = "(select lane, seq from delivery where conversation in " + ended + ")";
        return List.of(
                "delete from attempt where (lane, seq) in " + theirs,
                // A person's lane goes on with their other conversations; its numbers must not begin anew.
                "delete from lane where due_at is null and owner is null and id in (select lane from delivery where conversation in " + ended + ")"
                        + " and not exists (select 1 from delivery d where d.lane = lane.id and d.conversation not in " + ended + ")",
                "delete from delivery where conversation in " + ended,
                "delete from event where conversation in " + ended,
                "delete from file where conversation in " + ended,
                "delete from reference where conversation in " + ended,
                "delete from conversation where id in " + ended,
                "delete from delivery where type = 'webhook' and done_at < " + before,
                "delete from event where type = 'webhook' and at < " + before
                        + " and not exists (select 1 from delivery d where d.conversation = event.conversation and d.event_seq = event.seq)",
                "delete from lane where work = 'inbox' and due_at is null and owner is null"
                        + " and not exists (select 1 from event e where e.conversation = lane.id) and not exists (select 1 from delivery d where d.lane = lane.id)",
                "delete from reference where k in (select k from reference where conversation is null and at < " + before + " limit 5000)",
                "delete from attempt where (lane, seq, n) in (select lane, seq, n from attempt where at < " + before + " order by at limit 5000)",
                "delete from dead_letter where state = 'replayed' and at < " + before);
    }
}
