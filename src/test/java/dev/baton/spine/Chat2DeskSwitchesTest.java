package dev.baton.spine;

import static dev.baton.spine.Chat2DeskStage.BOT;
import static dev.baton.spine.Chat2DeskStage.JOANA;
import static dev.baton.spine.Chat2DeskStage.dialog;
import static dev.baton.spine.Chat2DeskStage.fresh;
import static dev.baton.spine.Chat2DeskStage.heard;
import static dev.baton.spine.Chat2DeskStage.house;
import static dev.baton.spine.Chat2DeskStage.queue;
import static dev.baton.spine.Chat2DeskStage.stage;
import static dev.baton.spine.Chat2DeskStage.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.event.Json;
import dev.baton.sandbox.Chat2DeskSimulator;
import dev.baton.sandbox.Chat2DeskSwitches;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What nobody has confirmed about Chat2Desk, in both positions each: the same conversation comes out right whichever is true, with a number for the bot and without. */
@ExtendWith(Chat2DeskStage.class)
class Chat2DeskSwitchesTest {

    /** What a conversation does not touch; where it is shown instead. */
    private static final Set<String> ELSEWHERE = Set.of(
            "switchedOff",                                       // aWebhookThatWasSwitchedOffIsBackAtTheNextPoll
            "autoAssign",                                        // Chat2DeskTest.theBotProcessesOnlyChatsThatAreItsOwn
            "hmacSecret",                                        // Chat2DeskTroubleTest.signedWebhooksAreTakenAndUnsignedOnesAreNot
            "writeFirst", "updatedClient",                       // Baton makes and changes no clients
            "storageHere",                                       // else there would be no file to fetch
            "webhookRetries", "webhookRetryMillis", "webhookTimeoutMillis", "lateEvents", "perMonth");

    static Stream<Arguments> switches() {
        return Stream.of(
                when("nothing is switched", switches -> { }),
                when("perMinute, retryAfter", switches -> {
                    switches.perMinute = 1_000;
                    switches.retryAfter = true;
                }),
                when("errorsWith200, errors", switches -> {
                    switches.errorsWith200 = true;
                    switches.errors = Chat2DeskSwitches.Errors.MAP;
                }),
                when("noStatus", switches -> switches.noStatus = true),
                when("createAnswers200", switches -> switches.createAnswers200 = true),
                when("dottedDates", switches -> switches.dottedDates = true),
                when("externalIdShown", switches -> switches.externalIdShown = true),
                when("nullClears", switches -> switches.nullClears = false),
                when("refuseOffline", switches -> switches.refuseOffline = false),
                when("everyChangeTells", switches -> switches.everyChangeTells = false),
                when("closeTellsRequest", switches -> switches.closeTellsRequest = false),
                when("firstDialogNull", switches -> switches.firstDialogNull = false),
                when("noOperatorKey", switches -> switches.noOperatorKey = true),
                when("smallest", switches -> switches.smallest = true),
                when("quotedIds", switches -> switches.quotedIds = true),
                when("flagsAsBooleans", switches -> switches.flagsAsBooleans = true),
                when("newRequestRepeats", switches -> switches.newRequestRepeats = true),
                when("nestedFiles", switches -> switches.nestedFiles = true),
                when("htmlText", switches -> switches.htmlText = true),
                when("upperCaseEvents", switches -> switches.upperCaseEvents = true),
                when("filesAsLinks", switches -> switches.filesAsLinks = true),
                when("duplicates", switches -> switches.duplicates = true),
                when("outOfOrder", switches -> switches.outOfOrder = true),
                when("lateSeconds", switches -> switches.lateSeconds = 1),
                when("messageAssigns", switches -> switches.messageAssigns = true));
    }

    private static Arguments when(String name, Consumer<Chat2DeskSwitches> change) {
        return Arguments.of(name, change);
    }

    @ParameterizedTest(name = "the bot is an operator; {0}")
    @MethodSource("switches")
    void aConversationComesOutRight(String name, Consumer<Chat2DeskSwitches> change) throws IOException {
        house.switches().autoAssign = BOT;
        change.accept(house.switches());
        conversation(house);
    }

