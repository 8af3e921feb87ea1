package dev.baton.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.event.Author;
import dev.baton.event.Content;
import dev.baton.event.Customer;
import dev.baton.event.Event;
import dev.baton.event.EventType;
import dev.baton.event.Outcome.Word;
import dev.baton.event.Role;
import dev.baton.event.What;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Waiting for an agent: patience, hours, and the desks that stand in for each other. */
class WaitingTest {

    /** Friday, 15:00 in the office's zone; it closes at 18:00 and opens on Monday at 09:00. */
    private static final Instant FRIDAY = Instant.parse("2026-03-06T15:00:00Z");
    private static final Instant NIGHT = Instant.parse("2026-03-06T20:00:00Z");
    private static final Instant MONDAY = Instant.parse("2026-03-09T09:00:00Z");
    private static final Hours OFFICE = Hours.of("mon-fri 09:00-18:00", "UTC", null);
    private static final Hours NIGHTS = Hours.of("daily 19:00-07:00", "UTC", null);

    private final Map<String, Desk> desks = new HashMap<>();
    private final List<String> told = new ArrayList<>();
    private Conversation now;
    private Step last;

    private void desk(String name, Hours hours, Fallback whenClosed, Fallback whenNobody) {
        desks.put(name, new Desk(Deadlines.DEFAULT, hours, whenClosed, whenNobody));
    }

    private Desk of(String name) {
        return desks.getOrDefault(name, Desk.always(Deadlines.DEFAULT));
    }

    private void step(Input input, Instant at) {
        Step step = StateMachine.step(now, input, this::of, at);
        told.clear();
        step.tell().forEach(tell -> told.add(tell.channel() + " " + (tell.notice() == null ? tell.event().type().text() : tell.notice().key())
                + (tell.onlyIfTold() ? "?" : "")));
        now = step.conversation();
        last = step;
    }

    private void ask(Instant at) {
        String desk = Desk.standingIn("office", this::of, at);
        now = StateMachine.towards(StateMachine.begin(new UUID(0, 1), "shop", "shop:ann", at, Deadlines.DEFAULT), desk);
        step(new Input.Happened("shop", new Event("T1", null, "T1", null, at, false, false,
                new What.HandoverRequested(new Customer("ann", "Ann", null, null, null, null), new Content.Text("help", null), null, null, null))), at);
    }

    private void taken(String desk, Instant at) {
        step(new Input.Settled(desk, EventType.HANDOVER_REQUESTED, Word.done, null), at);
    }

    private void deadline() {
        step(new Input.DeadlinePassed(), now.deadlineAt());
    }

    @Test
    void theCustomerIsToldOnceThatItTakesLongerAndThenThatNobodyCame() {
        ask(FRIDAY);
        taken("office", FRIDAY);
        assertThat(told).containsExactly("shop handover.accepted", "shop accepted");
        assertThat(now.deadlineAt()).isEqualTo(FRIDAY.plus(Duration.ofMinutes(5)));
        deadline();
        assertThat(told).containsExactly("shop waiting");
        assertThat(now.deadlineAt()).as("the whole time counts from the beginning").isEqualTo(FRIDAY.plus(Duration.ofDays(1)));
        deadline();
        assertThat(told).containsExactly("office desk.nobody?", "office conversation.closed?", "shop nobody", "shop handover.failed");
        assertThat(now.state()).isEqualTo(State.closing);
    }

    @Test
    void whoLooksTooLateSaysOnlyWhatIsStillTrue() {
        ask(FRIDAY);
        taken("office", FRIDAY);
        step(new Input.DeadlinePassed(), FRIDAY.plus(Duration.ofDays(2)));
        assertThat(told).contains("shop nobody").doesNotContain("shop waiting");
    }

