package dev.baton.spine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.baton.event.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The desk of {@code docs/platforms/ticket-desk.md}: strict to that page, it notes every call that the page does not allow, and tells of each comment before it answers. */
final class TicketDesk implements AutoCloseable {

    static final String TOKEN = "Bearer d3sk-t0ken";
    static final String SECRET = "wh-d3sk-s3cret";

    final List<String> violations = new CopyOnWriteArrayList<>();
    final List<String> calls = new CopyOnWriteArrayList<>();
    final Map<String, ObjectNode> tickets = new ConcurrentSkipListMap<>();
    /** So many answers to posts are lost on the way from now on, though what was asked for is done. */
    final AtomicInteger lost = new AtomicInteger();
    volatile String webhook;
    private final AtomicInteger number = new AtomicInteger(1000);
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpServer server;

    TicketDesk() throws IOException {
        server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            try (exchange) {
                serve(exchange);
            } catch (RuntimeException e) {
                violations.add(e.toString());
                throw e;
            }
        });
        server.start();
    }

    private record Answer(int status, JsonNode body) {
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        calls.add(call);
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            violations.add(call + ": the token is wrong");
            exchange.sendResponseHeaders(401, -1);
            return;
        }
        if (call.startsWith("GET /files/")) {
            exchange.getResponseHeaders().add("Content-Type", "application/pdf");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("%PDF-1.7 invoice".getBytes(StandardCharsets.UTF_8));
            return;
        }
        Answer answer = answer(call, body.length == 0 ? Json.MAPPER.createObjectNode() : Json.tree(body));
        if (call.startsWith("POST") && lost.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return;
        }
        byte[] json = Json.bytes(answer.body);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status, json.length);
        exchange.getResponseBody().write(json);
    }

    private Answer answer(String call, JsonNode body) {
        String[] parts = call.split("[ ?]");
        String[] path = parts[1].split("/");
        if (call.matches("POST /api/tickets")) {
            allowed(call, body, Set.of("external_id", "subject", "requester", "body"), Set.of("attachments", "internal_note"));
            ObjectNode ticket = Json.MAPPER.createObjectNode().put("id", "T-" + number.incrementAndGet()).put("status", "open");
            ticket.setAll((ObjectNode) body);
            ticket.putArray("comments");
            tickets.put(ticket.path("id").asText(), ticket);
            return new Answer(201, ticket);
        }
        if (call.matches("GET /api/tickets\\?external_id=[0-9a-f-]{36}")) {
            return listed(tickets.values(), parts[2]);
        }
        ObjectNode ticket = path.length > 3 ? tickets.get(path[3]) : null;
        if (ticket == null) {
            violations.add(call + ": there is no such address or ticket");
            return new Answer(404, Json.MAPPER.createObjectNode());
        }
        if (call.matches("GET /api/tickets/[^/]+/comments\\?external_id=[0-9a-f-]{36}")) {
            return listed(ticket.withArray("comments"), parts[2]);
        }
        if (call.matches("POST /api/tickets/[^/]+/comments")) {
            allowed(call, body, Set.of("external_id", "author", "internal", "body"), Set.of("attachments"));
            if (ticket.path("status").asText().equals("solved")) {
                return new Answer(409, Json.MAPPER.createObjectNode().put("error", "the ticket is solved"));
            }
            ObjectNode comment = Json.MAPPER.createObjectNode().put("id", number.incrementAndGet());
            comment.setAll((ObjectNode) body);
            synchronized (ticket) {
                // Another list, not a longer one: somebody may be reading.
                ticket.set("comments", ticket.withArray("comments").deepCopy().add(comment));
            }
            tell("comment.created", ticket, "comment", comment);
            return new Answer(201, comment);
        }
        if (call.matches("PATCH /api/tickets/[^/]+")) {
            allowed(call, body, Set.of("status"), Set.of());
            return new Answer(200, ticket.put("status", body.path("status").asText()));
        }
        violations.add(call + ": there is no such call");
        return new Answer(405, Json.MAPPER.createObjectNode());
    }

    private void allowed(String call, JsonNode body, Set<String> required, Set<String> more) {
        required.stream().filter(field -> !body.hasNonNull(field)).forEach(field -> violations.add(call + ": " + field + " is missing"));
        body.fieldNames().forEachRemaining(field -> {
            if (!required.contains(field) && !more.contains(field)) {
                violations.add(call + ": there is no field " + field);
            }
        });
    }

    private static Answer listed(Iterable<? extends JsonNode> all, String query) {
        ObjectNode list = Json.MAPPER.createObjectNode();
        ArrayNode items = list.putArray("items");
        all.forEach(one -> {
            if (query.equals("external_id=" + one.path("external_id").asText())) {
                items.add(one);
            }
        });
        return new Answer(200, list);
    }

    /** An agent's comment; {@code more} is merged into it. What Baton answered, for a webhook that was sent {@code times}. */
    List<Integer> agentWrites(String ticket, String words, String more, int times) {
        ObjectNode comment = Json.MAPPER.createObjectNode().put("id", number.incrementAndGet()).put("body", words).put("internal", false);
        comment.putObject("author").put("type", "agent").put("id", "u-7").put("name", "Joana Reis");
        comment.setAll((ObjectNode) Json.tree(more.getBytes(StandardCharsets.UTF_8)));
        byte[] body = body("comment.created", tickets.get(ticket), "comment", comment);
        return java.util.stream.IntStream.range(0, times).map(n -> post(body, now(), SECRET)).boxed().toList();
    }

    /** A webhook about that ticket, with {@code what} under {@code name}. */
    int tell(String event, ObjectNode ticket, String name, JsonNode what) {
        return post(body(event, ticket, name, what), now(), SECRET);
    }

    private byte[] body(String event, ObjectNode ticket, String name, JsonNode what) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("id", "wh-" + number.incrementAndGet()).put("event", event).put("at", java.time.Instant.now().toString());
        body.putObject("ticket").put("id", ticket.path("id").asText()).put("external_id", ticket.path("external_id").asText()).put("status", ticket.path("status").asText());
        body.set(name, what);
        return Json.bytes(body);
    }

    static long now() {
        return System.currentTimeMillis() / 1000;
    }

    /** The status of Baton's answer. */
    int post(byte[] body, long time, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
            return http.send(HttpRequest.newBuilder(URI.create(webhook)).header("Content-Type", "application/json").header("X-Desk-Time", Long.toString(time))
                    .header("X-Desk-Signature", HexFormat.of().formatHex(mac.doFinal(body))).POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
                    HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
