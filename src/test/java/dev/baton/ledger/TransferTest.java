package dev.baton.ledger;

import static dev.baton.ledger.House.answers;
import static dev.baton.ledger.House.closes;
import static dev.baton.ledger.House.says;
import static dev.baton.ledger.House.text;
import static dev.baton.ledger.House.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.event.Event;
import dev.baton.event.EventType;
import dev.baton.event.Outcome;
import dev.baton.event.Role;
import dev.baton.event.What;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A ticket that becomes another one, on both engines. */
class TransferTest {

    private static Event moves(String thread, String person) {
        return new Event(null, null, thread, person, null, false, false, new What.TransferRequested(null, null));
    }

    private static String state(House house) {
        return house.rows("select state from conversation").toString();
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void theNewTicketGoesOnInTheSameConversationAndTheSameCase(Engines engine) {
        try (House house = House.withCase(engine)) {
            house.accept("shop", moves("T1", null));
            assertThat(state(house)).isEqualTo("[transferring]");
            house.accept("shop", ticket("T2", "ann", "again"));
            Claim request = house.next("desk", EventType.HANDOVER_REQUESTED);
            assertThat(request.delivery().context().references()).containsEntry("conversation", "C1");
            assertThat(request.delivery().context().handover()).isEqualTo(2);
            house.done(request);
            Claim accepted = house.next("shop", EventType.HANDOVER_ACCEPTED);
            assertThat(accepted.delivery().context().references()).containsEntry("conversation", "T2");
            house.done(accepted);
            house.accept("desk", answers("a1", "C1", "shop:ann", "hello"));
            house.done(house.next("shop", EventType.AGENT_JOINED));
            Claim answer = house.next("shop", EventType.MESSAGE);
            assertThat(answer.delivery().context().references()).containsEntry("conversation", "T2");
            assertThat(state(house)).isEqualTo("[active]");
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void whatIsWrittenUnderTheOldTicketIsNotLost(Engines engine) {
        try (House house = House.withCase(engine)) {
            house.accept("shop", moves("T1", null));
            house.accept("shop", says("m1", "T1", "while it moves"));
            house.done(house.next("desk", EventType.MESSAGE));
            house.accept("shop", ticket("T2", "ann", "again"));
            house.accept("shop", says("m2", "T1", "late"), says("m3", "T2", "new"));
            house.done(house.next("desk", EventType.HANDOVER_REQUESTED));
            house.done(house.next("shop", EventType.HANDOVER_ACCEPTED));
            for (String said : new String[] {"late", "new"}) {
                Claim message = house.next("desk", EventType.MESSAGE);
                assertThat(text(message)).isEqualTo(said);
                assertThat(message.delivery().context().references()).containsEntry("conversation", "C1");
                house.done(message);
            }
            house.accept("shop", moves("T1", null), new Event("x", null, "T1", null, null, false, false, new What.ConversationClosed(Role.customer, null)));
            assertThat(state(house)).as("the old ticket's end changes nothing").isEqualTo("[queued]");
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void anAnswerThatTheOldTicketDoesNotTakeAnyMoreWaitsForTheNewOne(Engines engine) {
        try (House house = House.withCase(engine)) {
            house.accept("desk", answers("a1", "C1", "shop:ann", "hello"));
            house.done(house.next("shop", EventType.AGENT_JOINED));
            Claim answer = house.next("shop", EventType.MESSAGE);
            house.accept("shop", moves("T1", null));
            house.complete(answer, Outcome.Word.gone);
            assertThat(state(house)).isEqualTo("[transferring]");
            house.accept("shop", ticket("T2", "ann", "again"));
            house.done(house.next("desk", EventType.HANDOVER_REQUESTED));
            house.later(Duration.ofSeconds(5));
            Claim again = house.next("shop", EventType.MESSAGE);
            assertThat(text(again)).isEqualTo("hello");
            assertThat(again.delivery().context().references()).containsEntry("conversation", "T2");
            house.done(again);
            house.done(house.next("shop", EventType.HANDOVER_ACCEPTED));
            assertThat(house.count("select count(*) from delivery where state = 'cancelled'")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void whatAnAgentWritesMeanwhileWaitsForTheNewTicketOrIsKeptForAPerson(Engines engine) {
        for (boolean comes : new boolean[] {true, false}) {
            try (House house = House.withCase(engine)) {
                house.accept("shop", moves("T1", null));
                house.accept("desk", answers("a1", "C1", "shop:ann", "one"));
                house.accept("desk", answers("a2", "C1", "shop:ann", "two"));
                assertThat(house.work).isEmpty();
                if (comes) {
                    house.accept("shop", ticket("T2", "ann", "again"));
                    List<Claim> next = List.of(house.next(), house.next());
                    assertThat(next).extracting(one -> one.delivery().event().type()).containsExactlyInAnyOrder(EventType.HANDOVER_REQUESTED, EventType.AGENT_JOINED);
                    next.forEach(house::done);
                    for (String said : new String[] {"one", "two"}) {
                        Claim message = house.next("shop", EventType.MESSAGE);
                        assertThat(text(message)).isEqualTo(said);
                        assertThat(message.delivery().context().references()).containsEntry("conversation", "T2");
                        house.done(message);
                    }
                } else {
                    house.later(Duration.ofMinutes(11));
                    assertThat(house.rows("select cause from dead_letter")).containsExactly("the conversation has ended: the message can reach nobody",
                            "the conversation has ended: the message can reach nobody");
                }
                assertThat(house.count("select count(*) from parked")).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aPlatformThatTellsOnlyOfTheNewTicketSaysByThePersonWhatMoves(Engines engine) {
        try (House house = House.withCase(engine)) {
            house.accept("shop", moves(null, "ann"), ticket("T2", "ann", "again"));
            assertThat(house.next("desk", EventType.HANDOVER_REQUESTED).delivery().context().references()).containsEntry("conversation", "C1");
            assertThat(state(house)).isEqualTo("[requested]");
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aTicketThatNeverComesEndsItOnBothSides(Engines engine) {
        try (House house = House.withCase(engine)) {
            house.accept("shop", moves("T1", null));
            house.later(Duration.ofMinutes(11));
            house.done(house.next());
            house.done(house.next());
            assertThat(state(house)).isEqualTo("[closed]");
            house.accept("shop", ticket("T2", "ann", "at last"));
            assertThat(house.next("desk", EventType.HANDOVER_REQUESTED).delivery().context().references()).containsEntry("previous", "C1").doesNotContainKey("conversation");
            assertThat(house.count("select count(*) from conversation")).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aClosedTicketIsNotMoved(Engines engine) {
        try (House house = House.withCase(engine)) {
            house.accept("desk", closes("C1", Role.agent));
            house.done(house.next("shop", EventType.CONVERSATION_CLOSED));
            house.accept("shop", moves("T1", null), moves(null, "ann"));
            assertThat(state(house)).isEqualTo("[closed]");
            assertThat(house.work).isEmpty();
        }
    }
}
