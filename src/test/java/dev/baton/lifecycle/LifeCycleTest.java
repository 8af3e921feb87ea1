package dev.baton.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.Baton;
import dev.baton.event.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The life of a channel as seed 002 has it, through the API of a whole Baton, against an invented platform that registers webhooks. */
@ExtendWith(OutputCaptureExtension.class)
class LifeCycleTest extends KioskHouse {

    /** Seed 002, and section 10 of its wire description: which button, with the conditions held or not, leads where. */
    @ParameterizedTest(name = "{0}: {2} when {3}")
    @CsvSource(delimiter = '|', textBlock = """
            To save the channel without activating it, click the CREATE button              | new      | CREATE            | all hold | 200 | inactive | old
            To save the channel without activating it (conditions are not examined)         | new      | CREATE            | one not  | 200 | inactive | old
            The channel will be saved and activated if                                      | new      | CREATE & ACTIVATE | all hold | 200 | live     | old
            The channel will be saved but not activated if conditions are not met           | new      | CREATE & ACTIVATE | one not  | 200 | inactive | old
            To apply changes to an activated channel, click the APPLY button                | active   | APPLY             | all hold | 200 | live     | new
            Changes will not be applied if one or more conditions are not met               | active   | APPLY             | one not  | 409 | live     | old
            To deactivate the channel, click the DEACTIVATE button                          | active   | DEACTIVATE        | all hold | 200 | inactive | old
            To deactivate the channel (whatever the platform says)                          | active   | DEACTIVATE        | one not  | 200 | inactive | old
            To apply changes to a non-activated channel, click the SAVE button              | inactive | SAVE              | all hold | 200 | inactive | new
            To apply changes to a non-activated channel (conditions are not examined)       | inactive | SAVE              | one not  | 200 | inactive | new
            Changes will be applied and the channel will be activated if                    | inactive | SAVE & ACTIVATE   | all hold | 200 | live     | new
            Changes will be applied but the channel will not be activated                   | inactive | SAVE & ACTIVATE   | one not  | 200 | inactive | new
            Activating without a change                                                     | inactive | ACTIVATE          | all hold | 200 | live     | old
            Activating without a change, conditions not met                                 | inactive | ACTIVATE          | one not  | 409 | inactive | old
            To delete the channel, click the DELETE button                                  | active   | DELETE            | all hold | 200 | gone     | -
            To delete the channel (whatever the platform says)                              | active   | DELETE            | one not  | 200 | gone     | -
            To delete the channel, click the DELETE button                                  | inactive | DELETE            | all hold | 200 | gone     | -
            """)
    void theSeedsTable(String sentence, String before, String button, String conditions, int status, String after, String greeting) throws Exception {
        if (!before.equals("new")) {
            assertThat(create(before.equals("active"), "greeting", "old").state()).isEqualTo(before.equals("active") ? "live" : "inactive");
        }
        if (conditions.equals("one not")) {
            kiosks.accounts.remove(token);
        }
        Answer answer = switch (button) {
            case "CREATE" -> create(false, "greeting", "old");
            case "CREATE & ACTIVATE" -> create(true, "greeting", "old");
            case "APPLY", "SAVE" -> change(null, "greeting", "new");
            case "SAVE & ACTIVATE" -> change(true, "greeting", "new");
            case "DELETE" -> api("DELETE", "/" + name, null);
            default -> api("POST", "/" + name + "/" + button.toLowerCase(java.util.Locale.ROOT), null);
        };
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        if (after.equals("gone")) {
            assertThat(settingsFile()).doesNotExist();
            assertThat(routeFile()).doesNotExist();
            assertThat(answer.body().path("notes")).hasSize(conditions.equals("one not") ? 1 : 0);
            assertThat(kiosks.accounts.getOrDefault(token, Set.of())).isEmpty();
            assertThat(show().status()).isEqualTo(before.equals("active") ? 200 : 404);
            return;
        }
        assertThat(show().state()).isEqualTo(after);
        assertThat(show().body().path("settings").path("greeting").asText()).isEqualTo(greeting);
        assertThat(Files.readString(settingsFile())).contains("greeting: " + greeting).contains("active: " + after.equals("live"));
        assertThat(hook("POST", name, "X-Kiosk", token)).isEqualTo(after.equals("live") ? 200 : 503);
        if (conditions.equals("all hold")) {
            assertThat(kiosks.accounts.get(token)).hasSize(after.equals("live") ? 1 : 0);
        }
        if (button.equals("CREATE") || button.equals("SAVE")) {
            assertThat(show().conditions("not_checked")).hasSize(6);
        } else if (conditions.equals("one not") && !button.equals("DEACTIVATE")) {
            assertThat(show().conditions("fails")).containsExactly("account");
        }
    }

