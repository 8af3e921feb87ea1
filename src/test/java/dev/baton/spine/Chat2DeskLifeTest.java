package dev.baton.spine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.event.Json;
import dev.baton.sandbox.Chat2DeskSimulator;
import dev.baton.sandbox.Chat2DeskSwitches;
import dev.baton.sandbox.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seed 002 about creating, editing and deleting a channel in Chat2Desk, sentence by sentence: the API and the routes that come with Baton, against the strict simulator. */
class Chat2DeskLifeTest extends Chat2DeskAccounts {

    private static Chat2DeskSimulator byHand;

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
        assertThat(pressed.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
        assertThat(account.hooks()).isEmpty();
        assertThat(account.log().entries()).filteredOn(entry -> entry.method().equals("DELETE")).as("the poll had registered it once more, and then it was removed").hasSize(1);
    }
}