    /** Of these it matters who has a dialog of the general queue; the others are about bodies and answers only. */
    static Stream<Arguments> queues() {
        Set<String> theirs = Set.of("nothing is switched", "nullClears", "everyChangeTells", "closeTellsRequest", "noOperatorKey", "smallest", "duplicates", "outOfOrder", "messageAssigns");
        return switches().filter(one -> theirs.contains((String) one.get()[0]));
    }

    @ParameterizedTest(name = "the bot is nobody; {0}")
    @MethodSource("queues")
    void aConversationOfTheGeneralQueueComesOutRight(String name, Consumer<Chat2DeskSwitches> change) throws IOException {
        change.accept(queue.switches());
        conversation(queue);
    }

    /** The bot answers, an operator is asked for or comes, and goes; the bot answers again and ends it. */
    private static void conversation(Chat2DeskSimulator account) throws IOException {
        account.switches().storageHere = true;
        List<String> letters = deadLetters();
        long client = account.customers().appears(fresh(), "Mira Holt", "telegram");
        says(account, client, "Hello");
        Stage.soon().untilAsserted(() -> assertThat(account.customers().seen(client)).last().isEqualTo("You said: Hello"));
        long dialog = dialog(client);
        if (account == house) {
            says(account, client, "human");
            Stage.soon().until(() -> account.desk().operatorOf(dialog) == JOANA);
        } else {
            account.desk().accept(dialog, JOANA);
        }
        account.desk().answer(dialog, JOANA, "Good morning");
        account.webhooks().release();
        Stage.soon().untilAsserted(() -> assertThat(state(client)).isEqualTo("active"));
        says(account, client, "Are you a person?");
        account.desk().close(dialog);
        account.webhooks().release();
        Stage.soon().untilAsserted(() -> assertThat(account.customers().seen(client)).last().asString().startsWith("I am back."));
        account.customers().sendsFile(client, "and now?", "label.pdf", "application/pdf", "%PDF-1.7 label".getBytes(StandardCharsets.UTF_8));
        account.webhooks().release();
        Stage.soon().untilAsserted(() -> assertThat(account.customers().seen(client)).last().isEqualTo("You sent: media"));
        says(account, client, "bye");
        Stage.soon().untilAsserted(() -> assertThat(account.desk().state(dialog)).isEqualTo("closed"));
        account.webhooks().release();
        Stage.soon().until(() -> account.webhooks().pending() == 0 && account.waiting() == 0);
        assertThat(heard(client)).doesNotContain("Are you a person?");
        assertThat(account.customers().seen(client)).doesNotHaveDuplicates().contains("Bye!");
        assertThat(deadLetters()).isEqualTo(letters);
    }

    private static List<String> deadLetters() throws IOException {
        return Json.MAPPER.readTree(stage.api("GET", "/api/dead-letters?state=waiting").body()).findValuesAsText("cause");
    }

    private static void says(Chat2DeskSimulator account, long client, String text) {
        account.customers().says(client, text);
        account.webhooks().release();
    }

    @ParameterizedTest
    @EnumSource
    void aWebhookThatWasSwitchedOffIsBackAtTheNextPoll(Chat2DeskSwitches.Off shown) {
        house.switches().switchedOff = shown;
        house.switchWebhooksOff();
        assertThat(house.hookUrls()).isEmpty();
        Stage.soon().untilAsserted(() -> assertThat(house.hookUrls()).containsExactly(stage.url() + "/hooks/acme-chat2desk/hook-house-1"));
        assertThat(house.hooks()).hasSize(1);
    }

    @Test
    void noSwitchIsForgotten() {
        Set<String> tried = switches().flatMap(one -> Stream.of(((String) one.get()[0]).split(", "))).collect(Collectors.toCollection(TreeSet::new));
        Set<String> all = Stream.of(Chat2DeskSwitches.class.getFields()).filter(field -> !Modifier.isStatic(field.getModifiers())).map(Field::getName).collect(Collectors.toCollection(TreeSet::new));
        all.removeAll(tried);
        assertThat(all).containsExactlyInAnyOrderElementsOf(ELSEWHERE);
    }
}
