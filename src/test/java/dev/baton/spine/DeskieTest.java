package dev.baton.spine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.MovableClock;
import dev.baton.event.Author;
import dev.baton.event.Content;
import dev.baton.event.Customer;
import dev.baton.event.Event;
import dev.baton.event.Role;
import dev.baton.event.What;
import dev.baton.ledger.Arrival;
import dev.baton.ledger.Ledger;
import dev.baton.media.FileServer;
import dev.baton.sandbox.DeskieMessage;
import dev.baton.sandbox.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the description of the desk promises, against the strict simulator: profiles that are linked, agents' names, faults. */
class DeskieTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MovableClock CLOCK = MovableClock.running();
    /** The description's list of what the simulator can do wrong. */
    private static final Map<String, Supplier<Fault>> ALL_FAULTS = Map.of("401", Fault::unauthorised, "403 rate limit", Fault::rateLimited403, "429", () -> Fault.tooMany(Duration.ofSeconds(2)),
            "500", () -> Fault.status(500), "500 after it was done", () -> Fault.statusAfter(500), "502 with a page", Fault::badGateway,
            "slow", () -> Fault.slow(Duration.ofSeconds(3)), "cut before", Fault::cutBefore, "cut after", Fault::cutAfter);
    @TempDir
    static Path data;
    private static Stage stage;
    private static int number;

    @BeforeAll
    static void open() {
        stage = new Stage(data, CLOCK, "--channels.support-deskie.poll-every=30s", "--baton.http.response=1s", "--baton.media.allow-private=true",
                // Its clock leaps, and its customers are made up: nobody is to be asked for patience at an address that does not exist.
                "--channels.acme-blip.notices.waiting=off");
        stage.deskie.switches().hourlyLimit = 0;
    }

    @AfterAll
    static void shut() {
        stage.close();
    }

    @AfterEach
    void nobodyBrokeTheRules() {
        stage.deskie.faults().clear();
        assertThat(stage.deskie.violations()).isEmpty();
        assertThat(stage.blip.violations()).isEmpty();
    }

    /** Linking when a case is created; the rows of the description's table, each for an address and for a number. */
    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"nothing, user_email, true", "nothing, user_phone, true", "the same, user_email, true", "the same, user_phone, true",
        "another here, user_email, false", "another here, user_phone, false", "another elsewhere, user_email, true", "another elsewhere, user_phone, true",
        "nobody, user_email, true", "nobody, user_phone, true"})
    void aProfileIsLinkedUnlessItIsSomebodyElsesOfThisChannel(String tied, String field, boolean links) throws Exception {
        String customer = "link-" + ++number;
        String value = field.equals("user_email") ? customer + "@example.com" : "+55119" + (10_000_000 + number);
        stage.deskie.customChannel("cch77", "Forum", true, true);
        if (!tied.equals("nobody")) {
            desk("POST", "/api/users.json", "{\"user\":{\"%s\":\"%s\"}}".formatted(field, value));
        }
        Map<String, String> owner = Map.of("the same", "acme-blip:" + customer, "another here", "acme-blip:other-" + customer, "another elsewhere", "forum-" + customer);
        if (owner.containsKey(tied)) {
            desk("POST", "/api/cases.json", "{\"case\":{\"user_custom_id\":\"%s\",\"channel\":\"%s\",\"%s\":\"%s\",\"subject\":\"s\",\"content\":\"before\"}}"
                    .formatted(owner.get(tied), tied.equals("another elsewhere") ? "cch77" : "cch12", field, value));
        }
        int cases = stage.deskie.casesOf("acme-blip:" + customer).size();
        handover(new Customer(customer, "Mira Holt", field.equals("user_email") ? value : null, field.equals("user_phone") ? value : null, null, null), "hello");
        Stage.soon().untilAsserted(() -> assertThat(stage.deskie.casesOf("acme-blip:" + customer)).hasSize(cases + 1));
        JsonNode profile = desk("GET", "/api/users.json?" + field + "=" + value.replace("+", "%2B"), null).path("0").path("user");
        List<String> linked = new ArrayList<>();
        stage.deskie.userJson("acme-blip:" + customer).path("linked_users").forEach(id -> linked.add(id.asText()));
        assertThat(linked).isEqualTo(links ? List.of(profile.path("user_id").asText()) : List.of());
        assertThat(profile.path("linked_users")).hasSize(tied.equals("another elsewhere") ? 2 : 1);
        ended(customer);
    }

    @Test
    void theCustomersSideLearnsTheAgentsName() {
        Stage.soon().untilAsserted(() -> assertThat(lastPoll().path("why").asText()).isEqualTo("custom channel cch12 'Baton' (sync)"));
        String customer = "named-" + ++number;
        stage.blip.startTicket(customer, "who is there?");
        stage.deskie.answer(stage.firstCaseOf(customer), 5122, "It is me");
        Stage.soon().untilAsserted(() -> assertThat(conversations()).contains("\"name\":\"Mark Holm\""));
    }

    @Test
    void anInactiveChannelIsToldInWords() {
        stage.deskie.customChannel("cch12", "Baton", true, false);
        CLOCK.forward(Duration.ofMinutes(61));
        Stage.soon().untilAsserted(() -> {
            assertThat(lastPoll().path("outcome").asText()).isEqualTo("refused");
            assertThat(lastPoll().path("why").asText()).contains("custom channel cch12 'Baton' (sync, not active): turn it on at Deskie");
        });
        stage.deskie.customChannel("cch12", "Baton", true, true);
        CLOCK.forward(Duration.ofSeconds(31));
        Stage.soon().untilAsserted(() -> assertThat(lastPoll().path("outcome").asText()).isEqualTo("done"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"all well", "429", "slow", "cut after", "cut before", "403 rate limit", "500 after it was done"})
    void whatWasSaidBeforeTheHandoverStandsInTheCaseAsNotes(String fault) {
        String customer = "before-" + ++number;
        List<What.Line> lines = new ArrayList<>();
        for (int i = 1; i <= 1000; i++) {
            lines.add(new What.Line(new Author(i % 2 == 0 ? Role.bot : Role.customer, null, null), new Content.Text("line " + i + " of what was said before, and of some length", null), null));
        }
        if (ALL_FAULTS.containsKey(fault)) {
            stage.deskie.faults().next(1, "POST", "/api/cases/*/note.json", "line 600 ", ALL_FAULTS.get(fault).get());
        }
        handover(new Customer(customer, null, null, null, null, null), "a person, please", lines);
        inTime(() -> stage.deskie.casesOf("acme-blip:" + customer).size() == 1 && notes(customer).contains("line 1000 "));
        assertThat(stage.deskie.faults().left()).as("the fault has happened").isZero();
        assertThat(stage.deskie.said("acme-blip:" + customer)).containsExactly("a person, please");
        List<String> said = notes(customer).lines().filter(line -> line.contains("line ")).toList();
        assertThat(said).hasSize(1000);
        assertThat(said.get(0)).isEqualTo("Customer: line 1 of what was said before, and of some length");
        assertThat(said.get(999)).isEqualTo("Bot: line 1000 of what was said before, and of some length");
        assertThat(stage.deskie.messages(stage.deskie.casesOf("acme-blip:" + customer).get(0))).allMatch(message -> message.text().length() <= 20_000);
        ended(customer);
    }

    @Test
    void thePersonsNextHandoverIsANewCaseOfTheSameUser() {
        String customer = "again-" + ++number;
        String first = stage.blip.startTicket(customer, "first");
        long one = stage.firstCaseOf(customer);
        stage.deskie.answer(one, 5121, "hello");
        inTime(() -> stage.blip.seenTexts(first).equals(List.of("hello")));
        stage.deskie.closeCase(one);
        inTime(() -> stage.blip.status(first).startsWith("Closed"));
        String second = stage.blip.startTicket(customer, "second");
        inTime(() -> stage.deskie.casesOf("acme-blip:" + customer).size() == 2);
        long two = stage.deskie.casesOf("acme-blip:" + customer).get(1);
        stage.deskie.answer(two, 5122, "hello again");
        inTime(() -> stage.blip.seenTexts(second).equals(List.of("hello again")));
        assertThat(stage.deskie.userTexts(one)).containsExactly("first");
        assertThat(stage.deskie.userTexts(two)).containsExactly("second");
        assertThat(stage.deskie.caseJson(two).path("user_id")).isEqualTo(stage.deskie.caseJson(one).path("user_id"));
    }

    @Test
    void anAgentsHtmlIsTextToTheCustomer() {
        String customer = "html-" + ++number;
        String ticket = stage.blip.startTicket(customer, "how?");
        stage.deskie.switches().htmlContent = true;
        stage.deskie.answer(stage.firstCaseOf(customer), 5121, "1 < 2 & so on\nnext line");
        inTime(() -> stage.blip.seenTexts(ticket).equals(List.of("1 < 2 & so on\nnext line")));
        stage.deskie.switches().htmlContent = false;
    }

    @Test
    void whatDidNotReachTheCustomerStandsInTheCaseAsANote() {
        String customer = "lost-" + ++number;
        String ticket = stage.blip.startTicket(customer, "are you there?");
        long id = stage.firstCaseOf(customer);
        stage.deskie.answer(id, 5121, "yes");
        inTime(() -> stage.blip.seenTexts(ticket).equals(List.of("yes")));
        stage.blip.faults().next(1, "POST", "/messages", Fault.status(400));
        stage.deskie.answer(id, 5121, "this one is refused");
        inTime(() -> notes(customer).contains("this one is refused"));
        stage.deskie.answer(id, 5121, "and on we go");
        inTime(() -> stage.blip.seenTexts(ticket).equals(List.of("yes", "and on we go")));
        assertThat(stage.deskie.said("acme-blip:" + customer)).containsExactly("are you there?");
    }

    @Test
    void theDeskCanFetchTheLinksOfACustomersFileAndWeItsOwnBehindALogin() throws Exception {
        String customer = "file-" + ++number;
        stage.deskie.switches().fetchLinks = true;
        stage.deskie.switches().filesWantLogin = true;
        try (FileServer files = new FileServer()) {
            files.on("/label", FileServer.text("200 OK", "Content-Type: image/png\r\n", "a picture"));
            String ticket = stage.blip.startTicket(customer, "application/vnd.lime.media-link+json", JSON.readTree(
                    "{\"type\":\"image/png\",\"uri\":\"" + files.url("/label") + "\",\"title\":\"label.png\"}"));
            long id = stage.firstCaseOf(customer);
            JsonNode there = stage.deskie.messages(id).get(0).attachments().get(0);
            assertThat(there.path("file_name").asText()).isEqualTo("label.png");
            assertThat(there.path("file_size").asInt()).isEqualTo(9);
            stage.deskie.answerWithFile(id, 5121, "", "signed.txt", "text/plain", "signed!".getBytes());
            inTime(() -> stage.blip.messages().stream().anyMatch(one -> one.path("to").asText().startsWith(ticket) && one.at("/content/size").asInt() == 7));
        } finally {
            stage.deskie.switches().fetchLinks = false;
            stage.deskie.switches().filesWantLogin = false;
        }
    }

    private static String notes(String customer) {
        return String.join("\n", stage.deskie.messages(stage.deskie.casesOf("acme-blip:" + customer).get(0)).stream().filter(DeskieMessage::note)
                .map(DeskieMessage::text).toList());
    }

    static List<Arguments> faults() {
        List<Arguments> all = new ArrayList<>();
        for (String call : List.of("POST /api/cases.json", "GET /api/cases.json", "POST /api/cases/*/messages.json", "GET /api/cases/*/messages.json",
                "PUT /api/cases/*.json")) {
            ALL_FAULTS.keySet().stream().sorted().forEach(name -> all.add(Arguments.of(name, call, ALL_FAULTS.get(name))));
        }
        return all;
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("faults")
    void everyFaultIsSurvivedAndNothingIsLostDoubledOrOutOfOrder(String name, String call, Supplier<Fault> fault) {
        String customer = "fault-" + ++number;
        String person = "acme-blip:" + customer;
        String[] aim = call.split(" ");
        if (call.startsWith("GET /api/cases/")) {
            // Messages are looked up only where it is not known whether ours arrived.
            stage.deskie.faults().next(1, "POST", "/api/cases/*/messages.json", Fault.cutAfter());
        }
        stage.deskie.faults().next(1, aim[0], aim[1], fault.get());
        String ticket = stage.blip.startTicket(customer, "one");
        inTime(() -> stage.deskie.said(person).equals(List.of("one")));
        long id = stage.deskie.casesOf(person).get(0);
        stage.deskie.answer(id, 5121, "yes?");
        inTime(() -> stage.blip.seenTexts(ticket).equals(List.of("yes?")));
        stage.blip.say(ticket, "two");
        stage.blip.say(ticket, "three");
        inTime(() -> stage.deskie.said(person).equals(List.of("one", "two", "three")));
        stage.blip.customerCloses(ticket);
        inTime(() -> stage.deskie.status(id).equals("closed"));
        assertThat(stage.deskie.casesOf(person)).as("one case").containsExactly(id);
        assertThat(stage.deskie.said(person)).containsExactly("one", "two", "three");
        assertThat(stage.deskie.faults().left()).as("the fault has happened").isZero();
        assertThat(stage.blip.status(ticket)).startsWith("Closed");
    }

    /** Waits until it holds; what Baton waits for passes faster meanwhile. */
    private static void inTime(Supplier<Boolean> holds) {
        Stage.soon().until(() -> {
            if (holds.get()) {
                return true;
            }
            CLOCK.forward(Duration.ofMillis(400));
            return false;
        });
    }

    /** With what the other platform says of its customers only when it is asked. */
    private static void handover(Customer customer, String words) {
        handover(customer, words, null);
    }

    private static void handover(Customer customer, String ticket, List<What.Line> transcript) {
        stage.bean(Ledger.class).accept(new Arrival("acme-blip", null, List.of(new Event("ticket-" + customer.id(), null, "ticket-" + customer.id(), customer.id(),
                null, false, false, new What.HandoverRequested(customer, new Content.Text(ticket, null), null, null, transcript))), null, false)).join();
    }

    /** What {@link #handover} began: the other platform knows nothing of that ticket, and is to be told nothing. */
    private static void ended(String customer) {
        stage.bean(Ledger.class).accept(new Arrival("acme-blip", null, List.of(new Event("end-" + customer, null, "ticket-" + customer, customer, null, false, false,
                new What.ConversationClosed(Role.customer, null))), null, false)).join();
        inTime(() -> stage.deskie.status(stage.deskie.casesOf("acme-blip:" + customer).get(stage.deskie.casesOf("acme-blip:" + customer).size() - 1)).equals("closed"));
    }

    private static JsonNode desk(String method, String path, String body) throws Exception {
        return JSON.readTree(Objects.requireNonNullElse(stage.call(stage.deskie.url() + path, method, body, "integration@acme.example:s3cr3t+key&"), "{}"));
    }

    private static JsonNode lastPoll() throws Exception {
        for (JsonNode channel : JSON.readTree(stage.api("GET", "/api/channels").body()).path("items")) {
            if (channel.path("name").asText().equals("support-deskie")) {
                return channel.path("lastPoll");
            }
        }
        throw new AssertionError("no such channel");
    }

    /** The newest conversation, whole. */
    private static String conversations() throws Exception {
        JsonNode newest = JSON.readTree(stage.api("GET", "/api/conversations").body()).path("items").path(0);
        return stage.api("GET", "/api/conversations/" + newest.path("id").asText()).body();
    }
}
