package dev.baton.spine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ticket's way to the agents and back, with the real routes and the strict simulators. */
class SpineTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CUSTOMER = "5511900000001@wa.gw.msging.net";
    @TempDir
    static Path data;
    private static Stage stage;

    @BeforeAll
    static void open() {
        // The poll is asked for by the tests that need it: an hourly limit is the rule, and a closing noticed in the middle would change the story.
        stage = new Stage(data, Clock.systemUTC(), "--channels.support-deskie.poll-every=1s");
    }

    @AfterAll
    static void shut() {
        stage.close();
    }

    @AfterEach
    void nobodyBrokeTheRules() {
        assertThat(stage.blip.violations()).isEmpty();
        assertThat(stage.deskie.violations()).isEmpty();
    }

    @Test
    void theLiteralMessagesOfTheHelpPageGoThereAndBack() throws Exception {
        stage.blip.adopt("{TICKET_ID}", "{CUSTOMER_ID}", "fwd:fwd:{MESSAGE_ID}");
        // As printed in "How to connect to a personalized service channel", placeholders and all.
        assertThat(stage.post("/hooks/acme-blip", """
                { "type": "application/vnd.iris.ticket+json", "content": { "id": "{TICKET_ID}", "sequentialId": "{TICKET_SEQUENTIAL_ID}", "ownerIdentity": "{BOT_ID}",
                "customerIdentity": "{CUSTOMER_ID}", "customerDomain": "{CUSTOMER_DOMAIN}", "provider": "Webhook", "status": "Waiting",
                "storageDate": "2019-11-08T20:15:59.415Z", "rating": 0, "unreadMessages": 0, "closed": false,
                "customerInput": { "type": "text/plain", "value": "Hello world!" } }, "id": "Ticket:{TICKET_ID}:Waiting", "from": "{TICKET_ID}@desk.msging.net/Webhook"}
                """, "Authorization", Stage.TOKEN, "Content-Type", "application/json").statusCode()).isEqualTo(200);
        Stage.soon().untilAsserted(() -> assertThat(stage.deskie.casesOf("acme-blip:{CUSTOMER_ID}")).hasSize(1));
        long id = stage.deskie.casesOf("acme-blip:{CUSTOMER_ID}").get(0);
        assertThat(stage.deskie.userTexts(id)).containsExactly("Hello world!");

        assertThat(stage.post("/hooks/acme-blip", """
                { "type": "text/plain", "content": "Hello world!", "id": "fwd:fwd:{MESSAGE_ID}", "from": "{TICKET_ID}@desk.msging.net/Webhook"}
                """, "Authorization", "Key " + Stage.TOKEN, "Content-Type", "application/json; charset=utf-8").statusCode()).isEqualTo(200);
        Stage.soon().untilAsserted(() -> assertThat(stage.deskie.userTexts(id)).containsExactly("Hello world!", "Hello world!"));
    }

    @Test
    void anAgentsAnswerOpensTheTicketThenSpeaksAndClosingClosesIt() throws Exception {
        String ticket = stage.blip.startTicket(CUSTOMER, "I want a person");
        long id = theCaseOf(CUSTOMER, 1);

        stage.deskie.answer(id, 5120, "Olá, vou continuar com seu atendimento!");
        Stage.soon().untilAsserted(() -> assertThat(stage.blip.seenTexts(ticket)).containsExactly("Olá, vou continuar com seu atendimento!"));
        JsonNode open = changes(ticket).get(0);
        assertThat(names(open)).containsExactly("id", "to", "method", "uri", "type", "resource");
        assertThat(open.path("to").asText()).isEqualTo("postmaster@desk.msging.net");
        assertThat(open.path("method").asText()).isEqualTo("set");
        assertThat(open.path("uri").asText()).isEqualTo("/tickets/change-status");
        assertThat(open.path("type").asText()).isEqualTo("application/vnd.iris.ticket+json");
        assertThat(names(open.path("resource"))).containsExactly("id", "status", "agentIdentity");
        assertThat(open.path("resource").path("id").asText()).isEqualTo(ticket);
        assertThat(open.path("resource").path("status").asText()).isEqualTo("Open");
        assertThat(open.path("resource").path("agentIdentity").asText()).isNotEmpty();
        JsonNode message = stage.blip.messages().stream().filter(one -> one.path("to").asText().startsWith(ticket)).findFirst().orElseThrow();
        assertThat(message).isEqualTo(JSON.readTree("""
                {"type": "text/plain", "content": "Olá, vou continuar com seu atendimento!", "id": "%s", "to": "%s@desk.msging.net/Webhook"}
                """.formatted(message.path("id").asText(), ticket)));

        stage.deskie.closeCase(id);
        Stage.soon().untilAsserted(() -> assertThat(stage.blip.status(ticket)).isEqualTo("ClosedAttendant"));
        List<JsonNode> all = changes(ticket);
        JsonNode close = all.get(all.size() - 1);
        assertThat(close).isEqualTo(JSON.readTree("""
                {"id": "%s", "to": "postmaster@desk.msging.net", "method": "set", "uri": "/tickets/change-status",
                 "type": "application/vnd.iris.ticket+json", "resource": {"id": "%s", "status": "ClosedAttendant"}}
                """.formatted(close.path("id").asText(), ticket)));
        assertThat(all).hasSize(2);
    }

    @Test
    void theCustomerClosesAndTheCaseIsClosed() {
        String customer = "5511900000002@wa.gw.msging.net";
        String ticket = stage.blip.startTicket(customer, "never mind");
        long id = theCaseOf(customer, 1);
        stage.deskie.answer(id, 5120, "hello");
        Stage.soon().untilAsserted(() -> assertThat(stage.blip.seenTexts(ticket)).containsExactly("hello"));
        stage.blip.customerCloses(ticket);
        Stage.soon().untilAsserted(() -> assertThat(stage.deskie.status(id)).isEqualTo("closed"));
    }

    @Test
    void notesStayAmongAgentsAndRulesSpeak() {
        String customer = "5511900000003@wa.gw.msging.net";
        stage.deskie.switches().noteWebhooks = true;
        String ticket = stage.blip.startTicket(customer, "hello?");
        long id = theCaseOf(customer, 1);
        stage.deskie.note(id, 5120, "a difficult one");
        stage.deskie.ruleMessage(id, "You are number 3");
        stage.deskie.answer(id, 5120, "yes?");
        Stage.soon().untilAsserted(() -> assertThat(stage.blip.seenTexts(ticket)).containsExactly("You are number 3", "yes?"));
        stage.deskie.switches().noteWebhooks = false;
    }

    @Test
    void aMessageToAClosedCaseMakesANewCase() {
        String customer = "5511900000004@wa.gw.msging.net";
        String ticket = stage.blip.startTicket(customer, "first");
        long id = theCaseOf(customer, 1);
        stage.deskie.answer(id, 5120, "hello");
        Stage.soon().untilAsserted(() -> assertThat(stage.blip.seenTexts(ticket)).containsExactly("hello"));
        // The list call finds the case closed: the message was written before Baton could notice the closing.
        stage.bean(dev.baton.ledger.Ledger.class).pause("support-deskie", "so that the closing is not noticed first").join();
        stage.deskie.closeCase(id);
        stage.blip.say(ticket, "one more thing");
        Stage.soon().until(() -> stage.blip.webhooks().pending() == 0);
        stage.bean(dev.baton.ledger.Ledger.class).resume("support-deskie").join();
        long second = theCaseOf(customer, 2);
        Stage.soon().untilAsserted(() -> assertThat(stage.deskie.userTexts(second)).containsExactly("one more thing"));
        stage.deskie.answer(second, 5121, "go on");
        Stage.soon().untilAsserted(() -> assertThat(stage.blip.seenTexts(ticket)).containsExactly("hello", "go on"));
        assertThat(stage.blip.status(ticket)).isEqualTo("Open");
    }

    @Test
    void aMessageToAMergedCaseGoesToThePreviousOne() {
        String customer = "5511900000005@wa.gw.msging.net";
        String first = stage.blip.startTicket(customer, "first");
        long earlier = theCaseOf(customer, 1);
        stage.deskie.answer(earlier, 5120, "hello");
        Stage.soon().untilAsserted(() -> assertThat(stage.blip.seenTexts(first)).containsExactly("hello"));
        long newer = stage.deskie.openCase("acme-blip:" + customer, 5121, "A question", "About your order");
        Stage.soon().untilAsserted(() -> assertThat(stage.blip.seenTexts(first)).containsExactly("hello", "About your order"));
        stage.deskie.merge(newer, earlier);
        stage.blip.say(first, "which order?");
        Stage.soon().untilAsserted(() -> assertThat(stage.deskie.userTexts(earlier)).contains("which order?"));
        stage.deskie.answer(earlier, 5121, "the last one");
        Stage.soon().untilAsserted(() -> assertThat(stage.blip.seenTexts(first)).containsExactly("hello", "About your order", "the last one"));
    }

    @Test
    void aRuleThatSpeaksBeforeOurCallHasReturnedIsHeard() {
        String customer = "5511900000006@wa.gw.msging.net";
        stage.deskie.faults().next(1, "POST", "/api/cases.json", dev.baton.sandbox.Fault.slow(java.time.Duration.ofSeconds(10)));
        String ticket = stage.blip.startTicket(customer, "quick!");
        long id = theCaseOf(customer, 1);
        stage.deskie.ruleMessage(id, "We are open until six");
        Stage.soon().untilAsserted(() -> assertThat(stage.blip.seenTexts(ticket)).containsExactly("We are open until six"));
        stage.deskie.faults().release();
        stage.blip.say(ticket, "thanks");
        Stage.soon().untilAsserted(() -> assertThat(stage.deskie.userTexts(id)).containsExactly("quick!", "thanks"));
    }

    @Test
    void anAnswerThatDidNotComeIsLookedForAndNothingIsDoubled() {
        String customer = "5511900000007@wa.gw.msging.net";
        stage.deskie.faults().next(1, "POST", "/api/cases.json", dev.baton.sandbox.Fault.cutAfter());
        String ticket = stage.blip.startTicket(customer, "is this there once?");
        long id = theCaseOf(customer, 1);
        stage.deskie.faults().next(1, "POST", "/messages.json", dev.baton.sandbox.Fault.statusAfter(502));
        stage.blip.faults().next(1, "POST", "/messages", dev.baton.sandbox.Fault.cutAfter());
        stage.deskie.answer(id, 5120, "once");
        Stage.soon().untilAsserted(() -> assertThat(stage.blip.seenTexts(ticket)).contains("once"));
        stage.blip.say(ticket, "and this?");
        stage.blip.say(ticket, "and that?");
        Stage.soon().untilAsserted(() -> assertThat(stage.deskie.userTexts(id)).containsExactly("is this there once?", "and this?", "and that?"));
        stage.deskie.answer(id, 5120, "yes");
        Stage.soon().untilAsserted(() -> assertThat(stage.blip.seenTexts(ticket)).containsExactly("once", "yes"));
        assertThat(stage.deskie.casesOf("acme-blip:" + customer)).hasSize(1);
    }

    /** The commands that have changed that ticket, in order; the others only ask. */
    private static List<JsonNode> changes(String ticket) {
        return stage.blip.commands().stream().filter(command -> "set".equals(command.path("method").asText()) && command.toString().contains(ticket)).toList();
    }

    static long theCaseOf(String customer, int many) {
        Stage.soon().untilAsserted(() -> assertThat(stage.deskie.casesOf("acme-blip:" + customer)).hasSize(many));
        return stage.deskie.casesOf("acme-blip:" + customer).get(many - 1);
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new java.util.ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
