package dev.baton.deploy.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.camel.Refusal;
import dev.baton.deploy.sample.Samples;
import dev.baton.deploy.source.ChannelFiles;
import dev.baton.deploy.source.ChannelSettings;
import dev.baton.deploy.source.EnvironmentSettings;
import dev.baton.deploy.source.Folder;
import dev.baton.deploy.source.Near;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** What lint finds without building or running anything. */
class LintTest {

    @TempDir
    private Path path;
    private Folder folder;

    @BeforeEach
    void makeFolder() {
        folder = new Folder(path);
    }

    /** What is found, a line each, when these steps stand in the shared flow, from its line 6 on. */
    private String steps(String... steps) {
        folder.write("parcel/send.camel.yaml", Folder.SEND.replace("- to: {uri: \"{{channel.url}}\"}", "- " + String.join("\n        - ", steps)));
        return lint();
    }

    private String lint() {
        ChannelFiles files = ChannelFiles.read(folder.routes(), "depot");
        return Lint.check(files, new ChannelSettings("depot", files.sheet(), Folder.SETTINGS::get)).stream().map(Refusal::toString).collect(Collectors.joining("\n"));
    }

    private String command() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Samples.lint(path, () -> (channel, setting) -> Folder.SETTINGS.get(setting), new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void nothingIsFoundInWhatIsSound() {
        assertThat(command()).isEqualToIgnoringNewLines("1 channels checked");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "setBody: {expression: {simple: x}} | simple is not written in full: write simple: {expression: ...}",
        "setBody: {simple: {expression: x}} | simple is not written in full: write expression: {simple: {expression: ...}}",
        "to: log:parcel | to is not written in full: write to: {uri: ...}",
        "log: hello | log is not written in full: write log: {message: ...}",
        "stop | 'stop' is no step: write steps as '- to: {uri: ...}', and '- stop: {}'",
        "setHeader: {name: A} | setHeader lacks expression: add it",
        "setHeader: {expression: {constant: {expression: x}}} | setHeader lacks name: add it",
        "setHeader: {nmae: A, name: A, expression: {constant: {expression: x}}} | setHeader has no option nmae: did you mean name?",
        "loop: {doWhile: yes, expression: {constant: {expression: '1'}}} | doWhile can't be 'yes': write true or false",
        "choice: {when: {steps: []}} | when must be a list: write each entry with '- ' before it",
        "choice: {wen: []} | choice has no option wen: did you mean when?",
        "setBdoy: {expression: {constant: {expression: x}}} | the step setBdoy is not taken: did you mean setBody?",
        "setBody: {expression: {smple: {expression: x}}} | the language smple is not taken: did you mean simple?",
        "to: {uri: drect:parcel-send} | the component drect is not taken: did you mean direct?",
        "to: {uri: \"{{channel.url}}\", parameters: {okStatusCodeRnage: 200}} | http has no option okStatusCodeRnage here (it would be sent to the platform as a query parameter): did you mean okStatusCodeRange?",
        "setBody: {expression: {simple: {expression: \"${variable.type} == 'mesage'\"}}} | no event has the type 'mesage': did you mean 'message'?",
        "setBody: {expression: {simple: {expression: \"${variable.evnt}\"}}} | the variable evnt is set nowhere: did you mean event?",
        "setBody: {expression: {jsonpath: {expression: '$.a', source: 'variable:evnt'}}} | the variable evnt is set nowhere: did you mean event?",
        "setBody: {expression: {simple: {expression: \"${uuid}\"}}} | ${uuid...} gives something else each time, and a repeated delivery must be the same: use the event's own id and time, or uuid-of(text) in a mapping",
        "filter: {expression: {simple: {expression: \"${body\"}}, steps: []} | the simple expression ${body can't be read: expected symbol functionEnd but was eol at location 5: mend it",
        "convertBodyTo: {type: java.lang.Sting} | there is no type java.lang.Sting: did you mean java.lang.String?",
        "setHeader: {name: Authorization, expression: {constant: {expression: x}}} | the header Authorization has its value in the file: take it out",
        "setHeader: {name: X-A, expression: {constant: {expression: Bearer a1b2c3d4e5f6a7b8}}} | this looks like a secret: take it out",
        "to: {uri: \"https://parcel.example/hook/a1b2c3d4e5f6a7b8c9d0e1f2\"} | this address seems to hold a secret: take it out",
    })
    void aStepThatIsNotAsItShouldBe(String step, String finding) {
        String found = steps(step);
        assertThat(found.lines().filter(line -> !line.contains("nobody")).toList()).as(found).hasSize(1).first().asString().startsWith("parcel/send.camel.yaml:6: " + finding);
    }

