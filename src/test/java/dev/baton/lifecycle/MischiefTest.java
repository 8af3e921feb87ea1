package dev.baton.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.deploy.Deployment;
import dev.baton.deploy.LiveChannels;
import dev.baton.event.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who means it badly, or has bad luck: names and values that mean more than they say, secrets under other names, files in the way. */
class MischiefTest extends KioskHouse {

    private static final String LONG = "x".repeat(300);

    @ParameterizedTest
    @ValueSource(strings = {"../x", "..", "Kiosk", "CON", "a/b", "a.b", "-a", "ä", "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg", "%2e%2e", "a\nb", "300 letters"})
    void whatCanNotBeANameMakesNothing(String wrong) throws IOException {
        name = wrong.equals("300 letters") ? LONG : wrong;
        Set<String> before = files();
        Answer answer = create(false);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("detail").asText()).contains("'name'");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void whatIsThereAlreadyIsNotWrittenOver() throws IOException {
        Files.createDirectory(routeFile());
        try {
            assertThat(create(false).status()).isEqualTo(409);
        } finally {
            Files.delete(routeFile());
        }
        name = "kiosk";
        assertThat(create(false).status()).as("a platform's folder is no channel").isEqualTo(200);
        assertThat(create(false).status()).isEqualTo(409);
        assertThat(api("DELETE", "/kiosk", null).status()).isEqualTo(200);
        assertThat(folder.resolve("routes/kiosk/platform.yaml")).exists();
    }

