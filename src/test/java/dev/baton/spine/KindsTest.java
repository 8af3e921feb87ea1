package dev.baton.spine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.MovableClock;
import dev.baton.media.FileServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of content from the customer's platform to the desk, and back what the desk can say: as itself or by rule, and what was lost is recorded. */
class KindsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LIME = "application/vnd.lime.";
    @TempDir
    static Path data;
    private static FileServer files;
    private static Stage stage;
    private static int customers;

    @BeforeAll
    static void open() throws Exception {
        files = new FileServer();
        files.on("/photo", FileServer.text("200 OK", "Content-Type: image/png\r\n", "\u0089PNG\r\n\u001a\n picture"));
        stage = new Stage(data, MovableClock.running(), "--baton.media.allow-private=true");
    }

    @AfterAll
    static void shut() throws Exception {
        assertThat(stage.blip.violations()).isEmpty();
        assertThat(stage.deskie.violations()).isEmpty();
        stage.close();
        files.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            text/plain | "hello" | ["hello"] | -
            media-link+json | {"type":"image/png","uri":"{files}/photo","title":"me.png","text":"that is me"} | ["that is me [me.png]"] | -
            location+json | {"latitude":-22.9,"longitude":-43.2,"text":"Shop"} | ["Shop\\n-22.9, -43.2"] | location
            select+json | {"text":"Solved?","options":[{"order":1,"text":"Yes"},{"order":2,"text":"No"}]} | ["Solved?\\n- Yes\\n- No"] | choice
            document-select+json | {"header":{"type":"text/plain","value":"Plan A"},"options":[{"label":{"type":"text/plain","value":"Take it"}}]} | ["Plan A\\n- Take it"] | carousel
            collection+json | {"itemType":"text/plain","items":["one","two"]} | ["one","two"] | -
            container+json | {"type":"text/plain","value":"inside"} | ["inside"] | -
            web-link+json | {"uri":"https://example.com/a","title":"See","text":"this"} | ["See\\nthis\\nhttps://example.com/a"] | -
            sensitive+json | {"type":"text/plain","value":"4929 0000"} | ["4929 0000"] | -
            input+json | {"label":{"type":"text/plain","value":"Your name?"},"validation":{"rule":"text"}} | ["Your name?"] | -
            contact+json | {"name":"Ana","cellPhoneNumber":"5511","email":"ana@example.com"} | ["Ana\\n5511\\nana@example.com"] | contact
            reply+json | {"replied":{"type":"text/plain","value":"this one"},"inReplyTo":{"id":"wamid.1","type":"text/plain","value":"Which?"}} | ["> Which?\\nthis one"] | -
            reaction+json | {"emoji":{"values":[128077]},"inReactionTo":{"id":"wamid.1","type":"text/plain","value":"ok"}} | ["\uD83D\uDC4D"] | reaction
            application/x-unheard-of | "something else" | ["something else"] | unknown
            application/json | {"interactive":{"body":{"text":"Pick one"}}} | ["Pick one"] | unknown
            """)
    void whatACustomerSaysIsInTheCase(String type, String content, String expected, String degraded) throws Exception {
        String customer = "55119000%05d@wa.gw.msging.net".formatted(++customers);
        String ticket = stage.blip.startTicket(customer, "hi");
        long id = stage.firstCaseOf(customer);
        stage.deskie.answer(id, 5121, "yes?");
        Stage.soon().until(() -> stage.blip.status(ticket).equals("Open"));
        stage.blip.say(ticket, type.contains("/") ? type : LIME + type, JSON.readTree(content.replace("{files}", files.url(""))));
        List<String> all = new ArrayList<>(List.of("hi"));
        JSON.readTree(expected).forEach(one -> all.add(one.asText()));
        Stage.soon().untilAsserted(() -> assertThat(stage.deskie.userTexts(id)).containsExactlyElementsOf(all));
        JsonNode whole = conversation(customer);
        assertThat(whole.findValuesAsText("degraded").stream().filter(words -> !words.equals("null"))).as("what was lost is recorded")
                .hasSize(degraded == null ? 0 : 1).allMatch(words -> words.contains("kind " + degraded));
    }

    @Test
    void whatAnAgentSaysReachesTheCustomer() throws Exception {
        String customer = "5511900099999@wa.gw.msging.net";
        String ticket = stage.blip.startTicket(customer, "hi");
        long id = stage.firstCaseOf(customer);
        stage.deskie.answer(id, 5121, "plain");
        stage.deskie.answer(id, 5121, "<p>in <b>HTML</b></p>");
        Stage.soon().untilAsserted(() -> assertThat(stage.blip.seenTexts(ticket)).containsExactly("plain", "in HTML"));
    }

    private JsonNode conversation(String customer) throws Exception {
        for (JsonNode one : JSON.readTree(stage.api("GET", "/api/conversations?limit=100").body()).path("items")) {
            if (one.path("person").asText().endsWith(customer)) {
                JsonNode[] found = new JsonNode[1];
                // The desk has it a moment before its answer is written down.
                Stage.soon().until(() -> {
                    found[0] = JSON.readTree(stage.api("GET", "/api/conversations/" + one.path("id").asText()).body());
                    return found[0].findValuesAsText("status").stream().noneMatch(status -> status.equals("sending") || status.equals("waiting"));
                });
                return found[0];
            }
        }
        throw new AssertionError("no conversation of " + customer);
    }
}
