package dev.baton.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.event.Outcome.Word;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Webhooks that are read later, on both engines. */
class InboxTest {

    private static void later(House house, String scope, String body) {
        house.ledger.later("shop", "v1", new Claim.Raw("application/json", body.getBytes()), scope).join();
    }

    private static String body(Claim claim) {
        return new String(claim.raw().body());
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void webhooksOfOneScopeAreReadInOrderAndThoseOfAnotherBesideThem(Engines engine) {
        try (House house = new House(engine.fresh())) {
            later(house, "ann", "ann 1");
            later(house, "ann", "ann 2");
            later(house, "bob", "bob 1");
            later(house, null, "whoever 1");
            later(house, " ", "whoever 2");
            List<Claim> first = List.of(house.next(), house.next(), house.next());
            assertThat(first).extracting(InboxTest::body).containsExactly("ann 1", "bob 1", "whoever 1");
            assertThat(house.work).isEmpty();
            house.complete(first.get(0), Word.again);
            house.complete(first.get(1), Word.done);
            house.complete(first.get(2), Word.done);
            Claim whoever = house.next();
            assertThat(body(whoever)).isEqualTo("whoever 2");
            house.complete(whoever, Word.done);
            assertThat(house.work).as("ann's first waits for its next try, and her second behind it").isEmpty();
            house.later(Duration.ofMinutes(1));
            Claim again = house.next();
            assertThat(body(again)).isEqualTo("ann 1");
            house.complete(again, Word.done);
            assertThat(body(house.next())).isEqualTo("ann 2");
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aScopeThatIsDoneWithIsForgottenInTheEndAndMayBeginAnew(Engines engine) throws Exception {
        try (House house = new House(engine.fresh())) {
            later(house, "ann", "ann 1");
            later(house, "bob", "bob 1");
            house.complete(house.next(), Word.done);
            Claim bob = house.next();
            house.clock.forward(Duration.ofDays(100));
            try (var connection = house.source.getConnection(); var statement = connection.createStatement()) {
                for (String one : Retention.statements(Instant.ofEpochMilli(house.clock.millis()), Duration.ofDays(90))) {
                    statement.execute(one);
                }
            }
            assertThat(house.rows("select scope from lane")).as("what is not read yet stays").containsExactly("bob");
            assertThat(house.count("select count(*) from event")).isEqualTo(1);
            house.complete(bob, Word.done);
            later(house, "ann", "ann 2");
            assertThat(body(house.next())).isEqualTo("ann 2");
        }
    }
}
