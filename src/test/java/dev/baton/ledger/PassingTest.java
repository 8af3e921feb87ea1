package dev.baton.ledger;

import static dev.baton.ledger.House.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.event.Author;
import dev.baton.event.Event;
import dev.baton.event.EventType;
import dev.baton.event.Outcome;
import dev.baton.event.Role;
import dev.baton.event.What;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events that pass: handed on where the way is free, else forgotten; never stored. */
class PassingTest {

    private static Event typing(String thread, boolean on) {
        return new Event(null, null, thread, null, null, false, false, new What.Typing(new Author(Role.customer, null, null), on));
    }

    private static boolean on(Claim claim) {
        return ((What.Typing) claim.delivery().event().what()).on();
    }

    /** What the ledger has stored, as one text. */
    private static String stored(House house) {
        return List.of("event", "delivery", "lane", "reference", "parked", "dead_letter").stream().map(table -> table + " " + house.count("select count(*) from " + table))
                .toList().toString() + house.rows("select changed_at from conversation");
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void whatPassesIsHandedOnWithTheReferencesAndLeavesNoTrace(Engines engine) {
        try (House house = House.withCase(engine)) {
            String before = stored(house);
            house.clock.forward(Duration.ofSeconds(1));
            house.accept("shop", typing("T1", true));
            Claim typing = house.next("desk", EventType.TYPING);
            assertThat(typing.work()).isEqualTo(Claim.Work.pass);
            assertThat(typing.delivery().context().references()).containsEntry("conversation", "C1");
            assertThat(typing.delivery().attempt()).isEqualTo(1);
            assertThat(house.ledger.standing("desk").inFlight()).isEqualTo(1);
            house.complete(typing, Outcome.Word.refused);
            assertThat(house.ledger.standing("desk").inFlight()).isZero();
            house.accept("desk", new Event(null, null, null, "shop:ann", null, false, false, new What.QueueUpdated(2, null)));
            house.done(house.next("shop", EventType.QUEUE_UPDATED));
            assertThat(stored(house)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void whatNobodyKnowsOrNobodyTakesIsForgotten(Engines engine) {
        try (House house = House.withCase(engine)) {
            String before = stored(house);
            house.accept("shop", typing("never", true));
            house.accept("shop", typing(null, true));
            house.channel("desk", null, true, Channels.OnUnknown.verify, EnumSet.of(EventType.MESSAGE));
            house.accept("shop", typing("T1", true));
            assertThat(house.work).isEmpty();
            assertThat(stored(house)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void theNewestWinsAndWhatWaitsGoesFirst(Engines engine) {
        try (House house = House.withCase(engine)) {
            house.accept("shop", typing("T1", true), typing("T1", false));
            Claim typing = house.next("desk", EventType.TYPING);
            assertThat(on(typing)).isFalse();
            assertThat(house.work).isEmpty();
            house.accept("shop", typing("T1", true), says("m1", "T1", "one"));
            Claim message = house.next("desk", EventType.MESSAGE);
            house.accept("shop", typing("T1", true));
            assertThat(house.work).as("a message is under way").isEmpty();
            house.complete(message, Outcome.Word.again);
            house.accept("shop", typing("T1", true));
            assertThat(house.work).as("a message waits for its next try").isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aChannelThatIsPausedDownOrBusyIsNotBothered(Engines engine) {
        try (House house = House.withCase(engine)) {
            house.ledger.pause("desk", "lunch").join();
            house.accept("shop", typing("T1", true));
            house.ledger.resume("desk").join();
            assertThat(house.work).isEmpty();
            for (int i = 0; i < 8; i++) {
                house.accept("shop", typing("T1", true));
            }
            List<Claim> under = List.of(house.next(), house.next(), house.next(), house.next(), house.next(), house.next(), house.next(), house.next());
            house.accept("shop", typing("T1", true));
            assertThat(house.work).as("no permit is left").isEmpty();
            house.complete(under.get(0), Outcome.of(Outcome.Word.busy, "too many calls", Duration.ofSeconds(30)));
            under.subList(1, 8).forEach(house::done);
            assertThat(house.ledger.standing("desk").downUntil()).isPositive();
            house.clock.forward(Duration.ofMinutes(1));
            house.accept("shop", typing("T1", true));
            assertThat(house.work).as("what is tried first after an outage matters more").isEmpty();
            house.accept("shop", says("m1", "T1", "one"));
            house.done(house.next("desk", EventType.MESSAGE));
            house.accept("shop", typing("T1", true));
            house.next("desk", EventType.TYPING);
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void whatAWebhookBringsThatHasWaitedTooLongIsForgotten(Engines engine) {
        try (House house = House.withCase(engine)) {
            for (int seconds : new int[] {11, 9}) {
                assertThat(house.work).isEmpty();
                house.ledger.later("shop", "v1", new Claim.Raw("application/json", "{}".getBytes()), "ann").join();
                Claim webhook = house.next();
                house.clock.forward(Duration.ofSeconds(seconds));
                house.complete(webhook, new Outcome(Outcome.Word.done, null, null, null, List.of(typing("T1", true)), null));
            }
            house.done(house.next("desk", EventType.TYPING));
        }
    }
}
