package dev.baton.spine;

import static dev.baton.spine.Chat2DeskStage.BOT;
import static dev.baton.spine.Chat2DeskStage.JOANA;
import static dev.baton.spine.Chat2DeskStage.at;
import static dev.baton.spine.Chat2DeskStage.beside;
import static dev.baton.spine.Chat2DeskStage.bot;
import static dev.baton.spine.Chat2DeskStage.conversation;
import static dev.baton.spine.Chat2DeskStage.dialog;
import static dev.baton.spine.Chat2DeskStage.files;
import static dev.baton.spine.Chat2DeskStage.fresh;
import static dev.baton.spine.Chat2DeskStage.heard;
import static dev.baton.spine.Chat2DeskStage.house;
import static dev.baton.spine.Chat2DeskStage.lastLine;
import static dev.baton.spine.Chat2DeskStage.ours;
import static dev.baton.spine.Chat2DeskStage.queue;
import static dev.baton.spine.Chat2DeskStage.said;
import static dev.baton.spine.Chat2DeskStage.stage;
import static dev.baton.spine.Chat2DeskStage.state;
import static dev.baton.spine.Chat2DeskStage.talking;
import static dev.baton.spine.Chat2DeskStage.text;
import static dev.baton.spine.Chat2DeskStage.types;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.deploy.LiveChannels;
import dev.baton.event.Json;
import dev.baton.event.Outcome.Word;
import dev.baton.sandbox.Chat2DeskMessage;
import dev.baton.sandbox.Chat2DeskSimulator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The seed's channel in Chat2Desk, against the strict simulator: what it says of communication, sentence by sentence, and its table, row by row. */
@ExtendWith(Chat2DeskStage.class)
class Chat2DeskTest {

    /** "If you need the Bot to process only chats assigned to a specific operator ...; if the operator ID is not specified, ... not assigned to any specific operator." */
    @ParameterizedTest(name = "operator of the channel {0}, of the chat {1}: {2}")
    @CsvSource({"30711, 30711, true", "30711, 30812, false", "30711, 0, false", "none, 0, true", "none, 30812, false"})
    void theBotProcessesOnlyChatsThatAreItsOwn(String operator, long chats, boolean processed) {
        Chat2DeskSimulator account = operator.equals("none") ? queue : house;
        account.switches().autoAssign = chats;
        long client = account.customers().appears(fresh(), "Mira", "telegram");
        account.customers().says(client, "Hello");
        Stage.soon().until(() -> account.webhooks().pending() == 0 && account.waiting() == 0);
        if (processed) {
            Stage.soon().untilAsserted(() -> assertThat(heard(client)).containsExactly("Hello"));
        } else {
            // What comes after it, and is the bot's, has been heard: so it would have been too.
            account.switches().autoAssign = operator.equals("none") ? 0 : BOT;
            long later = account.customers().appears(fresh(), "Bo", "telegram");
            account.customers().says(later, "Me");
            Stage.soon().untilAsserted(() -> assertThat(heard(later)).containsExactly("Me"));
            assertThat(heard(client)).isEmpty();
        }
    }

