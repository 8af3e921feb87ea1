package dev.baton.deploy.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.camel.Refusal;
import dev.baton.deploy.source.Folder;
import dev.baton.deploy.source.RoutesFolder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runner of samples is seen to fail where it must: a runner that finds nothing anywhere would be no evidence. */
class SamplesTest {

    private static final String MESSAGE = "{\"type\": \"message\", \"id\": .id, \"author\": {\"role\": \"agent\"}, \"content\": {\"kind\": \"text\", \"text\": .text}}";
    private static final String EVENT = Folder.EVENT;
    private static final String HELLO = "{\"id\":\"1\",\"text\":\"Hello\"}";
    private static final String SAID = "[{\"type\":\"message\",\"id\":\"1\",\"author\":{\"role\":\"agent\"},\"content\":{\"kind\":\"text\",\"text\":\"Hello\"}}]";

    @TempDir
    private Path path;
    private Folder folder;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void makeFolder() {
        folder = new Folder(path).write("parcel/in.jslt", MESSAGE).write("parcel/body.jslt", "{\"text\": $variables.event.content.text}").write("parcel/send.camel.yaml",
                Folder.SEND.replace("- to: {uri: \"{{channel.url}}\"}", """
                        - setHeader: {name: CamelHttpMethod, expression: {constant: {expression: POST}}}
                                - setHeader: {name: CamelHttpPath, expression: {constant: {expression: /notes}}}
                                - setHeader: {name: Content-Type, expression: {constant: {expression: application/json}}}
                                - to: {uri: "jslt:routes:parcel/body.jslt"}
                                - to: {uri: "{{channel.url}}"}"""))
                .write("parcel/samples/arrives/webhook.json", HELLO).write("parcel/samples/arrives/events.json", SAID).write("parcel/samples/leaves/requests.json", sent("Hi"));
    }

    /** What is found in the sample {@code s}, without its place and remedy. */
    private List<String> differences(String... filesAndTexts) {
        for (int i = 0; i < filesAndTexts.length; i += 2) {
            folder.write("parcel/samples/s/" + filesAndTexts[i], filesAndTexts[i + 1]);
        }
        Map<String, List<Refusal>> results = Samples.results(folder.routes(), "depot");
        assertThat(results).containsKey("parcel/samples/s");
        return results.entrySet().stream().filter(result -> result.getKey().matches(".*/(s|other|host)")).map(Map.Entry::getValue).flatMap(List::stream).map(finding -> finding.toString().replaceFirst("^parcel/samples/s(/[a-z.]+)?:\\d+: ", "")
                .replaceFirst(": mend the mapping, or the sample$", "")).toList();
    }

    private static String sent(String text) {
        return "[{\"method\":\"POST\",\"path\":\"/api/notes\",\"body\":{\"text\":\"" + text + "\"}}]";
    }

    @Test
    void whatIsAsItShouldBeHasNoDifference() {
        assertThat(differences("event.json", EVENT, "requests.json", sent("Hi"), "answers.json", "[{\"status\":200}]")).isEmpty();
    }

    @Test
    void aWrongEventIsToldFieldByField() {
        assertThat(differences("webhook.json", "{\"id\":\"1\",\"text\":\"Hello\"}", "events.json",
                "[{\"type\":\"message\",\"id\":\"2\",\"author\":{\"role\":\"agent\"},\"content\":{\"kind\":\"text\",\"text\":\"Hello\"}}]"))
                .containsExactly("events[0].id: expected \"2\", got \"1\"");
    }

    @Test
    void aMappingThatNeverEndsIsNoEndOfTheRunner() {
        folder.write("parcel/in.jslt", "def again(one) again($one) + 1\nagain(.)");
        assertThat(differences("webhook.json", "{\"id\":\"1\"}", "events.json", "[]")).anySatisfy(line -> assertThat(line).contains("one of its functions calls itself without end"));
    }

