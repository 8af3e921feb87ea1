package dev.baton.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.event.Author;
import dev.baton.event.Content;
import dev.baton.event.Delivery;
import dev.baton.event.Event;
import dev.baton.event.Outcome.Word;
import dev.baton.event.Reference;
import dev.baton.event.Role;
import dev.baton.event.What;
import dev.baton.ledger.Arrival;
import dev.baton.ledger.Claim;
import dev.baton.ledger.Ledger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes in by a door, and what the ledger is told of it. */
class DoorsTest {

    private static final String NOTE = """
            if (.text) {"type": "message", "id": .id, "conversation": "7", "author": {"role": "agent"}, "content": {"kind": "text", "text": .text}}
            else if (.bad) error("no sender in it") else null
            """;
    private static final String IN = TestChannel.route("webhook", "to: {uri: 'jslt:routes:p/in.jslt'}", "to: {uri: baton:accept/depot}");
    private final Notes notes = new Notes();

    @Test
    void aWebhookIsAcceptedAsEventsWithItsRawBody() throws Exception {
        try (TestChannel channel = TestChannel.of(notes, "in.camel.yaml", IN, "p/in.jslt", NOTE)) {
            Doors.Taken taken = channel.webhook("{\"id\":\"1\",\"text\":\"Hello\"}");
            assertThat(taken).isEqualTo(new Doors.Taken(new Arrival.Accepted(1, 0), false, null, null));
            assertThat(notes.arrivals).singleElement().satisfies(arrival -> {
                assertThat(arrival.channel()).isEqualTo("depot");
                assertThat(arrival.version()).isEqualTo("v1");
                assertThat(arrival.events()).singleElement().satisfies(event -> assertThat(event.id()).isEqualTo("1"));
                assertThat(new String(arrival.raw(), StandardCharsets.UTF_8)).contains("Hello");
                assertThat(arrival.replay()).isFalse();
            });
        }
    }

    @Test
    void aMappingThatGivesNothingIsNoFailure() throws Exception {
        try (TestChannel channel = TestChannel.of(notes, "in.camel.yaml", IN, "p/in.jslt", NOTE)) {
            assertThat(channel.webhook("{\"else\":1}").accepted()).isEqualTo(new Arrival.Accepted(0, 0));
            assertThat(notes.arrivals).isEmpty();
            assertThat(notes.deadLetters).isEmpty();
        }
    }

    @Test
    void whatNoMappingCanReadIsADeadLetterWithItsCause() throws Exception {
        try (TestChannel channel = TestChannel.of(notes, "in.camel.yaml", IN, "p/in.jslt", NOTE)) {
            Doors.Taken taken = channel.webhook("{\"bad\":true}");
            assertThat(taken.deadLetter()).isNotNull();
            assertThat(taken.cause()).contains("no sender in it");
            assertThat(notes.deadLetters).containsExactly(taken.cause());
        }
    }

    @Test
    void anEventThatIsNoneIsADeadLetter() throws Exception {
        try (TestChannel channel = TestChannel.of(notes, "in.camel.yaml", IN, "p/in.jslt", "{\"type\": \"massage\"}")) {
            assertThat(channel.webhook("{}").cause()).contains("massage");
        }
    }

    @Test
    void aRouteThatForgetsTheWebhookMakesADeadLetter() throws Exception {
        try (TestChannel channel = TestChannel.of(notes, "in.camel.yaml", TestChannel.route("webhook", "to: {uri: 'jslt:routes:p/in.jslt'}"), "p/in.jslt", NOTE)) {
            assertThat(channel.webhook("{\"text\":\"x\"}").cause()).contains("without baton:accept or baton:later");
        }
    }

    @Test
    void aWebhookRouteMayNotCallOut() throws Exception {
        try (TestChannel channel = TestChannel.of(notes, "in.camel.yaml", TestChannel.route("webhook", "to: {uri: '{{channel.url}}'}", "to: {uri: baton:accept/depot}"))) {
            assertThat(channel.webhook("{}").cause()).contains("may not call out");
        }
    }

    @Test
    void aLedgerThatIsAwayIsNotHidden() throws Exception {
        Notes away = new Notes() {
            @Override
            public CompletableFuture<Arrival.Accepted> accept(Arrival arrival) {
                return CompletableFuture.failedFuture(new Ledger.Unavailable("store lost", null));
            }
        };
        try (TestChannel channel = TestChannel.of(away, "in.camel.yaml", IN, "p/in.jslt", NOTE)) {
            assertThatThrownBy(() -> channel.webhook("{\"id\":\"1\",\"text\":\"Hello\"}")).isInstanceOf(Ledger.Unavailable.class);
            assertThat(away.deadLetters).isEmpty();
        }
    }

