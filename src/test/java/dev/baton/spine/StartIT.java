package dev.baton.spine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** How the packaged jar starts, what it says where it can't, and its commands. */
class StartIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    @RegisterExtension
    static final Jar JAR = new Jar();
    @TempDir
    Path folder;

    @Test
    void withoutSettingsItStartsAndListsItsChannelsAndASecondOneIsToldWhatIsInUse() throws IOException {
        Jar.routes(folder.resolve("routes"));
        Jar.Started baton = JAR.start(folder, Jar.freePort()).ready();
        for (String hook : List.of("/hooks/acme-blip", "/hooks/support-deskie", "/hooks/support-deskie/guess")) {
            HttpResponse<String> answer = baton.send("POST", hook, "{}", null);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
            assertThat(JSON.readTree(answer.body()).path("detail").asText()).isNotBlank();
        }
        Matcher made = Pattern.compile("'admin' with the password (\\S+)").matcher(baton.printed());
        assertThat(made.find()).as("a password is made up and told").isTrue();
        assertThat(baton.send("GET", "/api/channels", null, "admin:admin").statusCode()).isEqualTo(401);
        JsonNode channels = JSON.readTree(baton.send("GET", "/api/channels", null, "admin:" + made.group(1)).body());
        assertThat(channels.findValuesAsText("name")).contains("acme-blip", "support-deskie");
        assertThat(channels.findValuesAsText("state")).containsOnly("not_configured");
        assertThat(baton.printed()).contains(baton.url()).doesNotContain("\tat ").doesNotContain("ERROR");

        int port = Integer.parseInt(baton.url().substring(baton.url().lastIndexOf(':') + 1));
        words(JAR.start(folder, port, "--baton.data=./other"), "port " + port, "already in use");
        words(JAR.start(folder, Jar.freePort()), "./data is in use", "another Baton", "baton.data");
        assertThat(baton.terminate()).isIn(0, 143);
    }

    @Test
    void aDataFolderThatCanNotBeWrittenIsSaidInWords() throws IOException {
        Jar.routes(folder.resolve("routes"));
        // A folder below a file can be made by nobody, whoever runs this test.
        Files.createFile(folder.resolve("file"));
        words(JAR.start(folder, Jar.freePort(), "--baton.data=./file/data"), "./file/data", "can't be opened", "baton.data");
    }

    @Test
    void aMissingRoutesFolderIsSaidInWords() {
        words(JAR.start(folder, Jar.freePort()), "can't read the routes folder", "baton.routes");
    }

    @Test
    void aLeaseInWhichNoCallCanBeMadeIsSaidInWords() {
        Jar.routes(folder.resolve("routes"));
        words(JAR.start(folder, Jar.freePort(), "--baton.ledger.lease=20s"), "baton.ledger.lease", "'20s'", "One call may take 23 s", "baton.http.response", "Make the lease longer");
    }

    @Test
    void aDatabaseThatIsNotThereIsSaidInWordsAndItsPasswordIsNot() {
        Jar.routes(folder.resolve("routes"));
        words(JAR.start(folder, Jar.freePort(), "--spring.datasource.url=jdbc:postgresql://localhost:" + Jar.freePort() + "/baton?password=hunter2",
                "--spring.datasource.password=hunter2"), "jdbc:postgresql://localhost", "can't be used", "spring.datasource.url");
        assertThat(JAR.last().printed()).doesNotContain("hunter2");
    }

    @Test
    void theProjectsRoutesAreFineAndBrokenOnesAreNot() throws IOException {
        Path routes = Jar.routes(folder.resolve("routes"));
        int channels;
        try (Stream<Path> files = Files.list(routes)) {
            channels = (int) files.filter(file -> file.toString().endsWith(".camel.yaml")).count();
        }
        quiet(JAR.run(folder, "lint"), 0, channels + " channels checked");
        quiet(JAR.run(folder, "test", "routes"), 0, "samples run in " + channels + " channels");
        quiet(JAR.run(folder, "try", "acme-blip", "routes/blip/samples/customer-sends-contact/webhook.json"), 0, "acme-blip reads 1 event");

        // A few samples tell as much as all.
        try (Stream<Path> platforms = Files.list(routes).filter(platform -> Files.isDirectory(platform.resolve("samples")))) {
            for (Path platform : (Iterable<Path>) platforms::iterator) {
                try (Stream<Path> samples = Files.list(platform.resolve("samples"))) {
                    for (Path sample : samples.sorted().skip(3).toList()) {
                        org.springframework.util.FileSystemUtils.deleteRecursively(sample);
                    }
                }
            }
        }
        Path sample = routes.resolve("blip/samples/agent-joins/requests.json");
        Files.writeString(sample, Files.readString(sample).replace("\"Open\"", "\"Opened\""));
        quiet(JAR.run(folder, "test"), 1, "blip/samples/agent-joins/requests.json:");

        Path channel = routes.resolve("support-deskie.camel.yaml");
        Files.writeString(channel, Files.readString(channel).replace("baton:accept/support-deskie", "baton:acept/support-deskie"));
        quiet(JAR.run(folder, "lint", "./routes"), 1, "support-deskie.camel.yaml:14: ");
        quiet(JAR.run(folder, "lint", "elsewhere"), 1, "elsewhere:0: is no folder");
    }

    @Test
    void helpIsShortAndUnknownWordsAreRefused() {
        quiet(JAR.run(folder, "--help"), 0, "java -jar baton.jar lint");
        quiet(JAR.run(folder, "tset"), 2, "'tset' is not understood");
        quiet(JAR.run(folder, "lint", "--all"), 2, "'--all' is not understood");
    }

    /** It ends by itself, and a person can read why. */
    private static void words(Jar.Started baton, String... expected) {
        assertThat(baton.exit()).isEqualTo(1);
        assertThat(baton.printed()).contains(expected).contains("Action:").doesNotContain("\tat ").doesNotContain("Caused by");
    }

    /** A command prints what it found and no more: no banner, no logs. */
    private static void quiet(Jar.Started command, int code, String expected) {
        int ended = command.exit();
        assertThat(command.printed()).contains(expected).doesNotContain("Spring Boot").doesNotContain(" INFO ").doesNotContain("DEBUG").doesNotContain(" WARN ")
                .doesNotContain("\tat ");
        assertThat(ended).isEqualTo(code);
    }
}
