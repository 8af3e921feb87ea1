package dev.baton.spine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.sandbox.BlipSimulator;
import dev.baton.sandbox.BlipSwitches;
import dev.baton.sandbox.Fault;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What nobody has confirmed about Blip, in both positions each: the same conversation comes out right whichever is true. */
class BlipSwitchesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger NUMBER = new AtomicInteger();
    @TempDir
    static Path data;
    private static Stage stage;

    @BeforeAll
    static void open() {
        stage = new Stage(data, Clock.systemUTC(), "--channels.support-deskie.poll-every=1s", "--channels.acme-blip.poll-every=1s", "--baton.http.response=2s");
    }

    @AfterAll
    static void shut() {
        stage.close();
    }

    @AfterEach
    void asItWas() throws ReflectiveOperationException {
        BlipSwitches usual = new BlipSwitches();
        for (java.lang.reflect.Field field : BlipSwitches.class.getFields()) {
            field.set(stage.blip.switches(), field.get(usual));
        }
        stage.blip.faults().clear();
    }

    static Stream<Arguments> switches() {
        return Stream.of(
                when("nothing is switched", switches -> { }),
                when("messages are delivered while the ticket waits", switches -> switches.deliverWhileWaiting = true),
                when("the end of a ticket is not posted", switches -> switches.ticketMessagesForClosed = false),
                when("the channel's own changes come back", switches -> switches.echoOwnChanges = true),
                when("notifications are forwarded with bare ids", switches -> switches.forwardNotifications = BlipSwitches.Notifications.BARE_ID),
                when("notifications are forwarded with prefixes", switches -> switches.forwardNotifications = BlipSwitches.Notifications.FWD_ID),
                when("webhooks are delivered twice", switches -> switches.duplicates = true),
                when("webhooks come out of order", switches -> {
                    switches.outOfOrder = true;
                    switches.deliverWhileWaiting = true;
                }),
                when("the token has Key before it", switches -> switches.tokenPrefix = "Key "),
                when("the token has Bearer before it", switches -> switches.tokenPrefix = "Bearer "),
                when("the content type has a charset", switches -> switches.contentTypeCharset = true),
                when("the ticket's number is a text", switches -> switches.sequentialIdAsString = true),
                when("webhooks name the receiver", switches -> switches.withTo = true),
                when("webhooks have metadata", switches -> switches.withMetadata = true),
                when("an open ticket is not opened again", switches -> switches.refuseReopen = true),
                when("a ticket that waits is not closed", switches -> switches.refuseCloseFromWaiting = true),
                when("a closed ticket is refused with another code", switches -> switches.closedTicketCode = 21),
                when("messages to a closed ticket fail", switches -> switches.failedForClosedTicket = true),
                when("a message with a used id is dropped", switches -> switches.dropReusedIds = true));
    }

    private static Arguments when(String name, Consumer<BlipSwitches> change) {
        return Arguments.of(name, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("switches")
    void aConversationComesOutRight(String name, Consumer<BlipSwitches> change) throws Exception {
        change.accept(stage.blip.switches());
        conversation(customer());
    }

    @Test
    void aConversationComesOutRightForACustomerBehindARouter() throws Exception {
        String tunnel = "router-" + NUMBER.incrementAndGet();
        stage.blip.tunnel(tunnel, "router@msging.net", "5511977770000@wa.gw.msging.net");
        stage.blip.routersContact("router@msging.net", "5511977770000@wa.gw.msging.net", JSON.createObjectNode().put("name", "Mira Holt"));
        conversation(tunnel + "@tunnel.msging.net");
        assertThat(stage.blip.commands()).anySatisfy(command -> assertThat(command.path("uri").asText())
                .startsWith("lime://router@msging.net/threads/5511977770000@wa.gw.msging.net?$take=100"));
    }

    /** A customer is handed over, two agents answer, the customer ends it; then comes again, and an agent ends it. */
    private static void conversation(String customer) throws Exception {
        BlipSimulator blip = stage.blip;
        String ticket = blip.startTicket(customer, "I want a person");
        blip.say(ticket, "are you there?");
        if (!blip.switches().deliverWhileWaiting) {
            blip.webhooks().release();
        }
        long id = theCase(customer, 1);
        stage.deskie.answer(id, 5120, "hello");
        Stage.soon().untilAsserted(() -> assertThat(blip.seenTexts(ticket)).containsExactly("hello"));
        String question = blip.say(ticket, "where is my parcel?");
        blip.webhooks().release();
        Stage.soon().untilAsserted(() -> assertThat(stage.deskie.userTexts(id)).containsExactly("I want a person", "are you there?", "where is my parcel?"));
        stage.deskie.answer(id, 5121, "on its way");
        Stage.soon().untilAsserted(() -> assertThat(blip.seenTexts(ticket)).containsExactly("hello", "on its way"));
        Stage.soon().untilAsserted(() -> assertThat(blip.notifications()).filteredOn(one -> one.path("id").asText().equals("fwd:fwd:" + question))
                .singleElement().satisfies(one -> assertThat(one.path("event").asText()).isEqualTo("consumed")));
        blip.customerCloses(ticket);
        blip.webhooks().release();
        Stage.soon().untilAsserted(() -> assertThat(stage.deskie.status(id)).isEqualTo("closed"));

        String again = blip.startTicket(customer, "one more thing");
        blip.webhooks().release();
        long next = theCase(customer, 2);
        stage.deskie.answer(next, 5120, "yes?");
        Stage.soon().untilAsserted(() -> assertThat(blip.seenTexts(again)).containsExactly("yes?"));
        stage.deskie.closeCase(next);
        Stage.soon().untilAsserted(() -> assertThat(blip.status(again)).isEqualTo("ClosedAttendant"));
        blip.webhooks().release();
        Stage.soon().until(() -> blip.webhooks().pending() == 0);
        assertThat(blip.webhooks().refused()).isEmpty();
        nothingWentWrong();
    }

    private static void nothingWentWrong() throws Exception {
        assertThat(stage.blip.violations()).isEmpty();
        assertThat(stage.deskie.violations()).isEmpty();
        assertThat(JSON.readTree(stage.api("GET", "/api/dead-letters").body()).findValuesAsText("cause")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aCommandsAnswerThatIsLateOrMissingChangesNothing(String name, Fault fault) throws Exception {
        stage.blip.faults().next(1, "POST", "/commands", "\"Open\"", fault);
        stage.blip.faults().next(1, "POST", "/commands", "\"ClosedAttendant\",\"", fault);
        stage.blip.faults().next(1, "POST", "/commands", "/threads/", fault);
        conversation(customer());
        stage.blip.faults().release();
    }

    static Stream<Arguments> faults() {
        return Stream.of(Arguments.of("slow", Fault.slow(Duration.ofSeconds(60))), Arguments.of("504, done", Fault.statusAfter(504)),
                Arguments.of("504, not done", Fault.status(504)), Arguments.of("cut off", Fault.cutAfter()),
                Arguments.of("refused", Fault.commandFailure(61, "Try again")), Arguments.of("too many", Fault.tooMany(Duration.ofSeconds(1))));
    }

    @ParameterizedTest
    @MethodSource("posted")
    void aTransferGoesOnInTheSameCase(boolean posted) throws Exception {
        stage.blip.switches().ticketMessagesForClosed = posted;
        String customer = customer();
        String ticket = stage.blip.startTicket(customer, "I want a person");
        long id = theCase(customer, 1);
        stage.deskie.answer(id, 5120, "hello");
        Stage.soon().untilAsserted(() -> assertThat(stage.blip.seenTexts(ticket)).containsExactly("hello"));
        String next = stage.blip.supervisorTransfers(ticket, "Billing");
        stage.blip.say(next, "about my bill");
        Stage.soon().until(() -> stage.blip.commands().stream().anyMatch(command -> command.path("id").asText().equals(next + ":contact")));
        Stage.soon().until(() -> stage.blip.webhooks().pending() == 0);
        Stage.soon().untilAsserted(() -> {
            assertThat(conversation(customer, "handover").asInt()).isEqualTo(2);
            assertThat(conversation(customer, "state").asText()).isEqualTo("queued");
        });
        stage.deskie.answer(id, 5121, "billing here");
        Stage.soon().untilAsserted(() -> assertThat(stage.blip.seenTexts(next)).containsExactly("billing here"));
        Stage.soon().untilAsserted(() -> assertThat(stage.deskie.userTexts(id)).contains("I want a person", "about my bill"));
        assertThat(stage.deskie.casesOf("acme-blip:" + customer)).hasSize(1);
        assertThat(stage.blip.seenTexts(ticket)).containsExactly("hello");
        nothingWentWrong();
    }

    static List<Boolean> posted() {
        return Arrays.asList(true, false);
    }

    @Test
    void whatIsSensitiveReachesTheAgentAndIsKeptNowhere() throws Exception {
        String customer = customer();
        String ticket = stage.blip.startTicket(customer, "I want a person");
        long id = theCase(customer, 1);
        stage.deskie.answer(id, 5120, "your card's number?");
        Stage.soon().untilAsserted(() -> assertThat(stage.blip.seenTexts(ticket)).hasSize(1));
        stage.blip.say(ticket, "application/vnd.lime.sensitive+json", JSON.createObjectNode().put("type", "text/plain").put("value", "4111-secret"));
        Stage.soon().untilAsserted(() -> assertThat(stage.deskie.userTexts(id)).contains("4111-secret"));
        String conversation = conversation(customer, "id").asText();
        Stage.soon().untilAsserted(() -> assertThat(stage.api("GET", "/api/conversations/" + conversation).body()).contains("sensitive").doesNotContain("4111-secret"));
    }

    @Test
    void theTokenMayComeInAnotherHeader() throws Exception {
        stage.blip.switches().tokenHeader = "X-Blip-Token";
        stage.stop();
        stage.start("--channels.acme-blip.token-header=X-Blip-Token");
        conversation(customer());
        stage.stop();
        stage.start();
    }

    @Test
    void aTicketThatMayNotBeClosedWhileItWaitsIsOpenedFirst() throws Exception {
        stage.blip.switches().refuseCloseFromWaiting = true;
        String customer = customer();
        String ticket = stage.blip.startTicket(customer, "I want a person");
        stage.deskie.closeCase(theCase(customer, 1));
        Stage.soon().untilAsserted(() -> assertThat(stage.blip.status(ticket)).isEqualTo("ClosedAttendant"));
        nothingWentWrong();
    }

    @Test
    void noMoreIsSentInASecondThanIsAllowed() throws Exception {
        // On a busy machine some that left in one second come in the next; unpaced, all ten would.
        stage.blip.switches().messagesPerSecond = 6;
        stage.blip.switches().limitPenaltySeconds = 120;
        stage.stop();
        stage.start("--channels.acme-blip.messages-per-second=3");
        int before = stage.blip.tooMany();
        String customer = customer();
        String ticket = stage.blip.startTicket(customer, "tell me all");
        long id = theCase(customer, 1);
        List<String> all = java.util.stream.IntStream.range(0, 10).mapToObj(n -> "line " + n).toList();
        all.forEach(line -> stage.deskie.answer(id, 5120, line));
        Stage.soon().untilAsserted(() -> assertThat(stage.blip.seenTexts(ticket)).containsExactlyElementsOf(all));
        assertThat(stage.blip.tooMany()).isEqualTo(before);
        nothingWentWrong();
        stage.stop();
        stage.start();
    }

    @Test
    void aWebhookThatFoundNobodyIsRepeatedAndTakenOnce() throws Exception {
        stage.blip.switches().webhookRetries = 1000;
        stage.blip.switches().webhookRetryMillis = 50;
        String customer = customer();
        stage.stop();
        String ticket = stage.blip.startTicket(customer, "anybody there?");
        stage.start();
        long id = theCase(customer, 1);
        stage.deskie.answer(id, 5120, "hello");
        Stage.soon().untilAsserted(() -> assertThat(stage.blip.seenTexts(ticket)).containsExactly("hello"));
        assertThat(stage.deskie.userTexts(id)).containsExactly("anybody there?");
        nothingWentWrong();
    }

    /** A field of the customer's newest conversation, as the API lists it. */
    private static JsonNode conversation(String customer, String field) throws Exception {
        for (JsonNode one : JSON.readTree(stage.api("GET", "/api/conversations").body()).path("items")) {
            if (one.path("person").asText().equals("acme-blip:" + customer)) {
                return one.path(field);
            }
        }
        throw new AssertionError("no conversation of " + customer);
    }

    private static String customer() {
        return "55119%08d@wa.gw.msging.net".formatted(NUMBER.incrementAndGet());
    }

    private static long theCase(String customer, int many) {
        Stage.soon().untilAsserted(() -> assertThat(stage.deskie.casesOf("acme-blip:" + customer)).hasSize(many));
        return stage.deskie.casesOf("acme-blip:" + customer).get(many - 1);
    }
}
