package dev.baton.ledger;

import static dev.baton.ledger.House.answers;
import static dev.baton.ledger.House.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.event.Event;
import dev.baton.event.EventType;
import dev.baton.event.Outcome;
import dev.baton.event.Reference;
import dev.baton.event.What;
import dev.baton.event.What.Reached;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How far messages have got: told by channels, and by the core itself. */
class ReceiptsTest {

    /** A case whose both sides want receipts. */
    private static House house(Engines engine) {
        House house = House.withCase(engine);
        house.channel("shop", "desk", false, Channels.OnUnknown.ask, EnumSet.allOf(EventType.class));
        house.channel("desk", null, true, Channels.OnUnknown.verify, EnumSet.allOf(EventType.class));
        return house;
    }

    static Event receipt(String of, String thread, Reached status, String reason) {
        return new Event(null, null, thread, null, null, false, false, new What.Receipt(of, status, reason));
    }

    /** The next two pieces of work, one for each side, in whichever order. */
    private static Map<String, Claim> both(House house) {
        Claim one = house.next();
        Claim other = house.next();
        return Map.of(one.channel(), one, other.channel(), other);
    }

    private static What.Receipt told(Claim claim) {
        return (What.Receipt) claim.delivery().event().what();
    }

    private static String kept(House house, String type) {
        return house.rows("select coalesce(receipt, '-') from delivery where type = '" + type + "' order by first_at, seq").toString();
    }

