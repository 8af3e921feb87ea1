package dev.baton.ledger;

import dev.baton.MovableClock;
import static dev.baton.ledger.House.says;
import static dev.baton.ledger.House.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.event.Event;
import dev.baton.event.EventType;
import dev.baton.event.Outcome;
import dev.baton.event.Outcome.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one channel may take: its breaker, its permits, its pause; and that no lane starves another. */
class GateTest {

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aDeskThatIsDownIsTriedWithOneDeliveryAtATimeAndThenAllFlow(Engines engine) {
        try (House house = new House(engine.fresh())) {
            int people = 12;
            for (int i = 0; i < people; i++) {
                house.accept("shop", ticket("T" + i, "p" + i, "help"));
            }
            assertThat(house.work).as("concurrency").hasSize(8);
            Set<UUID> probed = new HashSet<>();
            while (!house.work.isEmpty()) {
                house.complete(house.next("desk", EventType.HANDOVER_REQUESTED), Word.busy);
            }
            List<Long> waits = new ArrayList<>();
            for (int probe = 0; probe < 8; probe++) {
                long wait = house.ledger.standing("desk").downUntil() - house.clock.millis();
                waits.add(wait);
                house.later(Duration.ofMillis(wait - 1));
                assertThat(house.work).as("closed until then").isEmpty();
                house.later(Duration.ofMillis(1));
                house.look();
                assertThat(house.work).as("one probe at a time").hasSize(1);
                Claim claim = house.next();
                assertThat(claim.delivery().attempt()).as("costs no tries").isEqualTo(1);
                probed.add(claim.lane());
                house.complete(claim, Word.busy);
            }
            assertThat(waits).isSorted().startsWith(1_000L, 2_000L, 4_000L).endsWith(60_000L);
            assertThat(probed).as("one poison message does not keep it closed").hasSizeGreaterThan(4);
            house.later(Duration.ofMinutes(1));
            house.done(house.next());
            house.look();
            int flown = 1;
            while (house.work.stream().anyMatch(claim -> claim.channel().equals("desk"))) {
                Claim claim = house.next();
                flown += claim.channel().equals("desk") ? 1 : 0;
                house.done(claim);
            }
            assertThat(flown).isEqualTo(people);
            assertThat(house.count("select count(*) from dead_letter")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void refusedCredentialsStopTheChannelForAMinuteAndAProbeHandedBackIsNoAnswer(Engines engine) {
        try (House house = House.withCase(engine)) {
            house.accept("shop", says("m1", "T1", "hello"));
            house.complete(house.next("desk", EventType.MESSAGE), Word.unauthorised);
            house.later(Duration.ofSeconds(59));
            assertThat(house.work).isEmpty();
            house.later(Duration.ofSeconds(1));
            house.ledger.release(house.next("desk", EventType.MESSAGE)).join();
            Claim again = house.next("desk", EventType.MESSAGE);
            assertThat(again.delivery().attempt()).isEqualTo(1);
            house.done(again);
            assertThat(house.ledger.standing("desk")).isEqualTo(new Ledger.Standing(false, 0, null, 0, null));
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void whatIsPausedTakesNothingUntilItIsResumedAlsoAfterARestart(Engines engine) {
        var source = engine.fresh();
        MovableClock clock = MovableClock.standing();
        try (House house = new House(source, "node-1", clock)) {
            house.ledger.pause("desk", "moving house").join();
            house.accept("shop", ticket("T1", "ann", "help"));
            house.look();
            assertThat(house.work).isEmpty();
        }
        try (House house = new House(source, "node-1", clock)) {
            house.look();
            assertThat(house.work).isEmpty();
            assertThat(house.ledger.standing("desk").paused()).isTrue();
            assertThat(house.ledger.standing("desk").why()).isEqualTo("moving house");
            house.ledger.resume("desk").join();
            house.look();
            house.done(house.next("desk", EventType.HANDOVER_REQUESTED));
            assertThat(house.ledger.standing("desk").why()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void oneLaneWithAThousandMessagesDoesNotStarveTheOthers(Engines engine) {
        try (House house = new House(engine.fresh())) {
            house.channel("desk", null, true, Channels.OnUnknown.verify);
            var f = house.facts.get("desk");
            house.facts.put("desk", new Channels.Facts(f.name(), f.version(), null, true, f.takes(), f.deadlines(), f.schedule(), f.onUnknown(), 2, null));
            for (int i = 0; i < 6; i++) {
                house.accept("shop", ticket("T" + i, "p" + i, "help"));
            }
            Event[] flood = new Event[1_000];
            for (int i = 0; i < flood.length; i++) {
                flood[i] = says("f" + i, "T0", "flood " + i);
            }
            house.accept("shop", flood);
            for (int i = 1; i < 6; i++) {
                house.accept("shop", says("m" + i, "T" + i, "quiet " + i));
            }
            Set<String> quiet = new HashSet<>();
            int turns = 0;
            while (quiet.size() < 5) {
                assertThat(++turns).as("deliveries before the quiet ones had their turn").isLessThan(60);
                Claim claim = house.next();
                if (claim.channel().equals("desk") && claim.delivery().event().type() == EventType.MESSAGE && House.text(claim).startsWith("quiet")) {
                    quiet.add(House.text(claim));
                }
                house.done(claim);
            }
        }
    }

    @Test
    void whatWasInFlightWhenTheBreakerOpenedDoesNotMakeTheWaitGrow() {
        Gate gate = new Gate();
        for (int i = 0; i < 8; i++) {
            gate.taken(new UUID(0, i));
        }
        for (int i = 0; i < 8; i++) {
            gate.down(1_000, 2_000L, "429");
            gate.given(new UUID(0, i));
        }
        assertThat(gate.inFlight).isZero();
        assertThat(gate.closedUntil).isEqualTo(3_000);
        assertThat(gate.free(8, 2_999)).isZero();
        assertThat(gate.free(8, 3_000)).isEqualTo(1);
        gate.taken(new UUID(0, 9));
        assertThat(gate.free(8, 3_001)).isZero();
        gate.down(3_001, null, "429");
        assertThat(gate.closedUntil).as("the second failure, not the ninth").isEqualTo(5_001);
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void anInboxThatCanNotBeReadGivesUpAndGoesOn(Engines engine) {
        try (House house = new House(engine.fresh())) {
            house.ledger.later("shop", "v1", new Claim.Raw("application/json", "one".getBytes()), null).join();
            house.ledger.later("shop", "v1", new Claim.Raw("application/json", "two".getBytes()), null).join();
            for (int i = 0; i < 6; i++) {
                Claim claim = house.next();
                assertThat(new String(claim.raw().body())).isEqualTo("one");
                house.complete(claim, Word.again);
                if (i < 5) {
                    house.later(Duration.ofMinutes(2));
                }
            }
            Claim second = house.next();
            assertThat(new String(second.raw().body())).isEqualTo("two");
            house.ledger.complete(second, Outcome.of(Word.refused, null), null).orTimeout(20, TimeUnit.SECONDS).join();
            assertThat(house.rows("select cause from dead_letter")).hasSize(2);
            assertThat(house.work).isEmpty();
        }
    }
}
