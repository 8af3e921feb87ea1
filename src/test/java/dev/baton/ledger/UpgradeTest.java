package dev.baton.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A database that an earlier Baton has left goes on with this one. No migration that was ever in use is changed or taken away, or Baton would not start on it. */
class UpgradeTest {

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aDatabaseWithTheColumnThatIsNoMoreKeepsItsLanes(Engines engine) throws SQLException {
        DataSource source = engine.blank();
        engine.migrate(source, "8");
        try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("insert into lane (id, channel, work, scope, next_seq, last_seq, due_at, fence, look_at) "
                    + "values ('8e2a2f06-0000-4000-8000-000000000001', 'shop', 'deliver', 's', 3, 5, 70, 2, 60)");
            engine.migrate(source, "latest");
            try (ResultSet row = statement.executeQuery("select * from lane")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getLong("next_seq")).isEqualTo(3);
                assertThat(row.getLong("last_seq")).isEqualTo(5);
                assertThat(row.getLong("due_at")).isEqualTo(70);
                List<String> columns = new ArrayList<>();
                for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                    columns.add(row.getMetaData().getColumnName(column));
                }
                assertThat(columns).contains("due_at").doesNotContain("look_at");
            }
        }
    }
}