    /** "The following markup types are supported", however the bot writes them. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', value = {"plain | *italics* | <i>italics</i>", "plain | _italics_ | <i>italics</i>", "plain | __bold font__ | <b>bold font</b>",
        "plain | *__bold italics__* | <b><i>bold italics</i></b>", "plain | [link](http://www.example.com/) | <a href=\"http://www.example.com/\">link</a>",
        "markdown | **bold font** | <b>bold font</b>", "markdown | ***bold italics*** | <b><i>bold italics</i></b>", "html | <b>bold</b> <i>it</i> | <b>bold</b> <i>it</i>",
        "html | <a href=\"http://www.example.com/\">link</a> | <a href=\"http://www.example.com/\">link</a>"})
    void theFollowingMarkupTypesAreSupported(String format, String written, String seen) {
        long client = talking(house, "widget");
        said(client, Json.MAPPER.createObjectNode().put("kind", "text").put("text", written).put("format", format));
        Stage.soon().untilAsserted(() -> assertThat(house.customers().seen(client)).last().isEqualTo(seen));
    }

    /** The table's rows 2 to 7 with its own words: what, whether, and how; and what shows it. */
    static Stream<Arguments> table() {
        return Stream.of(
                row(2, "channel_chat_id", "Yes", "Format: 500482964|chat2desk", Chat2DeskTest::theChatsIdIsANumberABarAndAWord),
                row(3, "Messages will reach the Bot User if the Agent writes first in an existing chat", "Yes",
                        "The operator accepted and remained in the chat - the bot can write to the interlocutor.", () -> theBotWritesAfterTheOperator(beside, false)),
                row(3, "Messages will reach the Bot User if the Agent writes first in an existing chat", "Yes",
                        "The operator accepted and closed the chat - the bot can write to the interlocutor.", () -> theBotWritesAfterTheOperator(house, true)),
                row(4, "Buttons", "Yes", "", Chat2DeskTest::buttonsAreShownAndWhatIsPressedComesBack),
                row(5, "Transfer to operator", "Partially", "Change Chat Mode - no", Chat2DeskTest::changeChatModeIsAnsweredAsNotSupported),
                row(5, "Transfer to operator", "Partially", "External Request - yes", () -> transferToOperatorByRequestAndBack("")),
                row(5, "Transfer to operator", "Partially", "External Request - yes (to a group)", () -> transferToOperatorByRequestAndBack("team")),
                row(6, "Transferring files as files from the Agent", "Yes", "The widget receives an icon leading to a link", () -> aFileGoes(house, "widget", "mp3", "file")),
                row(6, "Transferring files as files from the Agent", "Yes", "Images are transmitted as images.", () -> aFileGoes(house, "widget", "png", "image")),
                row(6, "Transferring files as files from the Agent", "Yes", "(in Telegram)", () -> aFileGoes(house, "telegram", "pdf", "file")),
                row(7, "Transferring files as links from the Agent", "Partially", "the link leads to the file", () -> aFileGoes(queue, "widget", "pdf", "link")),
                row(7, "Transferring files as links from the Agent", "Partially", "(images are transmitted as images)", () -> aFileGoes(queue, "widget", "png", "image")),
                row(7, "Transferring files as links from the Agent", "Partially", "not visible in telegram (so it goes as a file)", () -> aFileGoes(queue, "telegram", "pdf", "file")));
    }

    private static Arguments row(int number, String what, String whether, String how, Runnable shown) {
        return Arguments.of(number, what, whether, how, shown);
    }

    @ParameterizedTest(name = "row {0}: {1}: {2}. {3}")
    @MethodSource("table")
    void theSeedsTable(int number, String what, String whether, String how, Runnable shown) {
        shown.run();
    }

    private static void theChatsIdIsANumberABarAndAWord() {
        long client = talking(house, "telegram");
        JsonNode told = bot.heard(conversation(client)).get(0);
        assertThat(told.at("/customer/id").asText()).isEqualTo(client + "|chat2desk").matches("\\d{9}\\|chat2desk");
    }

    private static void theBotWritesAfterTheOperator(Chat2DeskSimulator account, boolean closed) {
        long client = talking(account, "telegram");
        account.desk().accept(dialog(client), JOANA);
        account.desk().answer(dialog(client), JOANA, "I have looked at it");
        if (closed) {
            Stage.soon().untilAsserted(() -> assertThat(state(client)).isEqualTo("active"));
            account.desk().close(dialog(client));
            Stage.soon().untilAsserted(() -> assertThat(types(client)).contains("handover.ended"));
        }
        said(client, text("Anything else?"));
        Stage.soon().untilAsserted(() -> assertThat(account.customers().seen(client)).last().isEqualTo("Anything else?"));
        assertThat(account.desk().state(dialog(client))).isEqualTo("open");
        assertThat(account.desk().operatorOf(dialog(client))).as("who remains keeps the chat").isEqualTo(closed ? BOT : JOANA);
    }

    private static void buttonsAreShownAndWhatIsPressedComesBack() {
        long client = talking(house, "widget");
        ObjectNode choice = Json.MAPPER.createObjectNode().put("kind", "choice").put("text", "Choose a topic");
        choice.putArray("options").add(Json.MAPPER.createObjectNode().put("text", "Delivery")).add(Json.MAPPER.createObjectNode().put("text", "Payment"));
        said(client, choice);
        Stage.soon().untilAsserted(() -> assertThat(house.customers().seen(client)).last().isEqualTo("Choose a topic"));
        house.customers().presses(client, ours(client).get(ours(client).size() - 1).id(), "Payment");
        Stage.soon().untilAsserted(() -> assertThat(heard(client)).last().isEqualTo("Payment"));
    }

