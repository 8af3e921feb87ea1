package dev.baton.spine;

import static dev.baton.spine.Chat2DeskStage.BOT;
import static dev.baton.spine.Chat2DeskStage.JOANA;
import static dev.baton.spine.Chat2DeskStage.at;
import static dev.baton.spine.Chat2DeskStage.beside;
import static dev.baton.spine.Chat2DeskStage.conversation;
import static dev.baton.spine.Chat2DeskStage.dialog;
import static dev.baton.spine.Chat2DeskStage.fresh;
import static dev.baton.spine.Chat2DeskStage.heard;
import static dev.baton.spine.Chat2DeskStage.house;
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
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.event.Json;
import dev.baton.sandbox.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A bot in Chat2Desk when answers get lost, when operators do something at the same moment, and when somebody else sends webhooks. */
@ExtendWith(Chat2DeskStage.class)
class Chat2DeskTroubleTest {

    /** Our own outbox comes back and is nobody's word; an answer that was lost is looked for before anything is sent once more. */
    @Test
    void nothingIsDoubledAfterAReadTimeout() {
        long client = talking(house, "telegram");
        int before = ours(client).size();
        house.faults().next(1, "POST", "*/messages", Fault.cutAfter());
        said(client, text("Only once"));
        said(client, text("And then this"));
        Stage.soon().untilAsserted(() -> assertThat(house.customers().seen(client)).endsWith("Only once", "And then this"));
        assertThat(ours(client)).hasSize(before + 2);
        assertThat(types(client)).doesNotContain("handover.ended");
    }

    /** Each card is a message of its own: whichever answer is lost, each is sent once. */
    @ParameterizedTest
    @ValueSource(strings = {"Red", "Blue", "Green"})
    void noCardIsDoubledAfterAReadTimeout(String lost) {
        long client = talking(house, "telegram");
        house.faults().next(1, "POST", "*/messages", lost, Fault.cutAfter());
        said(client, cards());
        said(client, text("And then this"));
        Stage.soon().untilAsserted(() -> assertThat(house.customers().seen(client)).endsWith("Red", "Blue", "Green", "And then this"));
        assertThat(house.customers().seen(client)).containsOnlyOnce("Red", "Blue", "Green");
    }

    /** A card that is refused leaves a dead letter; its replay sends what has not gone out yet. */
    @Test
    void aReplaySendsOnlyTheCardsThatHaveNotGoneOut() {
        long client = talking(house, "telegram");
        house.faults().next(1, "POST", "*/messages", "Blue", Fault.commandFailure(400, "wrong text"));
        said(client, cards());
        JsonNode letter = Stage.soon().until(() -> deadLetters().path(0), found -> found.has("id"));
        assertThat(letter.path("cause").asText()).contains("a part has gone out; Chat2Desk refuses: wrong text");
        assertThat(house.customers().seen(client)).last().isEqualTo("Red");
        assertThat(stage.api("POST", "/api/dead-letters/" + letter.path("id").asText() + "/replay").statusCode()).isBetween(200, 204);
        Stage.soon().untilAsserted(() -> assertThat(house.customers().seen(client)).endsWith("Red", "Blue", "Green"));
        assertThat(house.customers().seen(client)).containsOnlyOnce("Red", "Blue", "Green");
    }

    /** The operator who was asked for closes the dialog before our transfer is answered: the bot has the customer again. */
    @Test
    void anOperatorClosesWhileATransferIsUnderWay() {
        long client = talking(house, "telegram");
        house.faults().next(1, "GET", "*/transfer", Fault.slow(Duration.ofSeconds(30)));
        house.customers().says(client, "human");
        Stage.soon().until(() -> house.desk().operatorOf(dialog(client)) == JOANA);
        house.desk().close(dialog(client));
        Stage.soon().untilAsserted(() -> assertThat(state(client)).isEqualTo("bot"));
        house.faults().release();
        theBotAnswers(client);
    }

    /** An operator takes the dialog and closes it while the bot's words are under way: they arrive once, and the bot has the customer again. */
    @ParameterizedTest
    @CsvSource({"house", "queue"})
    void anOperatorTakesAndClosesWhileAMessageIsUnderWay(String account) {
        long client = talking(account.equals("house") ? house : queue, "telegram");
        at(client).faults().next(1, "POST", "*/messages", "Let me see", Fault.slow(Duration.ofSeconds(30)));
        said(client, text("Let me see"));
        Stage.soon().untilAsserted(() -> assertThat(at(client).customers().seen(client)).contains("Let me see"));
        at(client).desk().accept(dialog(client), JOANA);
        at(client).desk().answer(dialog(client), JOANA, "I have it");
        at(client).desk().close(dialog(client));
        at(client).faults().release();
        Stage.soon().untilAsserted(() -> assertThat(types(client)).contains("handover.ended"));
        theBotAnswers(client);
        assertThat(at(client).customers().seen(client)).containsOnlyOnce("Let me see", "I have it");
    }

    /** What Chat2Desk tells of an operator only after they have closed brings nobody back. */
    @ParameterizedTest
    @CsvSource({"house, outbox", "queue, outbox", "house, dialog_transferred", "queue, dialog_transferred"})
    void whatAnOperatorDidIsToldAfterTheyHaveClosed(String account, String event) {
        long client = talking(account.equals("house") ? house : queue, "telegram");
        int others = at(client).waiting();
        at(client).switches().lateEvents = Set.of(event);
        at(client).switches().lateSeconds = 2;
        at(client).desk().accept(dialog(client), JOANA);
        at(client).desk().answer(dialog(client), JOANA, "I have it");
        Stage.soon().untilAsserted(() -> assertThat(state(client)).isEqualTo("active"));
        at(client).desk().close(dialog(client));
        Stage.soon().untilAsserted(() -> assertThat(state(client)).isEqualTo("bot"));
        allIsTold(client, others);
        theBotAnswers(client);
        assertThat(at(client).customers().seen(client)).containsOnlyOnce("I have it");
    }

