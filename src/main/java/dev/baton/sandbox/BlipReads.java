package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Commands that look up tickets, history and staff; everything that is asked of other nodes goes on to the bot's address book. */
final class BlipReads {

    static final String COLLECTION = "application/vnd.lime.collection+json";
    private static final String THREAD = "application/vnd.iris.thread-message+json";

    private final BlipDesk desk;
    private final BlipBook book;

    BlipReads(BlipDesk desk, BlipBook book) {
        this.desk = desk;
        this.book = book;
    }

    /** Type and resource of the answer; null if there is none. */
    ObjectNode answer(Envelope command, BlipCommands.Uri uri, Call call) {
        String node = command.text("to") == null ? "postmaster@msging.net" : command.text("to").toLowerCase(Locale.ROOT);
        List<String> path = uri.path();
        String first = path.isEmpty() ? "" : path.get(0);
        boolean get = "get".equals(command.text("method"));
        if (first.equals("threads") && get && node.equals("postmaster@msging.net")) {
            return threads(uri, call);
        }
        if (!node.equals("postmaster@desk.msging.net")) {
            return book.answer(node, command, uri, call);
        }
        if (get && first.equals("ticket") && path.size() == 2) {
            uri.only(call);
            BlipTicket ticket = desk.ticket(path.get(1));
            if (ticket == null) {
                call.wrong("no ticket " + path.get(1));
                throw new Refused(64, "Ticket not found for specified id " + path.get(1));
            }
            return document(ticket);
        }
        if (get && first.equals("tickets")) {
            if (path.size() == 1) {
                return tickets(uri, call);
            }
            if (path.size() == 3 && path.get(2).equals("messages")) {
                return messages(path.get(1), uri, call);
            }
        }
        return book.desk(command, uri, call);
    }

    ObjectNode document(BlipTicket ticket) {
        synchronized (desk) {
            return document(BlipDesk.TICKET, ticket.json(desk.settings.bot(), desk.switches.sequentialIdAsString));
        }
    }

    static ObjectNode document(String type, JsonNode resource) {
        return Json.object().put("type", type).set("resource", resource);
    }

    static ObjectNode collection(String itemType, int total, Stream<? extends JsonNode> items) {
        ObjectNode resource = Json.object();
        if (total > 0) {
            resource.put("total", total);
        }
        ArrayNode all = resource.put("itemType", itemType).putArray("items");
        items.forEach(all::add);
        return document(COLLECTION, resource);
    }

    /** A page of what is there, as {@code $skip} and {@code $take} ask for it. */
    static <T> List<T> page(List<T> all, BlipCommands.Uri uri, int standard) {
        int take = number(uri, "$take", standard);
        int skip = number(uri, "$skip", 0);
        if (take > 100) {
            throw new Refused(61, "The take parameter can not be greater than 100");
        }
        return all.subList(Math.min(skip, all.size()), Math.min(skip + take, all.size()));
    }

    private ObjectNode tickets(BlipCommands.Uri uri, Call call) {
        uri.only(call, "$filter", "$skip", "$take", "$closed", "$ascending");
        Predicate<BlipTicket> filter = uri.parameter("$filter") == null ? ticket -> true : TicketFilter.of(uri.parameter("$filter"));
        Predicate<BlipTicket> closed = "true".equals(uri.parameter("$closed")) ? ticket -> ticket.closed : ticket -> true;
        synchronized (desk) {
            List<BlipTicket> all = desk.tickets().stream().filter(filter.and(closed)).toList();
            return collection(BlipDesk.TICKET, all.size(),
                    page(all, uri, 100).stream().map(ticket -> ticket.json(desk.settings.bot(), desk.switches.sequentialIdAsString)));
        }
    }

    private ObjectNode messages(String id, BlipCommands.Uri uri, Call call) {
        uri.only(call, "$take", "$skip", "$ascending", "getFromOwnerIfTunnel", "attendanceTranscriptionOnly");
        BlipTicket ticket = desk.ticket(id);
        if (ticket == null) {
            call.wrong("no ticket " + id);
            throw new Refused(64, "Ticket not found for specified id " + id);
        }
        boolean behindRouter = ticket.customer.endsWith("@tunnel.msging.net");
        List<Line> lines = desk.chat(ticket.customer);
        if (behindRouter && !"true".equals(uri.parameter("getFromOwnerIfTunnel"))) {
            lines = List.of();
        }
        if ("true".equals(uri.parameter("attendanceTranscriptionOnly"))) {
            JsonNode first = Json.object().put("id", ticket.id).put("direction", "received").put("type", BlipDesk.TICKET)
                    .put("date", BlipTicket.date(ticket.created)).set("content", document(ticket).get("resource"));
            List<Line> own = lines.stream().filter(line -> ticket.id.equals(line.ticket())).toList();
            return collection(THREAD, own.size() + 1, Stream.concat(Stream.of(first), own.stream().map(line -> item(line, ticket.customer))));
        }
        return thread(ticket.customer, lines, "true".equals(uri.parameter("$ascending")), uri, 100);
    }

    private ObjectNode threads(BlipCommands.Uri uri, Call call) {
        if (uri.path().size() == 1) {
            uri.only(call, "$take", "$skip");
            return collection("application/vnd.iris.thread+json", desk.customers().size(), page(desk.customers(), uri, 50).stream()
                    .map(customer -> Json.object().put("identity", customer).put("ownerIdentity", desk.settings.bot())));
        }
        uri.only(call, "$take", "$skip", "refreshExpiredMedia", "messageId", "storageDate", "direction");
        String customer = uri.path().get(1);
        // Behind a router the history stands with the router, under the customer's own identity.
        String tunnel = uri.owner() == null ? null : book.tunnelOf(uri.owner(), customer);
        if (uri.owner() != null && tunnel == null) {
            throw new Refused(67, "The requested resource was not found");
        }
        List<Line> lines = uri.owner() != null ? desk.chat(tunnel) : customer.endsWith("@tunnel.msging.net") ? List.of() : desk.chat(customer);
        return thread(customer, lines, "asc".equals(uri.parameter("direction")), uri, 20);
    }

    private ObjectNode thread(String customer, List<Line> lines, boolean ascending, BlipCommands.Uri uri, int standard) {
        List<Line> newestFirst = new ArrayList<>(lines);
        if (!ascending) {
            Collections.reverse(newestFirst);
        }
        List<Line> page = page(newestFirst, uri, standard);
        return collection(THREAD, page.size(), page.stream().map(line -> item(line, customer)));
    }

    private static ObjectNode item(Line line, String customer) {
        boolean agent = line.by() == Line.By.agent;
        ObjectNode item = Json.object().put("id", agent ? "fwd:fwd:" + line.id() : line.id()).put("peerIdentity", customer)
                .put("direction", line.by() == Line.By.customer ? "received" : "sent").put("type", line.type());
        item.set("content", line.content());
        item.put("date", BlipTicket.date(line.at())).put("status", line.by() == Line.By.customer ? "received" : "consumed");
        if (agent) {
            item.putObject("metadata").put("#messageEmitter", "Human").put("desk.ticketId", line.ticket());
        }
        return item;
    }

    private static int number(BlipCommands.Uri uri, String name, int standard) {
        String text = uri.parameter(name);
        try {
            return text == null ? standard : Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw new Refused(64, "Invalid value for " + name + ": " + text);
        }
    }
}