    /** One sample through both doors: the webhook is kept, and read by a route that calls out. */
    @Test
    void aWebhookThatIsReadLaterIsOneSampleWithItsCalls() {
        folder.write("depot.camel.yaml", Folder.OUT + """
                - route:
                    id: depot-in
                    from:
                      uri: baton:webhook/depot
                      parameters: {platform: parcel, proof: path-token}
                      steps:
                        - setVariable: {name: parcel, expression: {jsonpath: {expression: "$.parcel", resultType: java.lang.String}}}
                        - to: {uri: baton:later/depot, parameters: {scope: "${variable.parcel}"}}
                - route:
                    id: depot-inbox
                    from:
                      uri: baton:inbox/depot
                      steps:
                        - setVariable: {name: event, expression: {simple: {expression: "${body}"}}}
                        - removeHeaders: {pattern: "*"}
                        - setHeader: {name: CamelHttpMethod, expression: {constant: {expression: GET}}}
                        - setHeader: {name: CamelHttpPath, expression: {constant: {expression: /people}}}
                        - to: {uri: "{{channel.url}}"}
                        - convertBodyTo: {type: com.fasterxml.jackson.databind.JsonNode}
                        - to: {uri: "jslt:routes:parcel/named.jslt"}
                        - to: {uri: baton:accept/depot}
                """).write("parcel/named.jslt", "import \"parcel/in.jslt\" as in {\"type\": \"message\", \"id\": $variables.event.id, \"author\": {\"role\": \"agent\", \"name\": .name}, "
                + "\"content\": {\"kind\": \"text\", \"text\": $variables.event.text}}");
        String[] sample = {"webhook.json", "{\"id\":\"1\",\"parcel\":\"7\",\"text\":\"Hello\"}", "answers.json", "[{\"status\":200,\"body\":{\"name\":\"Ann\"}}]",
            "requests.json", "[{\"method\":\"GET\",\"path\":\"/api/people\"}]", "events.json",
            "[{\"type\":\"message\",\"id\":\"1\",\"author\":{\"role\":\"agent\",\"name\":\"Ann\"},\"content\":{\"kind\":\"text\",\"text\":\"Hello\"}}]"};
        assertThat(differences(sample)).isEmpty();
        sample[3] = "[{\"status\":503}]";
        assertThat(differences(sample)).hasSize(2).anySatisfy(line -> assertThat(line).contains("outcome").contains("503")).anySatisfy(line -> assertThat(line).contains("events[0]"));
    }

    @Test
    void aFormIsComparedPartByPart() {
        folder.write("parcel/body.jslt", "[{\"name\": \"text\", \"text\": .content.caption}, {\"name\": \"files[0]\", \"file\": .content.url}]").write("parcel/send.camel.yaml",
                Folder.SEND.replace("- to: {uri: \"{{channel.url}}\"}", """
                        - to: {uri: "jslt:routes:parcel/body.jslt"}
                                - to: {uri: "baton:form/{{channel.name}}"}
                                - setHeader: {name: CamelHttpMethod, expression: {constant: {expression: POST}}}
                                - setHeader: {name: CamelHttpPath, expression: {constant: {expression: /notes}}}
                                - to: {uri: "{{channel.url}}"}"""));
        String event = EVENT.replace("{\"kind\": \"text\", \"text\": \"Hi\"}",
                "{\"kind\": \"media\", \"url\": \"https://example.com/media/1/a.png?until=1&by=x\", \"mimeType\": \"image/png\", \"caption\": \"Look\"}");
        String parts = "[{\"method\":\"POST\",\"path\":\"/api/notes\",\"body\":[{\"name\":\"text\",\"text\":\"Look\"},"
                + "{\"name\":\"files[0]\",\"file\":\"https://example.com/media/1/a.png?until=1&by=x\"}]}]";
        assertThat(differences("event.json", event, "requests.json", parts)).isEmpty();
        assertThat(differences("event.json", event, "requests.json", parts.replace("Look", "Listen"))).containsExactly("requests[0].body[0].text: expected \"Listen\", got \"Look\"");
    }

    @Test
    void anEventThatIsMissingOrTooManyIsTold() {
        assertThat(differences("webhook.json", "{\"id\":\"1\",\"text\":\"Hello\"}", "events.json", "[]")).singleElement().asString().startsWith("events[0]: was not expected: {\"type\":\"message\"");
    }

    @Test
    void whatBreaksTheContractIsTold() {
        folder.write("parcel/in.jslt", MESSAGE.replace("\"author\"", "\"colour\": \"red\", \"author\""));
        assertThat(differences("webhook.json", "{\"id\":\"1\",\"text\":\"Hello\"}", "events.json",
                "[{\"type\":\"message\",\"id\":\"1\",\"author\":{\"role\":\"agent\"},\"content\":{\"kind\":\"text\",\"text\":\"Hello\"}}]"))
                .singleElement().asString().startsWith("events[0]").contains("colour").contains("event.schema.json");
    }

