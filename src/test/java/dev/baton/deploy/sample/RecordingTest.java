package dev.baton.deploy.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.deploy.source.Folder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run gives is written down where nothing is expected yet, and a webhook can be tried without a sample. */
class RecordingTest {

    private static final String HELLO = "{\"id\":\"1\",\"text\":\"Hello\"}";

    @TempDir
    private Path path;
    private Folder folder;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void makeFolder() {
        folder = new Folder(path).write("parcel/in.jslt",
                "if (.text) {\"type\": \"message\", \"id\": .id, \"author\": {\"role\": \"agent\"}, \"content\": {\"kind\": \"text\", \"text\": .text}} else if (.bad) error(\"no text\") else []")
                .write("parcel/told.jslt", "{\"outcome\": \"done\", \"references\": [{\"kind\": \"message\", \"value\": .id}]}")
                .write("parcel/send.camel.yaml", Folder.SEND.replace("- to: {uri: \"{{channel.url}}\"}", """
                        - to: {uri: "{{channel.url}}"}
                                - convertBodyTo: {type: com.fasterxml.jackson.databind.JsonNode}
                                - to: {uri: "jslt:routes:parcel/told.jslt"}
                                - to: {uri: "baton:outcome/{{channel.name}}"}"""))
                .write("parcel/samples/arrives/webhook.json", HELLO).write("parcel/samples/arrives/events.json",
                        "[{\"type\":\"message\",\"id\":\"1\",\"author\":{\"role\":\"agent\"},\"content\":{\"kind\":\"text\",\"text\":\"Hello\"}}]")
                .write("parcel/samples/bad/webhook.json", "{\"bad\": 1}").write("parcel/samples/bad/refused.txt", "no text")
                .write("parcel/samples/leaves/answers.json", "[{\"status\": 200, \"body\": {\"id\": \"9\"}}]")
                .write("parcel/samples/leaves/outcome.json", "{\"outcome\": \"done\", \"references\": [{\"kind\": \"message\", \"value\": \"9\"}], \"events\": []}");
    }

    private List<String> record(int expected, String... named) {
        printed.reset();
        assertThat(Samples.record(path, List.of(named), new PrintStream(printed, true, StandardCharsets.UTF_8))).as(printed.toString(StandardCharsets.UTF_8)).isEqualTo(expected);
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private List<String> tried(int expected, Path file) {
        printed.reset();
        assertThat(Trial.run(path, "depot", file, new PrintStream(printed, true, StandardCharsets.UTF_8))).as(printed.toString(StandardCharsets.UTF_8)).isEqualTo(expected);
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private String read(String file) throws IOException {
        return Files.readString(path.resolve("parcel/samples").resolve(file));
    }

    @Test
    void aWebhookIsRecordedAndReadBack() throws IOException {
        folder.write("parcel/samples/new/webhook.json", HELLO);
        assertThat(record(0)).containsExactly("wrote parcel/samples/new/events.json", "1 files recorded: read them before you keep them, from now on they are what is right",
                "4 samples run in 1 channels");
        assertThat(read("new/events.json")).isEqualTo("""
                [
                  {
                    "type": "message",
                    "id": "1",
                    "author": {
                      "role": "agent"
                    },
                    "content": {
                      "kind": "text",
                      "text": "Hello"
                    }
                  }
                ]
                """);
        assertThat(record(0)).startsWith("nothing to record");
    }

    @Test
    void aDeliveryIsRecordedAnswerByAnswer() throws IOException {
        folder.write("parcel/samples/new/event.json", Folder.EVENT);
        assertThat(record(1)).startsWith("wrote parcel/samples/new/requests.json", "parcel/samples/new: request 1 (POST /api) has no answer: add what the platform answers to answers.json, "
                + "{\"status\": 200, \"body\": ...} for each request in order, then test --record=new");
        assertThat(path.resolve("parcel/samples/new/outcome.json")).doesNotExist();
        folder.write("parcel/samples/new/answers.json", "[{\"status\": 200, \"body\": {\"id\": \"10\"}}]");
        assertThat(record(0, "new")).startsWith("wrote parcel/samples/new/requests.json", "wrote parcel/samples/new/outcome.json");
        assertThat(read("new/requests.json")).contains("\"path\": \"/api\"").doesNotContain("headers");
        assertThat(read("new/outcome.json")).contains("\"value\": \"10\"").contains("\"outcome\": \"done\"");
    }

    @Test
    void whatAPersonHasWrittenIsWrittenOverOnlyByName() throws IOException {
        folder.write("parcel/samples/arrives/events.json", "[]");
        assertThat(record(1)).contains("nothing to record").anyMatch(line -> line.startsWith("parcel/samples/arrives/events.json:1: events[0]: was not expected: "));
        assertThat(read("arrives/events.json")).isEqualTo("[]");
        assertThat(record(0, "parcel/samples/arrives")).startsWith("wrote parcel/samples/arrives/events.json");
        assertThat(read("arrives/events.json")).contains("Hello");
    }

    @Test
    void whatCanNotBeReadIsNotRecorded() {
        folder.write("parcel/samples/new/webhook.json", "{\"bad\": 2}");
        assertThat(record(1)).startsWith("parcel/samples/new: can't be read: error: no text: mend the mapping, or write refused.txt if that is right", "nothing to record");
        folder.write("parcel/samples/new/webhook.json", "{\"bad\"");
        assertThat(record(1).get(0)).startsWith("parcel/samples/new: can't be read: ");
    }

    @Test
    void aWebhookIsTried() {
        assertThat(tried(0, path.resolve("parcel/samples/arrives/webhook.json"))).startsWith("depot reads 1 event", "  {", "    \"type\": \"message\",").hasSize(12);
        folder.write("hook.http", "POST /hooks/depot/t HTTP/1.1\nContent-Type: application/x-www-form-urlencoded\n\nid=1&text=Hello");
        assertThat(tried(0, path.resolve("hook.http"))).contains("      \"text\": \"Hello\"");
        assertThat(tried(1, path.resolve("parcel/samples/bad/webhook.json"))).containsExactly("depot can't read it: error: no text");
        folder.write("torn.json", "{\"id\"");
        assertThat(tried(1, path.resolve("torn.json"))).singleElement().asString().startsWith("depot can't read it: ");
        assertThat(tried(1, path.resolve("none.json"))).singleElement().asString().endsWith("none.json:0: is no file: name a file with a webhook's body, or with a delivery");
        assertThat(Trial.run(path, "deput", path.resolve("torn.json"), new PrintStream(printed))).isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("deput.camel.yaml:0: is not there: the channels are depot");
    }

    @Test
    void aDeliveryIsTriedWithTheAnswersBesideIt() {
        assertThat(tried(0, path.resolve("parcel/samples/leaves/event.json"))).startsWith("depot would send 1 request", "  {", "    \"method\": \"POST\",")
                .contains("outcome: done", "      \"value\": \"9\"");
        folder.write("event.json", Folder.EVENT.replace("\"attempt\": 1", "\"attempt\": 0"));
        assertThat(tried(1, path.resolve("event.json"))).anyMatch(line -> line.startsWith("event.json/delivery/attempt: ")).anyMatch(line -> line.contains("each taken as answered with 200 and no body"));
    }
}
