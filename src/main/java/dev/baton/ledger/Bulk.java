package dev.baton.ledger;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Many rows in one statement: the columns travel as arrays. The same text runs on both engines. */
final class Bulk {

    private final String sql;
    private final List<String> types;
    private final List<Object[]> rows = new ArrayList<>();

    private Bulk(String sql, List<String> types) {
        this.sql = sql;
        this.types = types;
    }

    /** Inserts rows; {@code columns} are "name type" pairs; {@code tail} is empty or a conflict clause. */
    static Bulk insert(String table, String tail, String... columns) {
        List<String> names = new ArrayList<>();
        List<String> types = new ArrayList<>();
        split(columns, names, types);
        return new Bulk("insert into " + table + " (" + String.join(", ", names) + ") select * from " + unnest(types) + " " + tail, types);
    }

    /** Updates rows by their id; {@code set} speaks of the new values as {@code n.name}. The first {@code ids} columns find the row. */
    static Bulk update(String table, String set, int ids, String... columns) {
        List<String> names = new ArrayList<>();
        List<String> types = new ArrayList<>();
        split(columns, names, types);
        List<String> where = new ArrayList<>();
        for (String name : names.subList(0, ids)) {
            where.add("t." + name + " = n." + name);
        }
        return new Bulk("update " + table + " as t set " + set + " from " + unnest(types) + " as n (" + String.join(", ", names) + ") where "
                + String.join(" and ", where), types);
    }

    /** Looks up rows: {@code w} stands for what was added. */
    static Bulk select(String select, String joins, String... columns) {
        List<String> names = new ArrayList<>();
        List<String> types = new ArrayList<>();
        split(columns, names, types);
        return new Bulk(select + unnest(types) + " as w (" + String.join(", ", names) + ")" + joins, types);
    }

    /** The same statement for other rows. */
    Bulk empty() {
        return new Bulk(sql, types);
    }

    private static void split(String[] columns, List<String> names, List<String> types) {
        for (String column : columns) {
            names.add(column.substring(0, column.indexOf(' ')));
            types.add(column.substring(column.indexOf(' ') + 1));
        }
    }

    private static String unnest(List<String> types) {
        List<String> casts = new ArrayList<>();
        types.forEach(type -> casts.add("cast(? as " + type + " array)"));
        return "unnest(" + String.join(", ", casts) + ")";
    }

    Bulk add(Object... row) {
        rows.add(row);
        return this;
    }

    List<Object[]> rows() {
        return rows;
    }

    /** Writes what was added, in that order, and says how many rows there were of it. */
    int run(Store store) throws SQLException {
        if (rows.isEmpty()) {
            return 0;
        }
        PreparedStatement statement = store.statement(sql);
        bind(store, statement);
        return statement.executeUpdate();
    }

    /** Reads what was added for. */
    void read(Store store, Store.Row<?> row) throws SQLException {
        PreparedStatement statement = store.statement(sql);
        bind(store, statement);
        try (ResultSet found = statement.executeQuery()) {
            while (found.next()) {
                row.read(found);
            }
        }
    }

    private void bind(Store store, PreparedStatement statement) throws SQLException {
        for (int column = 0; column < types.size(); column++) {
            Object[] values = types.get(column).equals("bytea") ? new byte[rows.size()][] : new Object[rows.size()];
            for (int row = 0; row < values.length; row++) {
                values[row] = rows.get(row)[column];
            }
            statement.setArray(column + 1, store.array(types.get(column), values));
        }
    }
}
