package dev.baton.ledger;

import static dev.baton.ledger.House.answers;
import static dev.baton.ledger.House.closes;
import static dev.baton.ledger.House.says;
import static dev.baton.ledger.House.text;
import static dev.baton.ledger.House.thread;
import static dev.baton.ledger.House.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.event.EventType;
import dev.baton.event.Outcome;
import dev.baton.event.Reference;
import dev.baton.event.Role;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A conversation's way through the ledger, on both engines. */
class LedgerTest {

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aConversationGoesThereAndBackAndEnds(Engines engine) {
        try (House house = new House(engine.fresh())) {
            house.accept("shop", ticket("T1", "ann", "help"));
            Claim request = house.next("desk", EventType.HANDOVER_REQUESTED);
            assertThat(request.delivery().context().person()).isEqualTo("shop:ann");
            house.accept("shop", says("m1", "T1", "first"), says("m2", "T1", "second"));
            assertThat(house.work).as("the lane keeps its order: nothing before the request is settled").isEmpty();
            house.done(request, thread("C1"));
            assertThat(house.next("shop", EventType.HANDOVER_ACCEPTED).delivery().context().references()).containsEntry("conversation", "T1");

            Claim first = house.next("desk", EventType.MESSAGE);
            assertThat(text(first)).isEqualTo("first");
            assertThat(first.delivery().context().references()).containsEntry("conversation", "C1");
            house.done(first);
            house.done(house.next("desk", EventType.MESSAGE));
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void theAgentIsAnnouncedBeforeTheFirstAnswerAndClosingEndsIt(Engines engine) {
        try (House house = new House(engine.fresh())) {
            house.accept("shop", ticket("T1", "ann", "help"));
            house.done(house.next("desk", EventType.HANDOVER_REQUESTED), thread("C1"));
            house.done(house.next("shop", EventType.HANDOVER_ACCEPTED));
            house.accept("desk", answers("a1", "C1", "shop:ann", "hello"));
            house.done(house.next("shop", EventType.AGENT_JOINED));
            Claim answer = house.next("shop", EventType.MESSAGE);
            assertThat(text(answer)).isEqualTo("hello");
            house.done(answer);
            assertThat(house.accept("desk", answers("a1", "C1", "shop:ann", "hello")).duplicates()).isEqualTo(1);
            house.accept("desk", closes("C1", Role.agent));
            house.done(house.next("shop", EventType.CONVERSATION_CLOSED));
            assertThat(house.rows("select state from conversation")).containsExactly("closed");
            assertThat(house.work).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void whoLooksForAMessageIsToldTheLastOneThatIsKnownToBeOurs(Engines engine) {
        try (House house = new House(engine.fresh())) {
            house.accept("shop", ticket("T1", "ann", "help"));
            house.done(house.next("desk", EventType.HANDOVER_REQUESTED), thread("C1"));
            house.done(house.next("shop", EventType.HANDOVER_ACCEPTED));
            house.accept("shop", says("m1", "T1", "yes"), says("m2", "T1", "yes"));
            house.done(house.next("desk", EventType.MESSAGE), new Reference(Reference.Kind.message, "100"));
            house.accept("desk", answers("101", "C1", "shop:ann", "an agent's message is not ours"));
            Claim second = house.next("desk", EventType.MESSAGE);
            assertThat(second.delivery().context().references()).doesNotContainKey("message");
            house.complete(second, Outcome.of(Outcome.Word.unknown, "no answer"));
            house.done(house.next("shop", EventType.AGENT_JOINED));
            house.done(house.next("shop", EventType.MESSAGE));
            house.clock.forward(Duration.ofMinutes(1));
            house.ledger.look();
            Claim again = house.next("desk", EventType.MESSAGE);
            assertThat(again.delivery().verify()).isTrue();
            assertThat(again.delivery().context().references()).containsEntry("message", "100");
        }
    }

    /** Each message puts the end off, but not the look at it: one that is in vain ends nothing, and is not the last. */
    @ParameterizedTest
    @EnumSource(Engines.class)
    void whoeverWritesPutsTheEndOff(Engines engine) {
        try (House house = House.withCase(engine)) {
            house.accept("desk", answers("a1", "C1", null, "here I am"));
            house.later(Duration.ofDays(6));
            house.accept("shop", says("m1", "T1", "still there?"));
            String changed = house.rows("select changed_at from conversation").get(0);
            house.later(Duration.ofDays(2));
            assertThat(house.rows("select state from conversation")).containsExactly("active");
            assertThat(house.rows("select changed_at from conversation")).as("a look is no change").containsExactly(changed);
            house.later(Duration.ofDays(6));
            assertThat(house.rows("select state from conversation")).containsExactly("closing");
        }
    }
}
