package dev.baton.deploy.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.camel.Book;
import dev.baton.camel.Coverage;
import dev.baton.camel.Door;
import dev.baton.camel.Doors;
import dev.baton.camel.Wire;
import dev.baton.event.Event;
import dev.baton.event.Json;
import dev.baton.event.Outcome;
import dev.baton.event.Reference;
import dev.baton.ledger.Arrival;
import dev.baton.ledger.Attempt;
import dev.baton.ledger.Claim;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/** The ledger and the network of a sample: both only note what they are told, the network answers as the sample says. */
final class Rehearsal implements Book, Wire {

    final List<Event> events = new ArrayList<>();
    final List<Reference> references = new ArrayList<>();
    final ArrayNode requests = Json.MAPPER.createArrayNode();
    final List<String> breaches = new ArrayList<>();
    private final Coverage coverage;
    private JsonNode cursor;
    private JsonNode answers;
    private String unanswered;

    /** {@code coverage} is shared by all contexts of one channel's samples; null where nobody wants to know. */
    Rehearsal(Coverage coverage) {
        this.coverage = coverage;
    }

    @Override
    public Coverage coverage() {
        return coverage;
    }

    @Override
    public JsonNode cursor(String channel) {
        return cursor;
    }

    /** Forgets the last sample. {@code noted} is what the channel's last poll has left, or null. */
    void begin(JsonNode newAnswers, JsonNode noted) {
        cursor = noted;
        unanswered = null;
        events.clear();
        references.clear();
        requests.removeAll();
        breaches.clear();
        answers = newAnswers;
    }

    /** What came of the sample, as far as it was noted here. */
    Played played(Doors.Taken taken, Outcome outcome) {
        ArrayNode all = Json.MAPPER.createArrayNode();
        events.forEach(event -> all.add(Json.json(event)));
        return new Played(taken, outcome, all, requests.deepCopy(), unanswered, List.copyOf(breaches));
    }

    @Override
    public void heard(Door door, JsonNode body) {
        if (door == Door.OUTCOME && body != null) {
            breaches.addAll(Contract.check("outcome", "outcome", body));
        } else if (door == Door.ACCEPT && body != null && !body.isNull()) {
            List<JsonNode> all = new ArrayList<>();
            (body.isArray() ? body : Json.MAPPER.createArrayNode().add(body)).forEach(all::add);
            for (int i = 0; i < all.size(); i++) {
                breaches.addAll(Contract.check("event", "events[" + i + "]", all.get(i)));
            }
        }
    }

    @Override
    public CompletableFuture<Arrival.Accepted> accept(Arrival arrival) {
        events.addAll(arrival.events());
        return CompletableFuture.completedFuture(new Arrival.Accepted(arrival.events().size(), 0));
    }

    @Override
    public CompletableFuture<Void> later(String channel, String version, Claim.Raw raw, String scope) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<UUID> deadLetter(String channel, String version, Claim.Raw raw, String cause) {
        return CompletableFuture.completedFuture(new UUID(0, 0));
    }

    @Override
    public CompletableFuture<Void> learn(Claim claim, Outcome outcome) {
        events.addAll(outcome.events());
        references.addAll(outcome.references());
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> complete(Claim claim, Outcome outcome, Attempt attempt) {
        return learn(claim, outcome);
    }

    @Override
    public CompletableFuture<Void> release(Claim claim) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public ClassicHttpResponse answer(ClassicHttpRequest request, byte[] body) throws IOException {
        note(request, body);
        JsonNode answer = answers == null ? Json.MAPPER.createObjectNode().put("status", 200) : answers.get(requests.size() - 1);
        if (answer == null) {
            String one = "request " + requests.size() + " (" + request.getMethod() + " " + request.getRequestUri() + ")";
            String what = "the sample has no answer for " + one;
            unanswered = unanswered == null ? one : unanswered;
            breaches.add("answers: " + what);
            throw new IllegalStateException(what);
        }
        if (answer.hasNonNull("broken")) {
            throw switch (answer.get("broken").asText()) {
                case "timeout" -> new SocketTimeoutException("Read timed out");
                case "reset" -> new SocketException("Connection reset");
                case "refused" -> new ConnectException("Connection refused");
                default -> new IOException("answers.json: broken is one of timeout, reset and refused");
            };
        }
        return response(answer);
    }

    private static ClassicHttpResponse response(JsonNode answer) {
        ClassicHttpResponse response = new BasicClassicHttpResponse(answer.path("status").asInt(200));
        String type = "application/json";
        for (Map.Entry<String, JsonNode> header : answer.path("headers").properties()) {
            response.addHeader(header.getKey(), header.getValue().asText());
            if (header.getKey().equalsIgnoreCase("Content-Type")) {
                type = header.getValue().asText();
            }
        }
        JsonNode body = answer.get("body");
        if (body != null && !body.isNull()) {
            byte[] bytes = body.isTextual() ? body.asText().getBytes(StandardCharsets.UTF_8) : Json.bytes(body);
            response.setEntity(new ByteArrayEntity(bytes, ContentType.parseLenient(type)));
        }
        return response;
    }

    /** As {@code requests.json} would write it. */
    private void note(ClassicHttpRequest request, byte[] body) {
        String[] uri = request.getRequestUri().split("\\?", 2);
        ObjectNode noted = requests.addObject().put("method", request.getMethod()).put("path", uri[0]);
        if (uri.length == 2) {
            noted.put("query", uri[1]);
        }
        ObjectNode headers = noted.putObject("headers");
        for (Header header : request.getHeaders()) {
            headers.put(header.getName().toLowerCase(java.util.Locale.ROOT), header.getValue());
        }
        if (body != null && body.length > 0) {
            if (request.getEntity().getContentType() != null) {
                headers.put("content-type", request.getEntity().getContentType());
            }
            noted.set("body", read(body));
        }
    }

    private static JsonNode read(byte[] body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (IOException e) {
            return Json.MAPPER.getNodeFactory().textNode(new String(body, StandardCharsets.UTF_8));
        }
    }
}
