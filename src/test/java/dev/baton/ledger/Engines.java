package dev.baton.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;

/** The two engines that the ledger's tests run on: each call makes an empty database with the ledger's tables. */
public enum Engines {
    H2("classpath:db/migration/common") {
        @Override
        public DataSource fresh() {
            JdbcDataSource source = empty();
            // A copy of the tables takes a tenth of the time that their migration takes.
            run(source, script());
            return source;
        }

        @Override
        DataSource blank() {
            return empty();
        }
    },
    POSTGRESQL("classpath:db/migration/common", "classpath:db/migration/postgresql") {
        @Override
        public DataSource fresh() {
            String name = newName();
            run(server().getPostgresDatabase(), List.of("create database " + name + " template " + template()));
            return server().getDatabase("postgres", name);
        }

        @Override
        DataSource blank() {
            String name = newName();
            run(server().getPostgresDatabase(), List.of("create database " + name));
            return server().getDatabase("postgres", name);
        }
    };

    private static EmbeddedPostgres server;
    private static String template;
    private static List<String> script;
    private final String[] locations;

    Engines(String... locations) {
        this.locations = locations;
    }

    /** An empty database with the ledger's tables. */
    public abstract DataSource fresh();

    /** A database without any tables. */
    abstract DataSource blank();

    /** Brings the tables to that version, or {@code latest}. */
    void migrate(DataSource source, String version) {
        Flyway.configure().dataSource(source).locations(locations).target(version).load().migrate();
    }

    private static String newName() {
        return "t" + UUID.randomUUID().toString().replace("-", "");
    }

    private static JdbcDataSource empty() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID()
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1;DEFAULT_TABLE_ENGINE=" + UpdatesInPlace.class.getName());
        return source;
    }

    private static void run(DataSource source, List<String> commands) {
        try (var connection = source.getConnection(); var statement = connection.createStatement()) {
            for (String command : commands) {
                statement.execute(command);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The commands that make the tables as the migrations leave them. */
    private static synchronized List<String> script() {
        if (script == null) {
            DataSource first = H2.blank();
            H2.migrate(first, "latest");
            List<String> commands = new ArrayList<>();
            try (var connection = first.getConnection(); var statement = connection.createStatement(); var rows = statement.executeQuery("script")) {
                while (rows.next()) {
                    commands.add(rows.getString(1));
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            script = commands;
        }
        return script;
    }

    /** A database as the migrations leave it, to which nobody is connected. */
    private static synchronized String template() {
        if (template == null) {
            String name = newName();
            run(server().getPostgresDatabase(), List.of("create database " + name));
            POSTGRESQL.migrate(server().getDatabase("postgres", name), "latest");
            template = name;
        }
        return template;
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