    /** The bot's wish for people becomes a transfer; back again, the bot speaks. Joana is the group's first who is online. */
    private static void transferToOperatorByRequestAndBack(String tag) {
        long client = talking(house, "telegram");
        ObjectNode handover = Json.MAPPER.createObjectNode().put("type", "handover").put("reason", "wants a person").put("desk", "acme-chat2desk");
        handover.putArray("tags").add(tag);
        says(client, handover);
        Stage.soon().untilAsserted(() -> assertThat(house.desk().operatorOf(dialog(client))).isEqualTo(JOANA));
        house.desk().answer(dialog(client), JOANA, "Good morning");
        Stage.soon().untilAsserted(() -> assertThat(state(client)).isEqualTo("active"));
        int before = heard(client).size();
        house.customers().says(client, "Are you a person?");
        house.desk().transfer(dialog(client), BOT);
        Stage.soon().untilAsserted(() -> assertThat(types(client)).contains("handover.ended"));
        house.customers().says(client, "Bot again?");
        Stage.soon().untilAsserted(() -> assertThat(heard(client)).hasSize(before + 1).last().isEqualTo("Bot again?"));
        assertThat(house.desk().messages(dialog(client))).filteredOn(message -> message.type().equals("comment")).extracting(Chat2DeskMessage::text).containsExactly("wants a person");
        assertThat(house.log().entries()).filteredOn(entry -> entry.path().contains("/transfer_to_group")).hasSize(tag.isEmpty() ? 0 : 1);
    }

    /** Nobody to transfer to is said, not played. */
    private static void changeChatModeIsAnsweredAsNotSupported() {
        long client = talking(queue, "telegram");
        says(client, Json.MAPPER.createObjectNode().put("type", "handover"));
        Stage.soon().untilAsserted(() -> assertThat(bot.heard(conversation(client)).toString()).contains("handover.failed", "Change Chat Mode is not supported"));
        assertThat(queue.desk().operatorOf(dialog(client))).isZero();
    }

    private static void aFileGoes(Chat2DeskSimulator account, String transport, String ending, String as) {
        long client = talking(account, transport);
        said(client, Json.MAPPER.createObjectNode().put("kind", "media").put("url", files.url("/card." + ending)).put("name", "card." + ending)
                .put("mimeType", switch (ending) { case "png" -> "image/png"; case "mp3" -> "audio/mpeg"; default -> "application/pdf"; }));
        Stage.soon().untilAsserted(() -> {
            JsonNode line = lastLine(client);
            assertThat(line.toString()).contains("card." + ending);
            assertThat(line.at("/files/0/shown").asText("link")).isEqualTo(as);
            assertThat(line.at("/files/0/link").asText("https://storage.chat2desk.com/")).startsWith("https://storage.chat2desk.com/");
            assertThat(line.path("html").asText().contains("<a href=")).isEqualTo(as.equals("link"));
        });
    }

    /** The closed dialog is still its operator's; what the customer says next is the bot's, whether the bot has written into it meanwhile or not. */
    @ParameterizedTest
    @CsvSource({"house, 30711", "queue, 0"})
    void whatAnOperatorHasClosedIsTheBotsAgain(String account, long belongsTo) {
        long client = talking(account.equals("house") ? house : queue, "telegram");
        at(client).desk().answer(dialog(client), JOANA, "It is on its way");
        Stage.soon().untilAsserted(() -> assertThat(state(client)).isEqualTo("active"));
        at(client).desk().close(dialog(client));
        Stage.soon().untilAsserted(() -> assertThat(at(client).customers().seen(client)).last().asString().startsWith("I am back."));
        assertThat(at(client).desk().operatorOf(dialog(client))).isEqualTo(belongsTo);
        at(client).customers().says(client, "and now?");
        Stage.soon().untilAsserted(() -> assertThat(heard(client)).containsExactly("Hello", "and now?"));
        assertThat(state(client)).isEqualTo("bot");
        assertThat(types(client)).as("the bot's own words are no take-over").containsOnlyOnce("handover.ended");
    }

    @Test
    void theAccountIsCheckedAndTheWebhookRegisteredAndRemovedAtOnce() {
        var doors = stage.bean(LiveChannels.class).doors("acme-chat2desk");
        assertThat(doors.check().outcome()).satisfies(outcome -> {
            assertThat(outcome.word()).isEqualTo(Word.done);
            assertThat(outcome.why()).contains("operators to choose from: " + BOT).contains(String.valueOf(JOANA), String.valueOf(Chat2DeskSimulator.MARK));
        });
        assertThat(doors.register("register", doors.hook()).outcome().word()).isEqualTo(Word.done);
        assertThat(doors.register("remove", doors.hook()).outcome().word()).isEqualTo(Word.done);
        assertThat(doors.register("remove", doors.hook()).outcome().word()).isEqualTo(Word.done);
        assertThat(doors.register("register", doors.hook()).outcome().word()).isEqualTo(Word.done);
        assertThat(house.hooks()).hasSize(1);
    }

    private static void says(long client, ObjectNode action) {
        ArrayNode actions = Json.MAPPER.createArrayNode().add(action);
        bot.say(conversation(client), "h-" + fresh(), actions);
    }
}
