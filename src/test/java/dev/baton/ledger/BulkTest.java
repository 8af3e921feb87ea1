package dev.baton.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BulkTest {

    @ParameterizedTest
    @EnumSource(Engines.class)
    void rowsAreInsertedOnceAndUpdatedById(Engines engine) throws Exception {
        Store store = new Store(engine.fresh());
        store.connection();
        UUID lane = UUID.randomUUID();
        Bulk insert = Bulk.insert("parked", "on conflict do nothing", "k uuid", "n bigint", "event uuid", "channel varchar", "body bytea", "raw bytea",
                "version varchar", "give_up_at bigint");
        insert.add(lane, 1L, lane, "a", new byte[] {1, 0, 2}, null, null, 5L);
        insert.add(lane, 2L, lane, "a", new byte[0], new byte[] {7}, "v", 6L);
        insert.run(store);
        insert.run(store);
        Bulk update = Bulk.update("parked", "channel = n.channel, give_up_at = n.give_up_at", 2, "k uuid", "n bigint", "channel varchar",
                "give_up_at bigint");
        update.add(lane, 2L, "b", 9L).run(store);
        store.commit();

        List<String> rows = store.select("select n, channel, body, raw, give_up_at from parked where k = any(?) order by n",
                row -> row.getLong(1) + row.getString(2) + row.getBytes(3).length + (row.getBytes(4) == null) + row.getLong(5), List.of(lane));
        assertThat(rows).containsExactly("1a3true5", "2b0false9");
    }
}