    @Test
    void aReplaySaysSoAndMakesNoSecondDeadLetter() throws Exception {
        try (TestChannel channel = TestChannel.of(notes, "in.camel.yaml", IN, "p/in.jslt", NOTE)) {
            Claim.Raw raw = new Claim.Raw("application/json", "{\"id\":\"1\",\"text\":\"Hello\"}".getBytes(StandardCharsets.UTF_8));
            channel.doors().webhook(dev.baton.webhook.Body.KEPT.again(raw.body(), raw.contentType()), raw, true);
            assertThat(notes.arrivals).singleElement().satisfies(arrival -> assertThat(arrival.replay()).isTrue());
            assertThatThrownBy(() -> channel.doors().webhook(TestChannel.json("{\"bad\":true}"), raw, true)).isInstanceOf(Doors.Unreadable.class)
                    .hasMessageContaining("no sender in it");
            assertThat(notes.deadLetters).isEmpty();
        }
    }

    @Test
    void whatIsKeptForLaterIsReadByTheInboxWhoseEventsComeWithItsOutcome() throws Exception {
        try (TestChannel channel = TestChannel.of(notes, "in.camel.yaml",
                TestChannel.route("webhook", "to: {uri: baton:later/depot}") + TestChannel.route("inbox", "to: {uri: 'jslt:routes:p/in.jslt'}", "to: {uri: baton:accept/depot}"),
                "p/in.jslt", "{\"type\": \"contact.updated\", \"customer\": {\"id\": .what}}")) {
            assertThat(channel.webhook("{\"id\":\"1\"}").later()).isTrue();
            assertThat(notes.forLater).hasSize(1);
            Doors.Done done = channel.doors().work(TestChannel.claim(Claim.Work.inbox, Long.MAX_VALUE));
            assertThat(done.outcome().word()).isEqualTo(Word.done);
            assertThat(done.outcome().events()).singleElement().satisfies(event -> assertThat(event.type().text()).isEqualTo("contact.updated"));
            assertThat(notes.arrivals).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"| null", "parameters: {scope: all}, | all", "parameters: {scope: '${variable.who}'}, | ann",
        "parameters: {scope: 'north/${variable.who}'}, | north/ann", "parameters: {scope: '${jsonpath($.from)}'}, | ann", "parameters: {scope: '${variable.nobody}'}, | null"})
    void whatIsKeptForLaterIsInOrderWithTheSameScope(String parameters, String scope) throws Exception {
        try (TestChannel channel = TestChannel.of(notes, "in.camel.yaml",
                TestChannel.route("webhook", "setVariable: {name: who, expression: {jsonpath: {expression: $.from, resultType: java.lang.String}}}",
                        "to: {" + (parameters == null ? "" : parameters) + " uri: baton:later/depot}"))) {
            assertThat(channel.webhook("{\"from\":\"ann\"}").cause()).isNull();
            assertThat(notes.scopes).containsExactly(scope);
        }
    }

    @Test
    void aScopeThatCanNotBeReadIsFoundWhenTheChannelIsBuilt() {
        assertThatThrownBy(() -> TestChannel.of(notes, "in.camel.yaml", TestChannel.route("webhook", "to: {uri: baton:later/depot, parameters: {scope: '${nonsense(}'}}")))
                .hasStackTraceContaining("nonsense");
    }

    @Test
    void ofWhatIsSensitiveOnlyTheCallsAreKept() throws Exception {
        Wire wire = (request, body) -> {
            var answer = new org.apache.hc.core5.http.message.BasicClassicHttpResponse(422);
            answer.setEntity(new org.apache.hc.core5.http.io.entity.StringEntity("no: my pin is 1234"));
            return answer;
        };
        try (TestChannel channel = TestChannel.of(notes, "http://depot.invalid", HttpTimes.DEFAULT, java.time.Clock.systemUTC(), wire, "out.camel.yaml",
                TestChannel.route("deliver", "setBody: {expression: {simple: '${variable.event}'}}",
                        "setHeader: {name: CamelHttpQuery, expression: {constant: 'text=1234'}}", "setHeader: {name: CamelHttpMethod, expression: {constant: POST}}",
                        "to: {uri: '{{channel.url}}'}"))) {
            for (boolean sensitive : new boolean[] {false, true}) {
                Doors.Done done = channel.doors().work(saying("my pin is 1234", sensitive));
                assertThat(done.outcome().word()).isEqualTo(Word.refused);
                String kept = new String(done.attempt().request(), StandardCharsets.UTF_8) + new String(done.attempt().answer(), StandardCharsets.UTF_8) + done.outcome().why();
                assertThat(kept.contains("1234")).isEqualTo(!sensitive);
                assertThat(kept).contains("POST /").contains("422");
            }
        }
    }

