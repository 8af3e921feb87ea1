package dev.baton.spine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.MovableClock;
import dev.baton.event.Json;
import dev.baton.sandbox.BotSettings;
import dev.baton.sandbox.BotSimulator;
import dev.baton.sandbox.Chat2DeskSettings;
import dev.baton.sandbox.Chat2DeskSimulator;
import dev.baton.sandbox.Chat2DeskSwitches;
import dev.baton.sandbox.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Seed 002 about creating, editing and deleting a channel in Chat2Desk, sentence by sentence: the API and the routes that come with Baton, against the strict simulator. */
class Chat2DeskLifeTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String TOKEN = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private static final long BOT = Chat2DeskSimulator.BOT;
    private static final long JOANA = Chat2DeskSimulator.JOANA;

    @TempDir
    static Path folder;
    private static final MovableClock CLOCK = MovableClock.running();
    private static PublicAddress world;
    private static Stage stage;
    private static BotSimulator bot;
    private static Chat2DeskSimulator byHand;
    private static int number;

    /** The account and the channel of this test. */
    private Chat2DeskSimulator account;
    private final List<Chat2DeskSimulator> accounts = new ArrayList<>();
    private String name;
    private String at;
    private boolean revoked;

    @BeforeAll
    static void open() throws IOException {
        routes(folder.resolve("routes"));
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

    /** With their samples: a channel that the API makes is rehearsed before it goes live. */
    private static void routes(Path to) throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("routes"))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String path = Path.of("routes").relativize(file).toString();
                if (path.matches("(chat2desk|chat2desk-api|own-bot)/.*|own-bot\\.camel\\.yaml")) {
                    Files.createDirectories(to.resolve(path).getParent());
                    Files.copy(file, to.resolve(path));
                }
            }
        }
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

    private Chat2DeskSimulator account(String called) {
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

    private record Answer(int status, JsonNode body) {
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

    private static Answer api(String method, String path, ObjectNode body) {
        HttpResponse<String> answer = stage.api(method, "/api/channels" + path, body == null ? "" : body.toString());
        try {
            return new Answer(answer.statusCode(), Json.MAPPER.readTree(answer.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectNode settings(String called, String... more) {
        ObjectNode settings = Json.MAPPER.createObjectNode().put("url", stage.server.url() + "/" + called).put("api-token", "t-" + called).put("token", "hook-" + called)
                .put("bot", "own-bot").put("desk", called);
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    private Answer create(boolean activate, String... more) {
        return api("POST", "", Json.MAPPER.createObjectNode().put("name", name).put("platform", "chat2desk").put("activate", activate).set("settings", settings(name, more)));
    }

    private Answer edit(Boolean activate, String... settings) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        if (activate != null) {
            body.put("activate", activate);
        }
        for (int i = 0; i < settings.length; i += 2) {
            body.withObject("/settings").put(settings[i], settings[i + 1]);
        }
        return api("PUT", at, body);
    }

    private Answer show() {
        return api("GET", at, null);
    }

    private void revoke() {
        account.office().revoke("t-" + name);
        revoked = true;
    }

    private String address() {
        return world.url() + "/hooks/" + name + "/hook-" + name;
    }

    /** "To save the Channel without activating it, click the CREATE button." Nothing is examined, nobody is asked. */
    @Test
    void createSavesWithoutActivating() {
        bot.switches().notReady = true;
        revoke();
        Answer answer = create(false);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.state()).isEqualTo("inactive");
        assertThat(answer.conditions("not_checked")).hasSize(6);
        assertThat(account.log().entries()).isEmpty();
    }

    /** "To edit a Channel, click on its icon. To edit any field, click the field and enter a new value. To cancel making changes, click the CANCEL button": who only looks changes nothing. */
    @Test
    void everyFieldIsShownAndEditedAndCancelChangesNothing() {
        create(false, "operator-id", String.valueOf(BOT), "service-messages", "true");
        JsonNode seen = show().body();
        assertThat(seen.at("/settings/operator-id").asText()).isEqualTo(String.valueOf(BOT));
        assertThat(seen.at("/settings/service-messages").asText()).isEqualTo("true");
        assertThat(seen.path("secrets").toString()).isEqualTo("{\"api-token\":\"set\",\"signature-secret\":\"not set\",\"token\":\"set\"}");
        assertThat(show().body()).as("CANCEL").isEqualTo(seen);
        Answer edited = edit(null, "url", "https://two.example", "api-token", "t-two", "token", "hook-two", "operator-id", String.valueOf(JOANA), "service-messages", "false", "files", "link");
        assertThat(edited.body().path("settings")).isEqualTo(Json.MAPPER.createObjectNode().put("bot", "own-bot").put("desk", name).put("files", "link").put("operator-id", String.valueOf(JOANA))
                .put("service-messages", "false").put("url", "https://two.example"));
        assertThat(account.log().entries()).as("nobody was asked").isEmpty();
    }

    /** "To save and activate the Channel, click the CREATE & ACTIVATE button." And then the bot answers who writes. */
    @Test
    void createAndActivateSavesAndActivates() {
        Answer answer = create(true);
        assertThat(answer.state()).as(answer.body().toString()).isEqualTo("live");
        assertThat(answer.conditions("holds")).containsExactly("settings", "bot", "unique", "address", "account", "webhook");
        assertThat(account.hookUrls()).containsExactly(address());
        assertThat(answered(account, writes(account, "telegram", "Hello"))).contains("You said: Hello");
        assertThat(answer.body().toString()).doesNotContain("t-" + name, "hook-" + name);
    }

    /** "If: the Agent is trained; the token is unique; the channel address is accessible; the channel webhook is registered" - each alone, at each button that asks for them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "bot     | the bot of channel own-bot is not ready",
        "unique  | has the same api-token: deactivate that one",
        "address | was answered 502, not 200: set baton.public-url",
        "webhook | Chat2Desk does not take the webhook: You shall not"})
    void savedButNotActivatedIfOneConditionIsNotMet(String condition, String words) {
        if (condition.equals("unique")) {
            another("t-" + name);
        }
        failing(condition, true);
        Answer created = create(true, "files", "file");
        assertThat(created.status()).isEqualTo(200);
        assertThat(created.state()).as("saved but not activated").isEqualTo("inactive");
        assertThat(created.conditions("fails")).containsExactly(condition);
        assertThat(created.why(condition)).contains(words).doesNotContain("t-" + name, "hook-" + name);

        Answer saved = edit(true, "files", "link");
        assertThat(saved.status()).isEqualTo(200);
        assertThat(saved.state()).as("SAVE & ACTIVATE: changes applied but not activated").isEqualTo("inactive");
        assertThat(saved.setting("files")).isEqualTo("link");
        assertThat(saved.conditions("fails")).containsExactly(condition);
        assertThat(account.hooks()).isEmpty();

        failing(condition, false);
        assertThat(edit(true).state()).as("SAVE & ACTIVATE").isEqualTo("live");
        failing(condition, true);
        Answer applied = edit(null, "files", "file", "api-token", condition.equals("unique") ? "t-second-" + name : "t-" + name);
        assertThat(applied.status()).as("APPLY: changes not applied").isEqualTo(409);
        assertThat(applied.body().path("detail").asText()).contains("Nothing of channel " + name + " is changed", condition + ": ", words);
        assertThat(show().setting("files")).isEqualTo("link");
        assertThat(show().state()).isEqualTo("live");
        assertThat(account.hookUrls()).containsExactly(address());
        failing(condition, false);
        assertThat(edit(null, "files", "file").setting("files")).as("APPLY").isEqualTo("file");
        api("DELETE", at + "-first", null);
    }

    /** Another active channel of the same type, with an account of its own that knows this token too. */
    private void another(String token) {
        String first = name + "-first";
        api("DELETE", "/" + first, null);
        Chat2DeskSimulator other = account(first + "-" + ++number);
        other.office().token(token, BOT);
        assertThat(api("POST", "", Json.MAPPER.createObjectNode().put("name", first).put("platform", "chat2desk").put("activate", true)
                .set("settings", settings(first, "url", other.url(), "api-token", token))).state()).isEqualTo("live");
    }

    private void failing(String condition, boolean fails) {
        switch (condition) {
            case "bot" -> bot.switches().notReady = fails;
            case "unique" -> {
                if (!fails) {
                    api("POST", at + "-first/deactivate", null);
                } else if (show().state().equals("live")) {
                    account.office().token("t-second-" + name, BOT);
                    another("t-second-" + name);
                }
            }
            case "address" -> world.open = !fails;
            default -> {
                account.faults().clear();
                if (fails) {
                    account.faults().next(9, "POST", "*/webhooks", Fault.commandFailure(400, "You shall not"));
                    account.faults().next(9, "PUT", "*/webhooks/*", Fault.commandFailure(400, "You shall not"));
                }
            }
        }
    }

    /** "... will be saved but not activated if one or more conditions are not met": all that fail are told at once. */
    @Test
    void allConditionsThatAreNotMetAreToldAtOnce() {
        another("t-" + name);
        bot.switches().notReady = true;
        world.open = false;
        revoke();
        Answer answer = create(true);
        assertThat(answer.state()).isEqualTo("inactive");
        assertThat(answer.conditions("fails")).containsExactly("bot", "unique", "address", "account");
        assertThat(answer.conditions("not_checked")).as("the webhook is registered last, where all else holds").containsExactly("webhook");
        assertThat(account.hooks()).isEmpty();
        api("DELETE", at + "-first", null);
    }

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

    /** "To deactivate, click the DEACTIVATE button", "to apply changes to a non-activated Channel, click the SAVE button", "to delete the Channel, click the DELETE button". */
    @Test
    void deactivateSaveAndDelete() {
        create(true, "files", "file");
        Answer off = api("POST", at + "/deactivate", null);
        assertThat(off.state()).isEqualTo("inactive");
        assertThat(off.body().path("notes")).isEmpty();
        assertThat(account.hooks()).as("the webhook is gone at Chat2Desk").isEmpty();
        revoke();
        Answer saved = edit(null, "files", "link");
        assertThat(saved.setting("files")).isEqualTo("link");
        assertThat(saved.state()).as("SAVE asks for no condition").isEqualTo("inactive");
        account.office().token("t-" + name, BOT);
        assertThat(api("POST", at + "/activate", null).state()).isEqualTo("live");
        Answer gone = api("DELETE", at, null);
        assertThat(gone.status()).isEqualTo(200);
        assertThat(gone.body().path("notes")).isEmpty();
        assertThat(account.hooks()).isEmpty();
        assertThat(folder.resolve("routes" + at + ".camel.yaml")).doesNotExist();
        assertThat(folder.resolve("data/channels" + at + ".yaml")).doesNotExist();
        assertThat(show().state()).isEqualTo("retired");
    }

    /** A webhook that can't be removed keeps nobody from deactivating and deleting; it is told. */
    @Test
    void whatChat2DeskRefusesDoesNotKeepAChannelActive() {
        create(true);
        revoke();
        Answer off = api("POST", at + "/deactivate", null);
        assertThat(off.state()).isEqualTo("inactive");
        assertThat(off.body().path("notes").toString()).contains("could not be removed at the platform", "need to auth");
        assertThat(account.hookUrls()).containsExactly(address());
        account.office().token("t-" + name, BOT);
        assertThat(api("POST", at + "/activate", null).state()).isEqualTo("live");
        assertThat(account.hooks()).as("it is adopted, not doubled").hasSize(1);
    }

    /** A changed token: another token of the same account, then another account, then one that can't be registered. */
    @Test
    void aChangedTokenOnApply() {
        create(true);
        account.office().token("t-next-" + name, BOT);
        assertThat(edit(null, "api-token", "t-next-" + name).state()).isEqualTo("live");
        assertThat(account.hookUrls()).containsExactly(address());

        Chat2DeskSimulator other = account(name + "-other");
        assertThat(edit(null, "url", other.url(), "api-token", "t-" + name + "-other").state()).isEqualTo("live");
        assertThat(other.hookUrls()).containsExactly(address());
        assertThat(account.hooks()).isEmpty();
        assertThat(answered(other, writes(other, "telegram", "Hello"))).contains("You said: Hello");

        account.faults().next(1, "POST", "*/webhooks", Fault.commandFailure(400, "You shall not"));
        Answer refused = edit(null, "url", account.url(), "api-token", "t-" + name);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().path("detail").asText()).contains("webhook: ", "You shall not");
        assertThat(account.hooks()).isEmpty();
        assertThat(other.hookUrls()).as("the old one is in force").containsExactly(address());
        assertThat(answered(other, writes(other, "telegram", "Still there?"))).contains("You said: Still there?");
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

    /** Chat2Desk switches a webhook off after 5 hours without success; the poll of a channel, made by hand or by the API, has it on again. */
    @ParameterizedTest
    @CsvSource({"true, STATUS", "true, GONE", "false, ERRORS", "false, FAILURES"})
    void aWebhookThatWasSwitchedOffIsBackWithinTwoMinutes(boolean managed, Chat2DeskSwitches.Off shown) throws IOException {
        String channel = managed ? name : "acme-chat2desk";
        if (managed) {
            create(true);
        } else {
            account = byHand();
        }
        polled(channel);
        account.switches().switchedOff = shown;
        account.switchWebhooksOff();
        assertThat(account.hookUrls()).isEmpty();
        inTwoMinutes(() -> !account.hookUrls().isEmpty());
        assertThat(account.hookUrls()).containsExactly(world.url() + "/hooks/" + channel + "/hook-" + channel.replace("acme-chat2desk", "by-hand"));
        assertThat(account.hooks()).hasSize(1);
        assertThat(answered(account, writes(account, "telegram", "Back?"))).contains("You said: Back?");
    }

    /** The account of a channel whose file an operator has put there; its first poll registers its webhook. */
    private Chat2DeskSimulator byHand() throws IOException {
        if (byHand == null) {
            byHand = account("by-hand");
            Files.copy(Path.of("routes/acme-chat2desk.camel.yaml"), folder.resolve("routes/acme-chat2desk.camel.yaml"));
        }
        accounts.add(byHand);
        Stage.soon().until(() -> byHand.hookUrls().size() == 1);
        return byHand;
    }

    /** The webhook has been looked at once: from then on that is done each minute. */
    private static void polled(String channel) {
        Stage.soon().until(() -> api("GET", "/" + channel, null).body().at("/channel/lastPoll/why").asText().contains("webhook"));
    }

    /** Two minutes pass at most. */
    private static void inTwoMinutes(BooleanSupplier holds) {
        CLOCK.forward(Duration.ofMinutes(1));
        try {
            Stage.soon().atMost(Duration.ofSeconds(3)).until(holds::getAsBoolean);
        } catch (ConditionTimeoutException e) {
            CLOCK.forward(Duration.ofMinutes(1));
            Stage.soon().until(holds::getAsBoolean);
        }
    }

    /** A poll that is under way would put back what DELETE (and DEACTIVATE) removes: the channel is out of service first, and the poll is waited for. */
    @Test
    void aPollUnderWayRegistersNothingThatIsBeingRemoved() throws Exception {
        create(true);
        polled(name);
        account.switches().switchedOff = Chat2DeskSwitches.Off.GONE;
        account.switchWebhooksOff();
        // The poll sees that the webhook is gone, and hears so late.
        account.faults().next(1, "GET", "*/webhooks", Fault.slow(Duration.ofSeconds(30)));
        inTwoMinutes(() -> account.faults().left() == 0);
        CompletableFuture<Answer> pressed = CompletableFuture.supplyAsync(() -> api("DELETE", at, null));
        Stage.soon().until(() -> !show().state().equals("live"));
        account.faults().release();
        assertThat(pressed.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
        assertThat(account.hooks()).isEmpty();
        assertThat(account.log().entries()).filteredOn(entry -> entry.method().equals("DELETE")).as("the poll had registered it once more, and then it was removed").hasSize(1);
    }

    private static long writes(Chat2DeskSimulator account, String transport, String text) {
        long client = account.customers().appears("77" + ++number, "Mira " + number, transport);
        account.customers().says(client, text);
        return client;
    }

    /** What that customer has been answered, as soon as the bot has greeted it and repeated its words. */
    private static List<String> answered(Chat2DeskSimulator account, long client) {
        Stage.soon().until(() -> account.customers().seen(client).stream().anyMatch(text -> text.startsWith("You said: ")));
        return account.customers().seen(client);
    }

    private static JsonNode lastOf(Chat2DeskSimulator account, long client) {
        JsonNode lines = account.customers().sees(client).path("lines");
        return lines.get(lines.size() - 1);
    }

    private static String control(long client) {
        String[] body = stage.api("GET", "/api/conversations/" + conversation(client)).body().split("\"control\":\"", 2);
        return body.length == 1 ? "" : body[1].substring(0, body[1].indexOf('"'));
    }

    private static String conversation(long client) {
        return bot.conversations().stream().filter(one -> bot.heard(one).stream().anyMatch(told -> told.at("/customer/id").asText().equals(client + "|chat2desk"))).findFirst().orElse("none");
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
