package dev.baton.deploy.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.deploy.source.Folder;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a channel's file may not say, and how it is told: {@code file:line: what: what to do}. */
class RefusalsTest {

    @TempDir
    private Path path;
    private Folder folder;

    @BeforeEach
    void makeFolder() {
        folder = new Folder(path);
    }

    private String steps(String... steps) {
        folder.write("parcel/send.camel.yaml", Folder.SEND.replace("- to: {uri: \"{{channel.url}}\"}", "- " + String.join("\n        - ", steps)));
        return Versions.refusal(folder);
    }

    private static String out(String old, String changed) {
        assertThat(Folder.IN + Folder.OUT).contains(old);
        return (Folder.IN + Folder.OUT).replace(old, changed);
    }

    @Test
    void theFilesAsTheyAreCanBeBuilt() {
        Version version = Versions.build(folder, null);
        assertThat(version.routes()).containsExactlyInAnyOrder("depot-in", "depot-out", "parcel-send");
        assertThat(version.webhook()).containsEntry("proof", "path-token");
        version.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aggregate", "delay", "resequence", "wireTap", "threads", "throttle"})
    void aStepThatHoldsMessagesInMemory(String step) {
        assertThat(steps(step + ": {}")).startsWith("parcel/send.camel.yaml:6: the step " + step + " is not taken: it holds messages in memory");
    }

    @ParameterizedTest
    @CsvSource({"bean, a channel has no Java", "script, a channel has no code", "nonsense, the steps are ["})
    void anyOtherStepThatIsNotListed(String step, String remedy) {
        assertThat(steps(step + ": {}")).startsWith("parcel/send.camel.yaml:6: the step " + step + " is not taken: " + remedy);
    }

    @Test
    void toDIsRefused() {
        assertThat(steps("toD: {uri: \"{{channel.url}}/${body}\"}")).contains("parcel/send.camel.yaml:6: the step toD is not taken: use to: {uri: \"{{channel.url}}\"} with the headers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"seda:x", "file:/etc", "bean:x", "vm:x", "log4j:x", "exec:ls"})
    void aComponentThatIsNotListed(String uri) {
        assertThat(steps("to: {uri: \"" + uri + "\"}")).contains("parcel/send.camel.yaml:6: the component " + uri.split(":")[0] + " is not taken: the components are baton, direct, http");
    }

    @ParameterizedTest
    @ValueSource(strings = {"groovy", "xpath", "ref", "method", "spel"})
    void aLanguageThatIsNotListed(String language) {
        assertThat(steps("setBody: {expression: {" + language + ": {expression: x}}}")).contains("parcel/send.camel.yaml:6: the language " + language + " is not taken: use simple, jsonpath");
    }

    @Test
    void aMisspeltHttpOption() {
        assertThat(steps("to: {uri: \"{{channel.url}}\", parameters: {conectTimeout: 3000}}"))
                .contains("parcel/send.camel.yaml:6: http has no option conectTimeout here (it would be sent to the platform as a query parameter): its options are [httpMethod,");
        assertThat(steps("to: {uri: \"{{channel.url}}?conectTimeout=3000\"}")).contains("http has no option conectTimeout", "the options stand in the uri: write them under parameters: beside it");
    }

    @Test
    void aDirectThatLeadsNowhere() {
        assertThat(steps("to: {uri: direct:parcel-sent}")).contains("parcel/send.camel.yaml:6: direct:parcel-sent leads nowhere: did you mean direct:parcel-send?");
    }

    @Test
    void twoRoutesFromOneDirect() {
        folder.write("parcel/other.camel.yaml", Folder.SEND.replace("id: parcel-send", "id: other"));
        assertThat(Versions.refusal(folder)).contains("two routes begin at direct:parcel-send");
    }

    @Test
    void aSecretInARoute() {
        assertThat(steps("setHeader: {name: X-Note, expression: {constant: {expression: \"{{channel.key}}\"}}}")).contains("parcel/send.camel.yaml:6: {{channel.key}} is a secret").doesNotContain("k-e-y-of-the-test");
        assertThat(steps("setHeader: {name: X-Note, expression: {constant: {expression: k-e-y-of-the-test}}}")).contains("parcel/send.camel.yaml:6: the value of the secret key stands in the file").doesNotContain("k-e-y-of-the-test");
    }

    @Test
    void aPlaceholderWithoutAValue() {
        assertThat(steps("to: {uri: \"{{channel.urll}}\"}")).contains("parcel/send.camel.yaml:6: parcel/platform.yaml declares no setting for {{channel.urll}}: did you mean {{channel.url}}?");
        assertThat(steps("log: {message: \"{{env:HOME}}\"}")).contains("declares no setting for {{env:HOME}}: placeholders are {{channel.name}} and");
    }

    @Test
    void aJsonpathThatCanNotBeRead() {
        assertThat(steps("setBody: {expression: {jsonpath: {expression: \"$.[?(\"}}}")).contains("parcel/send.camel.yaml:6: the jsonpath $.[?( can't be read");
    }

    @Test
    void aMappingThatIsNotThereOrBroken() {
        assertThat(steps("to: {uri: \"jslt:routes:parcel/none.jslt\"}")).contains("there is no mapping parcel/none.jslt");
        assertThat(steps("to: {uri: \"jslt:file:/etc/x.jslt\"}")).contains("a mapping must be one of the channel's own files: write jslt:routes:");
        folder.write("parcel/in.jslt", "{\n  \"a\": nonsense(.)\n}").write("parcel/send.camel.yaml", Folder.SEND);
        assertThat(Versions.refusal(folder)).startsWith("parcel/in.jslt:2: column ").contains("nonsense");
    }

    @Test
    void aSimpleThatCanNotBeRead() {
        assertThat(steps("setBody: {expression: {simple: {expression: \"${bodyy}\"}}}")).contains("parcel/send.camel.yaml:6: the simple expression ${bodyy} can't be read: ", ": did you mean ${body...}?");
    }

    @Test
    void parallelWork() {
        assertThat(steps("split: {expression: {jsonpath: {expression: \"$.a\"}}, parallelProcessing: true, steps: []}")).contains("parallelProcessing would leave the thread");
    }

    @ParameterizedTest
    @CsvSource({"onException, use doTry with doCatch", "routeConfiguration, use doTry with doCatch", "errorHandler, put the deadLetterChannel", "rest, webhooks come in at baton:webhook",
        "beans, a channel has no Java", "from, write it inside"})
    void whatIsNoRoute(String word, String remedy) {
        folder.write("depot.camel.yaml", "- " + word + ": {}\n" + Folder.IN + Folder.OUT);
        assertThat(Versions.refusal(folder)).startsWith("depot.camel.yaml:1: " + word + " has no place in a channel's files: " + remedy);
    }

    @Test
    void anErrorHandlerThatWouldNotBeCarriedOut() {
        folder.write("parcel/send.camel.yaml", Folder.SEND.replace("id: parcel-send", "id: parcel-send\n    errorHandler: {deadLetterChannel: {deadLetterUri: log:x}}"));
        assertThat(Versions.refusal(folder)).contains("parcel/send.camel.yaml:3: this errorHandler would not be carried out: only the route from baton:deliver has one");
        new Folder(path).write("depot.camel.yaml", out("baton:dead-letter/depot", "log:x"));
        assertThat(Versions.refusal(folder)).contains("deadLetterUri must be baton:dead-letter/depot");
    }

    @Test
    void aMissingDoor() {
        folder.write("depot.camel.yaml", Folder.IN);
        assertThat(Versions.refusal(folder)).startsWith("depot.camel.yaml:1: there is no way out: add a route from baton:deliver/depot");
        folder.write("depot.camel.yaml", Folder.OUT);
        assertThat(Versions.refusal(folder)).startsWith("depot.camel.yaml:1: there is no way in: add a route from baton:webhook/depot");
        folder.write("depot.camel.yaml", out("baton:accept/depot", "baton:later/depot"));
        assertThat(Versions.refusal(folder)).contains("baton:later is used and nobody reads what it keeps: add a route from baton:inbox/depot");
    }

    @Test
    void aPlatformThatTakesUploadsAndIsSentNone() {
        folder.write("parcel/platform.yaml", Folder.SHEET + "media: {send: upload}\n");
        assertThat(Versions.refusal(folder)).startsWith("depot.camel.yaml:1: the platform sheet says media: {send: upload}, and no route uploads anything: put baton:form/{{channel.name}}");
        folder.write("parcel/send.camel.yaml", Folder.SEND.replace("- to: {uri: \"{{channel.url}}\"}", "- to: {uri: \"baton:form/{{channel.name}}\"}\n        - to: {uri: \"{{channel.url}}\"}"));
        Versions.build(folder, null).stop();
    }

    @Test
    void aDoorOfAnotherChannelOrNone() {
        folder.write("depot.camel.yaml", out("baton:accept/depot", "baton:accept/other"));
        assertThat(Versions.refusal(folder)).contains("depot.camel.yaml:8: baton:accept/other is not a door of channel depot: write baton:accept/{{channel.name}}");
        folder.write("depot.camel.yaml", out("baton:deliver/depot", "baton:deliver/harbour"));
        assertThat(Versions.refusal(folder)).contains("baton:deliver/harbour is not a door of channel depot: one file is one channel: give harbour a file of its own, harbour.camel.yaml");
        folder.write("depot.camel.yaml", out("baton:accept/depot", "baton:acept/depot"));
        assertThat(Versions.refusal(folder)).contains("baton:acept/depot is no door: did you mean baton:accept/depot?");
        folder.write("depot.camel.yaml", out("baton:accept/depot", "baton:deliver/depot"));
        assertThat(Versions.refusal(folder)).contains("nothing can be sent to baton:deliver: a route begins there");
        folder.write("depot.camel.yaml", out("giveUpAfter", "giveupAfter"));
        assertThat(Versions.refusal(folder)).contains("baton:deliver has no parameter giveupAfter: did you mean giveUpAfter?");
    }

    @Test
    void aFileThatIsCutInTheMiddle() {
        folder.write("depot.camel.yaml", Folder.IN + "- route:\n    id: \"cut");
        assertThat(Versions.refusal(folder)).startsWith("depot.camel.yaml:").contains("is no YAML");
    }

    @Test
    void aPlatformThatNobodyKnows() {
        folder.write("depot.camel.yaml", out("platform: parcel", "platform: parsel"));
        assertThat(Versions.refusal(folder)).isEqualTo("depot.camel.yaml:5: there is no platform parsel: did you mean parcel?");
        folder.write("depot.camel.yaml", out("platform: parcel, ", "").replace("platform: parcel, ", ""));
        assertThat(Versions.refusal(folder)).startsWith("depot.camel.yaml:1: no door says which platform");
    }

    @Test
    void aDurationThatIsNone() {
        folder.write("depot.camel.yaml", out("giveUpAfter: 2d", "giveUpAfter: soon"));
        assertThat(Versions.refusal(folder)).startsWith("depot.camel.yaml:17: 'soon' is no time");
    }

    @Test
    void allFindingsAtOnce() {
        assertThat(steps("delay: {}", "to: {uri: seda:x}").lines()).hasSize(2);
        assertThat(steps("delay: {}").lines()).as("a wrong step is one finding").hasSize(1);
    }
}
