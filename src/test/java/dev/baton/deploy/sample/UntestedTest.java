package dev.baton.deploy.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.camel.Refusal;
import dev.baton.deploy.source.Folder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no sample tries is found, in words with a place; what is tried is not. */
class UntestedTest {

    @TempDir
    private Path path;
    private Folder folder;

    @BeforeEach
    void makeFolder() {
        folder = new Folder(path);
    }

    private List<String> untested() {
        return Samples.results(folder.routes(), "depot").values().stream().flatMap(List::stream).map(Refusal::toString).toList();
    }

    private void sends(String steps) {
        folder.write("parcel/send.camel.yaml", """
                - route:
                    id: parcel-send
                    from:
                      uri: direct:parcel-send
                      steps:
                """ + steps.indent(8));
    }

    @Test
    void whereAllIsTriedThereIsNothing() {
        assertThat(untested()).isEmpty();
    }

    @Test
    void aBranchThatNoSampleReachesIsFoundWithItsLine() {
        sends("""
                - choice:
                    when:
                      - expression: {simple: {expression: "${variable.type} == 'message'"}}
                        steps: [{to: {uri: "{{channel.url}}"}}]
                      - expression: {simple: {expression: "${variable.type} == 'receipt'"}}
                        steps:
                          - choice:
                              when:
                                - expression: {simple: {expression: "${variable.type} == 'typing'"}}
                                  steps: [{log: {message: "told with what it stands in"}}]
                    otherwise:
                      steps: [{log: {message: "nothing"}}]
                """);
        assertThat(untested()).containsExactly("parcel/send.camel.yaml:10: no sample reaches this when: add a sample that does, or take the branch out",
                "parcel/send.camel.yaml:16: no sample reaches this otherwise: add a sample that does, or take the branch out");
        folder.write("parcel/samples/receipt/event.json", Folder.EVENT.replace("\"type\": \"message\", \"author\": {\"role\": \"customer\"}, \"content\": {\"kind\": \"text\", \"text\": \"Hi\"}",
                "\"type\": \"receipt\", \"of\": \"1\", \"status\": \"read\""));
        assertThat(untested()).containsExactly("parcel/send.camel.yaml:14: no sample reaches this when: add a sample that does, or take the branch out",
                "parcel/send.camel.yaml:16: no sample reaches this otherwise: add a sample that does, or take the branch out");
    }

    @Test
    void soAreACatchAFilterALoopAndASplit() {
        sends("""
                - doTry:
                    steps: [{to: {uri: "{{channel.url}}"}}]
                    doCatch:
                      - exception: [java.io.IOException]
                        steps: [{log: {message: "no answer"}}]
                - filter:
                    expression: {simple: {expression: "${variable.type} == 'receipt'"}}
                    steps: [{log: {message: "filter"}}]
                - loop:
                    doWhile: true
                    expression: {simple: {expression: "${variable.type} == 'receipt'"}}
                    steps: [{log: {message: "loop"}}]
                - split:
                    expression: {jsonpath: {expression: "$.none", source: "variable:event", suppressExceptions: true, resultType: java.util.List}}
                    steps: [{log: {message: "split"}}]
                """);
        assertThat(untested()).containsExactly("parcel/send.camel.yaml:9: no sample reaches this doCatch: add a sample that does, or take the branch out",
                "parcel/send.camel.yaml:11: no sample reaches this filter: add a sample that does, or take the branch out",
                "parcel/send.camel.yaml:14: no sample reaches this loop: add a sample that does, or take the branch out",
                "parcel/send.camel.yaml:18: no sample reaches this split: add a sample that does, or take the branch out");
        folder.write("parcel/samples/silence/event.json", Folder.EVENT).write("parcel/samples/silence/answers.json", "[{\"broken\": \"reset\"}]")
                .write("parcel/samples/silence/requests.json", "[{\"method\": \"POST\", \"path\": \"/api\", \"body\": " + Folder.EVENT + "}]");
        assertThat(untested()).hasSize(3).noneMatch(finding -> finding.contains("doCatch"));
    }

    @Test
    void aDoorThatNoSampleComesThroughIsFound() {
        folder.write("depot.camel.yaml", Folder.IN + Folder.OUT + """
                - route:
                    id: depot-poll
                    from:
                      uri: baton:poll/depot
                      parameters: {platform: parcel, every: 1m}
                      steps:
                        - to: {uri: direct:parcel-list}
                """).write("parcel/list.camel.yaml", """
                - route:
                    id: parcel-list
                    from:
                      uri: direct:parcel-list
                      steps:
                        - filter:
                            expression: {simple: {expression: "${body} != null"}}
                            steps: [{log: {message: "told with the door"}}]
                """);
        assertThat(untested()).containsExactly("depot.camel.yaml:23: no sample comes in by baton:poll/depot: add one that does, or take the route out");
    }

