package dev.baton.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.event.Json;
import dev.baton.ledger.Claim;
import dev.baton.webhook.SigningSecret;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** A channel {@code depot} of an invented platform, from texts, for tests. */
final class TestChannel implements AutoCloseable {

    static final String SECRET = "s3cret-of-the-depot";

    /** Sends variable {@code request}, as every platform's shared flow does. */
    static final String CALL = """
            - route:
                id: call
                from:
                  uri: direct:call
                  steps:
                    - removeHeaders: {pattern: "*"}
                    - setHeader: {name: CamelHttpMethod, expression: {jsonpath: {expression: "$.method", source: "variable:request", resultType: java.lang.String}}}
                    - setHeader: {name: CamelHttpPath, expression: {jsonpath: {expression: "$.path", source: "variable:request", resultType: java.lang.String}}}
                    - setHeader: {name: Content-Type, expression: {constant: application/json}}
                    - to: {uri: "jslt:routes:p/body.jslt"}
                    - to: {uri: "{{channel.url}}"}
                    - convertBodyTo: {type: com.fasterxml.jackson.databind.JsonNode}
            """;

    final Notes notes;
    final ChannelContext context;

    /** What {@link #signed} signs its calls with. */
    static final String SIGNING = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private TestChannel(Map<String, byte[]> files, String url, HttpTimes times, Clock clock, Wire wire, Notes notes, SigningSecret signing) throws Exception {
        this.notes = notes;
        Map<String, String> placeholders = Map.of("name", "depot", "url", url);
        context = new ChannelContext(new ChannelContext.Plan("depot", "v1", files, new Mappings(files), placeholders::get,
                Json.MAPPER.createObjectNode().put("name", "depot").put("agent", "Depot team"), new Secrets(List.of(SECRET)), url, "Bearer " + SECRET, signing,
                Set.of("x-depot"), Pace.ANY), notes, times, clock, wire);
        context.start();
    }

    static TestChannel of(Notes notes, String url, HttpTimes times, Clock clock, Wire wire, String... namesAndTexts) throws Exception {
        Map<String, byte[]> files = new TreeMap<>(Map.of("p/body.jslt", bytes("$variables.request.body")));
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            files.put(namesAndTexts[i], bytes(namesAndTexts[i + 1]));
        }
        return new TestChannel(files, url, times, clock, wire, notes, null);
    }

    /** One whose calls are signed, over the real network. */
    static TestChannel signed(String url, Clock clock, String route) throws Exception {
        Map<String, byte[]> files = new TreeMap<>(Map.of("p/body.jslt", bytes("$variables.request.body"), "p/call.camel.yaml", bytes(CALL), "out.camel.yaml", bytes(route)));
        return new TestChannel(files, url, HttpTimes.DEFAULT, clock, null, new Notes(), SigningSecret.of(SIGNING));
    }

    /** Without a network. */
    static TestChannel of(Notes notes, String... namesAndTexts) throws Exception {
        return of(notes, "http://nowhere.invalid", HttpTimes.DEFAULT, Clock.systemUTC(), (request, body) -> {
            throw new java.net.ConnectException("there is no network here");
        }, namesAndTexts);
    }

    /** A route from that door with these steps. */
    static String route(String door, String... steps) {
        return "- route:\n    id: " + door + "\n    from:\n      uri: baton:" + door + "/depot\n      parameters: {platform: parcel}\n      steps:\n        - "
                + String.join("\n        - ", steps) + "\n";
    }

    Doors doors() {
        return context.doors();
    }

    Doors.Taken webhook(String json) {
        JsonNode body = json(json);
        return doors().webhook(body, new Claim.Raw("application/json", Json.bytes(body)), false);
    }

    Doors.Done deliver(String json) {
        return doors().work(claim(Claim.Work.deliver, System.currentTimeMillis() + Duration.ofMinutes(5).toMillis()), Door.DELIVER, json(json));
    }

    static Claim claim(Claim.Work work, long leaseEnds) {
        return new Claim(new UUID(0, 7), 1, 1, "depot", work, leaseEnds, null,
                work == Claim.Work.inbox ? new Claim.Raw("application/json", bytes("{\"what\":\"kept\"}")) : null, null);
    }

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        context.close();
    }
}
