package dev.baton.ledger;

import static dev.baton.ledger.House.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.event.Content;
import dev.baton.event.Customer;
import dev.baton.event.Event;
import dev.baton.event.EventType;
import dev.baton.event.Json;
import dev.baton.event.Outcome;
import dev.baton.event.Role;
import dev.baton.event.What;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is sensitive is kept until it has been told, and shown to nobody; on both engines. */
class SensitiveTest {

    private static final String PIN = "my pin is 1234";

    private static Event sensitive(Event event) {
        return new Event(event.id(), event.key(), event.conversation(), event.person(), event.at(), event.maybeEcho(), event.ifKnown(), true, event.what());
    }

    private static Event pin(String id) {
        return sensitive(says(id, "T1", PIN));
    }

    private static void accept(House house, Event... events) {
        house.ledger.accept(new Arrival("shop", "v1", List.of(events), PIN.getBytes(), false)).join();
    }

    /** How often it stands in the ledger. */
    private static long kept(House house) {
        return List.of("event.body", "event.raw", "parked.body", "parked.raw", "dead_letter.body", "attempt.request").stream()
                .mapToLong(place -> house.bytes("select " + place.split("\\.")[1] + " from " + place.split("\\.")[0]).stream()
                        .filter(bytes -> bytes != null && new String(bytes, StandardCharsets.UTF_8).contains("1234")).count()).sum();
    }

    /** All that the API would show of it. */
    private static String shown(House house) {
        View view = new View(house.source);
        StringBuilder all = new StringBuilder();
        house.rows("select id from conversation").forEach(id -> all.append(text(view.conversation(UUID.fromString(id), null).orElseThrow())));
        house.rows("select id from dead_letter").forEach(id -> all.append(text(view.deadLetter(UUID.fromString(id)).orElseThrow())));
        return all.toString();
    }

    private static String text(Object view) {
        return new String(Json.bytes(view), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void itIsForgottenWhenItHasBeenTold(Engines engine) {
        try (House house = House.withCase(engine)) {
            accept(house, says("m0", "T1", "before"), pin("m1"));
            house.done(house.next("desk", EventType.MESSAGE));
            Claim claim = house.next("desk", EventType.MESSAGE);
            assertThat(Json.json(claim.delivery()).toString()).contains(PIN).contains("\"sensitive\":true");
            assertThat(kept(house)).as("the event, and no webhook").isEqualTo(1);
            assertThat(shown(house)).contains("before", "\"kind\":\"unknown\",\"type\":\"sensitive\",\"text\":\"•••\"").doesNotContain("1234");
            house.complete(claim, Outcome.Word.unknown);
            assertThat(kept(house)).as("it may have to be sent again").isEqualTo(1);
            house.later(Duration.ofMinutes(1));
            house.done(house.next("desk", EventType.MESSAGE));
            assertThat(kept(house)).isZero();
            assertThat(shown(house)).contains("•••").doesNotContain("1234");
            assertThat(house.accept("shop", pin("m1")).duplicates()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aDeadOneIsKeptUnseenForReplay(Engines engine) {
        try (House house = House.withCase(engine)) {
            accept(house, pin("m1"));
            house.complete(house.next("desk", EventType.MESSAGE), Outcome.Word.refused);
            assertThat(kept(house)).isEqualTo(1);
            assertThat(shown(house)).contains("•••").doesNotContain("1234");
            house.ledger.replay(UUID.fromString(house.rows("select id from dead_letter").get(0))).join();
            Claim again = house.next("desk", EventType.MESSAGE);
            assertThat(House.text(again)).isEqualTo(PIN);
            house.done(again);
            assertThat(kept(house)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void whatIsCancelledOrToldNobodyIsForgottenAtOnce(Engines engine) {
        try (House house = House.withCase(engine)) {
            house.accept("desk", sensitive(House.answers("a1", "C1", "shop:ann", PIN)), sensitive(House.answers("a2", "C1", "shop:ann", PIN)));
            house.done(house.next("shop", EventType.AGENT_JOINED));
            Claim underWay = house.next("shop", EventType.MESSAGE);
            assertThat(kept(house)).isEqualTo(2);
            house.accept("shop", House.closes("T1", Role.customer));
            assertThat(kept(house)).as("the one under way may come back dead").isEqualTo(1);
            house.done(house.next("desk", EventType.CONVERSATION_CLOSED));
            house.complete(underWay, Outcome.Word.again);
            assertThat(kept(house)).isZero();
            assertThat(house.rows("select state from conversation")).containsExactly("closed");
            accept(house, sensitive(new Event("n", null, "T1", null, null, false, false,
                    new What.Message(new dev.baton.event.Author(Role.agent, null, null), new Content.Text(PIN, null), true))));
            assertThat(kept(house)).isZero();
            accept(house, pin("m3"));
            assertThat(kept(house)).as("in a dead letter, because nobody could be told").isEqualTo(1);
            assertThat(shown(house)).doesNotContain("1234");
            View view = new View(house.source);
            UUID letter = UUID.fromString(house.rows("select id from dead_letter").get(0));
            assertThat(view.deadLetter(letter).orElseThrow().body()).isNull();
            assertThat(view.wholeDeadLetter(letter).orElseThrow().body()).contains(PIN);
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aTicketsWordsAndItsTranscriptAreContentsToo(Engines engine) {
        try (House house = new House(engine.fresh())) {
            Content words = new Content.Text(PIN, null);
            accept(house, sensitive(new Event("Ticket:T1", null, "T1", null, null, false, false, new What.HandoverRequested(new Customer("ann", "Ann", null, null, null, null),
                    words, null, null, List.of(new What.Line(new dev.baton.event.Author(Role.customer, null, null), words, null))))));
            assertThat(shown(house)).doesNotContain("1234");
            house.done(house.next("desk", EventType.HANDOVER_REQUESTED), House.thread("C1"));
            assertThat(kept(house)).isZero();
            assertThat(shown(house)).contains("Ann").contains("•••");
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aWebhookThatIsReadLaterIsForgottenWhenItHasBeenRead(Engines engine) {
        try (House house = House.withCase(engine)) {
            for (Outcome.Word word : List.of(Outcome.Word.done, Outcome.Word.refused)) {
                house.ledger.later("shop", "v1", new Claim.Raw("application/json", PIN.getBytes()), "ann").join();
                Claim webhook = house.next();
                house.complete(webhook, new Outcome(word, "as the test wants it", null, null, List.of(pin("m-" + word)), null));
                house.done(house.next("desk", EventType.MESSAGE));
            }
            assertThat(house.rows("select cause from dead_letter")).containsExactly("as the test wants it");
            assertThat(kept(house)).as("the unread one, as itself and in its dead letter").isEqualTo(2);
            assertThat(shown(house)).doesNotContain("1234");
        }
    }
}
