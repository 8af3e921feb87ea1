package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The bot's contacts, tunnels, teams and attendants. */
final class BlipBook {

    private static final String CONTACT = "application/vnd.lime.contact+json";
    private static final String ATTENDANT = "application/vnd.iris.desk.attendant+json";

    private final Map<String, ObjectNode> contacts = new LinkedHashMap<>();
    private final Map<String, Map<String, ObjectNode>> routers = new LinkedHashMap<>();
    private final Map<String, ObjectNode> tunnels = new LinkedHashMap<>();
    private final Map<String, ObjectNode> attendants = new LinkedHashMap<>();
    private final List<String> teams = new ArrayList<>(List.of("Default", "Billing"));

    BlipBook() {
        attendant("joana%40example.com@blip.ai", "Joana Silva");
        attendant("mark%40example.com@blip.ai", "Mark Holm");
    }

    synchronized void contact(String identity, JsonNode fields) {
        ObjectNode contact = fields.deepCopy();
        contacts.put(identity, contact.put("identity", identity));
    }

    synchronized void contact(String router, String identity, JsonNode fields) {
        ObjectNode contact = fields.deepCopy();
        routers.computeIfAbsent(router, name -> new LinkedHashMap<>()).put(identity, contact.put("identity", identity));
    }

    /** The tunnel through which that customer of a router comes; null for none. */
    synchronized String tunnelOf(String router, String originator) {
        return tunnels.entrySet().stream().filter(tunnel -> tunnel.getValue().path("owner").asText().equals(router)
                && tunnel.getValue().path("originator").asText().equals(originator)).map(tunnel -> tunnel.getKey() + "@tunnel.msging.net").findFirst().orElse(null);
    }

    synchronized void tunnel(String name, String owner, String originator) {
        tunnels.put(name, Json.object().put("owner", owner).put("originator", originator).put("destination", "demobridge@msging.net"));
    }

    /** Commands to nodes other than Desk. */
    synchronized ObjectNode answer(String node, Envelope command, BlipCommands.Uri uri, Call call) {
        List<String> path = uri.path();
        String what = command.text("method") + " " + (path.isEmpty() ? "" : path.get(0)) + (path.size() > 1 ? "/" : "");
        boolean core = node.equals("postmaster@msging.net");
        if (core || node.equals("postmaster@crm.msging.net")) {
            switch (what) {
                case "get contacts/" -> {
                    uri.only(call);
                    return BlipReads.document(CONTACT, found((uri.owner() == null ? contacts : routers.getOrDefault(uri.owner(), Map.of())).get(path.get(1))));
                }
                case "get contacts" -> {
                    uri.only(call, "$skip", "$take", "$filter");
                    return BlipReads.collection(CONTACT, contacts.size(),
                            BlipReads.page(List.copyOf(contacts.values()), uri, 100).stream());
                }
                case "set contacts", "merge contacts" -> {
                    return write(command, what.startsWith("merge"), call);
                }
                default -> { }
            }
        }
        if (node.equals("postmaster@tunnel.msging.net") && what.equals("get tunnels/")) {
            uri.only(call);
            return BlipReads.document("application/vnd.iris.tunnel+json", found(tunnels.get(path.get(1))));
        }
        if (node.equals("postmaster@media.msging.net") && what.equals("set refresh-media-uri")) {
            return BlipReads.document("text/plain", command.json().get("resource"));
        }
        call.wrong("unknown resource " + command.text("method") + " " + command.text("uri") + " of " + node);
        throw new Refused(62, "The resource is not supported");
    }

    /** Commands to Desk that are about neither tickets nor messages. */
    synchronized ObjectNode desk(Envelope command, BlipCommands.Uri uri, Call call) {
        String path = String.join("/", uri.path());
        switch (command.text("method") + " " + path) {
            case "get teams", "get teams/agents-online" -> {
                uri.only(call);
                return BlipReads.collection("application/vnd.iris.desk.team+json", teams.size(),
                        teams.stream().map(team -> Json.object().put("name", team).put("agentsOnline", attendants.size())));
            }
            case "get attendants" -> {
                uri.only(call, "$skip", "$take", "$ascending");
                return BlipReads.collection(ATTENDANT, attendants.size(), BlipReads.page(List.copyOf(attendants.values()), uri, 20).stream());
            }
            case "get attendance-queues" -> {
                return BlipReads.collection("application/vnd.iris.desk.attendancequeue+json", teams.size(), teams.stream()
                        .map(team -> Json.object().put("id", team).put("name", team).put("isActive", true).put("Priority", 0)));
            }
            case "get tags/active" -> {
                return BlipReads.collection("application/vnd.iris.desk.tag-tickets-summary+json", 0, Stream.<JsonNode>empty());
            }
            case "set attendants" -> {
                JsonNode resource = command.json().get("resource");
                (resource.has("items") ? resource.get("items") : Json.MAPPER.createArrayNode().add(resource))
                        .forEach(one -> attendant(one.path("identity").asText(), null));
                return null;
            }
            case "set attendants/change-status" -> {
                return null;
            }
            default -> {
                if (path.startsWith("attendants/") && "delete".equals(command.text("method"))) {
                    found(attendants.remove(path.substring("attendants/".length())));
                    return null;
                }
                call.wrong("unknown resource " + command.text("method") + " " + command.text("uri") + " of Desk");
                throw new Refused(62, "The resource is not supported");
            }
        }
    }

    private ObjectNode write(Envelope command, boolean merge, Call call) {
        JsonNode resource = command.json().path("resource");
        String identity = Json.text(resource, "identity");
        if (identity == null || !resource.isObject()) {
            call.wrong("contact without identity");
            throw new Refused(21, "identity is required");
        }
        resource.path("extras").fields().forEachRemaining(extra -> {
            if (!extra.getValue().isTextual()) {
                call.wrong("contact's extras." + extra.getKey() + " is not a string");
            }
        });
        ObjectNode contact = merge && contacts.containsKey(identity) ? contacts.get(identity).deepCopy() : Json.object();
        contacts.put(identity, contact.setAll((ObjectNode) resource.deepCopy()));
        return null;
    }

    private void attendant(String identity, String name) {
        ObjectNode one = Json.object().put("identity", identity).put("email", Call.percent(identity.split("@")[0])).put("status", "Online")
                .put("isEnabled", true);
        if (name != null) {
            one.put("fullName", name);
        }
        ArrayNode in = one.putArray("teams");
        teams.forEach(in::add);
        attendants.put(identity, one);
    }

    private static ObjectNode found(ObjectNode document) {
        if (document == null) {
            throw new Refused(67, "The requested resource was not found");
        }
        return document;
    }
}
