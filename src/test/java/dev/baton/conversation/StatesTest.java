package dev.baton.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.event.Author;
import dev.baton.event.Content;
import dev.baton.event.Customer;
import dev.baton.event.Event;
import dev.baton.event.EventType;
import dev.baton.event.NoticeKind;
import dev.baton.event.Outcome.Word;
import dev.baton.event.Role;
import dev.baton.event.What;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The state machine against its tables: each state with everything that can happen in it, where the customer's platform has a bot of its own
 * ({@code states.txt}), with a bot ({@code states-bot.txt}), and with one whose customers are taken by people of their own platform
 * ({@code states-house.txt}); and at random, against what must always hold.
 */
class StatesTest {

    static final Instant NOW = Instant.parse("2026-03-05T13:00:00Z");
    static final Author ANN = new Author(Role.agent, "7", "Ann");
    private static final Author BOB = new Author(Role.agent, "8", "Bob");
    private static final Function<String, Desk> DESKS = name -> Desk.always(Deadlines.DEFAULT);
    static final List<Word> SETTLING = List.of(Word.done, Word.gone, Word.refused, Word.unauthorised, Word.unknown);

    /** Who has part in the conversation. */
    enum World {
        plain, bot, house;

        /** What can happen, by the names that the table uses. */
        Map<String, Input> inputs() {
            return this == plain ? StatesTest.inputs() : BotWorld.inputs(this);
        }

        Conversation in(State state) {
            return this == plain ? StatesTest.in(state) : BotWorld.in(this, state);
        }

        /** Where all are of one platform, nothing moves from one of its threads to another. */
        List<State> states() {
            return Arrays.stream(State.values()).filter(state -> this != house || state != State.transferring).toList();
        }

        String table() {
            return this == plain ? "states.txt" : "states-" + name() + ".txt";
        }
    }

    private static Map<String, Input> inputs() {
        Map<String, Input> all = new LinkedHashMap<>();
        for (String side : List.of("shop", "desk")) {
            String thread = side.equals("shop") ? "T1" : "C1";
            for (EventType type : EventType.values()) {
                all.put(side + " " + type.text(), new Input.Happened(side, event(type, thread, side)));
            }
            all.put(side + " message (note)", new Input.Happened(side, new Event("n", null, thread, null, null, false, false,
                    new What.Message(ANN, new Content.Text("x", null), true))));
            all.put(side + " conversation.closed (another thread)", new Input.Happened(side, event(EventType.CONVERSATION_CLOSED, "other", side)));
        }
        all.put("desk agent.joined (another)", new Input.Happened("desk", new Event("j", null, "C1", null, null, false, false, new What.AgentJoined(BOB))));
        all.put("desk message (system)", new Input.Happened("desk", new Event("s", null, "C1", null, null, false, false,
                new What.Message(new Author(Role.system, null, null), new Content.Text("x", null), false))));
        all.put("stranger message", new Input.Happened("stranger", event(EventType.MESSAGE, "S", "desk")));
        for (EventType type : List.of(EventType.HANDOVER_REQUESTED, EventType.MESSAGE, EventType.CONTACT_UPDATED, EventType.CONVERSATION_CLOSED)) {
            SETTLING.forEach(word -> all.put("desk told " + type.text() + ": " + word, new Input.Settled("desk", type, word, null)));
        }
        for (EventType type : List.of(EventType.HANDOVER_ACCEPTED, EventType.HANDOVER_FAILED, EventType.AGENT_JOINED, EventType.AGENT_LEFT,
                EventType.MESSAGE, EventType.CONTACT_UPDATED, EventType.CONVERSATION_CLOSED)) {
            SETTLING.forEach(word -> all.put("shop told " + type.text() + ": " + word, new Input.Settled("shop", type, word, null)));
        }
        for (Word word : List.of(Word.done, Word.refused, Word.gone)) {
            all.put("desk told customer's words: " + word, new Input.Settled("desk", EventType.MESSAGE, word, null, said(Role.customer, false, null)));
            all.put("shop told agent's words: " + word, new Input.Settled("shop", EventType.MESSAGE, word, null, said(Role.agent, false, null)));
        }
        all.put("shop told notice: refused", new Input.Settled("shop", EventType.MESSAGE, Word.refused, null, said(Role.system, false, NoticeKind.ACCEPTED)));
        all.put("desk told notice: refused", new Input.Settled("desk", EventType.MESSAGE, Word.refused, null, said(Role.system, true, NoticeKind.NOBODY)));
        all.put("earlier desk message", new Input.Happened("earlier", event(EventType.MESSAGE, "E1", "desk")));
        all.put("earlier desk told handover.requested: done", new Input.Settled("earlier", EventType.HANDOVER_REQUESTED, Word.done, null));
        all.put("earlier desk told message: gone", new Input.Settled("earlier", EventType.MESSAGE, Word.gone, null, said(Role.customer, false, null)));
        all.put("shop transfer.requested (another thread)", new Input.Happened("shop", event(EventType.TRANSFER_REQUESTED, "other", "shop")));
        for (String side : List.of("shop", "desk")) {
            for (What.Reached status : What.Reached.values()) {
                all.put(side + "'s message has got: " + status, new Input.Reached(side, new What.Receipt("m", status, null)));
            }
        }
        all.put("deadline", new Input.DeadlinePassed());
        return all;
    }

