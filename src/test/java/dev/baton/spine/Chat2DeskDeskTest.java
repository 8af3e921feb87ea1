package dev.baton.spine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.event.Json;
import dev.baton.sandbox.BlipSettings;
import dev.baton.sandbox.BlipSimulator;
import dev.baton.sandbox.BotSettings;
import dev.baton.sandbox.BotSimulator;
import dev.baton.sandbox.Chat2DeskMessage;
import dev.baton.sandbox.Chat2DeskSettings;
import dev.baton.sandbox.Chat2DeskSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Chat2Desk's operators as the desk of other channels, against the strict simulator: customers of the own app, whom a bot serves first, and of Blip. */
@Timeout(90)
class Chat2DeskDeskTest {

    private static final String SIGNS = "whsec_c2FuZGJveDogQmF0b24gc2lnbnMgd2l0aCB0aGlz";
    private static final String SIGNED = "whsec_c2FuZGJveDogdGhlIGJvdCBzaWducyB3aXRoIGl0";
    private static final long JOANA = Chat2DeskSimulator.JOANA;

    @TempDir
    static Path data;
    private static Stage stage;
    private static BotSimulator bot;
    private static BlipSimulator shop;
    private static Chat2DeskSimulator support;

    @BeforeAll
    static void open() {
        stage = new Stage(data, Clock.systemUTC(), "--baton.media.allow-private=true", "--channels.own-app.api-key=the-apps-own-key", "--channels.own-app.bot=own-bot", "--channels.own-app.desk=support-chat2desk",
                "--channels.own-bot.url={simulators}/bot", "--channels.own-bot.signing-secret=" + SIGNS, "--channels.own-bot.token=" + SIGNED,
                "--channels.shop-blip.url={simulators}/shop-blip", "--channels.shop-blip.key=Key c2hvcA==", "--channels.shop-blip.token=shop-token-4711", "--channels.shop-blip.desk=support-chat2desk",
                "--channels.support-chat2desk.url={simulators}/chat2desk", "--channels.support-chat2desk.api-token=t-support", "--channels.support-chat2desk.token=hook-support-1",
                "--channels.support-chat2desk.channel=" + Chat2DeskSimulator.EXTERNAL, "--channels.support-chat2desk.poll-every=1s");
        support = stage.server.mount("/chat2desk", new Chat2DeskSimulator(Clock.systemUTC(), new Chat2DeskSettings("t-support", "hook-support-1")));
        support.switches().storageHere = true;
        bot = stage.server.mount("/bot", new BotSimulator(Clock.systemUTC(), new BotSettings(SIGNS, SIGNED)));
        shop = stage.server.mount("/shop-blip", new BlipSimulator(Clock.systemUTC(), new BlipSettings("Key c2hvcA==", null, "shop-token-4711")));
        shop.webhook(stage.url() + "/hooks/shop-blip");
        Stage.soon().until(() -> support.hookUrls().size() == 1);
    }

    @AfterAll
    static void shut() {
        stage.close();
    }

    @AfterEach
    void nobodyBrokeTheRulesAndNothingIsLeftLying() {
        assertThat(support.violations()).isEmpty();
        assertThat(bot.violations()).isEmpty();
        assertThat(shop.violations()).isEmpty();
        assertThat(json(stage.api("GET", "/api/dead-letters").body()).path("items")).isEmpty();
    }