    @Test
    void whatIsSensitiveIsInNoReasonEither() throws Exception {
        try (TestChannel channel = TestChannel.of(notes, "out.camel.yaml", TestChannel.route("deliver", "setBody: {expression: {simple: '${variable.event}'}}",
                "to: {uri: 'jslt:routes:p/fails.jslt'}"), "p/fails.jslt", "error(\"can't say: \" + .content.text)")) {
            Doors.Done done = channel.doors().work(saying("my pin is 1234", true));
            assertThat(done.outcome().word()).isEqualTo(Word.refused);
            assertThat(done.outcome().why()).contains("can't say: ***").doesNotContain("1234");
        }
    }

    private static Claim saying(String text, boolean sensitive) {
        Event event = new Event("1", null, null, null, null, false, false, sensitive, new What.Message(new Author(Role.customer, null, null), new Content.Text(text, null), false));
        return new Claim(new UUID(0, 7), 1, 1, "depot", Claim.Work.deliver, Long.MAX_VALUE, new Delivery(event, "depot", "shop", new UUID(0, 1), 1, false, null,
                false, new Delivery.Context(new UUID(0, 2), 1, "shop:ann", null, null, Map.of())), null, null);
    }

    @Test
    void whatPassesComesThroughTheDeliverDoor() throws Exception {
        try (TestChannel channel = TestChannel.of(notes, "out.camel.yaml", TestChannel.route("deliver", "to: {uri: 'jslt:routes:p/say.jslt'}", "to: {uri: baton:outcome/depot}"),
                "p/say.jslt", "{\"outcome\": \"busy\", \"why\": .type + \" in \" + .context.references.conversation + \" \" + $variables.type}")) {
            Delivery typing = new Delivery(Event.own(new What.Typing(new Author(Role.customer, null, null), true)), "depot", "shop", new UUID(0, 1), 1, false, null, false,
                    new Delivery.Context(new UUID(0, 2), 1, "shop:ann", null, null, Map.of("conversation", "7")));
            assertThat(channel.doors().work(new Claim(new UUID(0, 7), 0, 0, "depot", Claim.Work.pass, Long.MAX_VALUE, typing, null, null)).outcome().why())
                    .isEqualTo("typing in 7 typing");
        }
    }

    @Test
    void aPollIsGivenTheTimeAndItsCursorComesBack() throws Exception {
        try (TestChannel channel = TestChannel.of(notes, "poll.camel.yaml",
                TestChannel.route("poll", "to: {uri: 'jslt:routes:p/poll.jslt'}", "to: {uri: baton:outcome/depot}"), "p/poll.jslt", "{\"cursor\": {\"since\": .at}, \"after\": 5}")) {
            Doors.Done done = channel.doors().work(TestChannel.claim(Claim.Work.poll, Long.MAX_VALUE));
            assertThat(done.outcome().cursor().path("since").asText()).matches("\\d{4}-.*Z");
            assertThat(done.outcome().after()).hasSeconds(5);
        }
    }

    @Test
    void theLastWordWinsAndWhatWasTaughtAddsUp() throws Exception {
        try (TestChannel channel = TestChannel.of(notes, "out.camel.yaml",
                TestChannel.route("deliver", "setBody: {expression: {constant: '{\"outcome\":\"again\",\"references\":[{\"kind\":\"person\",\"value\":\"9\"}]}'}}", "to: {uri: baton:outcome/depot}",
                        "setBody: {expression: {constant: '{\"outcome\":\"gone\",\"why\":\"closed\",\"references\":[{\"kind\":\"conversation\",\"value\":\"7\"}]}'}}",
                        "to: {uri: baton:outcome/depot}"))) {
            Doors.Done done = channel.deliver("{\"type\":\"message\"}");
            assertThat(done.outcome().word()).isEqualTo(Word.gone);
            assertThat(done.outcome().why()).isEqualTo("closed");
            assertThat(done.outcome().references()).extracting(Reference::value).containsExactly("9", "7");
        }
    }

    @Test
    void routesAndMappingsSeeTheEventItsTypeAndTheSettings() throws Exception {
        try (TestChannel channel = TestChannel.of(notes, "out.camel.yaml",
                TestChannel.route("deliver", "choice: {when: [{expression: {simple: {expression: \"${variable.type} == 'message'\"}}, steps: [{setBody: {expression: {constant: '{}'}}}, "
                        + "{to: {uri: 'jslt:routes:p/say.jslt'}}, {to: {uri: baton:outcome/depot}}]}]}"),
                "p/say.jslt", "{\"outcome\": \"again\", \"why\": $variables.type + \" \" + $variables.event.content.text + \" \" + $variables.settings.agent}")) {
            assertThat(channel.deliver("{\"type\":\"message\",\"content\":{\"text\":\"Hello\"}}").outcome().why()).isEqualTo("message Hello Depot team");
            assertThat(channel.deliver("{\"type\":\"typing\"}").outcome().word()).as("a route that says nothing").isEqualTo(Word.done);
        }
    }

