package dev.baton.spine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.MovableClock;
import dev.baton.deploy.LiveChannels;
import dev.baton.event.Json;
import dev.baton.event.Outcome.Word;
import dev.baton.sandbox.BotSettings;
import dev.baton.sandbox.BotSimulator;
import dev.baton.sandbox.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bot of one's own speaks first, asks for people, is silent while they speak, and speaks again. */
class BotTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String TOKEN = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    @TempDir
    static Path folder;
    private static MovableClock clock;
    private static TicketDesk desk;
    private static Kiosk kiosk;
    private static Stage stage;
    private static BotSimulator bot;

    @BeforeAll
    static void open() throws Exception {
        clock = MovableClock.running();
        desk = new TicketDesk();
        kiosk = new Kiosk();
        stage = new Stage(folder.resolve("data"), clock, "--baton.routes=" + Kiosk.routes(folder.resolve("routes"), "own-bot", "ticket-desk", "help-tickets"),
                "--channels.kiosk.url=" + kiosk.url(), "--channels.kiosk.token=" + Kiosk.TOKEN, "--channels.kiosk.bot=own-bot", "--channels.kiosk.desk=help-tickets",
                "--channels.own-bot.url={simulators}/bot", "--channels.own-bot.signing-secret=" + SECRET, "--channels.own-bot.token=" + TOKEN,
                "--channels.help-tickets.url=" + desk.url(), "--channels.help-tickets.api-token=" + TicketDesk.TOKEN, "--channels.help-tickets.token=" + TicketDesk.SECRET);
        bot = stage.server.mount("/bot", new BotSimulator(clock, new BotSettings(SECRET, TOKEN)));
        bot.webhook(stage.url() + "/hooks/own-bot");
        desk.webhook = stage.url() + "/hooks/help-tickets";
    }

    @AfterAll
    static void shut() {
        stage.close();
        kiosk.close();
        desk.close();
    }

    @AfterEach
    void everythingWasAsThePagesSay() {
        bot.faults().clear();
        bot.switches().byApi = false;
        bot.switches().failing = false;
        bot.switches().malformed = false;
        assertThat(bot.violations()).isEmpty();
        assertThat(bot.webhooks().refused()).isEmpty();
        assertThat(desk.violations).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theBotAnswersHandsOverIsSilentAndSpeaksAgain(boolean byApi) {
        bot.switches().byApi = byApi;
        String user = byApi ? "u-api" : "u-inline";
        assertThat(kiosk.type(stage, user, "hi")).isEqualTo(200);
        awaitShown(user, "Hello Ana " + user + ", I am a bot. Write \"human\" if you want a person.", "You said: hi");
        String conversation = conversationOf(user);

        kiosk.type(stage, user, "human");
        ObjectNode ticket = ticketOf(user);
        assertThat(ticket.path("internal_note").asText()).contains("The customer asks for a person", "Ana " + user + ": hi", "You said: hi", "human");
        int heard = bot.heard(conversation).size();
        desk.agentWrites(ticket.path("id").asText(), "Good morning", "{}", 1);
        kiosk.type(stage, user, "buttons");
        Stage.soon().untilAsserted(() -> assertThat(comments(ticket)).containsExactly("buttons"));
        bot.say(conversation, "late-" + user, Json.MAPPER.createArrayNode().add(Json.MAPPER.createObjectNode().put("type", "message").put("text", "A late answer")));
        bot.say(conversation, "parcel-" + user, Json.MAPPER.createArrayNode().add(Json.MAPPER.createObjectNode().put("type", "message").put("text", "Your parcel has come").put("beside", true)));
        Stage.soon().untilAsserted(() -> assertThat(kiosk.shown(user)).last().isEqualTo("Your parcel has come"));
        Stage.soon().untilAsserted(() -> assertThat(comments(ticket)).containsExactly("buttons", "The bot has told the customer: Your parcel has come"));
        desk.agentWrites(ticket.path("id").asText(), "be kind", "{\"internal\":true}", 1);
        solve(ticket);

        Stage.soon().untilAsserted(() -> assertThat(bot.heard(conversation)).hasSize(heard + 1));
        JsonNode back = bot.heard(conversation).get(heard);
        assertThat(back.path("type").asText()).as("while the desk had control the bot heard nothing").isEqualTo("handover.ended");
        assertThat(StreamSupport.stream(back.path("transcript").spliterator(), false).map(line -> line.at("/content/text").asText())).containsExactly("Good morning", "buttons");
        kiosk.type(stage, user, "thanks");
        Stage.soon().untilAsserted(() -> assertThat(kiosk.shown(user)).endsWith("(handover.ended)", "I am back. I have read 2 messages.", "You said: thanks"));
        assertThat(kiosk.shown(user)).contains("One moment, I call somebody.", "agent: Good morning").doesNotContain("agent: be kind", "A late answer");

        kiosk.type(stage, user, "bye");
        Stage.soon().untilAsserted(() -> assertThat(kiosk.shown(user)).endsWith("Bye!", "(conversation.closed)"));
        kiosk.type(stage, user, "hi once more");
        Stage.soon().untilAsserted(() -> assertThat(kiosk.shown(user)).last().isEqualTo("You said: hi once more"));
        assertThat(conversationOf(user)).as("another conversation").isNotEqualTo(conversation);
    }

    @Test
    void anAnswerThatWasLostIsNotDoubled() {
        bot.faults().next(1, "POST", "*", Fault.cutAfter());
        kiosk.type(stage, "u-lost", "one #1");
        kiosk.type(stage, "u-lost", "two #2");
        awaitShown("u-lost", "Hello Ana u-lost, I am a bot. Write \"human\" if you want a person.", "You said: one #1", "You said: two #2");
        assertThat(bot.heard(conversationOf("u-lost"))).hasSize(2);
    }

    @Test
    void whatIsWrittenWhileTheBotIsAskingForPeopleIsForThePeople() {
        kiosk.type(stage, "u-fast", "hi");
        Stage.soon().untilAsserted(() -> assertThat(kiosk.shown("u-fast")).hasSize(2));
        String conversation = conversationOf("u-fast");
        bot.switches().slowMillis = 500;
        for (String text : List.of("human", "it is urgent", "please")) {
            kiosk.type(stage, "u-fast", text);
        }
        ObjectNode ticket = ticketOf("u-fast");
        Stage.soon().untilAsserted(() -> {
            String all = ticket.path("internal_note").asText() + ticket.path("body").asText() + comments(ticket);
            assertThat(all).containsSubsequence("human", "it is urgent", "please").containsOnlyOnce("it is urgent").containsOnlyOnce("please");
        });
        assertThat(bot.heard(conversation)).extracting(told -> told.at("/message/text").asText()).containsExactly("hi", "human");
        bot.switches().slowMillis = 0;
        solve(ticket);
        Stage.soon().untilAsserted(() -> assertThat(kiosk.shown("u-fast")).last().isEqualTo("I am back. I have read 2 messages."));
    }

    /** Customers, bot and agents talk across each other in many conversations at once; the bot's simulator counts what it must not be told, and any disorder. */
    @Test
    void howeverTheyTalkAcrossEachOtherTheBotIsSilentInTimeAndNothingIsLost() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed);
        int conversations = Integer.getInteger("conversations", 40);
        ExecutorService talkers = Executors.newFixedThreadPool(8);
        try {
            for (Future<Void> talk : talkers.invokeAll(IntStream.range(0, conversations).<Callable<Void>>mapToObj(n -> () -> talk("s-%03d".formatted(n), new Random(seed + n))).toList())) {
                talk.get();
            }
        } finally {
            talkers.shutdownNow();
        }
    }

    private static Void talk(String user, Random random) {
        List<String> typed = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            switch (random.nextInt(5)) {
                case 0 -> kiosk.type(stage, user, "human");
                case 1 -> openTickets(user).forEach(ticket -> desk.agentWrites(ticket.path("id").asText(), "an agent's word", "{}", 1));
                case 2 -> openTickets(user).forEach(BotTest::solve);
                default -> {
                    typed.add(user + " #" + typed.size());
                    kiosk.type(stage, user, typed.get(typed.size() - 1));
                }
            }
        }
        typed.add(user + " #" + typed.size());
        kiosk.type(stage, user, typed.get(typed.size() - 1));
        // Whoever has it now: the agents are done, and in the end the bot has it again.
        Stage.soon().pollInterval(Duration.ofMillis(250)).untilAsserted(() -> {
            openTickets(user).forEach(BotTest::solve);
            typed.add(user + " #" + typed.size());
            kiosk.type(stage, user, typed.get(typed.size() - 1));
            assertThat(kiosk.shown(user)).contains("You said: " + typed.get(typed.size() - 2));
        });
        Stage.soon().untilAsserted(() -> {
            String all = bot.conversations().stream().flatMap(one -> bot.heard(one).stream()).filter(told -> told.at("/customer/id").asText().equals(user)).toList().toString()
                    + desk.tickets.values().stream().filter(ticket -> ticket.path("requester").path("external_id").asText().endsWith(user)).toList();
            assertThat(typed).allSatisfy(words -> assertThat(all).contains("\"" + words + "\""));
        });
        return null;
    }

    private static List<ObjectNode> openTickets(String user) {
        return desk.tickets.values().stream().filter(ticket -> ticket.path("requester").path("external_id").asText().endsWith(user) && !ticket.path("status").asText().equals("solved")).toList();
    }

    @Test
    void whatItPostsTwiceIsSaidOnce() {
        kiosk.type(stage, "u-twice", "hi");
        Stage.soon().untilAsserted(() -> assertThat(kiosk.shown("u-twice")).hasSize(2));
        String conversation = conversationOf("u-twice");
        var actions = Json.MAPPER.createArrayNode();
        actions.addObject().put("type", "message").put("text", "Still there?");
        bot.say(conversation, "r-1", actions);
        bot.say(conversation, "r-1", actions);
        bot.say(conversation, "r-2", actions);
        Stage.soon().untilAsserted(() -> assertThat(bot.webhooks().pending()).isZero());
        Stage.soon().untilAsserted(() -> assertThat(kiosk.shown("u-twice")).hasSize(4));
        assertThat(kiosk.shown("u-twice").subList(2, 4)).containsExactly("Still there?", "Still there?");
    }

    @Test
    void whomItHandsBackIsThePlatformsOwnAgain() {
        kiosk.type(stage, "u-back", "back");
        Stage.soon().untilAsserted(() -> assertThat(kiosk.shown("u-back")).endsWith("(transfer.requested)"));
        String conversation = conversationOf("u-back");
        kiosk.type(stage, "u-back", "hi");
        Stage.soon().untilAsserted(() -> assertThat(kiosk.shown("u-back")).endsWith("You said: hi"));
        assertThat(conversationOf("u-back")).as("that one has ended").isNotEqualTo(conversation);
        assertThat(bot.heard(conversation)).hasSize(1);
    }

    @Test
    void aBotThatFailsForTwoMinutesIsReplacedByTheDesk() {
        bot.switches().failing = true;
        kiosk.type(stage, "u-dead", "help");
        // The second try says that the first has been noted.
        Stage.soon().until(() -> bot.log().entries().stream().filter(entry -> entry.status() == 500 && entry.request().contains("u-dead")).count() >= 2);
        clock.forward(Duration.ofMinutes(3));
        ObjectNode ticket = ticketOf("u-dead");
        assertThat(ticket.path("body").asText() + ticket.path("internal_note").asText()).contains("help").containsIgnoringCase("bot");
        desk.agentWrites(ticket.path("id").asText(), "Here I am", "{}", 1);
        Stage.soon().untilAsserted(() -> assertThat(kiosk.shown("u-dead")).contains("agent: Here I am"));
        bot.switches().failing = false;
        solve(ticket);
        Stage.soon().untilAsserted(() -> assertThat(kiosk.shown("u-dead")).last().asString().startsWith("I am back. I have read "));
    }

    @Test
    void aBotThatIsTooBusyIsAskedAgainWhenItWantsOrReplacedWhereThatIsTooLate() {
        bot.faults().next(1, "POST", "*", Fault.tooMany(Duration.ofSeconds(1)));
        kiosk.type(stage, "u-busy", "help");
        Stage.soon().untilAsserted(() -> assertThat(kiosk.shown("u-busy")).contains("You said: help"));
        bot.faults().next(1, "POST", "*", Fault.tooMany(Duration.ofSeconds(130)));
        kiosk.type(stage, "u-busy", "still there?");
        ObjectNode ticket = ticketOf("u-busy");
        assertThat(ticket.path("internal_note").asText()).contains("still there?", "it answered 429");
        solve(ticket);
    }

    @Test
    void aBotThatTalksNonsenseIsReplacedAtOnce() {
        bot.switches().malformed = true;
        kiosk.type(stage, "u-nonsense", "help");
        ObjectNode ticket = ticketOf("u-nonsense");
        assertThat(ticket.path("body").asText() + ticket.path("internal_note").asText()).contains("help");
        assertThat(stage.api("GET", "/api/dead-letters").body()).contains("it is no JSON").doesNotContain("whsec_");
        solve(ticket);
        bot.switches().malformed = false;
    }

    @Test
    void whetherItIsReadyIsAskedAtOnce() {
        LiveChannels live = stage.bean(LiveChannels.class);
        assertThat(live.doors("own-bot").check().outcome().word()).isEqualTo(Word.done);
        bot.switches().notReady = true;
        assertThat(live.doors("own-bot").check().outcome().why()).contains("not ready", "{\"ready\":false}");
        bot.switches().notReady = false;
    }

    @Test
    void whoDoesNotSignIsNotHeard() {
        String body = "{\"conversation\":\"" + java.util.UUID.randomUUID() + "\",\"actions\":[]}";
        assertThat(stage.post("/hooks/own-bot", body, "Content-Type", "application/json", "webhook-id", "x", "webhook-timestamp",
                Long.toString(clock.instant().getEpochSecond()), "webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=").statusCode()).isEqualTo(401);
    }

    private static void awaitShown(String user, String... words) {
        Stage.soon().untilAsserted(() -> assertThat(kiosk.shown(user)).containsExactly(words));
    }

    private static void solve(ObjectNode ticket) {
        assertThat(desk.tell("ticket.solved", ticket.put("status", "solved"), "by", ticket.path("id"))).isEqualTo(200);
    }

    /** The newest conversation that the bot has with that user. */
    private static String conversationOf(String user) {
        List<String> all = bot.conversations().stream().filter(one -> bot.heard(one).stream().anyMatch(told -> told.at("/customer/id").asText().equals(user))).toList();
        return all.get(all.size() - 1);
    }

    private static ObjectNode ticketOf(String user) {
        return Stage.soon().until(() -> openTickets(user).stream().findFirst().orElse(null), ticket -> ticket != null);
    }

    private static List<String> comments(JsonNode ticket) {
        return StreamSupport.stream(ticket.path("comments").spliterator(), false).map(comment -> comment.path("body").asText()).toList();
    }
}
