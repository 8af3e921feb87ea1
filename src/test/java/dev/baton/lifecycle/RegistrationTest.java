package dev.baton.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.camel.Doors;
import dev.baton.deploy.Deployment;
import dev.baton.deploy.LiveChannels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a platform has been told of a channel's webhook: nothing is left there of what came to nothing, and what can't be taken back is said and can be tried again. */
class RegistrationTest extends KioskHouse {

    /** What stands in the way of going live just after the platform has taken the registration. */
    private void goingLiveFails(String how) {
        kiosks.meanwhile = () -> {
            kiosks.meanwhile = () -> { };
            try {
                if (how.equals("refused")) {
                    Files.writeString(routeFile(), Files.readString(routeFile()).replace("direct:kiosk-check", "direct:nowhere"));
                    String seen = "direct:nowhere";
                    soon(() -> assertThat(new String(baton.getBean(Deployment.class).folder().bytes(name + ".camel.yaml"))).contains(seen));
                } else {
                    // No file can be put in its place.
                    Files.move(settingsFile(), settingsFile().resolveSibling("kept"));
                    Files.createDirectories(settingsFile().resolve("in the way"));
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        };
    }

    private void mend(String how) throws IOException {
        if (how.equals("refused")) {
            Files.writeString(routeFile(), Files.readString(routeFile()).replace("direct:nowhere", "direct:kiosk-check"));
            soon(() -> assertThat(new String(baton.getBean(Deployment.class).folder().bytes(name + ".camel.yaml"))).contains("direct:kiosk-check"));
        } else {
            Files.delete(settingsFile().resolve("in the way"));
            Files.delete(settingsFile());
            Files.move(settingsFile().resolveSibling("kept"), settingsFile());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"refused", "not written"})
    void anActivationThatDoesNotGoLiveTakesItsRegistrationBack(String how) throws IOException {
        create(false);
        goingLiveFails(how);
        Answer answer = api("POST", "/" + name + "/activate", null);
        mend(how);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().path("detail").asText()).contains("settings: ").contains(how.equals("refused") ? "nowhere" : name + ".yaml can't be written").doesNotContain("could not be removed");
        assertThat(kiosks.said).contains("register " + token + " /hooks/" + name);
        assertThat(kiosks.accounts.get(token)).isEmpty();
        assertThat(show().state()).isEqualTo("inactive");
        assertThat(show().conditions("fails")).containsExactly("settings");
        assertThat(show().conditions("not_checked")).containsExactly("webhook");
        assertThat(api("POST", "/" + name + "/activate", null).state()).isEqualTo("live");
    }

    /** The platform has it, and its answer said nothing definite. */
    @Test
    void aRegistrationOfWhichNobodyKnowsIsTakenBack() {
        kiosks.answersLate = true;
        Answer answer = create(true);
        assertThat(answer.state()).isEqualTo("inactive");
        assertThat(answer.conditions("fails")).containsExactly("webhook");
        assertThat(answer.body().path("notes")).isEmpty();
        assertThat(kiosks.said).endsWith("register " + token + " /hooks/" + name, "remove " + token + " /hooks/" + name);
        assertThat(kiosks.accounts.get(token)).isEmpty();
    }

    @Test
    void whatCanNotBeTakenBackIsToldUntilItIs() {
        kiosks.answersLate = true;
        kiosks.removes = false;
        Answer answer = create(true);
        assertThat(answer.body().path("notes").toString()).contains("its webhook could not be removed at the platform");
        assertThat(api("POST", "/" + name + "/activate", null).body().path("detail").asText()).contains("webhook: ").contains("could not be removed at the platform");
        assertThat(show().body().path("notes").toString()).contains("may still be registered at the platform: deactivate it once more");
        assertThat(kiosks.accounts.get(token)).hasSize(1);
        assertThat(api("POST", "/" + name + "/deactivate", null).body().path("notes").toString()).contains("could not be removed").contains("deactivate it once more");
        kiosks.removes = true;
        assertThat(api("POST", "/" + name + "/deactivate", null).body().path("notes")).isEmpty();
        assertThat(kiosks.accounts.get(token)).isEmpty();
        assertThat(show().body().path("notes")).isEmpty();
        int asked = kiosks.said.size();
        api("POST", "/" + name + "/deactivate", null);
        assertThat(kiosks.said).as("there is nothing left to ask").hasSize(asked);
    }

    /** The same account under another token: what is taken back is what runs, which is registered once more. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEditThatDoesNotGoLiveLeavesTheOldWebhookAndOnlyThat(boolean sameAccount) throws Exception {
        create(true);
        String next = "s3cret-next-" + name;
        Set<String> theirs = account(next);
        if (sameAccount) {
            kiosks.accounts.put(next, kiosks.accounts.get(token));
        }
        goingLiveFails("not written");
        Answer answer = change(null, "token", next);
        mend("not written");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().path("detail").asText()).contains("Nothing of channel " + name + " is changed").contains("can't be written");
        assertThat(theirs).isEmpty();
        assertThat(kiosks.accounts.get(token)).hasSize(1);
        assertThat(show().state()).isEqualTo("live");
        assertThat(hook("POST", name, "X-Kiosk", token)).isEqualTo(200);
    }

    @Test
    void anEditWhoseRegistrationNobodyKnowsOfLeavesTheOldWebhookAndOnlyThat() {
        create(true);
        String next = "s3cret-next-" + name;
        Set<String> theirs = account(next);
        kiosks.answersLate = true;
        Answer answer = change(null, "token", next);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().path("detail").asText()).contains("webhook: ");
        assertThat(theirs).isEmpty();
        assertThat(kiosks.accounts.get(token)).hasSize(1);
        assertThat(show().state()).isEqualTo("live");
    }

    @Test
    void aDeactivationThatThePlatformDidNotHearOfCanBeDoneAgain() {
        create(true);
        kiosks.removes = false;
        assertThat(api("POST", "/" + name + "/deactivate", null).body().path("notes").toString()).contains("could not be removed at the platform").contains("deactivate it once more");
        kiosks.removes = true;
        Answer again = api("POST", "/" + name + "/deactivate", null);
        assertThat(again.state()).isEqualTo("inactive");
        assertThat(again.body().path("notes")).isEmpty();
        assertThat(kiosks.accounts.get(token)).isEmpty();
    }

    @Test
    void aDeletionThatThePlatformDidNotHearOfSaysWhoMustSeeToIt() {
        create(true);
        kiosks.removes = false;
        assertThat(api("DELETE", "/" + name, null).body().path("notes").toString()).contains("could not be removed at the platform").contains("see to it at the platform");
        assertThat(settingsFile()).doesNotExist();
        assertThat(routeFile()).doesNotExist();
    }

    /** By hand, with no word to the platform: then the API knows that it has told it once. */
    @Test
    void whatWasDeactivatedByHandIsRemovedWithTheChannel() throws IOException {
        create(true);
        byHand("active: true", "active: false");
        soon(() -> assertThat(show().state()).isEqualTo("inactive"));
        assertThat(show().body().path("notes").toString()).contains("may still be registered");
        assertThat(kiosks.accounts.get(token)).hasSize(1);
        assertThat(api("DELETE", "/" + name, null).body().path("notes")).isEmpty();
        assertThat(kiosks.accounts.get(token)).isEmpty();
    }

    /** A channel that waits to be mended is out of service at once, and so is its webhook as soon as somebody can ask for that. */
    @Test
    void aChannelWhoseFileIsBrokenCanBeDeactivated() throws IOException {
        create(true);
        String file = Files.readString(routeFile());
        Files.writeString(routeFile(), "nothing");
        soon(() -> assertThat(show().body().path("channel").has("lastRefusal")).isTrue());
        Answer answer = api("POST", "/" + name + "/deactivate", null);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        assertThat(answer.body().path("active").asBoolean()).isFalse();
        assertThat(kiosks.accounts.get(token)).as("what ran was asked").isEmpty();
        assertThat(Files.readString(settingsFile())).contains("active: false").doesNotContain(token);
        Files.writeString(routeFile(), file);
        soon(() -> assertThat(show().state()).isEqualTo("inactive"));
    }

    @Test
    void whyAChannelIsNotActiveIsKnownAfterARestart() {
        kiosks.accounts.remove(token);
        Answer before = create(true);
        Shown after = restarted(Duration.ZERO, Duration.ZERO).show(name);
        assertThat(after.conditions()).filteredOn(one -> !one.holds()).extracting(Condition::condition).containsExactly(Condition.Kind.account, Condition.Kind.webhook);
        assertThat(after.conditions().get(4).why()).isEqualTo(before.why("account"));
        assertThat(after.examined()).hasToString(before.body().path("examined").asText());
    }

    /** Killed while the platform was told: what it knows is written down before. */
    @Test
    void aCrashDuringARegistrationHidesNothing() throws IOException {
        create(false);
        Path copy = folder.resolve("data/as-killed");
        kiosks.meanwhile = () -> {
            try {
                Files.copy(settingsFile().resolveSibling("." + name + ".examined"), copy);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        };
        api("POST", "/" + name + "/activate", null);
        kiosks.meanwhile = () -> { };
        byHand("active: true", "active: false");
        soon(() -> assertThat(show().state()).isEqualTo("inactive"));
        Files.move(copy, settingsFile().resolveSibling("." + name + ".examined"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(show().why("webhook")).contains("Baton stopped while it was being registered");
        assertThat(show().body().path("notes").toString()).contains("may still be registered");
        assertThat(api("POST", "/" + name + "/deactivate", null).body().path("notes")).isEmpty();
        assertThat(kiosks.accounts.get(token)).isEmpty();
    }

    /** What is inside registers it once more, as a poll may that has seen nothing of it yet. */
    @ParameterizedTest
    @ValueSource(strings = {"DEACTIVATE", "DELETE"})
    void whatIsUnderWayRegistersNothingThatIsBeingRemoved(String button) {
        create(true);
        Doors doors = baton.getBean(LiveChannels.class).enter(name);
        CompletableFuture<Answer> pressed = CompletableFuture.supplyAsync(() -> button.equals("DELETE") ? api("DELETE", "/" + name, null) : api("POST", "/" + name + "/deactivate", null));
        soon(() -> assertThat(show().state()).isNotEqualTo("live"));
        kiosks.accounts.get(token).clear();
        assertThat(doors.register("register", doors.hook()).outcome().word()).hasToString("done");
        assertThat(pressed).isNotDone();
        doors.leave();
        assertThat(pressed.orTimeout(20, TimeUnit.SECONDS).join().body().path("notes")).isEmpty();
        assertThat(kiosks.accounts.get(token)).isEmpty();
    }

    @Test
    void aRemovalWaitsForWhatIsUnderWayAndTellsWhatTookTooLong() {
        create(true);
        Doors doors = baton.getBean(LiveChannels.class).enter(name);
        try {
            long began = System.nanoTime();
            Shown shown = restarted(Duration.ofMillis(200), Duration.ZERO).deactivate("somebody", name);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(200));
            assertThat(shown.active()).isFalse();
            assertThat(shown.notes()).singleElement().asString().contains("removed while the channel was still at work").contains("deactivate it once more");
            assertThat(kiosks.accounts.get(token)).isEmpty();
        } finally {
            doors.leave();
        }
        soon(() -> assertThat(show().state()).isEqualTo("inactive"));
        assertThat(api("POST", "/" + name + "/deactivate", null).body().path("notes")).isEmpty();
    }

    /** Until it has read that the channel is out of service, another node's poll may put the webhook back. */
    @Test
    void aRemovalWaitsUntilTheOtherNodesKnow() {
        create(true);
        long began = System.nanoTime();
        assertThat(restarted(Duration.ZERO, Duration.ofMillis(300)).deactivate("somebody", name).notes()).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(300));
    }

    @Test
    void stepsOfTwoNodesComeOneAfterTheOther() throws Exception {
        create(false);
        Turns theirs = new Turns(folder.resolve("data/channels"), Duration.ofMillis(100));
        kiosks.meanwhile = () -> assertThatThrownBy(() -> theirs.take(() -> null)).isInstanceOf(Conflict.class).hasMessageContaining("Another change of a channel is under way");
        assertThat(api("POST", "/" + name + "/activate", null).state()).isEqualTo("live");
        assertThat(theirs.take(() -> "mine")).isEqualTo("mine");
    }
}
