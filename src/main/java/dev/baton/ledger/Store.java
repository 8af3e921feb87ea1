package dev.baton.ledger;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/** The writer's own connection, and the few things in which the two engines differ. Used by one thread. */
final class Store {

    /** Connection lost, database closed under us, disk full: a new connection may help, and the commit's fate is not known. */
    private static final Set<Integer> H2_LOST = Set.of(90098, 90121, 90067, 90007, 50000, 90028, 90031);

    final Documents documents = new Documents();
    private final DataSource source;
    /** Kept as long as the connection: the texts are few and come with every batch, and H2 would read those that lock anew each time. */
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private final Space space = new Space();
    private Connection connection;
    private boolean h2;

    Store(DataSource source) {
        this.source = source;
    }

    /** The open connection, in a transaction. */
    Connection connection() throws SQLException {
        if (connection == null || connection.isClosed()) {
            statements.clear();
            connection = source.getConnection();
            connection.setAutoCommit(false);
            h2 = connection.getMetaData().getDatabaseProductName().equals("H2");
        }
        return connection;
    }

    /** True where other nodes may be at the same database. */
    boolean shared() {
        return !h2;
    }

    /** On disk when it returns. H2 does not call fsync at a commit, whatever its settings: the checkpoint does. */
    void commit() throws SQLException {
        connection.commit();
        if (h2) {
            statement("checkpoint sync").execute();
        }
    }

    /** Between two transactions: the file is kept small, where the database is a file. {@code busy} where somebody waits. */
    void tidy(boolean busy) throws SQLException {
        if (h2 && connection != null) {
            space.tidy(connection, busy);
        }
    }

    void rollback() {
        try {
            if (connection != null) {
                connection.rollback();
            }
        } catch (SQLException e) {
            lose();
        }
    }

    /** Lets the connection go; the next use opens another. */
    void lose() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException ignored) {
            // It is gone either way.
        }
        connection = null;
        statements.clear();
    }

    /** True where the same batch may well succeed at once: another writer was in the way. */
    static boolean raced(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.equals("40001") || state.equals("40P01") || state.equals("55P03") || e.getErrorCode() == 50200 || e.getErrorCode() == 90131;
    }

    /** True where the connection or the whole database is lost. */
    static boolean lost(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("08") || state.startsWith("57P") || state.startsWith("53") || state.startsWith("58")
                || H2_LOST.contains(e.getErrorCode());
    }

    /** Runs a statement with plain parameters; collections become arrays. Returns the number of rows. */
    int update(String sql, Object... parameters) throws SQLException {
        return prepared(sql, parameters).executeUpdate();
    }

    /** Reads rows. */
    <T> List<T> select(String sql, Row<T> row, Object... parameters) throws SQLException {
        try (ResultSet rows = prepared(sql, parameters).executeQuery()) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(row.read(rows));
            }
            return all;
        }
    }

    /** Reads one row. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** The statement of that text; whoever asks for it again has the same one, so no two results of it can be read side by side. */
    PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known == null) {
            known = connection().prepareStatement(sql);
            statements.put(sql, known);
        }
        return known;
    }

    private PreparedStatement prepared(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = statement(sql);
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i];
            if (value instanceof Collection<?> ids) {
                statement.setArray(i + 1, array("uuid", ids.toArray(new UUID[0])));
            } else {
                statement.setObject(i + 1, value);
            }
        }
        return statement;
    }

    Array array(String type, Object[] values) throws SQLException {
        return connection.createArrayOf(type.equals("int") ? "int4" : type, values);
    }

    static UUID uuid(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    static Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
