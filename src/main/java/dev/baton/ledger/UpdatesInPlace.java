package dev.baton.ledger;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.h2.api.TableEngine;
import org.h2.command.Prepared;
import org.h2.command.ddl.CreateTableData;
import org.h2.engine.SessionLocal;
import org.h2.index.Index;
import org.h2.message.DbException;
import org.h2.mvstore.db.MVTable;
import org.h2.mvstore.db.Store;
import org.h2.result.LocalResult;
import org.h2.result.Row;
import org.h2.table.Column;
import org.h2.table.Table;
import org.h2.value.DataType;

/**
 * H2's own tables, but for one thing: an update writes the row and the indexes whose columns have changed. H2 takes the row out of all indexes and
 * puts it in again, which cost more than all else that a message does to the file. The database's address names this class
 * ({@code DEFAULT_TABLE_ENGINE}); nothing of it is in the file, which any H2 of the same version can open.
 */
public final class UpdatesInPlace implements TableEngine {

    @Override
    public Table createTable(CreateTableData data) {
        Store store = data.session.getDatabase().getStore();
        // H2 looks up the tables that it has made itself when it rolls large objects back.
        boolean large = data.columns.stream().anyMatch(column -> DataType.isLargeObject(column.getType().getValueType()));
        return large ? store.createTable(data) : new InPlace(data, store);
    }

    private static final class InPlace extends MVTable {

        InPlace(CreateTableData data, Store store) {
            super(data, store);
        }

        /** {@code rows} are pairs: as a row was, as it is to be. */
        @Override
        public void updateRows(Prepared prepared, SessionLocal session, LocalResult rows) {
            boolean keysStay = keysStay(rows);
            rows.reset();
            if (!keysStay) {
                // Rows may trade their keys: all of them must be out before the first goes in.
                super.updateRows(prepared, session, rows);
                return;
            }
            SessionLocal.Savepoint before = session.setSavepoint();
            try {
                while (rows.next()) {
                    Row old = rows.currentRowForTable();
                    rows.next();
                    updateRow(session, old, rows.currentRowForTable());
                }
            } catch (DbException e) {
                session.rollbackTo(before);
                throw e;
            }
        }

        private boolean keysStay(LocalResult rows) {
            Set<Column> keys = new LinkedHashSet<>();
            for (Index index : getIndexes()) {
                if (index.getIndexType().isUnique()) {
                    keys.addAll(Arrays.asList(index.getColumns()));
                }
            }
            rows.reset();
            while (rows.next()) {
                Row old = rows.currentRowForTable();
                rows.next();
                Row now = rows.currentRowForTable();
                for (Column key : keys) {
                    if (!Objects.equals(old.getValue(key.getColumnId()), now.getValue(key.getColumnId()))) {
                        return false;
                    }
                }
            }
            return true;
        }
    }
}
