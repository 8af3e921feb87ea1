package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;

/** The control API over HTTP: what all simulators have, and the way to what each has of its own. */
final class Control {

    private Control() {
    }

    /** Answers {@code .../_control/...}. */
    static Answer answer(Simulator simulator, Call call) {
        return answer(simulator, call.method, call.path.substring("/_control".length()), call.body);
    }

    static Answer answer(Simulator simulator, String method, String rawPath, byte[] body) {
        List<String> path = Arrays.stream(rawPath.split("/")).filter(part -> !part.isEmpty()).map(Call::percent).toList();
        try {
            JsonNode json = body.length == 0 ? Json.object() : Json.read(body);
            JsonNode result = common(simulator, method + " " + String.join("/", path), json);
            return Answer.json(200, result != null ? result : simulator.control(method, path, json));
        } catch (NoSuchElementException e) {
            return problem(404, e.getMessage());
        } catch (IllegalArgumentException | IllegalStateException | IOException e) {
            return problem(400, e.getMessage());
        }
    }

    private static JsonNode common(Simulator simulator, String what, JsonNode body) {
        return switch (what) {
            case "GET violations" -> Json.tree(simulator.violations());
            case "DELETE violations" -> {
                simulator.clearViolations();
                yield Json.object();
            }
            case "GET late" -> Json.tree(simulator.late());
            case "GET wire" -> Json.tree(simulator.log().entries());
            case "GET webhooks" -> webhooks(simulator.webhooks());
            case "POST webhooks/release" -> {
                simulator.webhooks().release();
                yield webhooks(simulator.webhooks());
            }
            case "POST faults" -> {
                simulator.faults().next(body.path("calls").asInt(1), body.path("method").asText("*"), body.path("path").asText("*"),
                        Json.text(body, "containing"), Fault.of((ObjectNode) body));
                yield Json.object().put("left", simulator.faults().left());
            }
            case "DELETE faults" -> {
                simulator.faults().clear();
                yield Json.object();
            }
            case "POST faults/release" -> {
                simulator.faults().release();
                yield Json.object();
            }
            default -> null;
        };
    }

    /** Sets the switches that a JSON object names, and says how all are set. */
    static JsonNode switches(Object switches, JsonNode body) {
        try {
            return Json.tree(Json.MAPPER.readerForUpdating(switches).readValue(body));
        } catch (IOException e) {
            throw new IllegalArgumentException("can't set the switches: " + e.getMessage(), e);
        }
    }

    private static ObjectNode webhooks(Webhooks webhooks) {
        ObjectNode node = Json.object().put("pending", webhooks.pending()).put("delivered", webhooks.delivered());
        node.set("refused", Json.tree(webhooks.refused()));
        return node;
    }

    private static Answer problem(int status, String why) {
        return Answer.json(status, Json.object().put("error", why));
    }
}