    /** The four conditions of the seed, and two that a person would expect. */
    @ParameterizedTest
    @ValueSource(strings = {"settings", "bot", "unique", "address", "account", "webhook"})
    void eachConditionFailsAlone(String condition) {
        String[] more = {};
        String other = name + "-other";
        switch (condition) {
            case "settings" -> more = new String[] {"url", ""};
            case "bot" -> {
                more = new String[] {"bot", "helper"};
                kiosks.robotReady = false;
            }
            case "unique" -> {
                name = other;
                create(true);
                name = other.replace("-other", "");
            }
            case "address" -> kiosks.instead = "";
            case "account" -> kiosks.accounts.remove(token);
            default -> kiosks.registers = false;
        }
        Answer answer = create(true, more);
        assertThat(answer.state()).isEqualTo("inactive");
        assertThat(answer.conditions("fails")).containsExactly(condition);
        assertThat(answer.conditions("not_checked")).containsExactlyElementsOf(condition.equals("webhook") ? List.of() : condition.equals("settings") ? List.of("account", "webhook") : List.of("webhook"));
        assertThat(answer.why(condition)).hasSizeGreaterThan(30).doesNotContain(token);
        assertThat(kiosks.said).noneMatch(said -> said.endsWith("/" + name));
    }

    @Test
    void allConditionsThatFailAreToldAtOnce() {
        String first = name;
        create(true);
        name = first + "-second";
        kiosks.robotReady = false;
        kiosks.instead = "Welcome to nginx!";
        kiosks.accounts.remove(token);
        Answer answer = create(true, "bot", "helper");
        assertThat(answer.conditions("fails")).containsExactly("bot", "unique", "address", "account");
        assertThat(answer.why("unique")).contains("the active channel " + first + " has the same token");
        assertThat(answer.why("address")).contains("somebody else");
        Answer refused = api("POST", "/" + name + "/activate", null);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().path("detail").asText()).contains("bot: ", "unique: ", "address: ", "account: ");
    }

    @Test
    void twoInactiveChannelsMayShareATokenAndAChannelDoesNotClashWithItself() {
        create(false);
        String first = name;
        name += "-second";
        assertThat(create(true).state()).isEqualTo("live");
        assertThat(change(null, "greeting", "again").status()).isEqualTo(200);
        assertThat(api("POST", "/" + first + "/activate", null).status()).isEqualTo(409);
    }

    /** "There are no active channels of the same type with the same token." */
    @Test
    void channelsOfAnotherTypeMayHaveTheSameToken() {
        assertThat(create(true).state()).isEqualTo("live");
        name += "-stall";
        assertThat(api("POST", "", wanted(name, true, settings()).put("platform", "stall")).state()).isEqualTo("live");
    }

    @Test
    void theBotMustBeABotsChannelAndThere() {
        String shop = name;
        create(true);
        name = shop + "-second";
        token = "s3cret-other";
        kiosks.accounts.put(token, new ConcurrentSkipListSet<>());
        assertThat(create(true, "bot", "nobody").why("bot")).contains("there is no channel nobody");
        assertThat(change(true, "bot", shop).why("bot")).contains("is no bot's");
        assertThat(change(true, "bot", "helper").state()).isEqualTo("live");
    }

    /** Another account: registered with the new token first, then the old webhook is removed. */
    @Test
    void aChangedTokenRegistersAnewBeforeTheOldWebhookIsRemoved() {
        create(true);
        String next = "s3cret-next-" + name;
        kiosks.accounts.put(next, new ConcurrentSkipListSet<>());
        int before = kiosks.said.size();
        assertThat(change(null, "token", next).state()).isEqualTo("live");
        assertThat(kiosks.said.subList(before, kiosks.said.size())).startsWith("register " + next + " /hooks/" + name, "remove " + token + " /hooks/" + name);
        assertThat(kiosks.accounts.get(token)).isEmpty();
        assertThat(kiosks.accounts.get(next)).hasSize(1);
    }

    @Test
    void aNewTokenOfTheSameAccountLeavesItsWebhookRegistered() {
        create(true);
        String next = "s3cret-same-" + name;
        kiosks.accounts.put(next, kiosks.accounts.get(token));
        assertThat(change(null, "token", next).state()).isEqualTo("live");
        assertThat(kiosks.accounts.get(next)).hasSize(1);
    }

    @Test
    void aRegistrationThatFailsLeavesTheOldWebhookAndTheOldToken() throws Exception {
        create(true);
        String next = "s3cret-fails-" + name;
        kiosks.accounts.put(next, new ConcurrentSkipListSet<>());
        kiosks.registers = false;
        Answer answer = change(null, "token", next);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().path("detail").asText()).contains("webhook: ").contains("Nothing of channel").doesNotContain(next);
        assertThat(kiosks.accounts.get(token)).hasSize(1);
        assertThat(hook("POST", name, "X-Kiosk", token)).isEqualTo(200);
        assertThat(hook("POST", name, "X-Kiosk", next)).isEqualTo(401);
    }

    @Test
    void aWebhookThatCanNotBeRemovedBlocksNothingAndIsTold(CapturedOutput log) {
        create(true);
        kiosks.removes = false;
        Answer answer = api("POST", "/" + name + "/deactivate", null);
        assertThat(answer.state()).isEqualTo("inactive");
        assertThat(answer.body().path("notes").get(0).asText()).contains("could not be removed");
        assertThat(api("POST", "/" + name + "/activate", null).state()).isEqualTo("live");
        assertThat(api("DELETE", "/" + name, null).body().path("notes").get(0).asText()).contains("could not be removed");
        assertThat(log.getAll()).contains("life cycle: channel " + name + " created by admin: saved, inactive").contains(name + " activated by admin: active")
                .contains(name + " deactivated by admin: inactive; its webhook could not be removed").contains(name + " deleted by admin: gone; its webhook");
    }

    @Test
    void secretsAreInNoAnswerNoLogAndNoFile(CapturedOutput log) throws IOException {
        List<String> shown = new ArrayList<>();
        shown.add(create(true).body().toString());
        kiosks.registers = false;
        shown.add(change(null, "token", token + "x").body().toString());
        kiosks.accounts.put(token + "y", new ConcurrentSkipListSet<>());
        shown.add(change(null, "token", token + "y").body().toString());
        Answer now = show();
        shown.add(now.body().toString());
        shown.add(api("GET", "", null).body().toString());
        shown.add(Files.readString(settingsFile()));
        shown.add(Files.readString(routeFile()));
        shown.add(log.getAll());
        assertThat(shown).noneMatch(text -> text.contains(token));
        assertThat(now.body().path("secrets")).hasToString("{\"token\":\"set\"}");
        assertThat(now.body().path("settings").has("url")).isTrue();
        assertThat(Files.readString(settingsFile())).contains("token: \"{encrypted:");
        assertThat(Files.getPosixFilePermissions(settingsFile())).hasSize(2);
    }

    /** What waits stays, and goes when the channel is active again. */
    @Test
    void anInactiveChannelTakesNothingAndAnswersThatItIsThere() throws Exception {
        create(false);
        assertThat(hook("GET", name)).as("a platform that looks whether somebody is there").isEqualTo(200);
        assertThat(hook("GET", name + "/any")).isEqualTo(200);
        assertThat(hook("POST", name, "X-Kiosk", token)).isEqualTo(503);
        assertThat(api("GET", "/" + name + "/versions", null).body().path("items")).as("it has never run").isEmpty();
        assertThat(show().body().path("channel").path("why").asText()).contains("active is false");
    }

    @Test
    void aHandEditOfAManagedFileIsAnOrdinaryEdit() throws IOException {
        create(true, "greeting", "old");
        byHand("greeting: old", "greeting: by hand # a remark");
        soon(() -> assertThat(show().body().path("settings").path("greeting").asText()).isEqualTo("by hand"));
        byHand("active: true", "active: false");
        soon(() -> assertThat(show().state()).isEqualTo("inactive"));
        assertThat(change(true, "greeting", "by the API").state()).isEqualTo("live");
        byHand("greeting: \"by the API\"", "greeting: [");
        soon(() -> assertThat(show().body().path("channel").path("lastRefusal").path("findings").toString()).contains("channels/" + name + ".yaml:").contains("is no YAML"));
        assertThat(show().state()).as("the last good version runs on").isEqualTo("live");
        assertThat(change(null, "greeting", "x").status()).isEqualTo(409);
        assertThat(api("DELETE", "/" + name, null).status()).isEqualTo(200);
    }

    @Test
    void aChannelMadeByHandIsTheOperators() throws IOException {
        for (String[] call : new String[][] {{"PUT", "/helper"}, {"POST", "/helper/activate"}, {"POST", "/helper/deactivate"}, {"DELETE", "/helper"}}) {
            Answer answer = api(call[0], call[1], call[0].equals("PUT") ? Json.MAPPER.createObjectNode() : null);
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.body().path("detail").asText()).contains("made by hand").contains("helper.camel.yaml");
        }
        name = "helper";
        assertThat(show().body().path("managed").asBoolean()).isFalse();
        assertThat(show().body().path("settings").path("url").asText()).endsWith("/robot");
        assertThat(create(false).status()).isEqualTo(409);
        assertThat(folder.resolve("routes/helper.camel.yaml")).exists();
    }

    @Test
    void aChannelHasItsSettingsInOnePlace() throws IOException {
        name = "written";
        Answer answer = create(true);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().path("detail").asText()).contains("in one place");
        assertThat(routeFile()).doesNotExist();
        Files.createDirectories(settingsFile().getParent());
        Files.writeString(settingsFile(), "active: true\nurl: \"" + kiosks.url() + "/kiosk\"\ntoken: abcdef\n");
        Files.writeString(routeFile(), Files.readString(folder.resolve("routes/kiosk/template.camel.yaml")).replace("CHANNEL", name));
        soon(() -> assertThat(show().body().path("channel").path("why").asText()).contains("has settings in two places"));
        assertThat(api("DELETE", "/written", null).status()).isEqualTo(200);
    }

    @Test
    void anActiveChannelIsNotDeactivatedByAChangeAndValuesCanBeTakenAway() {
        create(true, "greeting", "old", "deadlines.queued", "2h");
        assertThat(change(false, "greeting", "new").status()).isEqualTo(400);
        assertThat(change(null, "greeting", null).body().path("settings").has("greeting")).isFalse();
        assertThat(show().body().path("settings").path("deadlines.queued").asText()).isEqualTo("2h");
        assertThat(change(null, "deadlines.queued", "soon").body().path("detail").asText()).contains("settings: ").contains("deadlines.queued");
        assertThat(change(null, "token", null).status()).as("a required one").isEqualTo(409);
    }

    @Test
    void twoChangesOfOneChannelComeOneAfterTheOther() {
        create(true, "greeting", "old");
        CompletableFuture<Answer> second = new CompletableFuture<>();
        kiosks.meanwhile = () -> {
            kiosks.meanwhile = () -> { };
            CompletableFuture.runAsync(() -> second.complete(change(null, "url", kiosks.url() + "/kiosk/two")));
        };
        assertThat(change(null, "greeting", "first").status()).isEqualTo(200);
        assertThat(second.orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join().status()).isEqualTo(200);
        JsonNode settings = show().body().path("settings");
        assertThat(settings.path("greeting").asText()).isEqualTo("first");
        assertThat(settings.path("url").asText()).endsWith("/two");
    }

    @Test
    void aDeletedChannelCanBeMadeAgain() {
        create(true);
        api("DELETE", "/" + name, null);
        assertThat(show().state()).as("it has run: what waits for it stays").isEqualTo("retired");
        Answer other = api("POST", "", Json.MAPPER.createObjectNode().put("name", name).put("platform", "robot"));
        assertThat(other.status()).as("what waits for it would go to another platform").isEqualTo(409);
        assertThat(other.body().path("detail").asText()).contains("of another platform");
        assertThat(create(true).state()).isEqualTo("live");
    }
}
