package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.NoSuchElementException;

/** The control API of the simulated Blip: plays customers and shows what they saw. */
final class BlipControl {

    private BlipControl() {
    }

    static JsonNode answer(BlipSimulator blip, String method, List<String> path, JsonNode body) {
        String what = method + " " + shape(path);
        String id = path.size() > 1 ? path.get(1) : "";
        switch (what) {
            case "GET switches", "POST switches", "PATCH switches" -> {
                return Control.switches(blip.switches(), body);
            }
            case "GET tickets" -> {
                ArrayNode all = Json.MAPPER.createArrayNode();
                blip.tickets().forEach(ticket -> all.add(ticket(blip, ticket)));
                return all;
            }
            case "POST tickets" -> {
                return Json.object().put("ticket", blip.startTicket(body.path("customer").asText(), type(body), content(body)));
            }
            case "GET tickets/*" -> {
                return ticket(blip, id);
            }
            case "GET tickets/*/seen" -> {
                return Json.tree(blip.seen(id));
            }
            case "POST tickets/*/say" -> {
                return Json.object().put("ticket", id).put("message", blip.say(id, type(body), content(body)));
            }
            case "POST tickets/*/close" -> {
                close(blip, id, body.path("status").asText("ClosedClient"));
                return ticket(blip, id);
            }
            case "POST tickets/*/transfer" -> {
                return Json.object().put("ticket", blip.supervisorTransfers(id, body.path("team").asText("Default")));
            }
            case "GET customers/*" -> {
                return customer(blip, id);
            }
            case "POST customers/*/greet" -> {
                blip.desk().greet(id);
                return customer(blip, id);
            }
            case "POST customers/*/say" -> {
                return Json.object().put("ticket", blip.customerSays(id, body.path("text").asText()));
            }
            case "POST customers/*/close" -> {
                BlipTicket ticket = blip.desk().latest(id);
                close(blip, ticket == null ? "" : ticket.id, "ClosedClient");
                return customer(blip, id);
            }
            case "POST customers/*/contact" -> {
                blip.contact(id, body);
                return Json.object();
            }
            case "GET commands" -> {
                return Json.tree(blip.commands());
            }
            case "GET messages" -> {
                return Json.tree(blip.messages());
            }
            case "GET notifications" -> {
                return Json.tree(blip.notifications());
            }
            default -> throw new NoSuchElementException("the simulated Blip has no control " + what);
        }
    }

    /** The path with "*" for its second part. */
    static String shape(List<String> path) {
        return path.size() < 2 ? String.join("/", path)
                : path.get(0) + "/*" + (path.size() > 2 ? "/" + String.join("/", path.subList(2, path.size())) : "");
    }

    private static void close(BlipSimulator blip, String ticket, String status) {
        blip.desk().customerCloses(ticket, status);
    }

    private static ObjectNode ticket(BlipSimulator blip, String id) {
        BlipTicket ticket = blip.desk().known(id);
        ObjectNode node = Json.object().put("ticket", id).put("customer", ticket.customer).put("status", ticket.status).put("agent", ticket.agent);
        node.set("seen", Json.tree(blip.seenTexts(id)));
        return node;
    }

    private static ObjectNode customer(BlipSimulator blip, String customer) {
        BlipTicket ticket = blip.desk().latest(customer);
        ObjectNode node = Json.object().put("customer", customer);
        node.put("ticket", ticket == null ? null : ticket.id).put("status", ticket == null ? null : ticket.status);
        node.put("agent", ticket == null || ticket.over() ? null : ticket.agent);
        ArrayNode lines = node.putArray("lines");
        for (Line line : blip.chat(customer)) {
            lines.addObject().put("id", line.id()).put("by", line.by().name()).put("type", line.type()).put("text", line.text())
                    .put("at", line.at().toString());
        }
        return node;
    }

    private static String type(JsonNode body) {
        return body.path("type").asText("text/plain");
    }

    private static JsonNode content(JsonNode body) {
        return body.has("content") ? body.get("content") : TextNode.valueOf(body.path("text").asText());
    }
}
