package dev.baton.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads which files there are. Never writes; never waits for the writer. */
public final class StoredFiles {

    private static final String FILE = "select id, conversation, channel, url, name, mime_type, size, state, tries, due_at, why, sensitive, at from file";
    /** So many are asked for at once. */
    private static final int MANY = 500;
    private final JdbcClient sql;

    public StoredFiles(DataSource source) {
        this.sql = JdbcClient.create(source);
    }

    /** The file of that id; empty where there is none. */
    public Optional<StoredFile> find(UUID id) {
        return sql.sql(FILE + " where id = :id").param("id", id).query((row, n) -> file(row)).optional();
    }

    /** Those of these ids that there are. */
    public List<StoredFile> find(Collection<UUID> ids) {
        List<StoredFile> found = new ArrayList<>();
        List<UUID> all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += MANY) {
            found.addAll(sql.sql(FILE + " where id in (:ids)").param("ids", all.subList(from, Math.min(all.size(), from + MANY))).query((row, n) -> file(row)).list());
        }
        return found;
    }

    /** Which of these ids are of files that the ledger knows. */
    public Set<UUID> known(Collection<UUID> ids) {
        return find(ids).stream().map(StoredFile::id).collect(Collectors.toSet());
    }

    /** For people. */
    List<ViewConversation.File> of(UUID conversation, int most) {
        return sql.sql(FILE + " where conversation = :conversation order by at, id limit :most").param("conversation", conversation).param("most", most)
                .query((row, n) -> new ViewConversation.File(row.getObject("id", UUID.class), row.getString("channel"),
                        row.getBoolean("sensitive") ? null : row.getString("url"), row.getBoolean("sensitive") ? null : row.getString("name"),
                        row.getString("mime_type"), Store.number(row, "size"), row.getString("state"), row.getInt("tries"),
                        row.getString("state").equals("waiting") ? ViewRows.instant(row, "due_at") : null, row.getString("why"), ViewRows.instant(row, "at")))
                .list();
    }

    private static StoredFile file(ResultSet row) throws SQLException {
        return new StoredFile(row.getObject("id", UUID.class), row.getObject("conversation", UUID.class), row.getString("channel"), row.getString("url"),
                row.getString("name"), row.getString("mime_type"), Store.number(row, "size"), StoredFile.State.valueOf(row.getString("state")),
                row.getInt("tries"), Store.number(row, "due_at"), row.getString("why"), row.getBoolean("sensitive"), row.getLong("at"));
    }
}