    @Test
    void whatThePlatformDoesNotKnowIsRefusedByItsName() {
        assertThat(create(false, "tokn", token).body().path("detail").asText()).contains("'tokn' is no setting").contains("greeting, token, url").doesNotContain(token);
        assertThat(create(false, "active", "true").status()).isEqualTo(400);
        assertThat(create(false, "token", "{encrypted:00000000}aaaa").status()).isEqualTo(400);
        Answer unknown = api("POST", "", Json.MAPPER.createObjectNode().put("name", name).put("platform", "kiosc"));
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.body().path("detail").asText()).contains("no platform kiosc").contains("kiosk");
        Answer bare = api("POST", "", Json.MAPPER.createObjectNode().put("name", name).put("platform", "robot"));
        assertThat(bare.status()).isEqualTo(409);
        assertThat(bare.body().path("detail").asText()).contains("robot/template.camel.yaml");
        assertThat(routeFile()).doesNotExist();
        assertThat(change(null, "greeting", "x").status()).isEqualTo(404);
    }

    /** Spring would take it for the secret, so somebody may; it must not lie there, or be shown, as if it were none. */
    @Test
    void aSecretUnderAnotherSpellingIsNoOpenSetting() throws IOException {
        for (String spelling : List.of("Token", "to-ken", "TO_KEN", "to.ken")) {
            Answer answer = create(false, spelling, "s3cret-mine");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body().path("detail").asText()).contains("'" + spelling + "' is no setting").contains(", token is").doesNotContain("s3cret-mine");
        }
        create(false);
        Files.writeString(settingsFile(), Files.readString(settingsFile()) + "Token: s3cret-by-hand\nto_ken: s3cret-by-hand\n");
        assertThat(change(null, "greeting", "x").body().toString()).doesNotContain("s3cret-by-hand");
        assertThat(Files.readString(settingsFile())).contains("greeting: x").doesNotContain("s3cret-by-hand");
    }

    @Test
    void whatIsEncryptedStaysSoWhateverTheSheetSaysLater() throws IOException {
        create(false);
        Path sheet = folder.resolve("routes/kiosk/platform.yaml");
        String before = Files.readString(sheet);
        Files.writeString(sheet, before.replace("token:    {required: true, secret: true,", "token:    {required: true, "));
        try {
            soon(() -> assertThat(new String(baton.getBean(Deployment.class).folder().bytes("kiosk/platform.yaml"))).contains("token:    {required: true,  example"));
            assertThat(change(null, "greeting", "x").status()).isEqualTo(200);
            assertThat(Files.readString(settingsFile())).contains("greeting: x").doesNotContain(token);
            assertThat(show().body().toString()).doesNotContain(token);
        } finally {
            Files.writeString(sheet, before);
            soon(() -> assertThat(new String(baton.getBean(Deployment.class).folder().bytes("kiosk/platform.yaml"))).isEqualTo(before));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{x}}", "a {{env:HOME}}", "${user.home}", "\u007f", "\u0085", "\u0000", "a\rb"})
    void aValueThatMeansMoreThanItSaysIsRefused(String value) throws IOException {
        Set<String> before = files();
        Answer answer = create(false, "greeting", value);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("detail").asText()).contains("The value of 'greeting'");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void ofTwoPeopleWhoHaveSeenTheSameTheSecondIsToldOfTheFirst() {
        String seen = create(false, "greeting", "old").body().path("revision").asText();
        ObjectNode mine = Json.MAPPER.createObjectNode().put("revision", seen);
        mine.withObject("/settings").put("greeting", "mine");
        Answer first = api("PUT", "/" + name, mine);
        assertThat(first.status()).isEqualTo(200);
        Answer second = api("PUT", "/" + name, mine);
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.body().path("detail").asText()).contains("has been changed since it was shown to you");
        assertThat(api("PUT", "/" + name, mine.put("revision", first.body().path("revision").asText())).status()).isEqualTo(200);
        assertThat(change(null, "greeting", "who does not look").status()).isEqualTo(200);
    }

    @Test
    void nobodyElseMayCallIt() throws Exception {
        create(true);
        Set<String> before = files();
        String admin = "Basic " + Base64.getEncoder().encodeToString("admin:admin".getBytes());
        for (String one : List.of("POST ", "PUT /{name}", "DELETE /{name}", "POST /{name}/activate", "POST /{name}/deactivate", "GET /{name}")) {
            String method = one.split(" ")[0];
            HttpRequest.Builder call = HttpRequest.newBuilder(URI.create(url + "/api/channels" + one.substring(method.length() + 1).replace("{name}", name))).method(method, HttpRequest.BodyPublishers.ofString("{}"));
            assertThat(status(call.copy())).as(one).isEqualTo(401);
            assertThat(status(call.copy().header("Authorization", "Basic " + Base64.getEncoder().encodeToString("admin:wrong".getBytes())))).as(one).isEqualTo(401);
            if (!method.equals("GET")) {
                assertThat(status(call.copy().header("Authorization", admin).header("Origin", "https://evil.example"))).as(one + " by a page of another site, in the admin's browser").isEqualTo(403);
                assertThat(status(call.copy().header("Authorization", admin).header("Sec-Fetch-Site", "cross-site"))).as(one).isEqualTo(403);
            }
        }
        assertThat(files()).isEqualTo(before);
        assertThat(show().state()).isEqualTo("live");
    }

    private static int status(HttpRequest.Builder call) throws Exception {
        return HttpClient.newHttpClient().send(call.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    @Test
    void aChannelThatCanNotBeWrittenWholeLeavesNothing() throws IOException {
        Path draft = folder.resolve("routes/." + name + ".camel.yaml~");
        Files.createDirectories(draft.resolve("in the way"));
        Set<String> before = files();
        Answer answer = create(false);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().path("detail").asText()).contains(name + ".camel.yaml can't be written");
        assertThat(files()).isEqualTo(before);
        Files.delete(draft.resolve("in the way"));
        Files.delete(draft);
        assertThat(create(false).status()).isEqualTo(200);
    }

    @Test
    void aChannelThatCanNotBeDeletedIsThereWhole() throws IOException {
        create(true);
        byte[] file = Files.readAllBytes(routeFile());
        Files.delete(routeFile());
        Files.createDirectories(routeFile().resolve("in the way"));
        Answer answer = api("DELETE", "/" + name, null);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().path("detail").asText()).contains(name + ".camel.yaml can't be deleted");
        assertThat(settingsFile()).exists();
        assertThat(settingsFile().resolveSibling(name + ".delete")).as("a restart would end it").doesNotExist();
        assertThat(kiosks.accounts.get(token)).hasSize(1);
        Files.delete(routeFile().resolve("in the way"));
        Files.delete(routeFile());
        Files.write(routeFile(), file);
        assertThat(api("DELETE", "/" + name, null).status()).isEqualTo(200);
    }

    /** Another key than the secrets were encrypted with: told, never used as if it were the secret, and never written over. */
    @Test
    void withoutTheKeyNothingIsSentAndNothingIsLost() throws IOException {
        create(true);
        api("POST", "/" + name + "/deactivate", null);
        byte[] before = Files.readAllBytes(settingsFile());
        int asked = kiosks.said.size();
        LifeCycle other = life(baton.getBean(Deployment.class), baton.getBean(LiveChannels.class), settings(Base64.getEncoder().encodeToString("another key of exactly 32 bytes!".getBytes())),
                Duration.ZERO, Duration.ZERO);
        assertThatThrownBy(() -> other.activate("somebody", name)).isInstanceOf(Conflict.class).hasMessageContaining("The secret token can't be decrypted with baton.secret-key");
        assertThatThrownBy(() -> other.change("somebody", name, Map.of("greeting", "x"), null, null)).isInstanceOf(Conflict.class).hasMessageContaining("set it anew");
        assertThat(Files.readAllBytes(settingsFile())).isEqualTo(before);
        assertThat(kiosks.said).hasSize(asked);
        assertThat(other.change("somebody", name, Map.of("token", token), null, null).secrets()).containsEntry("token", "set");
    }
}
