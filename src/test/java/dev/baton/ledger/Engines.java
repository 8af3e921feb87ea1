package dev.baton.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The two engines that the ledger's tests run on: each call makes an empty database with the ledger's tables. */
public enum Engines {
    H2 {
        @Override
        public DataSource fresh() {
            JdbcDataSource source = new JdbcDataSource();
            source.setURL("jdbc:h2:mem:" + UUID.randomUUID()
                    + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1;DEFAULT_TABLE_ENGINE=" + UpdatesInPlace.class.getName());
            return migrated(source, "classpath:db/migration/common");
        }
    },
    POSTGRESQL {
        @Override
        public DataSource fresh() {
            String name = "t" + UUID.randomUUID().toString().replace("-", "");
            try (var connection = server().getPostgresDatabase().getConnection(); var statement = connection.createStatement()) {
                statement.execute("create database " + name);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            PGSimpleDataSource source = (PGSimpleDataSource) server().getDatabase("postgres", name);
            return migrated(source, "classpath:db/migration/common", "classpath:db/migration/postgresql");
        }
    };

    private static EmbeddedPostgres server;

    /** An empty database with the ledger's tables. */
    public abstract DataSource fresh();

    private static DataSource migrated(DataSource source, String... locations) {
        Flyway.configure().dataSource(source).locations(locations).load().migrate();
        return source;
    }

    private static synchronized EmbeddedPostgres server() {
        try {
            if (server == null) {
                server = EmbeddedPostgres.builder().setServerConfig("max_connections", "200").start();
                EmbeddedPostgres started = server;
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    try {
                        started.close();
                    } catch (IOException ignored) {
                        // The process ends anyway.
                    }
                }));
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded PostgreSQL does not start", e);
        }
    }
}