    @Test
    void aWrongRequestIsTold() {
        assertThat(differences("event.json", EVENT, "requests.json", sent("Ho"), "answers.json", "[{\"status\":200}]"))
                .containsExactly("requests[0].body.text: expected \"Ho\", got \"Hi\"");
        assertThat(differences("event.json", EVENT, "requests.json", "[{\"method\":\"PUT\",\"path\":\"/api/notes\",\"query\":\"a=1\",\"headers\":{\"Accept\":\"x\"},\"body\":{\"text\":\"Hi\"}}]"))
                .containsExactly("requests[0].method: expected \"PUT\", got \"POST\"", "requests[0].query: is missing: expected {\"a\":\"1\"}", "requests[0].headers.Accept: is missing: expected \"x\"");
    }

    @Test
    void aRequestThatIsMissingOrTooManyIsTold() {
        assertThat(differences("event.json", EVENT, "requests.json", "[]", "answers.json", "[]")).anyMatch(line -> line.contains("the sample has no answer for request 1 (POST /api/notes)"))
                .anyMatch(line -> line.startsWith("requests[0]: was not expected: {\"method\":\"POST\""));
    }

    @Test
    void brokenLinesAreWhatTheyAreForReal() {
        assertThat(differences("event.json", EVENT, "requests.json", sent("Hi"), "answers.json", "[{\"broken\":\"timeout\"}]", "outcome.json", "{\"outcome\":\"unknown\"}")).isEmpty();
        assertThat(differences("answers.json", "[{\"broken\":\"reset\"}]")).isEmpty();
        assertThat(differences("answers.json", "[{\"broken\":\"refused\"}]", "outcome.json", "{\"outcome\":\"busy\",\"why\":\"not sent\"}")).isEmpty();
        assertThat(differences("answers.json", "[{\"status\":404}]", "outcome.json", "{\"outcome\":\"gone\"}"))
                .containsExactly("outcome.outcome: expected \"gone\", got \"refused\" (the platform answered 404)");
    }

    @Test
    void aWebhookThatMustBeRefusedIs() {
        folder.write("parcel/in.jslt", "error(\"no sender\")");
        assertThat(differences("webhook.json", "{}", "refused.txt", "no sender\n")).isEmpty();
        assertThat(differences("refused.txt", "no colour")).singleElement().asString().contains("expected a dead letter because of \"no colour\", got one because of").contains("no sender");
    }

    @Test
    void aDeliveryThatBreaksTheContractIsTold() {
        assertThat(differences("event.json", EVENT.replace("\"attempt\": 1", "\"attempt\": 0"), "requests.json", sent("Hi"))).singleElement().asString().contains("delivery/attempt");
    }

    @Test
    void theCommandsPrintALineForEachFindingAndCountThem() {
        folder.write("parcel/samples/s/webhook.json", "{\"id\":\"1\",\"text\":\"Hello\"}").write("parcel/samples/s/events.json", "[]");
        assertThat(Samples.lint(path, () -> (channel, setting) -> null, new PrintStream(printed))).isZero();
        assertThat(printed).hasToString("1 channels checked\n".replace("\n", System.lineSeparator()));
        printed.reset();
        assertThat(Samples.run(path, new PrintStream(printed))).isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("3 samples run in 1 channels").contains("parcel/samples/s/events.json:1: events[0]: was not expected: ");
        printed.reset();
        folder.write("depot.camel.yaml", Folder.IN);
        assertThat(Samples.lint(path, () -> (channel, setting) -> null, new PrintStream(printed))).isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("depot.camel.yaml:1: there is no way out: ");
        assertThat(Samples.run(path.resolve("nowhere"), new PrintStream(printed))).isEqualTo(1);
    }

