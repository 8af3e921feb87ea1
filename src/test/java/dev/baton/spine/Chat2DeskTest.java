package dev.baton.spine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.deploy.LiveChannels;
import dev.baton.event.Json;
import dev.baton.event.Outcome.Word;
import dev.baton.media.FileServer;
import dev.baton.sandbox.BotSettings;
import dev.baton.sandbox.BotSimulator;
import dev.baton.sandbox.Chat2DeskMessage;
import dev.baton.sandbox.Chat2DeskSettings;
import dev.baton.sandbox.Chat2DeskSimulator;
import dev.baton.sandbox.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The seed's channel in Chat2Desk, against the strict simulator: a bot as an operator, and one that listens to the general queue. */
class Chat2DeskTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String TOKEN = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private static final long BOT = Chat2DeskSimulator.BOT;
    private static final long JOANA = Chat2DeskSimulator.JOANA;
    private static final long MARK = Chat2DeskSimulator.MARK;

    @TempDir
    static Path folder;
    private static Stage stage;
    private static BotSimulator bot;
    /** The bot is operator 30711. */
    private static Chat2DeskSimulator house;
    /** The bot has no operator. */
    private static Chat2DeskSimulator queue;
    private static FileServer files;
    private static int number;

    @BeforeAll
    static void open() throws IOException {
        routes(folder.resolve("routes"));
        files = new FileServer().on("/card.pdf", FileServer.text("200 OK", "Content-Type: application/pdf\r\n", "%PDF-1.4 sample"))
                .on("/card.png", FileServer.bytes("200 OK", "Content-Type: image/png\r\n", new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0}));
        stage = new Stage(folder.resolve("data"), Clock.systemUTC(), "--baton.routes=" + folder.resolve("routes"), "--baton.http.response=1s", "--baton.media.allow-private=true", "--channels.acme-chat2desk.url={simulators}/chat2desk",
                "--channels.acme-chat2desk.api-token=t-house", "--channels.acme-chat2desk.token=hook-house-1", "--channels.acme-chat2desk.operator-id=" + BOT,
                "--channels.acme-chat2desk.bot=own-bot", "--channels.acme-chat2desk.desk=acme-chat2desk", "--channels.acme-chat2desk.transfer-operator=" + JOANA,
                "--channels.acme-chat2desk.transfer-tags=team=group:" + Chat2DeskSimulator.SUPPORT, "--channels.acme-chat2desk.poll-every=1s", "--channels.acme-chat2desk.notices.accepted=off",
                "--channels.queue-chat2desk.url={simulators}/queue", "--channels.queue-chat2desk.api-token=t-queue", "--channels.queue-chat2desk.token=hook-queue-1",
                "--channels.queue-chat2desk.bot=own-bot", "--channels.queue-chat2desk.desk=queue-chat2desk", "--channels.queue-chat2desk.files=link", "--channels.queue-chat2desk.poll-every=1s",
                "--channels.own-bot.url={simulators}/bot", "--channels.own-bot.signing-secret=" + SECRET, "--channels.own-bot.token=" + TOKEN);
        house = stage.server.mount("/chat2desk", new Chat2DeskSimulator(Clock.systemUTC(), new Chat2DeskSettings("t-house", "hook-house-1")));
        queue = stage.server.mount("/queue", new Chat2DeskSimulator(Clock.systemUTC(), new Chat2DeskSettings("t-queue", "hook-queue-1")));
        // The bot hears of both accounts: no client of one may have a number of the other's.
        queue.numberFrom(700_000_000);
        bot = stage.server.mount("/bot", new BotSimulator(Clock.systemUTC(), new BotSettings(SECRET, TOKEN)));
        bot.webhook(stage.url() + "/hooks/own-bot");
        Stage.soon().until(() -> house.hookUrls().size() == 1 && queue.hookUrls().size() == 1);
        house.switches().autoAssign = BOT;
    }

    /** The house's own channel, and the same file under another name. */
    private static void routes(Path to) throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("routes"))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = Path.of("routes").relativize(file).toString();
                if (name.matches("(chat2desk|chat2desk-api|own-bot)/(?!samples/).*|(acme-chat2desk|own-bot)\\.camel\\.yaml")) {
                    Files.createDirectories(to.resolve(name).getParent());
                    Files.copy(file, to.resolve(name));
                }
            }
        }
        Files.writeString(to.resolve("queue-chat2desk.camel.yaml"), Files.readString(to.resolve("acme-chat2desk.camel.yaml")).replace("acme-chat2desk", "queue-chat2desk"));
    }

    @AfterAll
    static void shut() throws IOException {
        stage.close();
        files.close();
    }

    @AfterEach
    void nobodyBrokeTheRules() {
        house.faults().clear();
        house.switches().autoAssign = BOT;
        assertThat(house.violations()).isEmpty();
        assertThat(queue.violations()).isEmpty();
        assertThat(bot.violations()).isEmpty();
    }

    /** "If you need the Bot to process only chats assigned to a specific operator ...; if the operator ID is not specified, ... not assigned to any specific operator." */
    @ParameterizedTest(name = "operator of the channel {0}, of the chat {1}: {2}")
    @CsvSource({"30711, 30711, true", "30711, 30812, false", "30711, 0, false", "none, 0, true", "none, 30812, false"})
    void theBotProcessesOnlyChatsThatAreItsOwn(String operator, long chats, boolean processed) {
        Chat2DeskSimulator account = operator.equals("none") ? queue : house;
        account.switches().autoAssign = chats;
        long client = account.customers().appears("70" + ++number, "Mira " + number, "telegram");
        account.customers().says(client, "Hello");
        Stage.soon().until(() -> account.webhooks().pending() == 0 && account.waiting() == 0);
        if (processed) {
            Stage.soon().untilAsserted(() -> assertThat(heard(client)).containsExactly("Hello"));
        } else {
            // What comes after it, and is the bot's, has been heard: so it would have been too.
            account.switches().autoAssign = operator.equals("none") ? 0 : BOT;
            long later = account.customers().appears("70" + ++number, "Bo " + number, "telegram");
            account.customers().says(later, "Me");
            Stage.soon().untilAsserted(() -> assertThat(heard(later)).containsExactly("Me"));
            assertThat(heard(client)).isEmpty();
        }
        queue.switches().autoAssign = 0;
    }

    /** Row 1: the markup types of the seed's list, however the bot writes them. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', value = {"plain | *italics* | <i>italics</i>", "plain | _italics_ | <i>italics</i>", "plain | __bold font__ | <b>bold font</b>",
        "plain | *__bold italics__* | <b><i>bold italics</i></b>", "plain | [link](http://www.example.com/) | <a href=\"http://www.example.com/\">link</a>",
        "markdown | **bold font** | <b>bold font</b>", "markdown | ***bold italics*** | <b><i>bold italics</i></b>", "html | <b>bold</b> <i>it</i> | <b>bold</b> <i>it</i>",
        "html | <a href=\"http://www.example.com/\">link</a> | <a href=\"http://www.example.com/\">link</a>"})
    void theFollowingMarkupTypesAreSupported(String format, String written, String seen) {
        long client = talking("widget");
        said(client, Json.MAPPER.createObjectNode().put("kind", "text").put("text", written).put("format", format));
        Stage.soon().untilAsserted(() -> assertThat(house.customers().seen(client)).last().isEqualTo(seen));
    }

    /** Row 2. */
    @Test
    void channelChatIdHasTheFormatOfANumberABarAndChat2desk() {
        long client = talking("telegram");
        JsonNode told = bot.heard(conversation(client)).get(0);
        assertThat(told.at("/customer/id").asText()).isEqualTo(client + "|chat2desk").matches("\\d+\\|chat2desk");
    }

    /** Row 3: "the operator accepted and closed the chat - the bot can write to the interlocutor." */
    @Test
    void messagesReachTheUserAfterTheOperatorAcceptedAndClosedTheChat() {
        long client = talking("telegram");
        house.desk().accept(dialog(client), JOANA);
        house.desk().answer(dialog(client), JOANA, "I have looked at it");
        Stage.soon().untilAsserted(() -> assertThat(state(client)).isEqualTo("active"));
        house.desk().close(dialog(client));
        Stage.soon().untilAsserted(() -> assertThat(types(client)).contains("handover.ended"));
        said(client, text("Anything else?"));
        Stage.soon().untilAsserted(() -> assertThat(house.customers().seen(client)).last().isEqualTo("Anything else?"));
        assertThat(house.desk().state(dialog(client))).isEqualTo("open");
    }

    /** The closed dialog is still its operator's; what the customer says next is the bot's, whether the bot has written into it meanwhile or not. */
    @ParameterizedTest
    @CsvSource({"house, 30711", "queue, 0"})
    void whatAnOperatorHasClosedIsTheBotsAgain(String account, long belongsTo) {
        Chat2DeskSimulator where = account.equals("house") ? house : queue;
        long client = where.customers().appears("65" + ++number, "Mira " + number, "telegram");
        where.customers().says(client, "Hello");
        Stage.soon().untilAsserted(() -> assertThat(heard(client)).containsExactly("Hello"));
        long dialog = where.customers().dialog(client);
        where.desk().answer(dialog, JOANA, "It is on its way");
        Stage.soon().untilAsserted(() -> assertThat(state(client)).isEqualTo("active"));
        where.desk().close(dialog);
        Stage.soon().untilAsserted(() -> assertThat(where.customers().seen(client)).last().asString().startsWith("I am back."));
        assertThat(where.desk().operatorOf(dialog)).isEqualTo(belongsTo);
        where.customers().says(client, "and now?");
        Stage.soon().untilAsserted(() -> assertThat(heard(client)).containsExactly("Hello", "and now?"));
        assertThat(state(client)).isEqualTo("bot");
        assertThat(types(client)).as("the bot's own words are no take-over").containsOnlyOnce("handover.ended");
    }

    /** Row 4. */
    @Test
    void buttonsAreShownAndWhatIsPressedComesBack() {
        long client = talking("widget");
        ObjectNode choice = Json.MAPPER.createObjectNode().put("kind", "choice").put("text", "Choose a topic");
        choice.putArray("options").add(Json.MAPPER.createObjectNode().put("text", "Delivery")).add(Json.MAPPER.createObjectNode().put("text", "Payment"));
        said(client, choice);
        Stage.soon().untilAsserted(() -> assertThat(house.customers().seen(client)).last().isEqualTo("Choose a topic"));
        house.customers().presses(client, ours(client).get(ours(client).size() - 1).id(), "Payment");
        Stage.soon().untilAsserted(() -> assertThat(heard(client)).last().isEqualTo("Payment"));
    }

    /** Row 5: "External Request - yes": the bot's wish for people becomes a transfer; back again, the bot speaks. */
    @ParameterizedTest
    @CsvSource({"'', 30812", "team, 30812"})
    void transferToOperatorByRequestAndBack(String tag, long gets) {
        long client = talking("telegram");
        ObjectNode handover = Json.MAPPER.createObjectNode().put("type", "handover").put("reason", "wants a person").put("desk", "acme-chat2desk");
        handover.putArray("tags").add(tag);
        bot.say(conversation(client), "h-" + ++number, Json.MAPPER.createArrayNode().add(handover));
        Stage.soon().untilAsserted(() -> assertThat(house.desk().operatorOf(dialog(client))).isEqualTo(gets));
        house.desk().answer(dialog(client), gets, "Good morning");
        Stage.soon().untilAsserted(() -> assertThat(state(client)).isEqualTo("active"));
        int before = heard(client).size();
        house.customers().says(client, "Are you a person?");
        house.desk().transfer(dialog(client), BOT);
        Stage.soon().untilAsserted(() -> assertThat(types(client)).contains("handover.ended"));
        house.customers().says(client, "Bot again?");
        Stage.soon().untilAsserted(() -> assertThat(heard(client)).hasSize(before + 1).last().isEqualTo("Bot again?"));
        assertThat(house.desk().messages(dialog(client))).filteredOn(message -> message.type().equals("comment")).extracting(Chat2DeskMessage::text).containsExactly("wants a person");
    }

    /** Row 5: "Change Chat Mode - no": nobody to transfer to is said, not played. */
    @Test
    void changeChatModeIsAnsweredAsNotSupported() {
        long client = queue.customers().appears("80" + ++number, "Ana " + number, "telegram");
        queue.customers().says(client, "Hello");
        Stage.soon().untilAsserted(() -> assertThat(heard(client)).isNotEmpty());
        bot.say(conversation(client), "h-" + ++number, Json.MAPPER.createArrayNode().add(Json.MAPPER.createObjectNode().put("type", "handover")));
        Stage.soon().untilAsserted(() -> assertThat(bot.heard(conversation(client)).toString()).contains("handover.failed", "Change Chat Mode is not supported"));
    }

    /** Rows 6 and 7: files as files, images as images; files as links, but in Telegram, where they would not be seen. */
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({"file, telegram, pdf, pdf", "file, widget, pdf, pdf", "file, widget, png, photo", "link, widget, pdf, text", "link, widget, png, photo", "link, telegram, pdf, pdf"})
    void filesGoAsFilesOrAsLinks(String how, String transport, String ending, String comes) {
        Chat2DeskSimulator account = how.equals("file") ? house : queue;
        long client = account.customers().appears("90" + ++number, "Mira " + number, transport);
        account.customers().says(client, "Hello");
        Stage.soon().untilAsserted(() -> assertThat(heard(client)).isNotEmpty());
        said(client, Json.MAPPER.createObjectNode().put("kind", "media").put("url", files.url("/card." + ending)).put("name", "card." + ending)
                .put("mimeType", ending.equals("png") ? "image/png" : "application/pdf"));
        Stage.soon().untilAsserted(() -> {
            JsonNode line = lastLine(account, client);
            assertThat(line.toString()).contains("card." + ending);
            assertThat(line.path("files").isEmpty()).isEqualTo(comes.equals("text"));
            assertThat(line.at("/files/0/shown").asText("")).isEqualTo(switch (comes) { case "photo" -> "image"; case "text" -> ""; default -> "file"; });
            assertThat(line.at("/files/0/link").asText("https://storage.chat2desk.com/")).startsWith("https://storage.chat2desk.com/");
        });
    }

    /** Our own outbox comes back and is nobody's word; an answer that was lost is looked for before anything is sent once more. */
    @Test
    void nothingIsDoubledAfterAReadTimeout() {
        long client = talking("telegram");
        int before = ours(client).size();
        house.faults().next(1, "POST", "*/messages", Fault.cutAfter());
        said(client, text("Only once"));
        said(client, text("And then this"));
        Stage.soon().untilAsserted(() -> assertThat(house.customers().seen(client)).endsWith("Only once", "And then this"));
        assertThat(ours(client)).hasSize(before + 2);
        assertThat(types(client)).doesNotContain("handover.ended");
    }

    @Test
    void aWebhookThatWasSwitchedOffIsBackAtTheNextPoll() {
        house.switchWebhooksOff();
        assertThat(house.hookUrls()).isEmpty();
        Stage.soon().untilAsserted(() -> assertThat(house.hookUrls()).containsExactly(stage.url() + "/hooks/acme-chat2desk/hook-house-1"));
        assertThat(house.hooks()).hasSize(1);
    }

    @Test
    void theAccountIsCheckedAndTheWebhookRegisteredAndRemovedAtOnce() {
        var doors = stage.bean(LiveChannels.class).doors("acme-chat2desk");
        assertThat(doors.check().outcome()).satisfies(outcome -> {
            assertThat(outcome.word()).isEqualTo(Word.done);
            assertThat(outcome.why()).contains("operators to choose from: " + BOT).contains(String.valueOf(JOANA), String.valueOf(MARK));
        });
        assertThat(doors.register("register", doors.hook()).outcome().word()).isEqualTo(Word.done);
        assertThat(doors.register("remove", doors.hook()).outcome().word()).isEqualTo(Word.done);
        assertThat(doors.register("remove", doors.hook()).outcome().word()).isEqualTo(Word.done);
        assertThat(doors.register("register", doors.hook()).outcome().word()).isEqualTo(Word.done);
        assertThat(house.hooks()).hasSize(1);
    }

    /** A customer of the house whose first words the bot has heard. */
    private static long talking(String transport) {
        long client = house.customers().appears("60" + ++number, "Mira " + number, transport);
        house.customers().says(client, "Hello");
        Stage.soon().untilAsserted(() -> assertThat(heard(client)).containsExactly("Hello"));
        Stage.soon().until(() -> house.customers().seen(client).size() >= 2);
        return client;
    }

    private static ObjectNode text(String text) {
        return Json.MAPPER.createObjectNode().put("kind", "text").put("text", text);
    }

    private static void said(long client, ObjectNode content) {
        ArrayNode actions = Json.MAPPER.createArrayNode();
        actions.addObject().put("type", "message").set("content", content);
        bot.say(conversation(client), "s-" + ++number, actions);
    }

    private static String conversation(long client) {
        return bot.conversations().stream().filter(one -> bot.heard(one).stream().anyMatch(told -> told.at("/customer/id").asText().equals(client + "|chat2desk"))).reduce((first, last) -> last).orElse("none");
    }

    /** What the bot was told of the customer's words. */
    private static List<String> heard(long client) {
        return bot.heard(conversation(client)).stream().filter(told -> told.path("type").asText().equals("message")).map(told -> told.at("/message/text").asText()).toList();
    }

    private static List<String> types(long client) {
        return bot.heard(conversation(client)).stream().map(told -> told.path("type").asText()).toList();
    }

    private static String state(long client) {
        try {
            return Json.MAPPER.readTree(stage.api("GET", "/api/conversations/" + conversation(client)).body()).path("state").asText();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static long dialog(long client) {
        return house.customers().dialog(client);
    }

    private static List<Chat2DeskMessage> ours(long client) {
        return house.desk().messages(dialog(client)).stream().filter(message -> message.fromApi() && message.type().equals("to_client")).toList();
    }

    private static JsonNode lastLine(Chat2DeskSimulator account, long client) {
        JsonNode lines = account.customers().sees(client).path("lines");
        return lines.get(lines.size() - 1);
    }
}
