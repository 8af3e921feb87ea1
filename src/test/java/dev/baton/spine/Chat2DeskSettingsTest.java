package dev.baton.spine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.baton.event.Json;
import dev.baton.sandbox.Chat2DeskSimulator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Seed 002 about the settings of a channel in Chat2Desk, sentence by sentence: whom the bot answers, what it hears, and when it may write. */
class Chat2DeskSettingsTest extends Chat2DeskAccounts {

    /** "How to get the operator ID": the list is told, and a number that is not in it is refused with it. */
    @Test
    void aWrongOperatorIsToldWithTheListToChooseFrom() {
        Answer wrong = create(true, "operator-id", "99999");
        assertThat(wrong.state()).isEqualTo("inactive");
        assertThat(wrong.conditions("fails")).containsExactly("account");
        assertThat(wrong.why("account")).contains("there is no operator 99999 (channels." + name + ".operator-id); operators to choose from: " + BOT + " ", JOANA + " Joana");
        Answer right = edit(true, "operator-id", String.valueOf(JOANA));
        assertThat(right.state()).isEqualTo("live");
        assertThat(right.why("account")).contains("chats of operator " + JOANA);
    }

    /**
     * "When auto-assignment is turned off, chats are directed to the general queue." The bot processes those if the operator ID is not specified, else only those of its operator;
     * an edit of the field changes it at once.
     */
    @Test
    void whoTheBotAnswersFollowsTheOperatorIdAndTheAutoAssignment() {
        create(true);
        long queued = writes(account, "telegram", "Off, no id");
        assertThat(answered(account, queued)).contains("You said: Off, no id");
        account.switches().autoAssign = BOT;
        long assigned = writes(account, "telegram", "On, no id");
        account.switches().autoAssign = 0;
        answered(account, writes(account, "telegram", "Later"));
        assertThat(account.customers().seen(assigned)).as("it is assigned to a specific operator").isEmpty();

        assertThat(edit(null, "operator-id", String.valueOf(BOT)).state()).isEqualTo("live");
        long alone = writes(account, "telegram", "Off, with id");
        account.switches().autoAssign = JOANA;
        long joanas = writes(account, "telegram", "On, with another's id");
        account.switches().autoAssign = BOT;
        long bots = writes(account, "telegram", "On, with id");
        assertThat(answered(account, bots)).contains("You said: On, with id");
        assertThat(account.customers().seen(alone)).isEmpty();
        assertThat(account.customers().seen(joanas)).isEmpty();
        assertThat(lastOf(account, bots).path("type").asText()).isEqualTo("to_client");
        assertThat(account.desk().operatorOf(account.customers().dialog(bots))).isEqualTo(BOT);
    }

    /** "Optionally, enable receiving of service messages by switching the toggle switch." */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void serviceMessagesReachTheBotIfTheToggleIsOn(boolean on) {
        create(true, "service-messages", String.valueOf(on));
        long client = writes(account, "telegram", "Hello");
        answered(account, client);
        account.desk().comment(account.customers().dialog(client), JOANA, "Be kind to her");
        account.customers().says(client, "And now?");
        Stage.soon().untilAsserted(() -> assertThat(heard(client)).contains("And now?"));
        assertThat(heard(client)).filteredOn("Be kind to her"::equals).hasSize(on ? 1 : 0);
        assertThat(bot.heard(conversation(client))).filteredOn(told -> told.at("/author/role").asText().equals("system")).as("nobody's words").hasSize(on ? 1 : 0);
        Stage.soon().untilAsserted(() -> assertThat(account.customers().seen(client)).last().isEqualTo("You said: And now?"));
        assertThat(account.customers().seen(client)).doesNotContain("You said: Be kind to her", "Be kind to her");
    }

    /** Row 3: "The operator accepted and remained in the chat", "the operator accepted and closed the chat - the bot can write to the interlocutor". */
    @ParameterizedTest(name = "take-over {0}, closed {1}")
    @CsvSource({"true, false", "true, true", "false, false", "false, true"})
    void messagesReachTheUserIfTheAgentWritesFirstInAnExistingChat(boolean takeOver, boolean closed) {
        create(true, takeOver ? new String[0] : new String[] {"take-over", "false"});
        long client = writes(account, "telegram", "Hello");
        answered(account, client);
        long dialog = account.customers().dialog(client);
        account.desk().accept(dialog, JOANA);
        account.desk().answer(dialog, JOANA, "I look at it");
        if (takeOver) {
            Stage.soon().untilAsserted(() -> assertThat(control(client)).isEqualTo("desk"));
        }
        if (closed) {
            account.desk().close(dialog);
            Stage.soon().untilAsserted(() -> assertThat(control(client)).isEqualTo("bot"));
        }
        if (takeOver && closed) {
            // The bot has a word of its own about it, which would cross with the one that the test has it say.
            Stage.soon().untilAsserted(() -> assertThat(account.customers().seen(client)).last().asString().startsWith("I am back."));
        }
        boolean beside = takeOver && !closed;
        if (beside) {
            says(client, "A late answer", false);
        }
        says(client, "Did you know?", beside);
        Stage.soon().untilAsserted(() -> assertThat(account.customers().seen(client)).last().isEqualTo("Did you know?"));
        assertThat(account.customers().seen(client)).as("an answer that comes too late interrupts nobody").doesNotContain("A late answer");
        assertThat(control(client)).isEqualTo(beside ? "desk" : "bot");
        if (beside || !takeOver) {
            assertThat(account.desk().operatorOf(dialog)).as("writing takes the chat from nobody").isEqualTo(JOANA);
        }
    }

    private static JsonNode lastOf(Chat2DeskSimulator account, long client) {
        JsonNode lines = account.customers().sees(client).path("lines");
        return lines.get(lines.size() - 1);
    }

    private static List<String> heard(long client) {
        return bot.heard(conversation(client)).stream().filter(told -> told.path("type").asText().equals("message")).map(told -> told.at("/message/text").asText()).toList();
    }

    private static void says(long client, String text, boolean beside) {
        ArrayNode actions = Json.MAPPER.createArrayNode();
        actions.addObject().put("type", "message").put("text", text).put("beside", beside);
        bot.say(conversation(client), "s-" + ++number, actions);
    }
}