    @Test
    void aClosedDeskKeepsWhatIsLeftAndItsTimeBeginsWhenItOpens() {
        desk("office", OFFICE, Fallback.MESSAGE, Fallback.BOT);
        ask(NIGHT);
        assertThat(told).as("kept is said when it is").containsExactly("office handover.requested");
        assertThat(now.deadlineAt()).isEqualTo(MONDAY.plus(Deadlines.DEFAULT.requested()));
        taken("office", NIGHT);
        assertThat(told).containsExactly("shop handover.accepted", "shop outside-hours.kept");
        assertThat(now.deadlineAt()).isEqualTo(MONDAY.plus(Deadlines.DEFAULT.queued()));
        deadline();
        assertThat(told).contains("shop nobody", "shop handover.failed");
    }

    @Test
    void aClosedDeskGivesBackToTheBotWithoutBeingAsked() {
        desk("office", OFFICE, Fallback.BOT, Fallback.BOT);
        ask(NIGHT);
        assertThat(told).containsExactly("shop outside-hours", "shop handover.failed");
        assertThat(now.state()).isEqualTo(State.closing);
        assertThat(now.awaiting()).containsExactly("shop");
        ask(FRIDAY);
        assertThat(told).containsExactly("office handover.requested");
    }

    @Test
    void anotherDeskTakesItWhileTheFirstIsClosed() {
        desk("office", OFFICE, Fallback.to("night"), Fallback.BOT);
        desk("night", NIGHTS, Fallback.MESSAGE, Fallback.BOT);
        ask(NIGHT);
        assertThat(told).containsExactly("night handover.requested");
        ask(FRIDAY);
        assertThat(told).containsExactly("office handover.requested");
        ask(Instant.parse("2026-03-06T18:30:00Z"));
        assertThat(told).as("both closed: the last one's word holds").containsExactly("night handover.requested");
        assertThat(now.deadlineAt()).isEqualTo(Instant.parse("2026-03-06T19:15:00Z"));
    }

    @Test
    void anotherDeskIsAskedWhenNobodyComesAndItsFailureIsTheEnd() {
        desk("office", null, Fallback.MESSAGE, Fallback.to("second"));
        ask(FRIDAY);
        taken("office", FRIDAY);
        now = now.knowing("office", "conversation", "C1");
        deadline();
        deadline();
        assertThat(told).containsExactly("office desk.nobody.elsewhere?", "office conversation.closed?", "shop nobody.elsewhere", "second handover.requested");
        assertThat(now.state()).isEqualTo(State.requested);
        assertThat(now.handover()).isEqualTo(2);
        step(new Input.Happened("office", new Event("a", null, "C1", null, null, false, false,
                new What.Message(new Author(Role.agent, "7", "Bea"), new Content.Text("hello?", null), false))), now.changedAt());
        assertThat(told).as("who comes back too late is told so, the customer nothing").containsExactly("office desk.undelivered.ended?");
        step(new Input.Settled("office", EventType.CONVERSATION_CLOSED, Word.done, null), now.changedAt());
        assertThat(now.state()).isEqualTo(State.requested);
        step(new Input.Settled("second", EventType.HANDOVER_REQUESTED, Word.refused, "no"), now.changedAt());
        assertThat(told).contains("shop nobody", "shop handover.failed");
        assertThat(now.state()).isEqualTo(State.closing);
    }

    @Test
    void aDeskThatRefusesIsFollowedByTheNextOneAtOnce() {
        desk("office", null, Fallback.MESSAGE, Fallback.to("second"));
        ask(FRIDAY);
        step(new Input.Settled("office", EventType.HANDOVER_REQUESTED, Word.refused, "no licence"), FRIDAY);
        assertThat(told).contains("second handover.requested");
    }

