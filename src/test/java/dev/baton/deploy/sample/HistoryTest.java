package dev.baton.deploy.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.camel.Door;
import dev.baton.deploy.source.ChannelFiles;
import dev.baton.deploy.source.RoutesFolder;
import dev.baton.event.Json;
import dev.baton.ledger.Claim;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A customer's history of any length comes with the handover: page by page, in order, as much of it as the setting says. */
class HistoryTest {

    private static final String CUSTOMER = "5511900000001@wa.gw.msging.net";
    private static final Instant FIRST = Instant.parse("2024-03-01T00:00:00.001Z");

    private final ArrayNode requests = Json.MAPPER.createArrayNode();
    private final ArrayNode answers = Json.MAPPER.createArrayNode();
    private final ArrayNode transcript = Json.MAPPER.createArrayNode();

    @ParameterizedTest(name = "{0} messages, at most {1}")
    @CsvSource({"0, 5000", "1, 5000", "99, 100", "100, 100", "100, 5000", "101, 5000", "101, 101", "250, 150", "5000, 5000", "5001, 5000", "5001, 999999", "7, 0"})
    void asMuchIsReadAsTheSettingSays(int messages, int most) {
        int wanted = Math.min(messages, Math.min(most, 5000));
        boolean more = most > 0;
        for (int skip = 0; more; skip += 100) {
            int take = Math.min(100, Math.min(most, 5000) - skip);
            page(skip, take, messages);
            more = skip + take < Math.min(most, 5000) && messages - skip >= take;
        }
        for (int age = wanted; age > 0; age--) {
            transcript.add(line(messages - age));
        }
        run(most);
    }

    @Test
    void whereItBreaksOffTheAgentReadsWhatThereIsAndThatThereMayBeMore() {
        page(0, 100, 300);
        page(100, 100, 300);
        request(200, 100);
        answers.addObject().put("status", 503);
        transcript.addObject().setAll((ObjectNode) Json.tree(("{\"author\": {\"role\": \"system\"}, \"content\": {\"kind\": \"text\", \"text\": "
                + "\"The customer's data and earlier messages may be incomplete. Blip did not answer.\"}}").getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        for (int n = 100; n < 300; n++) {
            transcript.add(line(n));
        }
        run(5000);
    }

    /** The newest come first, as Blip has them. */
    private void page(int skip, int take, int messages) {
        request(skip, take);
        ObjectNode answer = Json.MAPPER.createObjectNode().put("method", "get").put("status", "success").put("type", "application/vnd.lime.collection+json");
        ArrayNode items = answer.putObject("resource").put("itemType", "application/vnd.iris.thread-message+json").putArray("items");
        for (int n = messages - 1 - skip; n >= Math.max(0, messages - skip - take); n--) {
            items.addObject().put("id", "m-" + n).put("direction", n % 2 == 0 ? "received" : "sent").put("type", "text/plain").put("content", "message " + n)
                    .put("date", date(n));
        }
        answers.addObject().put("status", 200).set("body", answer);
    }

    private void request(int skip, int take) {
        ObjectNode body = requests.addObject().put("method", "POST").put("path", "/commands").putObject("body");
        body.put("id", "t-1:page:" + skip).put("method", "get").put("uri", "/threads/" + CUSTOMER + "?$take=" + take + (skip > 0 ? "&$skip=" + skip : "")
                + "&refreshExpiredMedia=true");
    }

    private static ObjectNode line(int n) {
        ObjectNode line = Json.MAPPER.createObjectNode();
        line.putObject("author").put("role", n % 2 == 0 ? "customer" : "bot");
        line.putObject("content").put("kind", "text").put("text", "message " + n);
        return line.put("at", date(n));
    }

    private static String date(int n) {
        return FIRST.plusMillis(n * 1001L).toString().replaceFirst("(:\\d\\d)Z$", "$1.000Z");
    }

    private void run(int most) {
        ObjectNode ticket = Json.MAPPER.createObjectNode().put("id", "t-1").put("status", "Waiting").put("customerIdentity", CUSTOMER)
                .put("storageDate", "2024-03-05T13:20:11.415Z");
        ObjectNode envelope = Json.MAPPER.createObjectNode().put("type", "application/vnd.iris.ticket+json").put("id", "Ticket:t-1:Waiting")
                .put("from", "t-1@desk.msging.net/Webhook");
        envelope.set("content", ticket);
        ArrayNode events = Json.MAPPER.createArrayNode();
        ObjectNode event = events.addObject().put("type", "handover.requested").put("id", "Ticket:t-1:Waiting").put("conversation", "t-1")
                .put("at", "2024-03-05T13:20:11.415Z");
        event.putObject("customer").put("id", CUSTOMER).put("phone", "5511900000001");
        if (!transcript.isEmpty()) {
            event.set("transcript", transcript);
        }
        ObjectNode settings = Json.MAPPER.createObjectNode().put("contact", "false").put("transcript", String.valueOf(most));
        RoutesFolder routes = RoutesFolder.read(Path.of("routes"));
        try (SampleRun run = new SampleRun(ChannelFiles.read(routes, "acme-blip"))) {
            Sample sample = new Sample("history", new Claim.Raw("application/json", Json.bytes(envelope)), Door.WEBHOOK, null, events, requests, answers, null, settings, null, null);
            assertThat(Expected.differences(routes, sample, run.play(sample))).isEmpty();
        }
    }
}
