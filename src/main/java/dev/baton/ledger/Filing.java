package dev.baton.ledger;

import dev.baton.event.Content;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The rows of files that one batch works on: those that events name, those that it is time to fetch, and what came of others. */
final class Filing {

    /** So long nobody else looks after a file that somebody has taken. */
    private static final long FETCHING = 90_000;

    private static final Bulk FILES = Bulk.insert("file", "on conflict do nothing", "id uuid", "conversation uuid", "channel varchar", "url varchar",
            "name varchar", "mime_type varchar", "size bigint", "state varchar", "tries int", "due_at bigint", "sensitive boolean", "at bigint");
    final Bulk files = FILES.empty();
    private final Set<UUID> taken = new LinkedHashSet<>();
    private final Store store;
    private final long now;
    private final boolean fetching;

    /** {@code fetching} is false where nobody here fetches anything at the moment. */
    Filing(Store store, long now, boolean fetching) {
        this.store = store;
        this.now = now;
        this.fetching = fetching;
    }

    /** A file that an event names; fetched by this node as soon as this is committed. */
    void add(UUID conversation, String channel, Content.Media media, boolean sensitive) {
        UUID id = Keys.file(conversation, media.url());
        if (taken.add(id)) {
            files.add(id, conversation, channel, Keys.text(media.url(), 20_000), Keys.text(media.name(), 255), Keys.text(media.mimeType(), 255), media.size(),
                    StoredFile.State.waiting.name(), 0, fetching ? now + FETCHING : now, sensitive, now);
        }
    }

    /** Takes those that are due and that no other node has taken. */
    void take(List<UUID> due) throws SQLException {
        List<UUID> free = store.select("select id from file where id = any(?) and due_at <= ? order by id for update", row -> Store.uuid(row, "id"), due, now);
        if (!free.isEmpty()) {
            store.update("update file set due_at = ? where id = any(?)", now + FETCHING, free);
            taken.addAll(free);
        }
    }

    /** What came of fetching it; what is settled stays so, and of what is sensitive the address is forgotten then. */
    void settle(StoredFile file) throws SQLException {
        store.update("update file set name = ?, mime_type = ?, size = ?, state = ?, tries = ?, due_at = ?, why = ?, "
                        + "url = case when sensitive and cast(? as varchar) <> 'waiting' then '' else url end where id = ? and state = 'waiting'",
                Keys.text(file.name(), 255), Keys.text(file.mimeType(), 255), file.size(), file.state().name(), file.tries(), file.dueAt(),
                Keys.text(file.why(), 2000), file.state().name(), file.id());
    }

    /** What this node has to fetch once this is committed. */
    Set<UUID> taken() {
        return fetching ? taken : Set.of();
    }
}
