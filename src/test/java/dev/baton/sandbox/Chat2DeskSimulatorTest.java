package dev.baton.sandbox;

import static dev.baton.sandbox.Chat2DeskSimulator.BOT;
import static dev.baton.sandbox.Chat2DeskSimulator.EXTERNAL;
import static dev.baton.sandbox.Chat2DeskSimulator.JOANA;
import static dev.baton.sandbox.Chat2DeskSimulator.MARK;
import static dev.baton.sandbox.Chat2DeskSimulator.MESSENGERS;
import static dev.baton.sandbox.Chat2DeskSimulator.NIGHT_SHIFT;
import static dev.baton.sandbox.Chat2DeskSimulator.SUPPORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.MovableClock;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulated Chat2Desk keeps to what is known of Chat2Desk's API, and notices whoever does not. Its webhooks have a test of their own. */
class Chat2DeskSimulatorTest {

    private static final String TOKEN = "9f0c51d2a7";

    private final MovableClock clock = MovableClock.standing();
    private SimulatorServer server;
    private Chat2DeskSimulator chat2desk;
    private Client client;
    private long mira;
    private long dialog;

    @BeforeEach
    void start() {
        server = new SimulatorServer(0);
        chat2desk = server.mount("/chat2desk", new Chat2DeskSimulator(clock, new Chat2DeskSettings(TOKEN)));
        client = new Client(server.url() + "/chat2desk/v1", TOKEN);
        mira = chat2desk.customers().appears("70111", "Mira Holt", "telegram");
        chat2desk.customers().says(mira, "Hello");
        dialog = chat2desk.customers().dialog(mira);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void operatorsAreListedAsTheSeedPrintsThem() throws Exception {
        chat2desk.desk().accept(dialog, BOT);
        assertThat(client.send("GET", "/operators?limit=1", null).body()).isEqualTo("""
                {"data":[{"id":30711,"email":"bot@acme.example","first_name":"Acme","last_name":"Bot","role":"operator","phone":"","avatar":null,\
                "last_visit":"2026-03-05T13:20:11 UTC","online":1,"offline_type":null,"external_id":null,"opened_dialogs":1,"status_id":0}],\
                "meta":{"total":5,"limit":1,"offset":0},"status":"success"}""");
        assertThat(ids("/operators?online=0")).containsExactly(MARK, 30_690);
        assertThat(ids("/operators/?&online=1&role=operator")).containsExactly(BOT, JOANA);
        assertThat(ids("/operators?email=joana%40acme.example")).containsExactly(JOANA);
        assertThat(ids("/operators_groups")).containsExactly(SUPPORT, NIGHT_SHIFT);
        assertThat(data("GET", "/operators_groups", null).get(0)).isEqualTo(json("{\"id\":14,\"name\":\"Support\",\"operator_ids\":[30812,30813]}"));
        assertThat(data("PUT", "/operators/30812", "{\"status_id\":\"3\"}").path("status_id").asInt()).isEqualTo(3);
        clean();
    }

    @Test
    void aMessageIsAnsweredAsTheManualPrintsIt() throws Exception {
        HttpResponse<String> answer = client.send("POST", "/messages", """
                {"client_id":%d,"text":"Choose a topic","type":"to_client","operator_id":30711,"transport":"telegram","channel_id":410,"external_id":"m-1",
                 "inline_buttons":[{"type":"reply","text":"Delivery"},{"type":"url","text":"Terms","url":"https://acme.test/terms"}]}""".formatted(mira));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"data\":{\"message_id\":880101,\"channel_id\":410,\"operator_id\":30711,\"transport\":\"telegram\","
                + "\"type\":\"to_client\",\"client_id\":500482964,\"dialog_id\":610007310,\"request_id\":99120},\"status\":\"success\"}");
        assertThat(chat2desk.customers().sees(mira).path("lines").get(1).path("buttons")).hasSize(2);
        long pressed = chat2desk.customers().presses(mira, 880_101, "Delivery");
        assertThat(data("GET", "/messages/" + pressed, null).path("text").asText()).isEqualTo("Delivery");
        assertThatThrownBy(() -> chat2desk.customers().presses(mira, 880_101, "Terms")).isInstanceOf(NoSuchElementException.class);
        JsonNode message = data("GET", "/messages/880101/", null);
        assertThat(message).isEqualTo(json("""
                {"id":880101,"text":"Choose a topic","type":"to_client","transport":"telegram","created":"2026-03-05T13:20:11 UTC","read":"1","photo":null,
                 "video":null,"audio":null,"pdf":null,"coordinates":null,"attachments":[],"remote_id":null,"recipient_status":null,"operator_id":30711,
                 "channel_id":410,"dialog_id":610007310,"client_id":500482964,"request_id":99120,"extra_data":{},"ai_tips":null,"is_new":false}"""));
        chat2desk.switches().externalIdShown = true;
        assertThat(data("GET", "/messages/880101/", null).path("external_id").asText()).isEqualTo("m-1");
        clean();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/json                  |                      | {"client_id":"MIRA","text":"a b","open_dialog":"false"}
            application/json; charset=UTF-8   |                      | {"client_id":MIRA,"text":"a b","open_dialog":false}
            application/x-www-form-urlencoded |                      | client_id=MIRA&text=a+b&open_dialog=0
                                              | ?client_id=MIRA&text=a%20b&open_dialog=False |
            """)
    void bodiesMayBeJsonFormsOrQueryParameters(String type, String query, String body) throws Exception {
        chat2desk.desk().close(dialog);
        String path = "/messages" + (query == null ? "/" : query.replace("MIRA", "" + mira));
        HttpResponse<String> answer = type == null ? client.send("POST", path, null)
                : client.send("POST", path, body.replace("MIRA", "" + mira), "Content-Type", type, "Source", "whatever");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(chat2desk.customers().seen(mira)).containsExactly("a b");
        assertThat(chat2desk.desk().state(dialog)).as("open_dialog=false leaves it closed").isEqualTo("closed");
        clean();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"text":"x"}                                                                                  | 400 | client_id
            {"client_id":77,"text":"x"}                                                                   | 404 | unknown client
            {"client_id":"abc","text":"x"}                                                                | 400 | client_id is no number
            {"client_id":MIRA}                                                                            | 400 | text or attachment or pdf
            {"client_id":MIRA,"text":""}                                                                  | 400 | text or attachment or pdf
            {"client_id":MIRA,"text":"x","type":"note"}                                                   | 400 | type
            {"client_id":MIRA,"text":"x","transport":"viber"}                                             | 400 | does not reach the client
            {"client_id":MIRA,"text":"x","channel_id":999}                                                | 404 | unknown channel
            {"client_id":MIRA,"text":"x","reply_message_id":1}                                            | 404 | unknown message
            {"client_id":MIRA,"attachment":"file.pdf"}                                                    | 400 | direct link
            {"client_id":MIRA,"text":"x","inline_buttons":{"type":"reply"}}                               | 400 | no list of buttons
            {"client_id":MIRA,"text":"x","inline_buttons":[{"type":"say","text":"y"}]}                    | 400 | no known type
            {"client_id":MIRA,"text":"x","inline_buttons":[{"type":"url","text":"y"}]}                    | 400 | without text or url
            {"client_id":MIRA,"text":"x","keyboard":[{"type":"reply","text":"y"}]}                        | 400 | keyboard
            {"client_id":MIRA,"text":"x","interactive":{}}                                                | 400 | wa_dialog only
            {"client_id":MIRA,"text":"x",}                                                                | 400 | malformed
            ["x"]                                                                                         | 400 | no object
            {"client_id":MIRA,"text":"x","inline_buttons":[{"type":"reply","text":"y","color":"red"}]}    | 200 | color
            {"client_id":MIRA,"text":"x","inline_buttons":[{"type":"reply","text":"y","payload":"z"}]}    | 200 | unknown field inline_buttons.payload
            {"client_id":MIRA,"text":"x","format":"html"}                                                 | 200 | unknown field format
            """)
    void whatIsWrongWithAMessageIsNoticed(String body, int status, String violation) throws Exception {
        HttpResponse<String> answer = client.send("POST", "/messages", body.replace("MIRA", "" + mira));
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(chat2desk.violations()).singleElement().asString().contains(violation);
        assertThat(chat2desk.desk().messages(dialog)).hasSize(status == 200 ? 2 : 1);
        assertThat(json(answer.body()).path("status").asText()).isEqualTo(status == 200 ? "success" : "error");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            no token                 | 401 | {"status":"error","message":"You have to specify your token. See API manual on info@chat2desk.com"}
            other token              | 401 | {"status":"error","message":"You need to auth"}
            GET /nowhere             | 404 | {"status":"error","message":"Page not found"}
            GET /messages/77/transfer?operator_id=30812   | 404 | {"status":"error","message":"message 77 not found"}
            GET /messages/880100/transfer?operator_id=77  | 404 | {"status":"error","message":"operator 77 not found"}
            GET /messages/880100/transfer?operator_id=30690 | 404 | {"status":"error","message":"operator 30690 not found"}
            GET /messages/880100/transfer?operator_id=30813 | 400 | {"status":"error","message":"operator 30813 is not available"}
            GET /messages/880100/transfer_to_group?group_id=9 | 404 | {"status":"error","message":"operator group 9 not found"}
            GET /clients/77          | 404 | {"status":"error","message":"client 77 not found"}
            GET /webhooks/77         | 404 | {"status":"error","message":"webhook 77 not found"}
            """)
    void errorsHaveTheirTexts(String what, int status, String body) throws Exception {
        Client who = what.equals("no token") ? new Client(server.url() + "/chat2desk/v1", null)
                : what.equals("other token") ? new Client(server.url() + "/chat2desk/v1", "Bearer " + TOKEN) : client;
        String path = what.startsWith("GET ") ? what.substring(4) : "/operators";
        HttpResponse<String> answer = who.send("GET", path, null);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(chat2desk.log().entries().toString()).doesNotContain(TOKEN);
    }

    @Test
    void errorsHaveAllTheirShapes() throws Exception {
        String taken = "{\"phone\":\"+351 700 000 901\",\"transport\":\"whatsapp\"}";
        long made = data("POST", "/clients", taken).path("id").asLong();
        HttpResponse<String> answer = client.send("POST", "/clients", taken);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer.body()).path("errors")).isEqualTo(json("{\"client\":[\"Client already exist\",\"{\\\"id\\\":" + made + "}\"]}"));
        chat2desk.switches().errors = Chat2DeskSwitches.Errors.MAP;
        chat2desk.switches().errorsWith200 = true;
        answer = client.send("POST", "/clients", taken);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer.body()).has("message")).isFalse();
        chat2desk.switches().errors = Chat2DeskSwitches.Errors.MESSAGE;
        assertThat(json(client.send("POST", "/clients", taken).body()).has("errors")).isFalse();
        chat2desk.switches().writeFirst = false;
        assertThat(client.send("POST", "/clients", "{\"phone\":\"+1\",\"transport\":\"whatsapp\"}").body()).contains("write first");
        clean();
    }

    @Test
    void faultsHitTheCallsTheyAreAimedAt() throws Exception {
        String body = "{\"client_id\":%d,\"text\":\"y\"}".formatted(mira);
        chat2desk.faults().next(1, "POST", "/v1/messages", Fault.unauthorised());
        chat2desk.faults().next(1, "POST", "/v1/messages", Chat2DeskSimulator.monthLimit());
        chat2desk.faults().next(1, "POST", "/v1/messages", Fault.tooMany(Duration.ofSeconds(7)));
        HttpResponse<String> auth = client.send("POST", "/messages", body);
        assertThat(auth.statusCode()).isEqualTo(401);
        assertThat(auth.body()).contains("You need to auth");
        HttpResponse<String> month = client.send("POST", "/messages", body);
        assertThat(month.statusCode()).isEqualTo(429);
        assertThat(month.body()).contains("API calls exceeded API limit per month");
        HttpResponse<String> many = client.send("POST", "/messages", body);
        assertThat(many.headers().firstValue("Retry-After")).contains("7");
        assertThat(many.body()).contains("Number of API requests exceeded");
        assertThat(chat2desk.customers().seen(mira)).isEmpty();
        clean();
    }

    @Test
    void whoRepeatsBlindlyWhatMayBeDoneIsNoticed() throws Exception {
        String body = "{\"client_id\":%d,\"text\":\"y\"}".formatted(mira);
        chat2desk.faults().next(1, "POST", "/v1/messages", Fault.statusAfter(500));
        assertThat(client.status("POST", "/messages", body)).isEqualTo(500);
        assertThat(chat2desk.customers().seen(mira)).containsExactly("y");
        client.status("GET", "/messages?client_id=" + mira + "&start_id=880100", null);
        client.status("POST", "/messages", body);
        clean();
        chat2desk.faults().next(1, "POST", "/v1/messages", Fault.cutAfter());
        assertThatThrownBy(() -> client.send("POST", "/messages", body)).isInstanceOf(IOException.class);
        client.status("POST", "/messages", "{\"client_id\":%d,\"text\":\"something else\"}".formatted(mira));
        clean();
        client.status("POST", "/messages", "client_id=%d&text=y".formatted(mira), "Content-Type", "application/x-www-form-urlencoded");
        assertThat(chat2desk.violations()).singleElement().asString().contains("blind repetition");
        chat2desk.clearViolations();
        chat2desk.faults().next(1, "GET", "*/transfer", Fault.slow(Duration.ofMillis(1)));
        client.status("GET", "/messages/880100/transfer?operator_id=30812", null);
        client.status("GET", "/messages/880100/transfer?operator_id=30812", null);
        assertThat(chat2desk.violations()).singleElement().asString().contains("blind repetition of what may be done already: transfer");
    }

    @Test
    void listsComeInPagesWithMeta() throws Exception {
        for (int i = 0; i < 24; i++) {
            chat2desk.customers().says(mira, "m" + i);
        }
        JsonNode page = client.json("GET", "/messages?limits=3&limit=&offset=20", null);
        assertThat(page.path("data")).hasSize(5);
        assertThat(page.path("meta")).isEqualTo(json("{\"total\":25,\"limit\":20,\"offset\":20}"));
        assertThat(ids("/messages?limit=1&order=desc")).containsExactly(880_124);
        assertThat(ids("/messages?start_id=880123&type=from_client&client_id=" + mira + "&dialog_id=" + dialog)).containsExactly(880_123, 880_124);
        assertThat(ids("/messages?client_id=1")).isEmpty();
        assertThat(ids("/messages?start_date=05-03-2026&finish_date=05-03-2026&limit=200")).hasSize(25);
        assertThat(ids("/messages?start_date=06-03-2026")).isEmpty();
        assertThat(data("GET", "/messages/880124/read", null).path("read").asText()).isEqualTo("1");
        assertThat(ids("/messages?read=1")).containsExactly(880_124);
        assertThat(data("GET", "/messages/880124/unread", null).path("read").asText()).isEqualTo("0");
        clean();
        assertThat(client.json("GET", "/messages?limit=500", null).path("meta").path("limit").asInt()).isEqualTo(200);
        assertThat(chat2desk.violations()).singleElement().asString().contains("limit must be 1 to 200");
    }

    @Test
    void dialogsAreGivenClosedAndOpened() throws Exception {
        JsonNode one = data("GET", "/dialogs/" + dialog, null);
        assertThat(one.path("operator_id").isNull()).as("the general queue").isTrue();
        assertThat(one.has("client_id")).as("only the last message tells").isFalse();
        assertThat(one.path("last_message").path("client_id").asLong()).isEqualTo(mira);
        assertThat(ids("/dialogs/unanswered?limit=60")).isEmpty();
        clock.forward(Duration.ofMinutes(2));
        assertThat(ids("/dialogs/unanswered?limit=60")).containsExactly(dialog);
        assertThat(data("PUT", "/dialogs/" + dialog, "{\"operator_id\":\"30711\",\"state\":\"open\"}").path("operator_id").asLong()).isEqualTo(BOT);
        assertThat(client.status("PUT", "/dialogs/" + dialog, "{\"operator_id\":30813}")).as("offline").isEqualTo(400);
        assertThat(client.status("PUT", "/dialogs/" + dialog, "{\"operator_id\":30813,\"force_assign\":true,\"initiator_id\":30711}")).isEqualTo(200);
        assertThat(chat2desk.desk().operatorOf(dialog)).isEqualTo(MARK);
        assertThat(ids("/dialogs?operator_id=30813&state=open")).containsExactly(dialog);
        assertThat(data("PUT", "/dialogs/" + dialog, "{\"operator_id\":null,\"state\":\"open\"}").path("operator_id").isNull()).isTrue();
        client.status("PUT", "/dialogs/" + dialog, "{\"operator_id\":null,\"state\":\"closed\"}");
        assertThat(ids("/dialogs?state=closed")).containsExactly(dialog);
        assertThat(data("GET", "/requests/99120", null).path("end").isNull()).isFalse();
        chat2desk.switches().autoAssign = BOT;
        chat2desk.customers().says(mira, "Again");
        assertThat(chat2desk.desk().operatorOf(dialog)).as("a new request goes to whom the account assigns it").isEqualTo(BOT);
        assertThat(data("GET", "/requests/99121/messages", null).get(0).path("created").asLong()).as("Unix seconds").isEqualTo(clock.instant().getEpochSecond());
        client.status("PUT", "/requests/close", "{\"client_id\":%d}".formatted(mira));
        assertThat(chat2desk.desk().state(dialog)).as("only the request is closed").isEqualTo("open");
        chat2desk.switches().autoAssign = 0;
        chat2desk.customers().says(mira, "And again");
        assertThat(chat2desk.desk().operatorOf(dialog)).as("without automatic assignment: the general queue").isZero();
        clean();
        client.status("PUT", "/dialogs/" + dialog, "{\"status\":\"closed\"}");
        assertThat(chat2desk.violations()).hasSize(2);
    }

    @Test
    void chatsAreTransferred() throws Exception {
        assertThat(client.send("GET", "/messages/880100/transfer?operator_id=30812", null).body()).isEqualTo("{\"data\":[],\"status\":\"success\"}");
        assertThat(chat2desk.desk().operatorOf(dialog)).isEqualTo(JOANA);
        assertThat(client.status("GET", "/messages/880100/transfer?operator_id=30813&force_assign=true", null)).isEqualTo(200);
        assertThat(chat2desk.desk().operatorOf(dialog)).isEqualTo(MARK);
        assertThat(client.status("GET", "/messages/880100/transfer_to_group?group_id=14", null)).isEqualTo(200);
        assertThat(chat2desk.desk().operatorOf(dialog)).as("the one who is online").isEqualTo(JOANA);
        assertThat(client.status("GET", "/messages/880100/transfer_to_group?group_id=15", null)).as("nobody is online").isEqualTo(400);
        assertThat(client.status("GET", "/messages/880100/transfer_to_group?group_id=15&force=1", null)).isEqualTo(200);
        assertThat(client.status("POST", "/messages/880100/assign", "{\"operator_id\":30711}")).isEqualTo(200);
        assertThat(chat2desk.desk().operatorOf(dialog)).isEqualTo(BOT);
        clean();
        assertThat(client.status("POST", "/messages/880100/transfer?operator_id=30812", null)).as("it is a GET").isEqualTo(404);
        assertThat(chat2desk.violations()).singleElement().asString().contains("unknown call POST");
    }

    @Test
    void theBotCanWriteWhateverTheOperatorDid() throws Exception {
        String body = "{\"client_id\":%d,\"text\":\"%s\"}";
        chat2desk.desk().answer(dialog, JOANA, "The agent writes first");
        assertThat(data("POST", "/messages", body.formatted(mira, "stayed")).path("operator_id").asLong()).as("the dialog's operator").isEqualTo(JOANA);
        chat2desk.desk().close(dialog);
        JsonNode sent = data("POST", "/messages", body.formatted(mira, "closed"));
        assertThat(sent.path("request_id").asLong()).as("a new request").isEqualTo(99_121);
        assertThat(chat2desk.desk().state(dialog)).as("sending opens").isEqualTo("open");
        assertThat(chat2desk.customers().seen(mira)).containsExactly("The agent writes first", "stayed", "closed");
        chat2desk.desk().queue(dialog);
        assertThat(data("POST", "/messages", body.formatted(mira, "queue")).path("operator_id").isNull()).isTrue();
        chat2desk.switches().messageAssigns = true;
        assertThat(data("POST", "/messages", body.formatted(mira, "queue")).path("operator_id").asLong()).isEqualTo(BOT);
        assertThat(chat2desk.desk().operatorOf(dialog)).isEqualTo(BOT);
        clean();
    }

    @Test
    void commentsAndServiceTextsStayAtTheDesk() throws Exception {
        for (String type : List.of("comment", "system", "autoreply", "to_client")) {
            assertThat(client.status("POST", "/messages", "{\"client_id\":%d,\"text\":\"%s\",\"type\":\"%s\"}".formatted(mira, type, type))).isEqualTo(200);
        }
        chat2desk.desk().comment(dialog, JOANA, "between us");
        assertThat(chat2desk.customers().seen(mira)).containsExactly("autoreply", "to_client");
        assertThat(chat2desk.desk().messages(dialog)).extracting(Chat2DeskMessage::type)
                .containsExactly("from_client", "comment", "system", "autoreply", "to_client", "comment");
        clean();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            telegram | <b><i>Hi</i></b> &amp; <a href="https://a.test">more</a> | 2
            widget   | <b><i>Hi</i></b> &amp; <a href="https://a.test">more</a> | 2
            whatsapp | <b><i>Hi</i></b> &amp; <a href="https://a.test">more</a> | 2
            sms      | *__Hi__* &amp; [more](https://a.test)                    | 0
            """)
    void aMessageIsRenderedAsItsMessengerShowsIt(String transport, String html, int buttons) throws Exception {
        long who = chat2desk.customers().appears("8", null, transport);
        data("POST", "/messages", """
                {"client_id":%d,"text":"*__Hi__* & [more](https://a.test)","inline_buttons":[{"type":"reply","text":"a"}],
                 "keyboard":{"buttons":[{"type":"reply","text":"b"}]}}""".formatted(who));
        JsonNode line = chat2desk.customers().sees(who).path("lines").get(0);
        assertThat(line.path("html").asText()).isEqualTo(html);
        assertThat(line.path("text").asText()).isEqualTo("*__Hi__* & [more](https://a.test)");
        assertThat(line.path("buttons")).hasSize(buttons);
        clean();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            telegram | https://a.test/photo.png    |          | photo | image
            telegram | https://a.test/f?id=7       | bill.pdf | pdf   | file
            telegram | https://a.test/f?id=7       |          |       |
            widget   | https://a.test/f?id=7       |          |       | link
            widget   | https://a.test/song.mp3?x=1 |          | audio | file
            """)
    void filesGoToChat2DesksStorage(String transport, String url, String name, String kind, String shown) throws Exception {
        long who = chat2desk.customers().appears("8", null, transport);
        JsonNode sent = data("POST", "/messages", Json.object().put("client_id", who).put("attachment", url).put("attachment_filename", name).toString());
        JsonNode message = data("GET", "/messages/" + sent.path("message_id"), null);
        assertThat(message.path("attachments").get(0).path("link").asText()).startsWith("https://storage.chat2desk.com/");
        if (kind != null) {
            assertThat(message.path(kind).asText()).isEqualTo(message.path("attachments").get(0).path("link").asText());
        }
        JsonNode files = chat2desk.customers().sees(who).path("lines").get(0).path("files");
        if (shown == null) {
            assertThat(files).as("links are not visible in Telegram").isEmpty();
        } else {
            assertThat(files.get(0).path("shown").asText()).isEqualTo(shown);
        }
        clean();
    }

    @Test
    void whatCustomersSendCanBeServedFromHere() throws Exception {
        chat2desk.switches().storageHere = true;
        long id = chat2desk.customers().sendsFile(mira, null, "bill.pdf", "application/pdf", new byte[] {1, 2, 3});
        String link = data("GET", "/messages/" + id, null).path("pdf").asText();
        assertThat(new Client(link, null).send("GET", "", null).body().getBytes()).containsExactly(1, 2, 3);
        assertThat(data("GET", "/messages/" + chat2desk.customers().sendsPlace(mira, "55.7", "37.6"), null).path("coordinates").asText()).isEqualTo("55.7,37.6");
        assertThat(data("GET", "/clients/" + mira + "/last_question", null).path("coordinates").asText()).isEqualTo("55.7,37.6");
        clean();
    }

    @Test
    void clientsAreReadAndChanged() throws Exception {
        assertThat(ids("/clients?phone=70111")).containsExactly(mira);
        JsonNode one = data("GET", "/clients/" + mira, null);
        assertThat(one.path("phone").asText()).isEqualTo("[tg] 70111");
        assertThat(one.path("channels")).isEqualTo(json("[{\"id\":410,\"transports\":[\"telegram\"]}]"));
        assertThat(data("GET", "/clients/" + mira + "/transport", null).get(0).path("channel_id").asLong()).isEqualTo(MESSENGERS);
        assertThat(ids("/clients/" + mira + "/dialogs")).containsExactly(dialog);
        assertThat(data("PUT", "/clients/" + mira, "{\"nickname\":\"Mira\",\"external_id\":\"u-7\"}").path("assigned_name").asText()).isEqualTo("Mira");
        chat2desk.switches().updatedClient = Chat2DeskSwitches.Updated.ARRAY;
        assertThat(data("PUT", "/clients/" + mira, "{\"comment\":\"c\"}").get(0).path("comment").asText()).isEqualTo("c");
        chat2desk.switches().updatedClient = Chat2DeskSwitches.Updated.NOTHING;
        assertThat(client.send("PUT", "/clients/" + mira, "{\"comment\":\"c\"}").body()).isEqualTo("{\"status\":\"success\"}");
        assertThat(client.status("POST", "/tags/assign_to", "tag_ids=71&tag_ids=72&assignee_type=client&assignee_id=" + mira,
                "Content-Type", "application/x-www-form-urlencoded")).isEqualTo(200);
        assertThat(ids("/clients?tags=71,72")).containsExactly(mira);
        assertThat(client.status("DELETE", "/tags/71/delete_from", "{\"client_id\":%d}".formatted(mira))).isEqualTo(200);
        assertThat(data("GET", "/clients/" + mira, null).path("tags").get(0).path("label").asText()).isEqualTo("payment");
        assertThat(ids("/tags")).containsExactly(71, 72);
        clean();
    }

    @Test
    void anIntegrationFeedsTheExternalChannel() throws Exception {
        JsonNode fed = data("POST", "/messages/inbox", """
                {"channel_id":411,"body":"Hi","image":null,"video":null,"location":{"lat":"55.7","lon":"37.6"},"external_id":"m-1",
                 "from_client":{"id":"u-77","nickname":"Mira","avatar":"https://a.test/m.png"}}""");
        long who = fed.path("client_id").asLong();
        assertThat(fed.path("channel_id").asLong()).isEqualTo(EXTERNAL);
        assertThat(data("POST", "/messages/inbox", "{\"channel_id\":411,\"body\":\"More\",\"from_client\":{\"id\":\"u-77\"}}").path("client_id").asLong()).isEqualTo(who);
        assertThat(data("GET", "/clients/" + who, null).path("name").asText()).isEqualTo("Mira");
        clean();
        for (String wrong : List.of("{\"channel_id\":410,\"body\":\"x\",\"from_client\":{\"id\":\"1\"}}", "{\"channel_id\":411,\"body\":\"x\"}",
                "{\"channel_id\":411,\"body\":\"x\",\"from_client\":{\"id\":\"1\",\"phone\":\"2\"}}", "{\"channel_id\":411,\"from_client\":{\"id\":\"1\"}}")) {
            assertThat(client.status("POST", "/messages/inbox", wrong)).isEqualTo(400);
        }
        assertThat(chat2desk.violations()).hasSize(4);
    }

    @Test
    void theAccountTellsAboutItselfAndItsLimits() throws Exception {
        assertThat(data("GET", "/companies/api_info", null).path("requests_this_month").asInt()).isEqualTo(1);
        assertThat(data("GET", "/help/dialog_states", null)).isEqualTo(json("[\"open\",\"closed\"]"));
        assertThat(data("GET", "/help/transports", null)).contains(Json.tree("telegram"));
        assertThat(ids("/channels")).containsExactly(MESSENGERS, EXTERNAL);
        assertThat(data("GET", "/channels/411", null).path("transports")).isEqualTo(json("[\"external\"]"));
        chat2desk.switches().perMinute = 1;
        chat2desk.switches().retryAfter = true;
        clock.forward(Duration.ofMinutes(1));
        assertThat(client.status("GET", "/templates", null)).isEqualTo(200);
        HttpResponse<String> many = client.send("GET", "/templates", null);
        assertThat(many.statusCode()).isEqualTo(429);
        assertThat(many.headers().firstValue("Retry-After")).isPresent();
        assertThat(many.body()).contains("Number of API requests exceeded");
        chat2desk.switches().perMinute = 0;
        chat2desk.switches().perMonth = 6;
        assertThat(client.send("GET", "/templates", null).body()).contains("API calls exceeded API limit per month");
        clock.forward(Duration.ofDays(31));
        assertThat(client.status("GET", "/templates", null)).isEqualTo(200);
        chat2desk.switches().noStatus = true;
        chat2desk.switches().dottedDates = true;
        assertThat(client.send("GET", "/dialogs?limit=1", null).body()).doesNotContain("success").contains("\"begin\":\"05.03.2026 13:20:11\"");
        clean();
    }

    @Test
    void everyOperatorMayHaveAToken() throws Exception {
        chat2desk.switches().messageAssigns = true;
        chat2desk.office().token("joanas", JOANA);
        Client joana = new Client(server.url() + "/chat2desk/v1", "joanas");
        assertThat(joana.json("POST", "/messages", "{\"client_id\":%d,\"text\":\"x\"}".formatted(mira)).path("data").path("operator_id").asLong()).isEqualTo(JOANA);
        assertThat(chat2desk.desk().operatorOf(dialog)).isEqualTo(JOANA);
        clean();
        new Client(server.url() + "/chat2desk/_control", null).status("DELETE", "/tokens/joanas", null);
        assertThat(joana.status("GET", "/operators", null)).isEqualTo(401);
        assertThat(client.status("GET", "/operators", null)).isEqualTo(200);
    }

    @Test
    void theControlApiPlaysThePeople() throws Exception {
        Client people = new Client(server.url() + "/chat2desk/_control", null);
        JsonNode chat = people.json("POST", "/customers/9912/say", "{\"text\":\"Hi\",\"transport\":\"widget\",\"name\":\"Tom\"}");
        String path = "/dialogs/" + chat.path("dialog");
        assertThat(people.json("POST", path + "/give", "{\"operator\":30711}").path("operator").asLong()).isEqualTo(BOT);
        assertThat(people.json("POST", path + "/give", "{}").path("operator").asLong()).isZero();
        people.json("POST", path + "/accept", "{\"operator\":30812}");
        people.json("POST", path + "/answer", "{\"text\":\"*Hello* Tom\",\"operator\":30812}");
        people.json("POST", path + "/answer", "{\"file\":{\"name\":\"a.png\",\"type\":\"image/png\",\"base64\":\"AQID\"}}");
        people.json("POST", path + "/comment", "{\"text\":\"a nice one\"}");
        JsonNode seen = people.json("GET", "/customers/9912", null);
        assertThat(seen.path("lines")).extracting(line -> line.path("html").asText()).containsExactly("Hi", "<i>Hello</i> Tom", "");
        assertThat(seen.path("lines").get(2).path("files").get(0).path("shown").asText()).isEqualTo("image");
        JsonNode desk = people.json("POST", path + "/transfer", "{\"group\":15}");
        assertThat(desk.path("operatorName").asText()).isEqualTo("Mark Holm");
        assertThat(desk.path("messages")).extracting(one -> one.path("type").asText()).containsExactly("from_client", "to_client", "to_client", "comment");
        assertThat(people.json("POST", path + "/close", "{}").path("state").asText()).isEqualTo("closed");
        assertThat(people.json("GET", "/dialogs", null)).hasSize(2);
        assertThat(people.json("POST", "/operators/30813", "{\"online\":true}").get(2).path("online").asInt()).isEqualTo(1);
        assertThat(people.json("PATCH", "/switches", "{\"autoAssign\":30711,\"hmacSecret\":\"s\",\"lateEvents\":[\"inbox\"]}").path("autoAssign").asLong()).isEqualTo(BOT);
        assertThat(people.send("GET", "/switches", null).body()).doesNotContain("hmacSecret");
        assertThat(people.status("POST", "/dialogs/1/close", "{}")).isEqualTo(404);
        assertThat(people.status("POST", "/dialogs/1/dance", "{}")).isEqualTo(404);
        assertThat(people.status("POST", "/events/no_such", "{}")).isEqualTo(400);
    }

    private void clean() {
        assertThat(chat2desk.violations()).isEmpty();
    }

    private long[] ids(String path) throws Exception {
        return StreamSupport.stream(data("GET", path, null).spliterator(), false).mapToLong(one -> one.path("id").asLong()).toArray();
    }

    private JsonNode data(String method, String path, String body) throws Exception {
        HttpResponse<String> answer = client.send(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
        return json(answer.body()).path("data");
    }

    private static JsonNode json(String text) throws IOException {
        return Json.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