    /** Two accounts of one platform: one run serves both, a third whose file is another is run by itself. */
    @Test
    void channelsThatDifferByTheirNameOnlyAreRunOnce() {
        folder.write("yard.camel.yaml", "# The yard's account,\n# which is younger.\n" + (Folder.IN + Folder.OUT).replace("depot", "yard"))
                .write("depot.camel.yaml", "# The depot's account.\n" + Folder.IN + Folder.OUT)
                .write("parcel/samples/s/webhook.json", HELLO).write("parcel/samples/s/events.json", "[]");
        RoutesFolder both = folder.routes();
        assertThat(Samples.results(both, "yard")).isEqualTo(Samples.results(both, "depot")).containsOnlyKeys("parcel/samples/arrives", "parcel/samples/leaves", "parcel/samples/s");
        assertThat(both.likeness("yard")).isEqualTo(both.likeness("depot"));
        Refusal inDepot = new Refusal("depot.camel.yaml", 3, "depot has no way out", "write baton:deliver/depot");
        RoutesFolder again = folder.routes();
        again.alike("depot", () -> Map.of("depot", List.of(inDepot)));
        assertThat(again.alike("yard", () -> Map.of()))
                .isEqualTo(Map.of("yard", List.of(new Refusal("yard.camel.yaml", 4, "yard has no way out", "write baton:deliver/yard"))));
        assertThat(Samples.run(path, new PrintStream(printed))).isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("6 samples run in 2 channels").containsOnlyOnce("events[0]: was not expected").doesNotContain("depot");
        folder.write("yard.camel.yaml", (Folder.IN + Folder.OUT).replace("depot", "yard").replace("jslt:routes:parcel/in.jslt", "jslt:routes:parcel/none.jslt"))
                .write("parcel/none.jslt", "if (.id == \"1\") []");
        printed.reset();
        assertThat(Samples.run(path, new PrintStream(printed))).isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("parcel/samples/s/events.json:1: (depot) events[0]: was not expected");
        folder.delete("parcel/none.jslt").write("yard.camel.yaml", Folder.IN.replace("depot", "yard"));
        RoutesFolder broken = folder.routes();
        assertThat(Samples.results(broken, "yard").get("yard")).extracting(Refusal::toString).singleElement().asString().startsWith("yard.camel.yaml:1: there is no way out: ").contains("baton:deliver/yard");
    }

    @Test
    void whereASampleSpeaksOfItsChannelEachAccountReadsItsOwnName() {
        String flow = Folder.IN + Folder.OUT;
        folder.write("yard.camel.yaml", flow.replace("depot", "yard") + "# another file\n").write("depot.camel.yaml", flow.replaceFirst("(?m)^( +)steps:$", "$1steps: # here"))
                .write("parcel/in.jslt", "[{\"type\": \"conversation.closed\", \"id\": .id, \"by\": \"agent\", \"reason\": \"by \" + $variables.settings.name}]")
                .write("parcel/samples/arrives/webhook.json", "{\"id\": \"{{channel.name}}-1\"}")
                .write("parcel/samples/arrives/events.json", "[{\"type\": \"conversation.closed\", \"id\": \"{{channel.name}}-1\", \"by\": \"agent\", \"reason\": \"by {{channel.name}}\"}]");
        RoutesFolder both = folder.routes();
        assertThat(both.likeness("yard")).isNotEqualTo(both.likeness("depot"));
        assertThat(Samples.results(both, "yard").get("parcel/samples/arrives")).isEmpty();
        assertThat(Samples.results(both, "depot").get("parcel/samples/arrives")).isEmpty();
    }

    @Test
    void anEmptyListInAnOutcomeMeansNone() {
        assertThat(differences("event.json", EVENT, "requests.json", sent("Hi"), "outcome.json", "{\"references\": []}")).isEmpty();
        assertThat(differences("outcome.json", "{\"references\": [{\"kind\": \"message\", \"value\": \"9\"}]}"))
                .containsExactly("outcome.references[0]: is missing: expected {\"kind\":\"message\",\"value\":\"9\"}");
    }

    @Test
    void aSettingThatTheSheetDoesNotDeclareIsRefused() {
        assertThat(differences("event.json", EVENT, "requests.json", sent("Hi"), "settings.json", "{\"agnt\": \"Ann\"}")).containsExactly("parcel/platform.yaml declares no setting agnt: declare it there, or mend the name");
    }

    @Test
    void aSampleMayHaveSettingsOfItsOwn() {
        folder.write("parcel/body.jslt", "{\"text\": $variables.settings.agent, \"cursor\": $variables.cursor}")
                .write("parcel/samples/other/event.json", EVENT).write("parcel/samples/other/settings.json", "{\"agent\": \"Ann\"}").write("parcel/samples/other/requests.json", sent("Ann"))
                .write("parcel/samples/host/event.json", EVENT).write("parcel/samples/host/settings.json", "{\"url\": \"http://host.example\"}")
                .write("parcel/samples/host/requests.json", sent("Parcel team").replace("/api/notes", "/notes"));
        assertThat(differences("event.json", EVENT, "requests.json", sent("Parcel team"))).isEmpty();
    }

    @Test
    void aFolderWithoutSamplesIsNoSuccess() {
        folder.delete("parcel/samples");
        assertThat(Samples.run(path, new PrintStream(printed))).isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("no channel here has a sample");
    }
}
