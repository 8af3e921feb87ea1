package dev.baton.spine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.MovableClock;
import dev.baton.event.Json;
import dev.baton.sandbox.BotSettings;
import dev.baton.sandbox.BotSimulator;
import dev.baton.sandbox.Chat2DeskSettings;
import dev.baton.sandbox.Chat2DeskSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of channels in Chat2Desk share that the API makes: an account and a name of its own for each test, and Baton with the routes that come with it. */
abstract class Chat2DeskAccounts {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String TOKEN = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    static final long BOT = Chat2DeskSimulator.BOT;
    static final long JOANA = Chat2DeskSimulator.JOANA;

    @TempDir
    static Path folder;
    static final MovableClock CLOCK = MovableClock.running();
    static PublicAddress world;
    static Stage stage;
    static BotSimulator bot;
    static int number;

    /** The account and the channel of this test. */
    Chat2DeskSimulator account;
    final List<Chat2DeskSimulator> accounts = new ArrayList<>();
    String name;
    String at;
    private boolean revoked;

    @BeforeAll
    static void open() throws IOException {
        // With their samples: a channel that the API makes is rehearsed before it goes live.
        Stage.routes(folder.resolve("routes"), "(chat2desk|chat2desk-api|own-bot)/.*|own-bot\\.camel\\.yaml");
        world = new PublicAddress();
        stage = new Stage(folder.resolve("data"), CLOCK, "--baton.routes=" + folder.resolve("routes"), "--baton.http.response=3s", "--baton.public-url=" + world.url(),
                "--baton.loader.quiet=50ms", "--baton.secret-key=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
                "--channels.acme-chat2desk.url={simulators}/by-hand", "--channels.acme-chat2desk.api-token=t-by-hand", "--channels.acme-chat2desk.token=hook-by-hand",
                "--channels.acme-chat2desk.bot=own-bot", "--channels.acme-chat2desk.desk=acme-chat2desk",
                "--channels.own-bot.url={simulators}/bot", "--channels.own-bot.signing-secret=" + SECRET, "--channels.own-bot.token=" + TOKEN);
        world.baton = stage.url();
        bot = stage.server.mount("/bot", new BotSimulator(CLOCK, new BotSettings(SECRET, TOKEN)));
        bot.webhook(stage.url() + "/hooks/own-bot");
    }

    @AfterAll
    static void shut() {
        stage.close();
        world.close();
    }

    @BeforeEach
    void anAccount() {
        name = "chat-" + ++number;
        account = account(name);
        at = "/" + name;
    }

    Chat2DeskSimulator account(String called) {
        Chat2DeskSimulator one = stage.server.mount("/" + called, new Chat2DeskSimulator(CLOCK, new Chat2DeskSettings("t-" + called, "hook-" + called)));
        // The bot hears of all accounts: no client of one may have a number of another's.
        one.numberFrom(500_000_000L + 1_000_000L * ++number);
        accounts.add(one);
        return one;
    }

    @AfterEach
    void nobodyBrokeTheRules() {
        world.open = true;
        bot.switches().notReady = false;
        api("DELETE", at, null);
        accounts.forEach(one -> {
            one.faults().clear();
            assertThat(one.violations()).filteredOn(wrong -> !revoked || !wrong.endsWith(": wrong token")).isEmpty();
        });
    }

    record Answer(int status, JsonNode body) {
        String state() {
            return body.at("/channel/state").asText();
        }

        List<String> conditions(String state) {
            return StreamSupport.stream(body.path("conditions").spliterator(), false).filter(one -> one.path("state").asText().equals(state)).map(one -> one.path("condition").asText()).toList();
        }

        String why(String condition) {
            return StreamSupport.stream(body.path("conditions").spliterator(), false).filter(one -> one.path("condition").asText().equals(condition)).findFirst().orElseThrow().path("why").asText();
        }

        String setting(String setting) {
            return body.at("/settings/" + setting).asText(null);
        }
    }

    static Answer api(String method, String path, ObjectNode body) {
        HttpResponse<String> answer = stage.api(method, "/api/channels" + path, body == null ? "" : body.toString());
        try {
            return new Answer(answer.statusCode(), Json.MAPPER.readTree(answer.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ObjectNode settings(String called, String... more) {
        ObjectNode settings = Json.MAPPER.createObjectNode().put("url", stage.server.url() + "/" + called).put("api-token", "t-" + called).put("token", "hook-" + called)
                .put("bot", "own-bot").put("desk", called);
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    Answer create(boolean activate, String... more) {
        return api("POST", "", Json.MAPPER.createObjectNode().put("name", name).put("platform", "chat2desk").put("activate", activate).set("settings", settings(name, more)));
    }

    Answer edit(Boolean activate, String... settings) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        if (activate != null) {
            body.put("activate", activate);
        }
        for (int i = 0; i < settings.length; i += 2) {
            body.withObject("/settings").put(settings[i], settings[i + 1]);
        }
        return api("PUT", at, body);
    }

    Answer show() {
        return api("GET", at, null);
    }

    void revoke() {
        account.office().revoke("t-" + name);
        revoked = true;
    }

    String address() {
        return world.url() + "/hooks/" + name + "/hook-" + name;
    }

    static long writes(Chat2DeskSimulator account, String transport, String text) {
        long client = account.customers().appears("77" + ++number, "Mira " + number, transport);
        account.customers().says(client, text);
        return client;
    }

    /** What that customer has been answered, as soon as the bot has greeted it and repeated its words. */
    static List<String> answered(Chat2DeskSimulator account, long client) {
        Stage.soon().until(() -> account.customers().seen(client).stream().anyMatch(text -> text.startsWith("You said: ")));
        return account.customers().seen(client);
    }

    static String control(long client) {
        String[] body = stage.api("GET", "/api/conversations/" + conversation(client)).body().split("\"control\":\"", 2);
        return body.length == 1 ? "" : body[1].substring(0, body[1].indexOf('"'));
    }

    static String conversation(long client) {
        return bot.conversations().stream().filter(one -> bot.heard(one).stream().anyMatch(told -> told.at("/customer/id").asText().equals(client + "|chat2desk"))).findFirst().orElse("none");
    }
}