    /** Nor into the next conversation, where they had no part in the one that they are told of. */
    @Test
    void whatAnOperatorDidIsToldInTheNextConversation() {
        long client = talking(house, "telegram");
        int others = house.waiting();
        house.switches().lateEvents = Set.of("outbox");
        house.switches().lateSeconds = 4;
        house.desk().answer(dialog(client), JOANA, "I have it");
        String first = conversation(client);
        house.customers().says(client, "bye");
        Stage.soon().untilAsserted(() -> assertThat(state(client)).isEqualTo("closed"));
        // Chat2Desk tells whole seconds.
        long second = Instant.now().getEpochSecond();
        Stage.soon().until(() -> Instant.now().getEpochSecond() > second);
        house.customers().says(client, "Me again");
        Stage.soon().untilAsserted(() -> assertThat(conversation(client)).isNotEqualTo(first));
        allIsTold(client, others);
        theBotAnswers(client);
    }

    /** What is late is still to be told, and then it is; so many others are of other tests. */
    private static void allIsTold(long client, int others) {
        assertThat(at(client).waiting()).as("still to be told").isGreaterThan(others);
        Stage.soon().until(() -> at(client).waiting() <= others && at(client).webhooks().pending() == 0);
    }

    /** The request is closed and the dialog left open: what comes next is the bot's. */
    @ParameterizedTest
    @CsvSource({"house", "queue"})
    void anOperatorClosesTheRequestOnly(String account) {
        long client = talking(account.equals("house") ? house : queue, "telegram");
        at(client).desk().accept(dialog(client), JOANA);
        at(client).desk().answer(dialog(client), JOANA, "I have it");
        Stage.soon().untilAsserted(() -> assertThat(state(client)).isEqualTo("active"));
        at(client).desk().closeRequest(dialog(client));
        Stage.soon().untilAsserted(() -> assertThat(state(client)).isEqualTo("bot"));
        theBotAnswers(client);
    }

    /** Whoever has the dialog by Chat2Desk's own rules at a new request: nobody told that the operator's work is over. */
    @Test
    void aNewRequestInTheBotsHandsIsTheBots() {
        long client = talking(house, "telegram");
        house.desk().answer(dialog(client), JOANA, "I have it");
        house.desk().accept(dialog(client), JOANA);
        Stage.soon().untilAsserted(() -> assertThat(state(client)).isEqualTo("active"));
        house.switches().lateSeconds = 3_600;
        house.desk().close(dialog(client));
        house.switches().lateSeconds = 0;
        house.customers().says(client, "Somebody there?");
        Stage.soon().untilAsserted(() -> assertThat(state(client)).isEqualTo("bot"));
        theBotAnswers(client);
    }

    /** Of the bot's words, how far Chat2Desk says that they have got. */
    @ParameterizedTest
    @CsvSource({"delivered, received, ''", "Read, read, ''", "error, failed, blocked by the customer"})
    void howFarAMessageHasGot(String told, String shown, String error) {
        long client = talking(house, "telegram");
        long message = ours(client).get(ours(client).size() - 1).id();
        house.reached(message, told, error.isEmpty() ? null : error);
        Stage.soon().untilAsserted(() -> assertThat(stage.api("GET", "/api/conversations/" + conversation(client)).body()).contains("\"" + shown + "\"").contains(error));
    }

    /** Where a secret is set, only what is signed with it is taken. */
    @Test
    void signedWebhooksAreTakenAndUnsignedOnesAreNot() {
        long client = talking(beside, "telegram");
        for (String secret : new String[] {"", "another"}) {
            beside.switches().hmacSecret = secret;
            beside.customers().says(client, "Unsigned " + secret);
        }
        Stage.soon().until(() -> beside.waiting() == 2);
        beside.switches().hmacSecret = Chat2DeskStage.SIGNS;
        beside.customers().says(client, "Signed");
        Stage.soon().untilAsserted(() -> assertThat(heard(client)).containsExactly("Hello", "Signed"));
        assertThat(beside.log().entries()).as("refused").filteredOn(entry -> entry.to().equals("Baton") && entry.status() == 401).hasSizeGreaterThanOrEqualTo(2);
    }

    private static void theBotAnswers(long client) {
        String words = "and now " + fresh();
        at(client).customers().says(client, words);
        Stage.soon().untilAsserted(() -> assertThat(at(client).customers().seen(client)).last().isEqualTo("You said: " + words));
        assertThat(at(client).desk().operatorOf(dialog(client))).isEqualTo(at(client) == house ? BOT : 0);
    }

    private static ObjectNode cards() {
        ObjectNode carousel = Json.MAPPER.createObjectNode().put("kind", "carousel");
        for (String title : new String[] {"Red", "Blue", "Green"}) {
            carousel.withArray("cards").addObject().put("title", title);
        }
        return carousel;
    }

    private static JsonNode deadLetters() {
        try {
            return Json.MAPPER.readTree(stage.api("GET", "/api/dead-letters?state=waiting&channel=acme-chat2desk").body()).path("items");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