    @Test
    void checksAndRegistrationsHaveSamplesToo() {
        String doors = "- route:\n    id: depot-%1$s\n    from:\n      uri: baton:%1$s/depot\n      parameters: {platform: parcel}\n      steps:\n        - to: {uri: \"jslt:routes:parcel/%1$s.jslt\"}\n"
                + "        - to: {uri: baton:outcome/depot}\n";
        folder.write("depot.camel.yaml", Folder.IN + Folder.OUT + doors.formatted("check") + doors.formatted("register"))
                .write("parcel/check.jslt", "{\"outcome\": \"done\"}").write("parcel/register.jslt", "{\"outcome\": \"refused\", \"why\": .action + \" of \" + .url}");
        assertThat(untested()).containsExactly("depot.camel.yaml:23: no sample comes in by baton:check/depot: add one that does, or take the route out",
                "depot.camel.yaml:31: no sample comes in by baton:register/depot: add one that does, or take the route out");
        folder.write("parcel/samples/check/check.json", "{}")
                .write("parcel/samples/register/register.json", "{\"action\": \"remove\", \"url\": \"https://x\"}")
                .write("parcel/samples/register/outcome.json", "{\"outcome\": \"refused\", \"why\": \"remove of https://x\"}");
        assertThat(untested()).isEmpty();
    }

    @Test
    void aNameThatNoSampleHasIsFoundInTheFileThatWritesIt() {
        folder.write("parcel/in.jslt", "import \"parcel/words.jslt\" as w\n// .subjet in a comment does not count\nif (.ticket.subjet or w:name(.ticket.by) == \"Bob\") [1] else null")
                .write("parcel/words.jslt", "def name(person)\n  fallback($person.\"first name\", $person.nick)\nnull")
                .write("parcel/samples/ticket/webhook.json", "{\"ticket\": {\"subject\": \"Late\", \"by\": {\"nick\": \"Ann\"}}}")
                .write("parcel/samples/ticket/events.json", "[]");
        assertThat(untested()).containsExactly(
                "parcel/in.jslt:3: reads .ticket.subjet, which no sample has: mend the name, or add a sample that has it",
                "parcel/words.jslt:2: reads .ticket.by.first name, which no sample has: mend the name, or add a sample that has it");
    }

    /** One sample that has it is enough, in whatever place the same file asks; names that are worked out and objects that are made are not looked at. */
    @Test
    void aNameIsFoundAsSoonAsOneSampleHasIt() {
        folder.write("parcel/in.jslt", "let names = {\"7\": \"Ann\"}\nlet made = {\"one\": 1}\nif (size([for (fallback(.rows, [])) [.x.deep, $made.other, get-key($names, .x.id), get-key(., .x.id)]]) > 99) 1 else null")
                .write("parcel/samples/one/webhook.json", "{\"rows\": [{\"x\": {\"id\": \"8\"}}]}").write("parcel/samples/one/events.json", "[]");
        assertThat(untested()).containsExactly("parcel/in.jslt:3: reads .rows[].x.deep, which no sample has: mend the name, or add a sample that has it");
        folder.write("parcel/samples/two/webhook.json", "{\"rows\": [{\"x\": {\"id\": \"8\"}}, {\"x\": {\"id\": null, \"deep\": null}}]}").write("parcel/samples/two/events.json", "[]");
        assertThat(untested()).isEmpty();
    }

    @Test
    void settingsAndOtherVariablesAreReadToo() {
        folder.write("parcel/in.jslt", "if ($variables.settings.desk or $headers.Color) [] else null");
        assertThat(untested()).containsExactly("parcel/in.jslt:1: reads $headers.Color, which no sample has: mend the name, or add a sample that has it",
                "parcel/in.jslt:1: reads $variables.settings.desk, which no sample has: mend the name, or add a sample that has it");
    }

    @Test
    void bothDirectionsNeedASample() {
        folder.delete("parcel/samples");
        List<String> both = List.of("parcel/samples:0: no sample shows what comes in from the platform: add a folder with webhook.json (or webhook.http, poll.json) and events.json",
                "parcel/samples:0: no sample shows what goes out to the platform: add a folder with event.json, requests.json and answers.json");
        assertThat(untested()).isEqualTo(both);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        assertThat(Samples.lint(path, () -> (channel, setting) -> null, new PrintStream(printed))).isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8).lines().skip(1)).containsExactlyElementsOf(both);
    }

    /** A sample that breaks off reaches less than it should, so its own finding comes first and alone. */
    @Test
    void nothingIsSaidOfWhatIsUntestedWhileASampleFails() {
        folder.write("parcel/in.jslt", "if (.kind) null else error(\"no kind\")");
        assertThat(untested()).singleElement().asString().startsWith("parcel/samples/arrives:0: webhook: expected to be read");
    }
}
