package dev.baton.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.event.Event;
import dev.baton.event.EventType;
import dev.baton.event.Outcome;
import dev.baton.event.Outcome.Word;
import dev.baton.event.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Texts that one engine or the other does not like: accepted whole on both, or refused with words; never at a neighbour's cost. */
class PoisonTest {

    private static final List<String> POISON = List.of("a\u0000b", "half \ud83d", "\udc00 other half", "x".repeat(9_000), "\u0000", "\ud800",
            "emoji \ud83d\ude00", "'; drop table lane; --", "{\"a\":1}", " ", "é".repeat(600));

    @ParameterizedTest
    @EnumSource(Engines.class)
    void anyTextAndAnyIdIsAcceptedWhole(Engines engine) {
        try (House house = new House(engine.fresh())) {
            int n = 0;
            for (String poison : POISON) {
                String thread = "T" + n++ + poison;
                house.accept("shop", House.ticket(thread, "ann" + poison, poison));
                Claim request = house.next("desk", EventType.HANDOVER_REQUESTED);
                assertThat(request.delivery().context().person()).isEqualTo("shop:ann" + poison);
                house.done(request, House.thread("C" + poison), new Reference(Reference.Kind.person, "P" + poison),
                        new Reference(Reference.Kind.message, "M" + poison));
                house.done(house.next("shop", EventType.HANDOVER_ACCEPTED));
                assertThat(house.accept("shop", House.says("m" + poison, thread, poison)).events()).isEqualTo(1);
                assertThat(house.accept("shop", House.says("m" + poison, thread, poison)).duplicates()).isEqualTo(1);
                Claim message = house.next("desk", EventType.MESSAGE);
                assertThat(House.text(message)).isEqualTo(poison);
                house.complete(message, new Outcome(Word.refused, "because " + poison, null, List.of(new Reference(Reference.Kind.conversation, "")),
                        null, null));
                house.ledger.deadLetter("shop", "v1", new Claim.Raw("text/" + poison, poison.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                        poison).join();
                house.accept("desk", House.answers("a" + n, "strange" + poison, null, poison));
            }
            assertThat(house.count("select count(*) from dead_letter")).isEqualTo(2L * POISON.size());
            assertThat(house.count("select count(*) from parked")).isEqualTo(POISON.size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void anEmptyIdNamesNothing(Engines engine) {
        try (House house = House.withCase(engine)) {
            house.accept("shop", House.says("", "T1", "one"));
            assertThat(house.accept("shop", House.says("", "T1", "two")).events()).as("not the same as the first").isEqualTo(1);
            house.accept("shop", House.ticket("T2", "", "nobody"));
            house.accept("shop", House.says("m1", "", "to no thread"));
            assertThat(house.rows("select cause from dead_letter order by cause")).containsExactly(
                    "the event names no conversation and no person that is known here",
                    "the handover does not say who the customer is (customer.id)");
            assertThat(house.count("select count(*) from conversation")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void whatIsTooLargeIsRefusedWithWordsAndItsNeighboursAreNot(Engines engine) {
        try (House house = House.withCase(engine)) {
            List<CompletableFuture<Arrival.Accepted>> neighbours = new ArrayList<>();
            CompletableFuture<Arrival.Accepted> large = null;
            for (int i = 0; i < 50; i++) {
                neighbours.add(send(house, House.says("m" + i, "T1", "text")));
                if (i == 25) {
                    large = send(house, House.says("large", "T1", "x".repeat(1_100_000)));
                }
            }
            assertThatThrownBy(large::join).hasCauseInstanceOf(IllegalArgumentException.class).hasMessageContaining("bytes");
            assertThat(neighbours).allSatisfy(future -> assertThat(future.orTimeout(20, TimeUnit.SECONDS).join().events()).isEqualTo(1));
            assertThat(house.accept("shop", House.says("quite large", "T1", "x".repeat(900_000))).events()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void oneCommandThatCanNotBeWrittenDoesNotFailItsNeighbours(Engines engine) {
        try (House house = House.withCase(engine)) {
            List<CompletableFuture<Arrival.Accepted>> neighbours = new ArrayList<>();
            List<CompletableFuture<Void>> poison = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                neighbours.add(send(house, House.says("m" + i, "T1", "text")));
                poison.add(house.ledger.replay(java.util.UUID.randomUUID()));
            }
            assertThat(neighbours).allSatisfy(future -> assertThat(future.orTimeout(20, TimeUnit.SECONDS).join().events()).isEqualTo(1));
            assertThat(poison).allSatisfy(future -> assertThatThrownBy(future::join).hasCauseInstanceOf(IllegalArgumentException.class));
            assertThat(house.count("select count(*) from delivery where type = 'message'")).isEqualTo(30);
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void oneRowThatNobodyCanReadStopsNoOtherLane(Engines engine) throws Exception {
        try (House house = House.withCase(engine)) {
            house.ledger.pause("desk", "a moment").join();
            house.accept("shop", House.says("m1", "T1", "broken"), House.says("m2", "T1", "behind it"));
            house.accept("shop", House.ticket("T2", "ben", "help"));
            try (var connection = house.source.getConnection(); var statement = connection.prepareStatement("update event set body = ? where id in "
                    + "(select id from event where type = 'message' order by seq limit 1)")) {
                statement.setBytes(1, "not JSON".getBytes());
                assertThat(statement.executeUpdate()).isEqualTo(1);
            }
            house.ledger.resume("desk").join();
            house.look();
            List<EventType> types = new ArrayList<>();
            while (types.size() < 2) {
                types.add(house.next().delivery().event().type());
            }
            assertThat(types).containsExactlyInAnyOrder(EventType.MESSAGE, EventType.HANDOVER_REQUESTED);
            assertThat(house.rows("select cause from dead_letter")).singleElement().asString().contains("can't be read");
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void anOutcomeIsKeptEvenWhereItsConversationCanNotBe(Engines engine) throws Exception {
        try (House house = new House(engine.fresh())) {
            house.accept("shop", House.ticket("T1", "ann", "help"));
            Claim request = house.next("desk", EventType.HANDOVER_REQUESTED);
            try (var connection = house.source.getConnection(); var statement = connection.createStatement()) {
                statement.execute("update conversation set document = 'not JSON'");
            }
            house.ledger.complete(request, new Outcome(Word.done, null, null, List.of(House.thread("C1")), null, null),
                    new Attempt(200, new byte[2_000_000], new byte[3])).orTimeout(20, TimeUnit.SECONDS).join();
            assertThat(house.rows("select state from delivery")).containsExactly("done");
            assertThat(house.ledger.standing("desk").inFlight()).isZero();
        }
    }

    private static CompletableFuture<Arrival.Accepted> send(House house, Event event) {
        return house.ledger.accept(new Arrival("shop", "v1", List.of(event), null, false));
    }
}
