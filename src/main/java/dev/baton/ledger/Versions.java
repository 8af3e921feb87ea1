package dev.baton.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The versions that channels have run with, file by file, and which one each runs now by the word of all nodes. Channels change seldom: this has
 * connections of its own and never waits for the writer.
 */
public final class Versions {

    /** So many of a channel are kept beside the one that runs. */
    public static final int KEPT = 100;
    /** A node that has not been seen for so long (milliseconds) is gone. */
    private static final long ALIVE = 30_000;
    private static final int RACES = 20;
    private static final String LINES = "select channel, hash, at, node from version";
    private static final String RUNNING = "select name, version, version_at, held, retired from channel";

    private final JdbcClient sql;
    private final TransactionTemplate together;
    private final String node;
    private final Clock clock;

    /** {@code pool} is not the writer's connection; {@code node} is this node's name. */
    public Versions(DataSource pool, String node, Clock clock) {
        this.sql = JdbcClient.create(pool);
        this.together = new TransactionTemplate(new JdbcTransactionManager(pool));
        this.node = node;
        this.clock = clock;
    }

    /** One version that has been live; {@code at} is when it was last made so, {@code node} by whom. */
    public record Line(String channel, String hash, Instant at, String node) {
    }

    /**
     * What a channel runs by the word of all nodes.
     *
     * @param hash    of a retired one, what it ran last; null where nobody has said it yet
     * @param held    the folder's version that a roll back has put aside, or null
     * @param retired true where its file is gone
     */
    public record Running(String channel, String hash, Instant at, String held, boolean retired) {
    }

    /** Keeps the version's files and makes it the channel's running one; {@code held} is null for an ordinary swap. */
    public void live(String channel, String hash, Map<String, byte[]> files, String held) {
        change(() -> {
            row(channel);
            long now = clock.millis();
            keep(files.values());
            String manifest = Manifest.write(files);
            if (sql.sql("update version set manifest = :manifest, at = :now, node = :node where channel = :channel and hash = :hash").param("manifest", manifest)
                    .param("now", now).param("node", node).param("channel", channel).param("hash", hash).update() == 0) {
                sql.sql("insert into version (channel, hash, manifest, at, node) values (:channel, :hash, :manifest, :now, :node)").param("channel", channel)
                        .param("hash", hash).param("manifest", manifest).param("now", now).param("node", node).update();
            }
            sql.sql("update channel set version = :hash, version_at = :now, held = :held, retired = false where name = :channel").param("hash", hash)
                    .param("now", now).param("held", held).param("channel", channel).update();
            sweep(channel);
        });
    }

    /** Marks a channel as retired: its file is gone. What it ran last stays known; {@link #live} takes the mark away. */
    public void retired(String channel) {
        change(() -> {
            row(channel);
            sql.sql("update channel set retired = true where name = :channel").param("channel", channel).update();
        });
    }

    /** What that channel runs; empty where the ledger has never heard of it. */
    public Optional<Running> running(String channel) {
        return sql.sql(RUNNING + " where name = :channel and (version is not null or retired)").param("channel", channel).query((row, n) -> running(row)).optional();
    }

    /** The same of all channels, by name. */
    public List<Running> all() {
        return sql.sql(RUNNING + " where version is not null or retired order by name").query((row, n) -> running(row)).list();
    }

    /** The versions of that channel that are still known, newest first. */
    public List<Line> list(String channel) {
        return sql.sql(LINES + " where channel = :channel order by at desc, hash").param("channel", channel)
                .query((row, n) -> new Line(row.getString("channel"), row.getString("hash"), ViewRows.instant(row, "at"), row.getString("node"))).list();
    }

    /** The names of a version's files with the hashes (SHA-256) of what is in them; empty where there is no such version. */
    public Map<String, String> names(String channel, String hash) {
        return sql.sql("select manifest from version where channel = :channel and hash = :hash").param("channel", channel).param("hash", hash)
                .query(String.class).optional().map(Manifest::read).orElse(Map.of());
    }

    /** A version's files; empty where there is no such version. */
    public Map<String, byte[]> files(String channel, String hash) {
        Map<String, String> names = names(channel, hash);
        Map<String, byte[]> bodies = new TreeMap<>();
        if (!names.isEmpty()) {
            sql.sql("select hash, body from source where hash in (:hashes)").param("hashes", names.values()).query(row -> {
                bodies.put(row.getString("hash"), row.getBytes("body"));
            });
        }
        Map<String, byte[]> files = new TreeMap<>();
        names.forEach((name, body) -> files.put(name, bodies.get(body)));
        return files;
    }

    /** True where another node was seen in the last 30 s. */
    public boolean othersAlive() {
        return sql.sql("select count(*) from node where name <> :node and seen_at > :since").param("node", node)
                .param("since", clock.millis() - ALIVE).query(Long.class).single() > 0;
    }

    // ---- writing

    /** One after the other on all nodes: whoever takes an old file away must not meet whoever needs it again. */
    private void change(Runnable change) {
        for (int race = 1;; race++) {
            try {
                together.executeWithoutResult(status -> {
                    sql.sql("select name from channel order by name for update").query(String.class).list();
                    change.run();
                });
                return;
            } catch (PessimisticLockingFailureException e) {
                if (race == RACES) {
                    throw e;
                }
            }
        }
    }

    private void row(String channel) {
        sql.sql("insert into channel (name, state) values (:channel, 'running') on conflict do nothing").param("channel", channel).update();
    }

    private void keep(Iterable<byte[]> bodies) {
        for (byte[] body : bodies) {
            sql.sql("insert into source (hash, body) values (:hash, :body) on conflict do nothing").param("hash", Manifest.hash(body)).param("body", body).update();
        }
    }

    /** Forgets the oldest versions of the channel, and the files that no other version has. */
    private void sweep(String channel) {
        List<String[]> old = sql.sql("select v.hash, v.manifest from version v join channel c on c.name = v.channel where v.channel = :channel and v.hash <> c.version"
                        + " and (c.held is null or v.hash <> c.held) order by v.at desc, v.hash offset :kept rows").param("channel", channel).param("kept", KEPT)
                .query((row, n) -> new String[] {row.getString(1), row.getString(2)}).list();
        if (old.isEmpty()) {
            return;
        }
        sql.sql("delete from version where channel = :channel and hash in (:hashes)").param("channel", channel)
                .param("hashes", old.stream().map(one -> one[0]).toList()).update();
        List<String> files = old.stream().flatMap(one -> Manifest.read(one[1]).values().stream()).distinct().toList();
        sql.sql("delete from source where hash in (:files) and not exists (select 1 from version v where position(source.hash in v.manifest) > 0)")
                .param("files", files).update();
    }

    private static Running running(ResultSet row) throws SQLException {
        return new Running(row.getString("name"), row.getString("version"), ViewRows.instant(row, "version_at"), row.getString("held"), row.getBoolean("retired"));
    }
}