    @Test
    void keysAndIdsThatStandTwice() {
        folder.write("parcel/send.camel.yaml", Folder.SEND.replace("    id: parcel-send", "    id: parcel-send\n    id: parcel-sent"));
        assertThat(lint()).isEqualTo("parcel/send.camel.yaml:3: the key id stands here twice, first in line 2: keep one of them");
        folder.write("parcel/send.camel.yaml", Folder.SEND.replace("id: parcel-send", "id: depot-in"));
        assertThat(lint()).isEqualTo("parcel/send.camel.yaml:2: the id depot-in is taken by the route at depot.camel.yaml:2: give each route an id of its own");
        folder.write("parcel/send.camel.yaml", Folder.SEND.replace("    id: parcel-send\n", ""));
        assertThat(lint()).startsWith("parcel/send.camel.yaml:1: the route has no id: ");
    }

    @Test
    void anAliasThatMayNeverEnd() {
        folder.write("parcel/send.camel.yaml", Folder.SEND + "        - choice: &a {when: [*a]}\n");
        assertThat(lint()).isEqualTo("parcel/send.camel.yaml:7: what stands here is referred to from elsewhere in the file (&, *): write it out at both places");
    }

    @Test
    void callsInACircle() {
        folder.write("parcel/send.camel.yaml", Folder.SEND + "        - to: {uri: direct:parcel-again}\n" + Folder.SEND.replace("parcel-send", "parcel-again").replace("\"{{channel.url}}\"", "direct:parcel-send"));
        assertThat(lint()).isEqualTo("parcel/send.camel.yaml:7: direct:parcel-send calls itself by way of direct:parcel-again, direct:parcel-send: use a loop with a condition, which ends for certain");
    }

    @Test
    void whatAMappingReadsIsThere() {
        folder.write("parcel/in.jslt", """
                // $nobody.minds: a comment, nor "$words.in a text"
                let settings = $variables.settings
                def name(person) $perso.name
                {"all": [$settings.agnt, $settings.key, $variables.evnt, "$text", name(.)]}
                """);
        assertThat(lint()).isEqualTo("""
                parcel/in.jslt:3: there is no $perso here: did you mean $person?
                parcel/in.jslt:4: parcel/platform.yaml declares no setting agnt: did you mean agent?
                parcel/in.jslt:4: the setting key is a secret: mappings don't see it: take it out: the core attaches credentials to calls
                parcel/in.jslt:4: the variable evnt is set nowhere: did you mean event?""");
    }

    @Test
    void aMappingThatIsNotThereIsFoundWhereItIsAskedFor() {
        folder.write("depot.camel.yaml", (Folder.IN + Folder.OUT).replace("parcel/in.jslt", "parcel/inn.jslt"));
        assertThat(lint()).isEqualTo("depot.camel.yaml:7: there is no mapping parcel/inn.jslt: did you mean parcel/in.jslt?");
        folder.write("depot.camel.yaml", Folder.IN + Folder.OUT).write("parcel/in.jslt", "\nimport \"parcel/wrods.jslt\" as w\nnull").write("parcel/words.jslt", "null");
        assertThat(lint()).isEqualTo("parcel/in.jslt:2: there is no mapping parcel/wrods.jslt: did you mean parcel/words.jslt?");
    }

    @Test
    void secretsInMappingsAndSheets() {
        folder.write("parcel/in.jslt", "{\"a\": \"Bearer 0123456789abcdef\",\n \"b\": \"k-e-y-of-the-test\"}");
        assertThat(lint()).contains("parcel/in.jslt:1: what follows 'Bearer' looks like a secret", "parcel/in.jslt:2: the value of the secret key stands in the file").doesNotContain("k-e-y-of-the-test");
    }

    @Test
    void whatNobodyUses() {
        folder.write("parcel/old.jslt", "null").write("parcel/old.camel.yaml", Folder.SEND.replace("parcel-send", "parcel-old")).write("dock.yml", "");
        assertThat(command().lines().toList()).contains("parcel/old.jslt:1: no route and no other mapping uses this mapping: take it away, or name it where it is wanted",
                "parcel/old.camel.yaml:4: nobody calls direct:parcel-old: take the route away, or mend the name where it is called",
                "dock.yml:1: is no channel's file by its name, so nobody reads it: name it dock.camel.yaml, or take it away");
        assertThat(Samples.results(folder.routes(), "depot").get("depot")).as("the loader's check finds it too").extracting(Refusal::file).contains("parcel/old.jslt");
    }

