package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code /commands} does: finds who is asked by node and uri, changes tickets, and wraps the answer. */
final class BlipCommands {

    /** A command's uri, taken apart. */
    record Uri(String owner, List<String> path, Map<String, List<String>> query) {

        static Uri of(String text) {
            String owner = text.startsWith("lime://") ? text.substring(7).split("/", 2)[0] : null;
            String relative = text.startsWith("lime://") ? text.substring(Math.max(text.indexOf('/', 7), 0)) : text;
            int question = relative.indexOf('?');
            String path = question < 0 ? relative : relative.substring(0, question);
            return new Uri(owner, Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).map(Call::percent).toList(),
                    question < 0 ? Map.of() : Call.query(relative.substring(question + 1).replace("+", "%2B")));
        }

        String parameter(String name) {
            return query.containsKey(name) ? query.get(name).get(0) : null;
        }

        void only(Call call, String... known) {
            query.keySet().stream().filter(name -> !Set.of(known).contains(name)).forEach(name -> call.wrong("unknown parameter " + name));
        }
    }

    private final BlipDesk desk;
    private final BlipReads reads;

    BlipCommands(BlipDesk desk, BlipReads reads) {
        this.desk = desk;
        this.reads = reads;
    }

    /** The answering command. */
    ObjectNode answer(Envelope command, Call call) {
        ObjectNode answer = Json.object();
        try {
            ObjectNode document = execute(command, Uri.of(command.text("uri")), call);
            if (document != null) {
                answer.setAll(document);
            }
            answer.put("method", command.text("method")).put("status", "success");
        } catch (Refused refused) {
            answer.put("method", command.text("method")).put("status", "failure");
            answer.putObject("reason").put("code", refused.code).put("description", refused.getMessage());
        }
        return wrap(answer, command);
    }

    /** A failure with a reason of the test's choice. */
    ObjectNode failure(Envelope command, Fault.Reason reason) {
        ObjectNode answer = Json.object().put("method", command.text("method")).put("status", "failure");
        answer.putObject("reason").put("code", reason.code()).put("description", reason.description());
        return wrap(answer, command);
    }

    private ObjectNode wrap(ObjectNode answer, Envelope command) {
        String to = command.text("to") == null ? "postmaster@msging.net" : command.text("to");
        answer.put("id", command.id()).put("from", to + "/#node-1").put("to", desk.settings.bot());
        String uri = command.text("uri");
        answer.putObject("metadata").put("#command.uri", uri.startsWith("lime://") ? uri : "lime://" + desk.settings.bot() + uri);
        return answer;
    }

    private ObjectNode execute(Envelope command, Uri uri, Call call) {
        String to = command.text("to");
        if ("set".equals(command.text("method")) && "postmaster@desk.msging.net".equalsIgnoreCase(to)) {
            synchronized (desk) {
                return set(command, uri, call);
            }
        }
        return reads.answer(command, uri, call);
    }

    private ObjectNode set(Envelope command, Uri uri, Call call) {
        JsonNode resource = command.json().path("resource");
        List<String> path = uri.path();
        uri.only(call);
        String last = path.isEmpty() ? "" : path.get(path.size() - 1);
        if (path.size() == 2 && path.get(0).equals("tickets") && last.startsWith("change-status")) {
            ticketType(command);
            changeStatus(resource, call);
            return null;
        }
        if (path.size() == 3 && path.get(0).equals("tickets")) {
            ticketType(command);
            return update(found(path.get(1), call), last, resource, call);
        }
        if (path.equals(List.of("tickets"))) {
            ticketType(command);
            String customer = Json.text(resource, "customerIdentity");
            if (customer == null) {
                throw new Refused(21, "customerIdentity is required");
            }
            return reads.document(desk.create(customer, null, null, null, Json.text(resource, "team")));
        }
        if (path.size() == 2 && path.get(0).equals("tickets")) {
            return reads.document(desk.create(path.get(1), command.text("type"), resource, null, null));
        }
        return reads.answer(command, uri, call);
    }

    private void changeStatus(JsonNode resource, Call call) {
        String id = Json.text(resource, "id");
        BlipTicket ticket = found(String.valueOf(id), call);
        String status = String.valueOf(Json.text(resource, "status"));
        if (!Set.of("Open", "ClosedAttendant", "ClosedClient", "ClosedClientInactivity").contains(status)) {
            call.wrong("change-status to unknown status " + status);
            throw new Refused(24, "Invalid status '" + status + "'");
        }
        if (ticket.over()) {
            throw new Refused(desk.switches.closedTicketCode, "The ticket " + id + " is already closed");
        }
        if (!status.equals("Open")) {
            if (!ticket.open() && desk.switches.refuseCloseFromWaiting) {
                throw new Refused(61, "The ticket " + id + " is not open");
            }
            tags(ticket, resource);
            ticket.closedByChannel = true;
            String by = Json.text(resource, "closedBy");
            desk.end(ticket, status, by != null ? by : ticket.agent != null ? ticket.agent : desk.settings.bot(), desk.switches.echoOwnChanges);
            return;
        }
        String agent = Json.text(resource, "agentIdentity");
        if (agent == null || agent.isBlank()) {
            call.wrong("Open without agentIdentity");
            throw new Refused(21, "agentIdentity is required");
        }
        if (ticket.open() && desk.switches.refuseReopen) {
            throw new Refused(21, "The ticket " + id + " is already open");
        }
        desk.open(ticket, agent);
    }

    private ObjectNode update(BlipTicket ticket, String what, JsonNode resource, Call call) {
        boolean over = ticket.over();
        if (over && !what.equals("close")) {
            throw new Refused(desk.switches.closedTicketCode, "The ticket " + ticket.id + " is already closed");
        }
        switch (what) {
            case "close" -> {
                if (!ticket.status.startsWith("ClosedClient")) {
                    throw new Refused(61, "The ticket " + ticket.id + " was not closed by the customer");
                }
                tags(ticket, resource);
            }
            case "change-tags" -> {
                if (!resource.path("tags").isArray()) {
                    call.wrong("change-tags without tags");
                    throw new Refused(21, "tags is required");
                }
                tags(ticket, resource);
            }
            case "transfer" -> {
                return transfer(ticket, resource, call);
            }
            case "pause-inactivity", "resume-inactivity" -> { }
            default -> {
                call.wrong("unknown uri /tickets/{id}/" + what);
                throw new Refused(62, "The resource is not supported");
            }
        }
        return null;
    }

    private ObjectNode transfer(BlipTicket ticket, JsonNode resource, Call call) {
        String team = Json.text(resource, "team");
        if (team == null) {
            call.wrong("transfer without team");
            throw new Refused(21, "team is required");
        }
        ticket.closedByChannel = true;
        return reads.document(desk.transfer(ticket, team));
    }

    private BlipTicket found(String id, Call call) {
        BlipTicket ticket = desk.ticket(id);
        if (ticket == null) {
            call.wrong("no ticket " + id);
            throw new Refused(64, "Ticket not found for specified id " + id);
        }
        return ticket;
    }

    private static void tags(BlipTicket ticket, JsonNode resource) {
        if (resource.path("tags").isArray()) {
            ticket.tags = resource.get("tags");
        }
    }

    private static void ticketType(Envelope command) {
        if (!BlipDesk.TICKET.equalsIgnoreCase(command.text("type"))) {
            throw new Refused(23, "Invalid resource type " + command.text("type"));
        }
    }
}