    /** An agent's message that the shop has taken under the name {@code M}; the receipt of the core's own is out of the way. */
    private static Claim answered(House house) {
        house.accept("desk", answers("fwd:a1", "C1", "shop:ann", "hello"));
        house.done(house.next("shop", EventType.AGENT_JOINED));
        Claim message = house.next("shop", EventType.MESSAGE);
        house.done(message, new Reference(Reference.Kind.message, "M"));
        Claim received = house.next("desk", EventType.RECEIPT);
        assertThat(told(received)).isEqualTo(new What.Receipt("fwd:a1", Reached.received, null));
        house.done(received);
        return message;
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void whatAChannelSaysOfAMessageIsKeptAndToldToWhoWroteIt(Engines engine) {
        try (House house = house(engine)) {
            answered(house);
            house.accept("shop", receipt("M", "T1", Reached.read, null));
            Claim read = house.next("desk", EventType.RECEIPT);
            assertThat(told(read)).isEqualTo(new What.Receipt("fwd:a1", Reached.read, null));
            assertThat(read.delivery().context().references()).containsEntry("conversation", "C1");
            house.done(read);
            assertThat(kept(house, "message")).isEqualTo("[read]");
            house.accept("shop", receipt("M", null, Reached.failed, "late"), receipt("M", "T1", Reached.received, null), receipt("M", "T1", Reached.read, null));
            assertThat(house.work).as("nothing that is news").isEmpty();
            assertThat(kept(house, "message")).isEqualTo("[read]");
            ViewConversation.Delivery shown = new View(house.source).conversation(UUID.fromString(house.rows("select id from conversation").get(0)), null)
                    .orElseThrow().events().stream().filter(event -> event.type().equals("message")).findFirst().orElseThrow().deliveries().get(0);
            assertThat(shown.receipt().status()).isEqualTo("read");
            assertThat(shown.receipt().at()).isNotNull();
        }
    }

    /** What is kept, and what the writer is told beside the core's own 'received', after receipts in that order. */
    @ParameterizedTest
    @CsvSource({"sent received, received, ''", "sent, sent, ''", "failed, failed, failed", "received failed received, failed, failed",
        "failed read failed, read, failed read", "read sent, read, read"})
    void theFurthestWinsAndFailureIsUndoneOnlyByReading(String said, String kept, String told) {
        for (Engines engine : Engines.values()) {
            try (House house = house(engine)) {
                answered(house);
                for (String one : said.split(" ")) {
                    house.accept("shop", receipt("M", "T1", Reached.valueOf(one), one.equals("failed") ? "no such number" : null));
                }
                assertThat(kept(house, "message")).isEqualTo("[" + kept + "]");
                for (String one : told.isEmpty() ? new String[0] : told.split(" ")) {
                    Claim receipt = house.next("desk", EventType.RECEIPT);
                    assertThat(told(receipt)).isEqualTo(new What.Receipt("fwd:a1", Reached.valueOf(one), one.equals("failed") ? "no such number" : null));
                    house.done(receipt);
                }
                assertThat(house.work).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aMessageIsAlsoKnownByItsMarkEvenBeforeItsCallHasComeBack(Engines engine) {
        try (House house = house(engine)) {
            house.accept("desk", answers("a1", "C1", "shop:ann", "hello"));
            house.done(house.next("shop", EventType.AGENT_JOINED));
            Claim message = house.next("shop", EventType.MESSAGE);
            house.accept("shop", receipt(message.delivery().mark().toString(), "T1", Reached.received, null));
            Claim received = house.next("desk", EventType.RECEIPT);
            assertThat(told(received).status()).isEqualTo(Reached.received);
            house.done(received);
            house.done(message);
            assertThat(house.work).as("the core has nothing to add").isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aReceiptThatIsQuickerThanTheAnswerWaitsForIt(Engines engine) {
        try (House house = house(engine)) {
            house.accept("desk", answers("a1", "C1", "shop:ann", "hello"));
            house.done(house.next("shop", EventType.AGENT_JOINED));
            Claim message = house.next("shop", EventType.MESSAGE);
            house.accept("shop", receipt("M", "T1", Reached.read, null));
            assertThat(house.work).isEmpty();
            house.done(message, new Reference(Reference.Kind.message, "M"));
            house.done(house.next("desk", EventType.RECEIPT));
            Claim read = house.next("desk", EventType.RECEIPT);
            assertThat(told(read).status()).isEqualTo(Reached.read);
            assertThat(kept(house, "message")).isEqualTo("[read]");
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aReceiptOfWhatNobodySentIsNothing(Engines engine) {
        try (House house = house(engine)) {
            house.accept("shop", says("m1", "T1", "hi"));
            Claim message = house.next("desk", EventType.MESSAGE);
            house.accept("shop", receipt("m1", "T1", Reached.read, null), receipt("who", "T1", Reached.read, null), receipt("who", "never", Reached.read, null),
                    receipt("who", null, Reached.read, null), receipt(message.delivery().mark().toString(), "T1", Reached.read, null));
            assertThat(house.work).isEmpty();
            assertThat(house.count("select count(*) from parked")).isZero();
            assertThat(house.count("select count(*) from reference where val in ('who', 'never')")).isZero();
            assertThat(house.count("select count(*) from event where type = 'receipt'")).isZero();
            assertThat(kept(house, "message")).isEqualTo("[-]");
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void whoWroteIsToldThatItCameAndThatItDidNotInTheOrderOfTheLane(Engines engine) {
        try (House house = house(engine)) {
            house.accept("shop", says("fwd:m1", "T1", "one"), says("fwd:m2", "T1", "two"), says("fwd:m3", "T1", "three"));
            house.done(house.next("desk", EventType.MESSAGE));
            Map<String, Claim> next = both(house);
            Claim first = next.get("shop");
            house.complete(next.get("desk"), Outcome.of(Outcome.Word.refused, "too long"));
            house.done(house.next("desk", EventType.MESSAGE));
            house.accept("desk", answers("a1", "C1", "shop:ann", "hello"));
            assertThat(told(first)).isEqualTo(new What.Receipt("fwd:m1", Reached.received, null));
            house.done(first);
            Claim second = house.next("shop", EventType.RECEIPT);
            assertThat(told(second)).isEqualTo(new What.Receipt("fwd:m2", Reached.failed, "too long"));
            house.done(second);
            house.done(house.next("shop", EventType.RECEIPT));
            house.next("shop", EventType.AGENT_JOINED);
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aReceiptThatIsRefusedOrFailsAgainAndAgainIsForgotten(Engines engine) {
        try (House house = house(engine)) {
            house.accept("shop", says("m1", "T1", "one"), says("m2", "T1", "two"));
            house.done(house.next("desk", EventType.MESSAGE));
            Map<String, Claim> next = both(house);
            house.complete(next.get("shop"), Outcome.Word.refused);
            house.done(next.get("desk"));
            for (int i = 0; i < 3; i++) {
                Claim receipt = house.next("shop", EventType.RECEIPT);
                assertThat(told(receipt).of()).isEqualTo("m2");
                house.complete(receipt, Outcome.Word.again);
                house.later(Duration.ofMinutes(2));
            }
            assertThat(house.work).isEmpty();
            assertThat(house.count("select count(*) from dead_letter")).isZero();
            assertThat(house.rows("select state from delivery where type = 'receipt' order by seq")).containsExactly("cancelled", "cancelled");
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void whereThereAreTooManyCallsReceiptsGoFirstAndHoldUpNobody(Engines engine) {
        try (House house = house(engine)) {
            house.accept("shop", says("m1", "T1", "one"));
            house.done(house.next("desk", EventType.MESSAGE));
            house.complete(house.next("shop", EventType.RECEIPT), Outcome.of(Outcome.Word.busy, "too many calls", Duration.ofMinutes(2)));
            house.accept("shop", says("m2", "T1", "two"));
            house.done(house.next("desk", EventType.MESSAGE));
            Claim next = house.next("shop", EventType.RECEIPT);
            assertThat(told(next).of()).as("no waiting for the two minutes, and no breaker").isEqualTo("m2");
            house.done(next);
            assertThat(house.rows("select state from delivery where type = 'receipt' order by seq")).containsExactly("cancelled", "done");
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void whoTakesNoReceiptsIsToldNoneAndCostsNothing(Engines engine) {
        try (House house = House.withCase(engine)) {
            house.accept("shop", says("m1", "T1", "one"));
            house.done(house.next("desk", EventType.MESSAGE), new Reference(Reference.Kind.message, "D1"));
            house.accept("desk", receipt("D1", "C1", Reached.read, null));
            assertThat(house.work).isEmpty();
            assertThat(kept(house, "message")).as("kept all the same").isEqualTo("[read]");
            assertThat(house.count("select count(*) from event where type = 'receipt'")).isZero();
        }
    }
}