    @Test
    void aRetiredVersionLetsNobodyInAndCountsWhoIsInside() throws Exception {
        try (TestChannel channel = TestChannel.of(notes, "in.camel.yaml", IN, "p/in.jslt", NOTE)) {
            Doors doors = channel.doors();
            assertThat(doors.enter()).isTrue();
            assertThat(doors.inFlight()).isEqualTo(1);
            doors.retire();
            assertThat(doors.enter()).isFalse();
            assertThat(doors.inFlight()).isEqualTo(1);
            doors.leave();
            assertThat(doors.inFlight()).isZero();
        }
    }

    @Test
    void aDoorWithoutARouteSaysSo() throws Exception {
        try (TestChannel channel = TestChannel.of(notes, "in.camel.yaml", IN, "p/in.jslt", NOTE)) {
            Doors.Done done = channel.deliver("{\"type\":\"message\"}");
            assertThat(done.outcome().word()).isEqualTo(Word.refused);
            assertThat(done.outcome().why()).contains("no route that begins at baton:deliver/depot");
        }
    }

    @Test
    void aCheckAnswersWithAnOutcomeAndNothingOfItIsKept() throws Exception {
        try (TestChannel channel = TestChannel.of(notes, "check.camel.yaml", TestChannel.route("check", "to: {uri: 'jslt:routes:p/check.jslt'}", "to: {uri: baton:outcome/depot}"),
                "p/check.jslt", "{\"outcome\": \"refused\", \"why\": \"agent \" + $variables.settings.agent + \" is not in the list\"}")) {
            assertThat(channel.doors().check().outcome()).satisfies(outcome -> {
                assertThat(outcome.word()).isEqualTo(Word.refused);
                assertThat(outcome.why()).isEqualTo("agent Depot team is not in the list");
            });
            assertThat(notes.arrivals).isEmpty();
            assertThat(notes.deadLetters).isEmpty();
        }
    }

    @Test
    void aRegistrationIsGivenActionAndAddressAndCallsOut() throws Exception {
        Wire wire = (request, body) -> {
            assertThat(TestChannel.json(new String(body, StandardCharsets.UTF_8)).get("url").asText()).isEqualTo("https://baton.example.com/hooks/depot/t0ken");
            return new org.apache.hc.core5.http.message.BasicClassicHttpResponse(401);
        };
        try (TestChannel channel = TestChannel.of(notes, "http://depot.invalid", HttpTimes.DEFAULT, java.time.Clock.systemUTC(), wire, "register.camel.yaml",
                TestChannel.route("register", "setHeader: {name: CamelHttpMethod, expression: {constant: PUT}}", "to: {uri: 'jslt:routes:p/register.jslt'}", "to: {uri: '{{channel.url}}'}",
                        "to: {uri: baton:outcome/depot}"), "p/register.jslt", "if (.action == \"register\") {\"url\": .url} else error(\"no such action\")")) {
            channel.doors().hookAt("/hooks/depot/t0ken");
            assertThat(channel.doors().register("register", channel.doors().hook()).outcome().word()).isEqualTo(Word.unauthorised);
            assertThat(channel.doors().register("forget", channel.doors().hook()).outcome()).satisfies(outcome -> {
                assertThat(outcome.word()).isEqualTo(Word.refused);
                assertThat(outcome.why()).contains("no such action");
            });
        }
    }

    @Test
    void aCheckThatSaysNothingIsRefusedAndOneThatIsNotThereToo() throws Exception {
        try (TestChannel channel = TestChannel.of(notes, "check.camel.yaml", TestChannel.route("check", "log: {message: nothing}"))) {
            assertThat(channel.doors().check().outcome().why()).isEqualTo("the route from baton:check ended without baton:outcome: let every path end there");
            assertThat(channel.doors().register("register", "https://x").outcome().why()).contains("no route that begins at baton:register/depot");
        }
    }

    /** A poll can see to it that the webhook is still registered, where the channel has a door for it. */
    @Test
    void aPollKnowsTheWebhooksAddress() throws Exception {
        String poll = TestChannel.route("poll", "to: {uri: 'jslt:routes:p/poll.jslt'}", "to: {uri: baton:outcome/depot}");
        String said = "{\"outcome\": \"done\", \"why\": fallback(.url, \"no url\")}";
        for (String register : List.of("", TestChannel.route("register", "to: {uri: baton:outcome/depot}"))) {
            try (TestChannel channel = TestChannel.of(notes, "poll.camel.yaml", poll + register, "p/poll.jslt", said)) {
                assertThat(channel.doors().work(TestChannel.claim(Claim.Work.poll, Long.MAX_VALUE)).outcome().why())
                        .isEqualTo(register.isEmpty() ? "no url" : "https://baton.example.com/hooks/depot");
            }
        }
    }
}