    @Test
    void theBotSpeaksThenTheOperatorThenTheBotAgainAndASecondHandoverFindsTheSameDialog() {
        String conversation = say("hello").path("conversation").asText();
        Stage.soon().untilAsserted(() -> assertThat(shown(conversation)).contains("You said: hello"));
        say("human");
        long dialog = dialogOf("own-app:u-1");
        // What was said before is a comment, which the customer does not see; the customer's own words came first.
        Stage.soon().untilAsserted(() -> assertThat(texts(dialog, "comment")).singleElement().asString()
                .contains("Reason: The customer asks for a person", "Tags: person").containsSubsequence("Ana: hello", "You said: hello", "Ana: human"));
        assertThat(texts(dialog, "from_client")).hasSize(1);

        support.desk().answer(dialog, JOANA, "Joana here");
        Stage.soon().untilAsserted(() -> assertThat(shown(conversation)).contains("Joana here"));
        support.desk().comment(dialog, JOANA, "A difficult one");
        support.desk().answerWithFile(dialog, JOANA, "Your label", "label.pdf", "application/pdf", "%PDF-1.7 label".getBytes(StandardCharsets.UTF_8));
        Stage.soon().untilAsserted(() -> assertThat(history(conversation).toString()).contains("label.pdf"));
        int heard = bot.heard(conversation).size();
        say("thank you, Joana");
        Stage.soon().untilAsserted(() -> assertThat(texts(dialog, "from_client")).last().isEqualTo("thank you, Joana"));
        assertThat(bot.heard(conversation)).as("the bot hears nothing while an operator has the customer").hasSize(heard);
        assertThat(shown(conversation)).doesNotContain("A difficult one");

        support.desk().close(dialog);
        Stage.soon().untilAsserted(() -> assertThat(shown(conversation)).last().asString().matches("I am back\\. I have read \\d+ messages\\."));
        JsonNode ended = bot.heard(conversation).get(heard);
        assertThat(ended.path("type").asText()).isEqualTo("handover.ended");
        assertThat(shown(conversation)).last().asString().contains(" " + ended.path("transcript").size() + " ");
        assertThat(ended.path("transcript").toString()).containsSubsequence("Joana here", "label.pdf", "thank you, Joana");
        assertThat(say("and now?").path("conversation").asText()).as("the same conversation goes on").isEqualTo(conversation);
        Stage.soon().untilAsserted(() -> assertThat(shown(conversation)).last().isEqualTo("You said: and now?"));
        assertThat(support.desk().state(dialog)).isEqualTo("closed");
        assertThat(texts(dialog, "from_client")).as("what the bot is told the operators are not").hasSize(2);

        say("human");
        Stage.soon().untilAsserted(() -> assertThat(support.desk().state(dialog)).isEqualTo("open"));
        Stage.soon().untilAsserted(() -> assertThat(texts(dialog, "comment")).last().asString().containsSubsequence("Ana: and now?", "Ana: human"));
        say("are you there?");
        Stage.soon().untilAsserted(() -> assertThat(texts(dialog, "from_client")).last().isEqualTo("are you there?"));
        support.desk().answer(dialog, JOANA, "Me again");
        Stage.soon().untilAsserted(() -> assertThat(shown(conversation)).last().isEqualTo("Me again"));
        support.desk().close(dialog);
        Stage.soon().untilAsserted(() -> assertThat(shown(conversation)).last().asString().startsWith("I am back. I have read "));
        assertThat(shown(conversation)).containsOnlyOnce("Joana here", "Me again", "You said: hello", "You said: and now?");
    }

    @Test
    void aTicketsCustomerIsAnsweredByOperatorsAndIsTheBotsAgain() {
        String customer = "5511900000001@wa.gw.msging.net";
        String ticket = shop.startTicket(customer, "My parcel is late");
        long dialog = dialogOf("shop-blip:" + customer);
        Stage.soon().untilAsserted(() -> assertThat(texts(dialog, "from_client")).containsExactly("My parcel is late"));
        support.desk().answer(dialog, JOANA, "It comes tomorrow");
        Stage.soon().untilAsserted(() -> assertThat(shop.seenTexts(ticket)).containsExactly("It comes tomorrow"));
        assertThat(shop.status(ticket)).isEqualTo("Open");
        shop.say(ticket, "fine");
        Stage.soon().untilAsserted(() -> assertThat(texts(dialog, "from_client")).containsExactly("My parcel is late", "fine"));
        support.desk().close(dialog);
        Stage.soon().untilAsserted(() -> assertThat(shop.status(ticket)).isEqualTo("ClosedAttendant"));

        String second = shop.startTicket(customer, "It has not come");
        Stage.soon().untilAsserted(() -> assertThat(texts(dialog, "from_client")).last().isEqualTo("It has not come"));
        support.desk().answer(dialog, JOANA, "Oh dear");
        Stage.soon().untilAsserted(() -> assertThat(shop.seenTexts(second)).containsExactly("Oh dear"));
        shop.customerCloses(second);
        Stage.soon().untilAsserted(() -> assertThat(support.desk().state(dialog)).isEqualTo("closed"));
    }

    private static JsonNode say(String text) {
        return json(stage.post("/talk/own-app/messages", "{\"user\":{\"id\":\"u-1\",\"name\":\"Ana\"},\"text\":\"" + text + "\"}", "Authorization", "Bearer the-apps-own-key", "Content-Type", "application/json").body());
    }

    /** What the app can read of a conversation. */
    private static JsonNode history(String conversation) {
        return json(stage.get("/talk/own-app/conversations/" + conversation + "/messages?limit=200", "the-apps-own-key")).path("items");
    }

    private static List<String> shown(String conversation) {
        return StreamSupport.stream(history(conversation).spliterator(), false).filter(item -> item.path("type").asText().equals("message") && !item.at("/author/role").asText().equals("customer"))
                .map(item -> item.at("/content/text").asText()).toList();
    }

    /** The dialog of a person whom Baton feeds in, as soon as it is there. */
    private static long dialogOf(String person) {
        return Stage.soon().until(() -> {
            for (JsonNode client : json(stage.call(support.url() + "/_control/customers", "GET", null, "a:b"))) {
                if (client.path("phone").asText().equals("[ext] " + person)) {
                    return support.customers().dialog(client.path("id").asLong());
                }
            }
            return 0L;
        }, dialog -> dialog > 0);
    }

    private static List<String> texts(long dialog, String type) {
        return support.desk().messages(dialog).stream().filter(message -> message.type().equals(type)).map(Chat2DeskMessage::text).toList();
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
