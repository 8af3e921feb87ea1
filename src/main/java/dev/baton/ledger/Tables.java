package dev.baton.ledger;

/** The statements that write the ledger's tables, each for any number of rows: what is inserted, and what of a row is changed. */
final class Tables {

    static final Bulk EVENTS = Bulk.insert("event", "", "conversation uuid", "seq bigint", "id uuid", "channel varchar", "type varchar",
            "body bytea", "raw bytea", "note varchar", "version varchar", "at bigint");
    static final Bulk DELIVERIES = Bulk.insert("delivery", "", "lane uuid", "seq bigint", "conversation uuid", "event_seq bigint", "handover int",
            "type varchar", "state varchar", "mark uuid", "tries int", "late boolean");
    static final Bulk SETTLED = Bulk.update("delivery",
            "state = n.state, tries = n.tries, first_at = n.first_at, refused_at = n.refused_at, done_at = n.done_at, version = n.version, note = n.note, degraded = n.degraded", 2,
            "lane uuid", "seq bigint", "state varchar", "tries int", "first_at bigint", "refused_at bigint", "done_at bigint", "version varchar",
            "note varchar", "degraded varchar");
    static final Bulk ATTEMPTS = Bulk.insert("attempt", "on conflict do nothing", "lane uuid", "seq bigint", "n int", "at bigint",
            "outcome varchar", "why varchar", "status int", "request bytea", "answer bytea", "version varchar");
    static final Bulk LETTERS = Bulk.insert("dead_letter", "", "id uuid", "channel varchar", "conversation uuid", "lane uuid", "seq bigint",
            "cause varchar", "state varchar", "content_type varchar", "body bytea", "sensitive boolean", "version varchar", "at bigint");
    static final Bulk PARKING = Bulk.insert("parked", "", "k uuid", "n bigint", "event uuid", "channel varchar", "body bytea", "raw bytea",
            "version varchar", "give_up_at bigint", "home uuid");
    static final Bulk NEW_REFERENCES = Bulk.insert("reference", "on conflict do nothing", "k uuid", "channel varchar", "kind varchar", "val varchar",
            "conversation uuid", "event uuid", "at bigint");
    static final Bulk REFERENCES = Bulk.update("reference", "conversation = n.conversation, event = n.event", 1, "k uuid", "conversation uuid", "event uuid");
    static final Bulk NEW_THREADS = Bulk.insert("conversation", "", "id uuid", "state varchar", "control varchar", "handover int", "person varchar",
            "document varchar", "last_seq bigint", "deadline_at bigint", "closed_at bigint", "created_at bigint", "changed_at bigint",
            "look_at bigint", "listed_at bigint");
    static final Bulk THREADS = Bulk.update("conversation", "state = n.state, control = n.control, handover = n.handover, document = n.document, "
            + "last_seq = n.last_seq, deadline_at = n.deadline_at, closed_at = n.closed_at, changed_at = n.changed_at, look_at = n.look_at, "
            + "listed_at = n.listed_at", 1, "id uuid", "state varchar", "control varchar", "handover int", "document varchar", "last_seq bigint",
            "deadline_at bigint", "closed_at bigint", "changed_at bigint", "look_at bigint", "listed_at bigint");
    static final Bulk TOUCHED_THREADS = Bulk.update("conversation", "last_seq = n.last_seq, deadline_at = n.deadline_at, changed_at = n.changed_at, look_at = n.look_at, "
            + "listed_at = n.listed_at", 1, "id uuid", "last_seq bigint", "deadline_at bigint", "changed_at bigint", "look_at bigint",
            "listed_at bigint");
    static final Bulk NEW_LANES = Bulk.insert("lane", "on conflict do nothing", "id uuid", "channel varchar", "work varchar", "scope varchar",
            "next_seq bigint", "last_seq bigint", "due_at bigint", "owner varchar", "fence bigint", "cursor varchar");
    static final Bulk LANES = Bulk.update("lane", "next_seq = n.next_seq, last_seq = n.last_seq, due_at = n.due_at, owner = n.owner, fence = n.fence, "
            + "cursor = n.cursor", 1, "id uuid", "next_seq bigint", "last_seq bigint", "due_at bigint", "owner varchar", "fence bigint",
            "cursor varchar");

    private Tables() {
    }
}