    /** What whoever asked for people has said of it is for each desk that is asked; what became of the last one stands behind it. */
    @Test
    void theNextDeskIsToldWhatTheFirstWasToldAndWhyItIsAsked() {
        desk("office", null, Fallback.MESSAGE, Fallback.to("second"));
        desk("second", null, Fallback.MESSAGE, Fallback.to("third"));
        now = StateMachine.towards(StateMachine.begin(new UUID(0, 1), "shop", "bot", "shop:ann", FRIDAY, Deadlines.DEFAULT), "office");
        step(new Input.Happened("bot", Event.own(new What.HandoverRequested(null, null, null, "wants a refund", null, List.of("refund", "vip")))), FRIDAY);
        assertThat(asked().tags()).containsExactly("refund", "vip");
        assertThat(asked().reason()).isEqualTo("wants a refund");
        step(new Input.Settled("office", EventType.HANDOVER_REQUESTED, Word.refused, "no licence"), FRIDAY);
        assertThat(asked().tags()).containsExactly("refund", "vip");
        assertThat(asked().reason()).isEqualTo("wants a refund (no licence)");
        deadline();
        assertThat(asked().tags()).containsExactly("refund", "vip");
        assertThat(asked().reason()).isEqualTo("wants a refund (the desk did not take the conversation in time)");
        step(new Input.Settled("third", EventType.HANDOVER_REQUESTED, Word.refused, "no"), FRIDAY);
        assertThat(now.state()).isEqualTo(State.bot);
        now = StateMachine.towards(now, "office");
        step(new Input.Settled("bot", EventType.MESSAGE, Word.refused, "it is down", StatesTest.said(Role.customer, false, null)), FRIDAY);
        step(new Input.Settled("office", EventType.HANDOVER_REQUESTED, Word.refused, "no licence"), FRIDAY);
        assertThat(asked().tags()).as("of another handover").isNull();
        assertThat(asked().reason()).isEqualTo("the bot does not take the customer's words: it is down (no licence)");
    }

    /** What a desk was asked with in the last step. */
    private What.HandoverRequested asked() {
        return last.tell().stream().map(tell -> tell.event().what()).filter(what -> what instanceof What.HandoverRequested).map(what -> (What.HandoverRequested) what)
                .findFirst().orElseThrow();
    }

    @Test
    void aDeskThatIsClosedAndKeepsNothingIsNotAsked() {
        desk("office", null, Fallback.MESSAGE, Fallback.to("night"));
        desk("night", NIGHTS, Fallback.BOT, Fallback.BOT);
        ask(FRIDAY);
        step(new Input.Settled("office", EventType.HANDOVER_REQUESTED, Word.refused, "no licence"), FRIDAY);
        assertThat(told).contains("shop nobody", "shop handover.failed").doesNotContain("night handover.requested");
    }

    @Test
    void aMessageIsLeftWhenNobodyComesUntilTheNextDayOfTheDesk() {
        desk("office", OFFICE, Fallback.MESSAGE, Fallback.MESSAGE);
        ask(FRIDAY);
        taken("office", FRIDAY);
        deadline();
        deadline();
        assertThat(told).containsExactly("shop nobody.kept");
        assertThat(now.state()).isEqualTo(State.queued);
        assertThat(now.deadlineAt()).isEqualTo(MONDAY.plus(Deadlines.DEFAULT.queued()));
        deadline();
        assertThat(told).as("the patience has an end").contains("shop nobody", "shop handover.failed");
    }

    @Test
    void aDeskThatHasNotTakenItCanKeepNothing() {
        desk("office", null, Fallback.MESSAGE, Fallback.MESSAGE);
        ask(FRIDAY);
        deadline();
        assertThat(told).contains("shop nobody", "shop handover.failed");
    }

    @Test
    void desksThatWouldGoRoundEndAtTheBot() {
        desk("office", null, Fallback.MESSAGE, Fallback.to("second"));
        desk("second", null, Fallback.MESSAGE, Fallback.to("office"));
        ask(FRIDAY);
        for (int i = 0; i < 40 && now.open(); i++) {
            deadline();
        }
        assertThat(now.open()).isFalse();
        assertThat(now.handover()).isLessThanOrEqualTo(6);
        desk("office", OFFICE, Fallback.to("second"), Fallback.BOT);
        desk("second", OFFICE, Fallback.to("office"), Fallback.BOT);
        assertThat(Desk.standingIn("office", this::of, NIGHT)).isEqualTo("office");
    }
}