    static What.Message said(Role by, boolean note, NoticeKind notice) {
        return new What.Message(new Author(by, null, null), new Content.Text("x", null), note, notice);
    }

    static Event event(EventType type, String thread, String side) {
        Author author = switch (side) {
            case "desk", "people" -> ANN;
            case "bot" -> new Author(Role.bot, null, null);
            default -> new Author(Role.customer, "ann", null);
        };
        What what = switch (type) {
            case HANDOVER_REQUESTED -> new What.HandoverRequested(new Customer("ann", null, null, null, null, null), null, null, null, null);
            case HANDOVER_ACCEPTED -> new What.HandoverAccepted(null);
            case HANDOVER_FAILED -> new What.HandoverFailed("nobody there");
            case HANDOVER_ENDED -> new What.HandoverEnded(author.role(), null, null);
            case QUEUE_UPDATED -> new What.QueueUpdated(3, null);
            case AGENT_JOINED -> new What.AgentJoined(author);
            case AGENT_LEFT -> new What.AgentLeft(author);
            case MESSAGE -> new What.Message(author, new Content.Text("x", null), false);
            case TYPING -> new What.Typing(author, true);
            case RECEIPT -> new What.Receipt("m", What.Reached.read, null);
            case TRANSFER_REQUESTED -> new What.TransferRequested("T2", null);
            case CONVERSATION_CLOSED -> new What.ConversationClosed(author.role(), null);
            case CONTACT_UPDATED -> new What.ContactUpdated(new Customer("ann", "Ann", null, null, null, null));
        };
        return new Event("e", null, thread, null, NOW, false, false, what);
    }

    private static Conversation in(State state) {
        Conversation c = StateMachine.towards(StateMachine.begin(new UUID(0, 1), "shop", "shop:ann", NOW, Deadlines.DEFAULT), "desk")
                .knowing("earlier", "conversation", "E1");
        if (state == State.bot) {
            return c;
        }
        c = after(c, new Input.Happened("shop", event(EventType.HANDOVER_REQUESTED, "T1", "shop")));
        c = c.knowing("desk", "conversation", "C1");
        if (state == State.requested) {
            return c;
        }
        c = after(c, new Input.Settled("desk", EventType.HANDOVER_REQUESTED, Word.done, null));
        if (state == State.queued) {
            return c;
        }
        c = after(c, new Input.Happened("desk", event(EventType.AGENT_JOINED, "C1", "desk")));
        if (state == State.active) {
            return c;
        }
        if (state == State.transferring) {
            return after(c, new Input.Happened("shop", event(EventType.TRANSFER_REQUESTED, "T1", "shop")));
        }
        c = after(c, new Input.DeadlinePassed());
        return state == State.closing ? c : after(c, new Input.DeadlinePassed());
    }

    static Conversation after(Conversation c, Input input) {
        return StateMachine.step(c, input, DESKS, NOW).conversation();
    }

    private static String row(World world, State state, String name, Input input) {
        Conversation before = world.in(state);
        assertThat(before.state()).isEqualTo(state);
        Step step = StateMachine.step(before, input, DESKS, NOW.plusSeconds(60));
        List<String> told = step.tell().stream()
                .map(tell -> tell.channel() + " " + (tell.notice() == null ? tell.event().type().text() : "notice " + tell.notice().key()) + (tell.onlyIfTold() ? " (if told)" : "")).toList();
        String note = step.undelivered() ? "UNDELIVERED: " + step.note() : step.note() == null ? "" : step.note();
        return String.join(" | ", state.name(), name, "-> " + step.conversation().state(), step.conversation().control().name(),
                String.join(", ", told), String.join(", ", step.cancel()), note).stripTrailing();
    }

