package dev.baton.sandbox;

import dev.baton.MovableClock;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulated Blip keeps to what is known of Blip, and notices whoever does not. */
class BlipSimulatorTest {

    private static final String CUSTOMER = "5511900000001@wa.gw.msging.net";
    private static final String KEY = "Key ZGVtb2JyaWRnZTpzM2NyM3QtOQ==";

    private final MovableClock clock = MovableClock.standing();
    private Receiver receiver;
    private SimulatorServer server;
    private BlipSimulator blip;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        receiver = new Receiver();
        server = new SimulatorServer(0);
        blip = server.mount("/blip", new BlipSimulator(clock, new BlipSettings(KEY, receiver.url("/hooks/acme-blip"), "from-blip")));
        client = new Client(server.url() + "/blip", KEY);
    }

    @AfterEach
    void stop() {
        server.close();
        receiver.close();
    }

    @Test
    void aNewTicketIsPostedAsTheHelpPagePrintsIt() throws Exception {
        String id = blip.startTicket(CUSTOMER, "I want a person");
        JsonNode hook = hook(0);

        assertThat(hook).isEqualTo(Json.read("""
                {"type":"application/vnd.iris.ticket+json",
                 "content":{"id":"%1$s","sequentialId":412,"ownerIdentity":"demobridge@msging.net",
                  "customerIdentity":"5511900000001@wa.gw.msging.net","customerDomain":"wa.gw.msging.net","provider":"Webhook","status":"Waiting",
                  "storageDate":"2026-03-05T13:20:11.415Z","rating":0,"unreadMessages":0,"closed":false,
                  "customerInput":{"type":"text/plain","value":"I want a person"}},
                 "id":"Ticket:%1$s:Waiting","from":"%1$s@desk.msging.net/Webhook"}""".formatted(id).getBytes()));
        assertThat(receiver.hooks.get(0).authorization()).isEqualTo("from-blip");
        assertThat(receiver.hooks.get(0).contentType()).isEqualTo("application/json");
    }

    @Test
    void aWholeConversationAsTheHelpPageTellsIt() throws Exception {
        String id = blip.startTicket(CUSTOMER, "I want a person");
        assertThat(open(id).path("status").asText()).isEqualTo("success");
        String said = blip.say(id, "Where is my parcel?");

        JsonNode hook = hook(1);
        assertThat(hook.path("id").asText()).isEqualTo("fwd:fwd:" + said);
        assertThat(hook.path("from").asText()).isEqualTo(id + "@desk.msging.net/Webhook");
        assertThat(hook.path("content").asText()).isEqualTo("Where is my parcel?");
        assertThat(hook.has("to")).isFalse();

        HttpResponse<String> answer = client.send("POST", "/messages", message("m-1", id, "On its way"));
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
        assertThat(client.status("POST", "/notifications",
                "{\"id\":\"fwd:fwd:%s\",\"to\":\"%s@desk.msging.net/Webhook\",\"event\":\"consumed\"}".formatted(said, id))).isEqualTo(202);
        assertThat(close(id).path("status").asText()).isEqualTo("success");

        assertThat(blip.seenTexts(id)).containsExactly("On its way");
        assertThat(blip.status(id)).isEqualTo("ClosedAttendant");
        assertThat(blip.agent(id)).isEqualTo("joana%40example.com@blip.ai");
        assertThat(blip.commands()).extracting(command -> command.path("resource").path("status").asText()).containsExactly("Open", "ClosedAttendant");
        assertThat(blip.chat(CUSTOMER)).extracting(Line::text).contains("Where is my parcel?", "On its way", BlipDesk.BACK);
        assertThat(blip.violations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Key d3Jvbmc=", "Basic ZGVtbzpz"})
    void whoHasNoKeyIsTurnedAway(String authorization) throws Exception {
        Client stranger = new Client(server.url() + "/blip", authorization.isEmpty() ? null : authorization);
        assertThat(stranger.status("POST", "/messages", message("m-1", "t", "x"))).isEqualTo(401);
        assertThat(blip.violations()).singleElement().asString().contains("Authorization").doesNotContain("d3Jvbmc");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /messages      | {"id":"m","type":"text/plain","content":"x","to":"t@desk.msging.net/Webhook",} | malformed JSON
            /messages      | {"id":"m","type":"text/plain","to":"t@desk.msging.net/Webhook"}                | not an envelope
            /messages      | {"id":"m","event":"consumed"}                                                  | a notification where a message belongs
            /messages      | {"id":"m","type":"text/plain","content":"x"}                                   | without to
            /messages      | {"id":"m","content":"x","to":"t@desk.msging.net/Webhook"}                      | without a MIME type
            /messages      | {"id":"m","type":"text/plain","content":{"a":1},"to":"t@desk.msging.net/Webhook"} | content does not fit
            /messages      | {"id":7,"type":"text/plain","content":"x","to":"t@desk.msging.net/Webhook"}    | id is not a string
            /notifications | {"event":"consumed","to":"t@desk.msging.net/Webhook"}                          | without id
            /notifications | {"id":"m","event":"failed","to":"t@desk.msging.net/Webhook"}                   | without reason
            /commands      | {"id":"c","method":"put","uri":"/tickets"}                                     | unknown method
            /commands      | {"method":"get","uri":"/tickets"}                                              | without id
            /commands      | {"id":"c","method":"set","uri":"/tickets/change-status"}                       | without resource
            /commands      | {"id":"c","method":"get","uri":"/tickets?$filter=status eq 'open'"}            | not percent-encoded
            """)
    void aBrokenEnvelopeIs400(String path, String body, String what) throws Exception {
        assertThat(client.status("POST", path, body)).isEqualTo(400);
        assertThat(blip.violations()).anySatisfy(violation -> assertThat(violation).contains(what));
    }

    @Test
    void whatLeaksFromTheClientIsNoticed() throws Exception {
        String id = opened();
        client.status("POST", "/messages?bridgeEndpoint=true", message("m-1", id, "x"), "X-Trace", "1", "Content-Type", "application/json");
        assertThat(blip.violations()).hasSize(2).anySatisfy(one -> assertThat(one).contains("unknown query parameter bridgeEndpoint"))
                .anySatisfy(one -> assertThat(one).contains("unexpected header").containsIgnoringCase("x-trace"));
        assertThat(client.status("POST", "/messages", message("m-2", id, "x"), "Content-Type", "text/plain")).isEqualTo(400);
        assertThat(client.status("POST", "/message", message("m-3", id, "x"))).isEqualTo(404);
        assertThat(client.status("GET", "/messages", null)).isEqualTo(405);
        assertThat(blip.violations()).hasSize(5);
    }

    @Test
    void messagesThatReachNobodyAreAcceptedAndNoticed() throws Exception {
        String waiting = blip.startTicket(CUSTOMER, "hello");
        assertThat(client.status("POST", "/messages", message("m-1", waiting, "too early"))).isEqualTo(202);
        assertThat(client.status("POST", "/messages", message("m-2", "no-such", "nowhere"))).isEqualTo(202);
        assertThat(client.status("POST", "/messages", message("m-3", waiting, "x").replace("/Webhook", ""))).isEqualTo(202);
        assertThat(blip.violations()).hasSize(3);
        assertThat(blip.violations().get(0)).contains("Waiting, not Open");
        assertThat(blip.violations().get(1)).contains("unknown ticket");
        assertThat(blip.violations().get(2)).contains("no /Webhook");
        assertThat(blip.seen(waiting)).isEmpty();
    }

    @Test
    void aMessageAfterTheCustomersCloseIsLateAndAfterTheOwnCloseWrong() throws Exception {
        String first = opened();
        blip.customerCloses(first);
        client.status("POST", "/messages", message("m-1", first, "x"));
        assertThat(blip.violations()).isEmpty();
        assertThat(blip.late()).hasSize(1);

        String second = opened();
        close(second);
        client.status("POST", "/messages", message("m-2", second, "x"));
        assertThat(blip.violations()).singleElement().asString().contains("the channel's own command");
    }

    @Test
    void aUsedIdIsWrongUnlessTheAnswerWasLost() throws Exception {
        String id = opened();
        blip.faults().next(1, "POST", "/messages", Fault.cutAfter());
        assertThatThrownBy(() -> client.send("POST", "/messages", message("m-1", id, "x"))).isInstanceOf(IOException.class);
        assertThat(client.status("POST", "/messages", message("m-1", id, "x"))).isEqualTo(202);
        assertThat(blip.violations()).isEmpty();
        assertThat(blip.seenTexts(id)).as("Blip is not known to drop a repeated id").containsExactly("x", "x");

        blip.switches().dropReusedIds = true;
        client.status("POST", "/messages", message("m-1", id, "x"));
        assertThat(blip.violations()).singleElement().asString().contains("used before");
        assertThat(blip.seen(id)).hasSize(2);
    }

    @Test
    void aClosedTicketRefusesUpdatesWithHttp200() throws Exception {
        String id = opened();
        close(id);
        HttpResponse<String> answer = client.send("POST", "/commands", changeStatus("c-9", id, "ClosedAttendant"));
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode command = Json.read(answer.body().getBytes());
        assertThat(command.path("status").asText()).isEqualTo("failure");
        assertThat(command.path("reason").path("code").asInt()).isEqualTo(61);
        assertThat(command.path("id").asText()).isEqualTo("c-9");
        assertThat(blip.violations()).as("closing twice is harmless").isEmpty();

        JsonNode unknown = command("{\"id\":\"c\",\"to\":\"postmaster@desk.msging.net\",\"method\":\"get\",\"uri\":\"/ticket/no-such\"}");
        assertThat(unknown.path("reason").toString()).isEqualTo("{\"code\":64,\"description\":\"Ticket not found for specified id no-such\"}");
        assertThat(blip.violations()).hasSize(1);
    }

    @Test
    void openWantsAnAgentAndMayBeRefusedTwice() throws Exception {
        String id = opened();
        assertThat(open(id).path("status").asText()).isEqualTo("success");
        blip.switches().refuseReopen = true;
        assertThat(open(id).path("reason").path("code").asInt()).isEqualTo(21);
        assertThat(blip.violations()).isEmpty();
        assertThat(command(changeStatus("c", blip.startTicket(CUSTOMER, "x"), "Open")).path("status").asText()).isEqualTo("failure");
        assertThat(blip.violations()).singleElement().asString().contains("agentIdentity");
    }

    @Test
    void ticketsAreReadAndFiltered() throws Exception {
        String id = opened();
        blip.startTicket("other@0mn.io", "x");
        assertThat(get("/ticket/" + id).path("resource").path("status").asText()).isEqualTo("Open");
        assertThat(get("/tickets/" + id).path("reason").path("code").asInt()).as("plural does not exist").isEqualTo(62);
        blip.clearViolations();
        JsonNode list = get("/tickets?$filter=customerIdentity%20eq%20'" + CUSTOMER + "'%20and%20(status%20eq%20'open'%20or%20status%20eq%20'Waiting')");
        assertThat(list.path("resource").path("total").asInt()).isEqualTo(1);
        assertThat(list.path("resource").path("items").get(0).path("id").asText()).isEqualTo(id);
        assertThat(get("/tickets?$take=101").path("reason").path("description").asText()).isEqualTo("The take parameter can not be greater than 100");
        assertThat(get("/tickets?$filter=status%20eq%20'closed'").path("reason").path("description").asText())
                .isEqualTo("Unable to perform operation 'status eq 'closed''");
        assertThat(blip.violations()).isEmpty();
    }

    @Test
    void historyTellsBotAndAgentApart() throws Exception {
        String id = opened();
        client.status("POST", "/messages", message("m-1", id, "On its way"));
        JsonNode items = get("/tickets/" + id + "/messages?$take=100&getFromOwnerIfTunnel=true").path("resource").path("items");
        assertThat(items.get(0).path("id").asText()).isEqualTo("fwd:fwd:m-1");
        assertThat(items.get(0).path("direction").asText()).isEqualTo("sent");
        assertThat(items.get(0).path("metadata").path("#messageEmitter").asText()).isEqualTo("Human");
        assertThat(items).anySatisfy(item -> assertThat(item.path("content").asText()).isEqualTo(BlipDesk.GREETING))
                .anySatisfy(item -> assertThat(item.path("direction").asText()).isEqualTo("received"));
        JsonNode thread = command("{\"id\":\"c\",\"method\":\"get\",\"uri\":\"/threads/" + CUSTOMER + "?$take=2\"}");
        assertThat(thread.path("resource").path("items")).hasSize(2);
        assertThat(thread.path("resource").path("itemType").asText()).isEqualTo("application/vnd.iris.thread-message+json");
        assertThat(blip.violations()).isEmpty();
    }

    @Test
    void aTransferMakesANewTicket() throws Exception {
        String id = opened();
        JsonNode answer = command(("{\"id\":\"c\",\"to\":\"postmaster@desk.msging.net\",\"method\":\"set\",\"uri\":\"/tickets/%s/transfer\","
                + "\"type\":\"application/vnd.iris.ticket+json\",\"resource\":{\"team\":\"Billing\"}}").formatted(id));
        String next = answer.path("resource").path("id").asText();
        assertThat(answer.path("resource").path("parentSequentialId").asInt()).isEqualTo(412);
        assertThat(blip.status(id)).isEqualTo("Transferred");
        assertThat(blip.status(next)).isEqualTo("Waiting");
        await().untilAsserted(() -> assertThat(receiver.hooks).extracting(hook -> hook.json().path("id").asText())
                .contains("Ticket:" + id + ":Transferred", "Ticket:" + next + ":Waiting"));
    }

    @Test
    void contactsAndTunnelsAreLookedUp() throws Exception {
        blip.contact(CUSTOMER, Json.object().put("name", "Mira Holt"));
        blip.tunnel("0b7e", "router@msging.net", CUSTOMER);
        String contact = "{\"id\":\"c\",\"to\":\"postmaster@crm.msging.net\",\"method\":\"get\",\"uri\":\"/contacts/%s\"}";
        assertThat(command(contact.formatted(CUSTOMER.replace("@", "%40"))).path("resource").path("name").asText()).isEqualTo("Mira Holt");
        assertThat(command(contact.formatted("nobody")).path("reason").path("description").asText()).isEqualTo("The requested resource was not found");
        assertThat(command("{\"id\":\"c\",\"to\":\"postmaster@tunnel.msging.net\",\"method\":\"get\",\"uri\":\"/tunnels/0b7e\"}")
                .path("resource").path("originator").asText()).isEqualTo(CUSTOMER);
        assertThat(blip.violations()).isEmpty();
    }

    @Test
    void aRoutersCustomerHasContactAndHistoryWithTheRouter() throws Exception {
        blip.tunnel("0b7e", "router@msging.net", CUSTOMER);
        blip.routersContact("router@msging.net", CUSTOMER, Json.object().put("name", "Mira Holt"));
        blip.startTicket("0b7e@tunnel.msging.net", "hello");
        String get = "{\"id\":\"c\",\"method\":\"get\",\"uri\":\"%s\"}";
        assertThat(command(get.formatted("lime://router@msging.net/threads/" + CUSTOMER)).path("resource").path("items")).hasSize(3);
        assertThat(command(get.formatted("/threads/0b7e@tunnel.msging.net")).path("resource").path("items")).isEmpty();
        assertThat(command(get.formatted("lime://router@msging.net/threads/nobody@0mn.io")).path("reason").path("code").asInt()).isEqualTo(67);
        assertThat(command(get.formatted("lime://router@msging.net/contacts/" + CUSTOMER)).path("resource").path("name").asText()).isEqualTo("Mira Holt");
        assertThat(blip.violations()).isEmpty();
    }

    @Test
    void theBotMayWriteToCustomersItKnowsPastTheTicket() throws Exception {
        String id = blip.startTicket(CUSTOMER, "hello");
        assertThat(client.status("POST", "/messages", message("m-1", id, "One moment").replace(id + "@desk.msging.net/Webhook", CUSTOMER))).isEqualTo(202);
        assertThat(blip.chat(CUSTOMER)).extracting(Line::text).endsWith("One moment");
        assertThat(blip.seen(id)).isEmpty();
        assertThat(blip.violations()).isEmpty();
        client.status("POST", "/messages", message("m-2", id, "x").replace(id + "@desk.msging.net/Webhook", "stranger@0mn.io"));
        assertThat(blip.violations()).singleElement().asString().contains("no ticket");
    }

    @Test
    void limitsAreCountedBySecond() throws Exception {
        blip.switches().commandsPerSecond = 2;
        String teams = "{\"id\":\"c\",\"to\":\"postmaster@desk.msging.net\",\"method\":\"get\",\"uri\":\"/teams\"}";
        assertThat(client.status("POST", "/commands", teams)).isEqualTo(200);
        assertThat(client.status("POST", "/commands", teams)).isEqualTo(200);
        assertThat(client.status("POST", "/commands", teams)).isEqualTo(429);
        clock.forward(Duration.ofSeconds(1));
        assertThat(client.status("POST", "/commands", teams)).isEqualTo(200);
        assertThat(blip.violations()).isEmpty();
    }

    @Test
    void whatIsSaidWhileWaitingIsHeldDeliveredOrDropped() throws Exception {
        String held = blip.startTicket(CUSTOMER, "one");
        blip.say(held, "held");
        open(held);
        assertThat(hook(1).path("content").asText()).isEqualTo("held");

        blip.switches().deliverWhileWaiting = true;
        blip.say(blip.startTicket(CUSTOMER, "two"), "at once");
        assertThat(hook(3).path("content").asText()).isEqualTo("at once");

        blip.switches().deliverWhileWaiting = false;
        blip.switches().dropWhileWaiting = true;
        String dropped = blip.startTicket(CUSTOMER, "three");
        blip.say(dropped, "lost");
        open(dropped);
        blip.say(dropped, "heard");
        assertThat(hook(5).path("content").asText()).isEqualTo("heard");
    }

    @Test
    void theSwitchesShapeTheWebhooks() throws Exception {
        blip.switches().sequentialIdAsString = true;
        blip.switches().withTo = true;
        blip.switches().withMetadata = true;
        blip.switches().contentTypeCharset = true;
        blip.switches().tokenPrefix = "Key ";
        blip.switches().forwardNotifications = BlipSwitches.Notifications.FWD_ID;
        String id = opened();
        JsonNode ticket = hook(0);
        assertThat(ticket.path("content").path("sequentialId").isTextual()).isTrue();
        assertThat(ticket.path("to").asText()).isEqualTo("demobridge@msging.net");
        assertThat(ticket.path("metadata").path("#uniqueId").isTextual()).isTrue();
        assertThat(receiver.hooks.get(0).authorization()).isEqualTo("Key from-blip");
        assertThat(receiver.hooks.get(0).contentType()).isEqualTo("application/json; charset=utf-8");
        client.status("POST", "/messages", message("m-1", id, "x"));
        assertThat(hook(1).path("event").asText()).isEqualTo("received");
        assertThat(hook(1).path("id").asText()).isEqualTo("fwd:m-1");
        assertThat(hook(2).path("event").asText()).isEqualTo("consumed");
    }

    @Test
    void webhooksAreDoubledSwappedAndRepeatedOnRequest() {
        blip.switches().duplicates = true;
        blip.startTicket(CUSTOMER, "x");
        hook(1);
        assertThat(receiver.hooks.get(1)).isEqualTo(receiver.hooks.get(0));

        blip.switches().duplicates = false;
        blip.switches().outOfOrder = true;
        blip.switches().deliverWhileWaiting = true;
        String id = blip.startTicket(CUSTOMER, "y");
        blip.say(id, "before its ticket");
        assertThat(hook(2).path("content").asText()).isEqualTo("before its ticket");
        assertThat(hook(3).path("id").asText()).isEqualTo("Ticket:" + id + ":Waiting");

        blip.switches().outOfOrder = false;
        blip.switches().webhookRetries = 1;
        blip.switches().webhookRetryMillis = 1;
        receiver.statuses.add(503);
        blip.startTicket(CUSTOMER, "z");
        hook(5);
        assertThat(receiver.hooks.get(5)).isEqualTo(receiver.hooks.get(4));
        await().until(() -> blip.webhooks().pending() == 0);
        assertThat(blip.webhooks().refused()).isEmpty();
    }

    @Test
    void faultsHitTheCallsTheyAreAimedAt() throws Exception {
        String id = blip.startTicket(CUSTOMER, "x");
        blip.faults().next(1, "POST", "/commands", "\"Open\"", Fault.commandFailure(23, "Agent ticket list is full."));
        blip.faults().next(1, "POST", "/commands", "\"Open\"", Fault.status(504));
        blip.faults().next(1, "POST", "/commands", "\"Open\"", Fault.statusAfter(500));
        assertThat(get("/teams").path("status").asText()).isEqualTo("success");
        assertThat(open(id).path("reason").path("description").asText()).isEqualTo("Agent ticket list is full.");
        String open = changeStatus("c", id, "Open\",\"agentIdentity\":\"a");
        assertThat(client.status("POST", "/commands", open)).isEqualTo(504);
        assertThat(blip.status(id)).isEqualTo("Waiting");
        assertThat(client.status("POST", "/commands", open)).isEqualTo(500);
        assertThat(blip.status(id)).isEqualTo("Open");
        blip.faults().next(1, "*", "/mess*", Fault.cutBefore());
        assertThatThrownBy(() -> client.send("POST", "/messages", message("m", id, "x"))).isInstanceOf(IOException.class);
        assertThat(blip.seen(id)).isEmpty();
        assertThat(blip.faults().left()).isZero();
    }

    @Test
    void aSlowAnswerComesWhenItIsReleased() throws Exception {
        String id = opened();
        blip.faults().next(1, "POST", "/messages", Fault.slow(Duration.ofMinutes(1)));
        CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> {
            try {
                return client.status("POST", "/messages", message("m-1", id, "x"));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await().untilAsserted(() -> assertThat(blip.seenTexts(id)).containsExactly("x"));
        assertThat(status).isNotDone();
        await().until(() -> {
            blip.faults().release();
            return status.isDone();
        });
        assertThat(status.get()).isEqualTo(202);
    }

    @Test
    void theControlApiPlaysTheCustomer() throws Exception {
        Client people = new Client(server.url() + "/blip/_control", null);
        JsonNode first = people.json("POST", "/customers/" + CUSTOMER.replace("@", "%40") + "/say", "{\"text\":\"hello\"}");
        String id = first.path("ticket").asText();
        assertThat(people.json("GET", "/tickets/" + id, null).path("status").asText()).isEqualTo("Waiting");
        people.json("POST", "/switches", "{\"refuseReopen\":true}");
        assertThat(blip.switches().refuseReopen).isTrue();
        people.json("POST", "/faults", "{\"method\":\"POST\",\"path\":\"/messages\",\"kind\":\"status\",\"status\":503}");
        assertThat(client.status("POST", "/messages", message("m", id, "x"))).isEqualTo(503);
        people.json("POST", "/tickets/" + id + "/close", "{}");
        assertThat(blip.status(id)).isEqualTo("ClosedClient");
        assertThat(people.json("POST", "/customers/" + CUSTOMER + "/say", "{\"text\":\"again\"}").path("ticket").asText()).isNotEqualTo(id);
        assertThat(people.status("GET", "/nothing", null)).isEqualTo(404);
        assertThat(people.status("POST", "/switches", "{\"noSuch\":true}")).isEqualTo(400);
    }

    @Test
    void theWireLogShowsBothWaysAndNoSecret() throws Exception {
        String id = opened();
        client.status("POST", "/messages", message("m-1", id, "x"));
        await().until(() -> blip.webhooks().pending() == 0);
        assertThat(blip.log().entries()).extracting(WireLog.Entry::from).contains("Blip", "Baton");
        assertThat(blip.log().entries().toString()).doesNotContain("from-blip").doesNotContain(KEY);
    }

    private String opened() throws Exception {
        String id = blip.startTicket(CUSTOMER, "hello");
        open(id);
        return id;
    }

    private JsonNode open(String id) throws Exception {
        return command(changeStatus("c-001", id, "Open\",\"agentIdentity\":\"joana%40example.com@blip.ai"));
    }

    private JsonNode close(String id) throws Exception {
        return command(changeStatus("c-002", id, "ClosedAttendant"));
    }

    private JsonNode get(String uri) throws Exception {
        return command("{\"id\":\"c\",\"to\":\"postmaster@desk.msging.net\",\"method\":\"get\",\"uri\":\"" + uri + "\"}");
    }

    private JsonNode command(String json) throws Exception {
        return client.json("POST", "/commands", json);
    }

    private static String changeStatus(String commandId, String ticket, String status) {
        return ("{\"id\":\"%s\",\"to\":\"postmaster@desk.msging.net\",\"method\":\"set\",\"uri\":\"/tickets/change-status\","
                + "\"type\":\"application/vnd.iris.ticket+json\",\"resource\":{\"id\":\"").formatted(commandId) + ticket + "\",\"status\":\"" + status + "\"}}";
    }

    private static String message(String id, String ticket, String text) {
        return "{\"type\":\"text/plain\",\"content\":\"%s\",\"id\":\"%s\",\"to\":\"%s@desk.msging.net/Webhook\"}".formatted(text, id, ticket);
    }

    private JsonNode hook(int index) {
        await().until(() -> receiver.hooks.size() > index);
        return receiver.hooks.get(index).json();
    }
}