    @Test
    void aSettingThatNobodyDeclares() {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("commandLineArgs", Map.of("channels.depot.agnt", "x", "channels.depot.holidays[0]", "2026-12-25", "channels.other.x", "y")));
        ChannelFiles files = ChannelFiles.read(folder.routes(), "depot");
        List<Refusal> found = Lint.check(files, ChannelSettings.of("depot", files.sheet(), new EnvironmentSettings(environment)).orExamples());
        assertThat(found).extracting(Refusal::toString).containsExactly("commandLineArgs:1: channels.depot.agnt is no setting of this channel: did you mean channels.depot.agent?");
    }

    @Test
    void aValueThatADoorCanNotRead() {
        folder.write("depot.camel.yaml", (Folder.IN + Folder.OUT).replace("onUnknownOutcome: ask", "onUnknownOutcome: aks").replace("proof: path-token", "proof: path-tokn").replace("redeliveryDelay: 2s", "redeliveryDelay: 2 lightyears"));
        assertThat(lint().lines().toList()).hasSize(3).anyMatch(line -> line.startsWith("depot.camel.yaml:5: there is no proof 'path-tokn'"))
                .anyMatch(line -> line.equals("depot.camel.yaml:17: onUnknownOutcome can't be aks: did you mean ask?"))
                .anyMatch(line -> line.startsWith("depot.camel.yaml:14: '2 lightyears' is no time"));
    }

    @Test
    void secretsOfStandardWebhooksThatAreNone() {
        folder.write("parcel/platform.yaml", Folder.SHEET.replace("authorization: {basic: [email, key]}", "signature: {standard-webhooks: key}"))
                .write("depot.camel.yaml", (Folder.IN + Folder.OUT).replace("proof: path-token", "proof: standard-webhooks"));
        assertThat(lint().lines().toList()).hasSize(2).anyMatch(line -> line.startsWith("depot.camel.yaml:1: channels.depot.key: it is no secret of Standard Webhooks: write whsec_ and"))
                .anyMatch(line -> line.startsWith("depot.camel.yaml:5: the setting token does not fit proof=standard-webhooks: it is no secret of Standard Webhooks"))
                .noneMatch(line -> line.contains(Folder.SETTINGS.get("key")) || line.contains(Folder.SETTINGS.get("token")));
    }

    @Test
    void eachOfSeveralSecretsIsLeftOutOfWhatPeopleRead() {
        String one = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        String other = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
        ChannelSettings settings = new ChannelSettings("depot", ChannelFiles.read(folder.routes(), "depot").sheet(), name -> name.equals("key") ? one + " " + other : Folder.SETTINGS.get(name));
        assertThat(settings.secrets().mask(other + "|" + one + "|" + one + " " + other + "|" + one.substring(6))).isEqualTo("***|***|***|***");
    }

    @Test
    void anUploadThatWouldHaveToBeSigned() {
        folder.write("parcel/platform.yaml", Folder.SHEET.replace("authorization: {basic: [email, key]}", "signature: {standard-webhooks: key}"));
        assertThat(steps("to: {uri: \"baton:form/{{channel.name}}\"}", "to: {uri: \"{{channel.url}}\"}")).contains("an upload can't be signed: take baton:form or calls.signature out");
    }

    @Test
    void onlyNearNamesAreSuggested() {
        assertThat(Near.to("parcel-sned", List.of("parcel-send", "parcel-call"))).contains("parcel-send");
        assertThat(Near.to("id", List.of("to", "at"))).isEmpty();
        assertThat(Near.to("wholly-else", List.of("parcel-send"))).isEmpty();
    }

    @Test
    void aRouteThatTheCoreWaitsForMustSayAnOutcome() {
        String check = """
                - route:
                    id: depot-check
                    from:
                      uri: baton:check/depot
                      parameters: {platform: parcel}
                      steps:
                        - to: {uri: direct:parcel-check}
                """;
        String flow = """
                - route:
                    id: parcel-check
                    from:
                      uri: direct:parcel-check
                      steps:
                        - to: {uri: %s}
                """;
        folder.write("depot.camel.yaml", Folder.IN + Folder.OUT + check).write("parcel/check.camel.yaml", flow.formatted("direct:parcel-send"));
        assertThat(lint()).contains("depot.camel.yaml:23: the route from baton:check says no outcome: end each of its paths in baton:outcome/{{channel.name}}, also those in the flows that it calls");
        folder.write("parcel/check.camel.yaml", flow.formatted("\"baton:outcome/{{channel.name}}\""));
        assertThat(lint()).isEmpty();
    }

    /** What several platforms have in common stands in a folder of its own. */
    @Test
    void aFolderMayBeShared() {
        folder.write("parcel/platform.yaml", Folder.SHEET + "shares: [parcel-api]\n").write("parcel-api/send.camel.yaml", Folder.SEND).delete("parcel/send.camel.yaml");
        assertThat(lint()).isEmpty();
        assertThat(ChannelFiles.read(folder.routes(), "depot").files()).containsKey("parcel-api/send.camel.yaml");
        folder.delete("parcel-api");
        assertThat(command()).contains("parcel/platform.yaml:1: shares names the folder parcel-api, which is not there");
    }
}