    static List<String> asItIs(World world) {
        List<String> rows = new ArrayList<>();
        for (State state : world.states()) {
            world.inputs().forEach((name, input) -> rows.add(row(world, state, name, input)));
        }
        return rows;
    }

    @ParameterizedTest
    @EnumSource(World.class)
    void eachStateDoesWithEachInputWhatTheTableSays(World world) throws IOException {
        List<String> table;
        try (InputStream in = StatesTest.class.getResourceAsStream(world.table())) {
            table = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).reduce((a, b) -> a + " | " + b).orElseThrow().stripTrailing())
                    .toList();
        }
        List<String> expected = new ArrayList<>();
        for (State state : world.states()) {
            world.inputs().forEach((name, input) -> {
                String head = state.name() + " | " + name + " | ";
                List<String> said = table.stream().filter(line -> line.startsWith(head)).toList();
                assertThat(said).as("the table must have one row for: %s", head).hasSize(1);
                expected.add(said.get(0));
            });
        }
        assertThat(asItIs(world)).containsExactlyElementsOf(expected);
        assertThat(table).as("no rows for what can't happen").hasSameSizeAs(expected);
    }

    /** Whom a passing event of that side is told, in the order of the states. */
    @ParameterizedTest
    @CsvSource({"desk, typing, - shop shop shop - - -", "shop, typing, - desk desk desk - - -", "desk, queue.updated, - shop shop - - - -",
        "shop, queue.updated, - - - - - - -", "stranger, typing, - - - - - - -", "desk, message, - - - - - - -"})
    void whatPassesGoesOnlyWhereSomebodyMaySeeIt(String side, String type, String told) {
        assertThat(Arrays.stream(State.values()).map(state -> StateMachine.passesTo(in(state), side, EventType.of(type))).map(to -> to == null ? "-" : to))
                .containsExactly(told.split(" "));
    }

    /** People of the customer's own platform let the customer go at second 10: what they did before is no taking over, whenever it is told. */
    @ParameterizedTest
    @CsvSource({"active, conversation.closed, 9, bot", "active, conversation.closed, 10, bot", "active, conversation.closed, 11, active", "active, conversation.closed, , active",
            "active, handover.ended, 9, bot", "active, handover.ended, 10, bot", "active, handover.ended, 11, active", "bot, handover.ended, 9, bot", "bot, handover.ended, 10, active"})
    void whoHasLetTheCustomerGoIsNotBroughtBackByWhatTheyDidBefore(State from, String end, Integer second, State then) {
        Conversation c = after(BotWorld.in(World.house, from), new Input.Happened("shop", at(event(EventType.of(end), "T1", "people"), 10)));
        assertThat(c.state()).isEqualTo(State.bot);
        // The same, told late.
        c = after(c, new Input.Happened("shop", at(event(EventType.HANDOVER_ENDED, "T1", "people"), 8)));
        Step step = StateMachine.step(c, new Input.Happened("shop", at(event(EventType.AGENT_JOINED, "T1", "people"), second)), DESKS, NOW);
        assertThat(step.conversation().state()).isEqualTo(then);
        assertThat(step.note() != null && step.note().contains("before the bot had the customer")).isEqualTo(then == State.bot);
        // People have been asked for again: who spoke before has not come for that.
        c = after(c, new Input.Happened("bot", event(EventType.HANDOVER_REQUESTED, "B1", "bot")));
        c = after(c, new Input.Happened("shop", at(event(EventType.MESSAGE, "T1", "people"), second)));
        assertThat(c.state()).isEqualTo(then == State.bot ? State.requested : State.active);
    }

    /** The customer's first words are of second 10: what people of their platform did before is of an earlier conversation. */
    @ParameterizedTest
    @CsvSource({"9, bot", "10, active", "11, active", ", active"})
    void whatPeopleDidBeforeAConversationBeganIsNotOfIt(Integer second, State then) {
        Conversation c = BotWorld.in(World.house, State.bot);
        c = StateMachine.begin(c.id(), "shop", "bot", c.person(), NOW, Deadlines.DEFAULT);
        c = after(StateMachine.towards(c, "shop"), new Input.Begun("shop", at(event(EventType.MESSAGE, "T1", "ann"), 10)));
        Step step = StateMachine.step(c, new Input.Happened("shop", at(event(EventType.AGENT_JOINED, "T1", "people"), second)), DESKS, NOW);
        assertThat(step.conversation().state()).isEqualTo(then);
        assertThat(step.note() != null && step.note().contains("before the bot had the customer")).isEqualTo(then == State.bot);
    }

    private static Event at(Event event, Integer second) {
        return new Event(event.id(), event.key(), event.conversation(), event.person(), second == null ? null : NOW.plusSeconds(second), false, false, event.what());
    }

    @RepeatedTest(300)
    void whateverHappensWhatMustHoldHolds(RepetitionInfo which) {
        long seed = System.nanoTime();
        Random chance = new Random(seed);
        World world = World.values()[which.getCurrentRepetition() % World.values().length];
        List<Input> inputs = List.copyOf(world.inputs().values());
        Conversation c = world.in(State.bot);
        Instant now = NOW;
        boolean closed = false;
        for (int i = 0; i < 60; i++) {
            now = now.plusSeconds(chance.nextInt(600));
            Input input = inputs.get(chance.nextInt(inputs.size()));
            Step step = StateMachine.step(c, input, DESKS, now);
            hold(seed, c, input, step, closed, now);
            c = step.conversation();
            closed = !c.open();
        }
        for (int i = 0; i < 8 && c.open(); i++) {
            now = c.deadlineAt();
            c = StateMachine.step(c, new Input.DeadlinePassed(), DESKS, now).conversation();
        }
        assertThat(c.open()).as("after all deadlines it is closed, seed %d", seed).isFalse();
    }

    private static void hold(long seed, Conversation before, Input input, Step step, boolean closed, Instant now) {
        Conversation c = step.conversation();
        String about = "seed " + seed + ": " + before.state() + " " + input;
        if (closed) {
            assertThat(c.open()).as("closed never opens again, %s", about).isFalse();
            assertThat(step.tell()).as("nobody but an agent who still writes is told anything after the end, %s", about)
                    .allMatch(tell -> tell.notice() != null && tell.notice().key().equals("desk.undelivered.ended"));
        }
        assertThat(c.open()).as("a deadline exactly while it is open, %s", about).isEqualTo(c.deadlineAt() != null);
        if (c.deadlineAt() != null && c.state() != before.state()) {
            assertThat(c.deadlineAt()).as("a new state has its own time, %s", about)
                    .isEqualTo(now.plus(c.state() == State.queued ? Deadlines.DEFAULT.waiting() : Deadlines.DEFAULT.of(c.state())));
        }
        for (Step.Tell tell : step.tell()) {
            assertThat(tell.channel()).as(about).isIn("shop", "desk", "earlier", "bot");
            boolean note = tell.event().what() instanceof What.Message message && message.note();
            assertThat(note && tell.channel().equals("shop")).as("notes for agents stay there, %s", about).isFalse();
            boolean beside = tell.event().what() instanceof What.Message words && words.author().role() == Role.bot && words.beside();
            assertThat(note).as("no agent's note is handed on, %s", about).isEqualTo(tell.notice() != null && tell.notice().forAgents() || beside && tell.channel().equals("desk"));
            boolean end = tell.event().type() == EventType.CONVERSATION_CLOSED && tell.onlyIfTold();
            assertThat(tell.channel().equals("bot") && c.state() != State.bot && !end).as("the bot hears nothing while it has no control, %s", about).isFalse();
            assertThat(tell.event().what() instanceof What.Message words && words.author().role() == Role.bot && before.state() != State.bot && !beside)
                    .as("nobody hears the bot while it has no control, but for what it says beside people, %s", about).isFalse();
            assertThat(tell.event().type()).as("what passes is not queued, %s", about).isNotIn(EventType.TYPING, EventType.QUEUE_UPDATED);
        }
        if (input instanceof Input.Happened) {
            boolean changed = c.state() != before.state() || !step.tell().isEmpty() || step.note() != null;
            assertThat(changed || !c.equals(before)).as("everything comes to something, %s", about).isTrue();
        }
        assertThat(c.control() == Control.desk).as("who speaks fits the state, %s", about)
                .isEqualTo(List.of(State.requested, State.queued, State.active, State.transferring).contains(c.state()));
        if (c.bot() != null && before.state() == State.bot && !List.of(State.bot, State.closing).contains(c.state())) {
            assertThat(step.cancel()).as("what the bot has not heard when it loses control it does not hear, %s", about).contains("bot");
        }
        assertThat(Duration.between(before.changedAt(), c.changedAt()).isNegative()).isFalse();
    }

    /** Prints the table as the machine is; what is printed is to be read row by row before it is kept. */
    public static void main(String[] arguments) {
        asItIs(World.valueOf(arguments[0])).forEach(System.out::println);
    }
}
