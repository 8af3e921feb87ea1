package dev.baton.ledger;

import dev.baton.MovableClock;
import static dev.baton.ledger.House.answers;
import static dev.baton.ledger.House.says;
import static dev.baton.ledger.House.text;
import static dev.baton.ledger.House.thread;
import static dev.baton.ledger.House.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.conversation.Deadlines;
import dev.baton.event.Event;
import dev.baton.event.EventType;
import dev.baton.event.Outcome;
import dev.baton.event.Outcome.Word;
import dev.baton.event.Reference;
import dev.baton.event.Role;
import dev.baton.event.What;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What came of a delivery, and what it means for the ones behind it, for the conversation and for what comes back. */
class OutcomesTest {

    private static Claim message(House house, Channels.OnUnknown unknown) {
        house.channel("desk", null, true, unknown);
        house.accept("shop", says("m1", "T1", "first"), says("m2", "T1", "second"));
        return house.next("desk", EventType.MESSAGE);
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void anUnknownOutcomeIsRepeatedWhereARepeatDoesNoHarm(Engines engine) {
        try (House house = House.withCase(engine)) {
            Claim first = message(house, Channels.OnUnknown.repeat);
            house.complete(first, Word.unknown);
            assertThat(house.work).isEmpty();
            house.later(Duration.ofSeconds(2));
            Claim again = house.next("desk", EventType.MESSAGE);
            assertThat(text(again)).isEqualTo("first");
            assertThat(again.delivery().verify()).isFalse();
            assertThat(again.delivery().attempt()).isEqualTo(2);
            assertThat(again.delivery().mark()).isEqualTo(first.delivery().mark());
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void anUnknownOutcomeIsVerifiedWhereThePlatformCanBeAsked(Engines engine) {
        try (House house = House.withCase(engine)) {
            house.complete(message(house, Channels.OnUnknown.verify), Word.unknown);
            house.later(Duration.ofSeconds(2));
            Claim again = house.next("desk", EventType.MESSAGE);
            assertThat(again.delivery().verify()).isTrue();
            assertThat(again.delivery().firstAt()).isNotNull();
            house.complete(again, Word.busy);
            house.later(Duration.ofMinutes(2));
            assertThat(house.next().delivery().verify()).as("still to be verified after the channel was busy").isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void anUnknownOutcomeIsForAPersonWhereNothingElseIsSafe(Engines engine) {
        try (House house = House.withCase(engine)) {
            house.complete(message(house, Channels.OnUnknown.ask), Word.unknown);
            assertThat(text(house.next("desk", EventType.MESSAGE))).as("the lane goes on").isEqualTo("second");
            assertThat(house.rows("select cause from dead_letter")).singleElement().asString().contains("not known whether the platform has it");
            java.util.UUID letter = java.util.UUID.fromString(house.rows("select id from dead_letter").get(0));
            house.ledger.replay(letter).join();
            assertThat(house.work).as("in the lane's order, behind the one in flight").isEmpty();
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> house.ledger.replay(letter).join()).as("replayed once")
                    .hasCauseInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aDeadDeliveryIsReplayedWithItsOwnMark(Engines engine) {
        try (House house = House.withCase(engine)) {
            Claim first = message(house, Channels.OnUnknown.ask);
            house.complete(first, Word.refused);
            house.done(house.next("desk", EventType.MESSAGE));
            house.ledger.replay(java.util.UUID.fromString(house.rows("select id from dead_letter").get(0))).join();
            Claim late = house.next("desk", EventType.MESSAGE);
            assertThat(text(late)).isEqualTo("first");
            assertThat(late.delivery().late()).isTrue();
            assertThat(late.delivery().mark()).isEqualTo(first.delivery().mark());
            assertThat(late.delivery().context().references()).containsEntry("conversation", "C1");
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aRepeatAndAReplayKnowWhatEarlierTriesHaveBrought(Engines engine) {
        try (House house = House.withCase(engine)) {
            Claim first = message(house, Channels.OnUnknown.verify);
            assertThat(first.delivery().named()).isEmpty();
            house.ledger.learn(first, part("p1")).join();
            house.complete(first, Word.unknown);
            house.later(Duration.ofSeconds(2));
            Claim again = house.next("desk", EventType.MESSAGE);
            assertThat(again.delivery().named()).containsExactly("p1");
            house.ledger.learn(again, part("p2")).join();
            house.complete(again, Word.refused);
            Claim other = house.next("desk", EventType.MESSAGE);
            assertThat(other.delivery().named()).as("another's parts are not its own").isEmpty();
            house.done(other, new Reference(Reference.Kind.message, "p3"));
            house.ledger.replay(java.util.UUID.fromString(house.rows("select id from dead_letter").get(0))).join();
            assertThat(house.next("desk", EventType.MESSAGE).delivery().named()).containsExactlyInAnyOrder("p1", "p2");
        }
    }

    private static Outcome part(String name) {
        return new Outcome(Word.done, null, null, List.of(new Reference(Reference.Kind.message, name)), null, null);
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void anOutageEndsTheHandoverOnceAndLeavesNothingBehind(Engines engine) {
        try (House house = new House(engine.fresh())) {
            house.accept("shop", ticket("T1", "ann", "help"), says("m1", "T1", "hello?"));
            house.complete(house.next("desk", EventType.HANDOVER_REQUESTED), Word.busy);
            for (int minute = 0; minute < 16; minute++) {
                house.later(Duration.ofMinutes(1));
                for (Claim claim = house.work.poll(); claim != null; claim = house.work.poll()) {
                    assertThat(claim.channel() + " " + claim.delivery().event().type().text()).isIn("desk handover.requested", "shop handover.failed");
                    house.complete(claim, claim.channel().equals("desk") ? Word.busy : Word.done);
                }
            }
            assertThat(house.rows("select state from delivery where type = 'handover.failed'")).as("told once").containsExactly("done");
            assertThat(house.rows("select distinct state from delivery where type <> 'handover.failed'")).containsExactly("cancelled");
            assertThat(house.rows("select state from conversation")).containsExactly("closed");
            assertThat(house.rows("select type from delivery where type = 'conversation.closed' and state <> 'cancelled'"))
                    .as("nothing was sent that would have to be taken back").isEmpty();
            house.later(Duration.ofHours(1));
            assertThat(house.work).as("no case after the desk's return").isEmpty();
            assertThat(house.count("select count(*) from dead_letter")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aHandoverThatFailsWhileItsRequestIsInFlightIsTakenBackOnlyIfItMayHaveArrived(Engines engine) {
        for (Word word : List.of(Word.busy, Word.unknown, Word.done)) {
            try (House house = new House(engine.fresh())) {
                house.accept("shop", ticket("T1", "ann", "help"));
                house.complete(house.next("desk", EventType.HANDOVER_REQUESTED), Word.busy);
                house.later(Duration.ofSeconds(870));
                Claim request = house.next("desk", EventType.HANDOVER_REQUESTED);
                house.accept("shop", says("m1", "T1", "still there?"));
                house.later(Duration.ofSeconds(45));
                assertThat(house.rows("select state from conversation")).as("its time is over").containsExactly("closing");
                house.complete(request, word);
                house.later(Duration.ofMinutes(30));
                List<String> told = new java.util.ArrayList<>();
                for (Claim claim = house.work.poll(); claim != null; claim = house.work.poll()) {
                    told.add(claim.channel() + " " + claim.delivery().event().type().text());
                    house.done(claim);
                }
                house.later(Duration.ofHours(1));
                assertThat(told).as("%s", word).contains("shop handover.failed").doesNotContain("desk message", "desk handover.requested");
                assertThat(told.contains("desk conversation.closed")).as("%s", word).isEqualTo(word != Word.busy);
                assertThat(house.rows("select state from conversation")).containsExactly("closed");
            }
        }
    }

    /** A message that is on its way while an agent is there; no state of its conversation is ever over for its age. */
    private static Claim inAnEndlessConversation(House house) {
        Duration ages = Duration.ofDays(100);
        Claim message = message(house, Channels.OnUnknown.verify);
        Channels.Facts f = house.facts.get("desk");
        house.facts.put("desk", new Channels.Facts(f.name(), f.version(), f.desk(), f.perPerson(), f.takes(), new Deadlines(ages, ages, ages, ages, ages, ages), f.schedule(), f.onUnknown(),
                f.concurrency(), null));
        house.accept("desk", answers("a1", "C1", null, "an agent is there"));
        return message;
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void anOutageDoesNotCountIntoTheTimeAfterWhichItIsGivenUp(Engines engine) {
        try (House house = House.withCase(engine)) {
            Claim first = inAnEndlessConversation(house);
            house.complete(first, Word.again);
            house.done(house.next("shop", EventType.AGENT_JOINED));
            house.done(house.next("shop", EventType.MESSAGE));
            house.later(Duration.ofSeconds(3));
            house.complete(house.next("desk", EventType.MESSAGE), Word.busy);
            house.later(Duration.ofDays(4));
            Claim after = house.next("desk", EventType.MESSAGE);
            assertThat(text(after)).isEqualTo("first");
            house.complete(after, Word.again);
            assertThat(house.count("select count(*) from dead_letter")).isZero();
        }
    }

    /** Three days are given: a platform that wants half of them is waited for, one that wants more than what is left is given up at once. */
    @ParameterizedTest
    @EnumSource(Engines.class)
    void nobodyWaitsLongerThanThereIsTimeFor(Engines engine) {
        try (House house = House.withCase(engine)) {
            Claim first = inAnEndlessConversation(house);
            house.complete(first, Outcome.of(Word.again, "too busy", Duration.ofHours(36)));
            house.done(house.next("shop", EventType.AGENT_JOINED));
            house.done(house.next("shop", EventType.MESSAGE));
            house.later(Duration.ofHours(35));
            assertThat(house.work).isEmpty();
            house.later(Duration.ofHours(1));
            Claim second = house.next("desk", EventType.MESSAGE);
            assertThat(text(second)).isEqualTo("first");
            house.complete(second, Outcome.of(Word.again, "too busy", Duration.ofHours(37)));
            assertThat(house.rows("select cause from dead_letter")).containsExactly("message: given up after 2 tries, the next one is wanted only after 133200 s: too busy");
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aLeaseThatRunsOutIsTakenOverAsUnknownAndTheOldHolderChangesNothingMore(Engines engine) {
        var source = engine.fresh();
        MovableClock clock = MovableClock.standing();
        try (House one = new House(source, "node-1", clock); House two = new House(source, "node-2", clock)) {
            one.accept("shop", ticket("T1", "ann", "help"));
            Claim stuck = one.next("desk", EventType.HANDOVER_REQUESTED);
            java.time.Instant began = clock.instant();
            clock.forward(Duration.ofSeconds(70));
            two.look();
            assertThat(two.work).as("not before the margin is over").isEmpty();
            clock.forward(Duration.ofSeconds(6));
            two.look();
            org.awaitility.Awaitility.await().until(() -> two.count("select count(*) from delivery where state = 'unknown'") == 1);
            two.later(Duration.ofSeconds(2));
            Claim taken = two.next("desk", EventType.HANDOVER_REQUESTED);
            assertThat(taken.delivery().verify()).isTrue();
            assertThat(taken.delivery().firstAt()).as("what is looked for is as old as the try that was cut off").isEqualTo(began);
            assertThat(taken.delivery().mark()).isEqualTo(stuck.delivery().mark());
            one.done(stuck, thread("C1"), new Reference(Reference.Kind.message, "d1"));
            assertThat(one.rows("select state from delivery where type = 'handover.requested'")).as("its word does not count").containsExactly("unknown");
            assertThat(one.count("select count(*) from reference where val in ('C1', 'd1') and conversation is not null")).as("what it learnt does").isEqualTo(2);
            assertThat(one.ledger.standing("desk").inFlight()).isZero();
            two.done(taken, thread("C1"));
            assertThat(two.work.size() + one.work.size()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void whatANodeHadInFlightWhenItStoppedIsFoundAtOnceByItsName(Engines engine) {
        var source = engine.fresh();
        MovableClock clock = MovableClock.standing();
        House before = new House(source, "node-1", clock);
        before.accept("shop", ticket("T1", "ann", "help"), says("m1", "T1", "hello"));
        before.accept("shop", ticket("T2", "ben", "help"));
        Claim sent = before.next("desk", EventType.HANDOVER_REQUESTED);
        Claim notBegun = before.next("desk", EventType.HANDOVER_REQUESTED);
        before.ledger.stopClaiming();
        before.ledger.release(notBegun).join();
        before.close();
        assertThat(sent.delivery().context().person()).isEqualTo("shop:ann");
        java.time.Instant began = clock.instant();
        clock.forward(Duration.ofSeconds(30));
        try (House after = new House(source, "node-1", clock)) {
            Claim ben = after.next("desk", EventType.HANDOVER_REQUESTED);
            assertThat(ben.delivery().context().person()).isEqualTo("shop:ben");
            assertThat(ben.delivery().verify()).as("handed back means not sent").isFalse();
            assertThat(ben.delivery().attempt()).isEqualTo(1);
            org.awaitility.Awaitility.await().until(() -> after.count("select count(*) from delivery where state = 'unknown'") == 1);
            after.later(Duration.ofSeconds(2));
            Claim ann = after.next("desk", EventType.HANDOVER_REQUESTED);
            assertThat(ann.delivery().verify()).as("cut off means unknown").isTrue();
            assertThat(ann.delivery().firstAt()).as("what is looked for is as old as the try that was cut off").isEqualTo(began);
            after.done(ann, thread("C1"));
            assertThat(List.of(after.next(), after.next())).extracting(claim -> claim.delivery().event().type())
                    .containsExactlyInAnyOrder(EventType.HANDOVER_ACCEPTED, EventType.MESSAGE);
        }
    }

    private static Event echo(String id, String text) {
        Event plain = answers(id, "C1", null, text);
        return new Event(id, null, "C1", null, null, true, false, plain.what());
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void ourOwnMessageNeverComesBackButAnAgentsInTheSameMomentDoes(Engines engine) {
        try (House house = House.withCase(engine)) {
            Claim first = message(house, Channels.OnUnknown.verify);
            house.accept("desk", echo("d1", "first"));
            house.accept("desk", echo("a1", "an agent's own"));
            house.accept("desk", answers("a2", "C1", null, "and a second one"));
            assertThat(house.work).as("while the call is open nobody knows").isEmpty();
            house.done(first, new Reference(Reference.Kind.message, "d1"));
            List<String> told = new java.util.ArrayList<>();
            while (!house.work.isEmpty()) {
                Claim claim = house.next();
                if (claim.channel().equals("shop")) {
                    told.add(claim.delivery().event().type() == EventType.MESSAGE ? text(claim) : claim.delivery().event().type().text());
                }
                house.done(claim, claim.channel().equals("desk") ? new Reference[] {new Reference(Reference.Kind.message, "d2")} : new Reference[0]);
            }
            assertThat(told).containsExactly("agent.joined", "an agent's own", "and a second one");
            house.accept("desk", echo("d2", "second"));
            house.accept("desk", echo("d1", "first"));
            assertThat(house.work).as("after the answer it is known").isEmpty();
            assertThat(house.count("select count(*) from parked")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aLateAgentOfAnEarlierCaseReachesThePersonsOpenConversation(Engines engine) {
        try (House house = House.withCase(engine)) {
            house.accept("desk", House.closes("C1", Role.agent));
            house.done(house.next("shop", EventType.CONVERSATION_CLOSED));
            house.accept("shop", ticket("T2", "ann", "once more"));
            Claim second = house.next("desk", EventType.HANDOVER_REQUESTED);
            assertThat(second.delivery().context().references()).containsEntry("previous", "C1").doesNotContainKey("conversation");
            house.done(second, thread("C2"));
            house.done(house.next("shop", EventType.HANDOVER_ACCEPTED));
            house.accept("desk", answers("a1", "C1", "shop:ann", "late"));
            Claim joined = house.next("shop", EventType.AGENT_JOINED);
            assertThat(joined.delivery().context().references()).containsEntry("conversation", "T2");
            house.done(joined);
            assertThat(text(house.next("shop", EventType.MESSAGE))).isEqualTo("late");
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void anEarlierConversationDoesNotTakeThePersonFromTheOpenOne(Engines engine) {
        try (House house = new House(engine.fresh())) {
            house.channel("desk", null, false, Channels.OnUnknown.verify);
            Reference person = new Reference(Reference.Kind.person, "123");
            house.accept("shop", ticket("T1", "ann", "help"));
            house.done(house.next("desk", EventType.HANDOVER_REQUESTED), thread("C1"), person);
            house.done(house.next("shop", EventType.HANDOVER_ACCEPTED));
            house.accept("shop", new Event("x1", null, "T1", null, null, false, false, new What.ConversationClosed(Role.customer, null)));
            Claim closing = house.next("desk", EventType.CONVERSATION_CLOSED);
            house.accept("shop", ticket("T2", "ann", "once more"));
            house.done(house.next("desk", EventType.HANDOVER_REQUESTED), thread("C2"), person);
            house.done(house.next("shop", EventType.HANDOVER_ACCEPTED));
            house.done(closing, person);
            house.accept("desk", answers("a1", null, "123", "hello again"));
            assertThat(house.next("shop", EventType.AGENT_JOINED).delivery().context().references()).containsEntry("conversation", "T2");
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aThreadThatHasEndedMayBeHandedOverAgain(Engines engine) {
        try (House house = House.withCase(engine)) {
            house.accept("desk", House.closes("C1", Role.agent));
            house.done(house.next("shop", EventType.CONVERSATION_CLOSED));
            Event again = ticket("T1", "ann", "once more");
            house.accept("shop", new Event("another", null, "T1", null, null, false, false, again.what()));
            Claim request = house.next("desk", EventType.HANDOVER_REQUESTED);
            house.done(request, thread("C2"));
            house.accept("desk", answers("a1", "C2", null, "hello"));
            assertThat(house.next("shop", EventType.HANDOVER_ACCEPTED).delivery().context().references()).containsEntry("conversation", "T1");
            assertThat(house.rows("select state from conversation order by created_at, state")).contains("closed", "active");
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aClosingWaitsForWhatTheCustomerHasWrittenBefore(Engines engine) {
        try (House house = House.withCase(engine)) {
            house.accept("shop", says("m1", "T1", "one more thing"));
            Claim message = house.next("desk", EventType.MESSAGE);
            house.accept("desk", House.closes("C1", Role.agent));
            assertThat(house.rows("select state from conversation")).containsExactly("queued");
            house.done(message, thread("C2"));
            assertThat(house.rows("select state from conversation")).as("it went into a new case: the old one's end ends nothing").containsExactly("queued");
            house.accept("shop", says("m2", "T1", "and another"));
            message = house.next("desk", EventType.MESSAGE);
            Event end = new Event(null, null, null, null, null, false, false, new What.ConversationClosed(Role.agent, "gone home"));
            house.complete(message, new Outcome(Word.done, null, null, null, List.of(end), null));
            assertThat(house.rows("select state from conversation")).as("said by the answer itself, of no other case").containsExactly("closing");
            house.done(house.next("shop", EventType.CONVERSATION_CLOSED));
            assertThat(house.count("select count(*) from dead_letter")).isZero();
            assertThat(house.count("select count(*) from parked")).isZero();
        }
    }
}
