package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.function.Consumer;

/** The bot's customers, their chats and tickets, and what is posted to the custom channel. Its methods hold its lock. */
final class BlipDesk {

    static final String TICKET = "application/vnd.iris.ticket+json";
    static final String CHATSTATE = "application/vnd.lime.chatstate+json";
    static final String GREETING = "Hi! I am the demo bot. Write something, and I hand you over to a person.";
    static final String HANDING_OVER = "I am looking for a person who can help you.";
    static final String BACK = "You are back with the bot. Write something to be handed over again.";

    final BlipSettings settings;
    final BlipSwitches switches;
    private final Clock clock;
    private final BlipPosts posts;
    private final Consumer<String> changed;
    private final Map<String, BlipTicket> tickets = new LinkedHashMap<>();
    private final Map<String, BlipTicket> latest = new LinkedHashMap<>();
    private final Map<String, List<Line>> chats = new LinkedHashMap<>();
    private int number = 411;

    BlipDesk(BlipSettings settings, BlipSwitches switches, Clock clock, Webhooks webhooks, Consumer<String> changed) {
        this.settings = settings;
        this.switches = switches;
        this.clock = clock;
        this.posts = new BlipPosts(settings, switches, webhooks);
        this.changed = changed;
    }

    synchronized BlipTicket ticket(String id) {
        return tickets.get(id);
    }

    synchronized Collection<BlipTicket> tickets() {
        return List.copyOf(tickets.values());
    }

    synchronized BlipTicket latest(String customer) {
        return latest.get(customer);
    }

    synchronized List<String> customers() {
        return List.copyOf(chats.keySet());
    }

    synchronized List<Line> chat(String customer) {
        return List.copyOf(chats.getOrDefault(customer, List.of()));
    }

    synchronized List<Line> seen(String ticket) {
        return List.copyOf(known(ticket).seen);
    }

    synchronized void greet(String customer) {
        if (!chats.containsKey(customer)) {
            line(customer, null, Line.By.bot, GREETING);
        }
    }

    synchronized void botSays(String customer, String text) {
        line(customer, null, Line.By.bot, text);
    }

    synchronized void botSays(String customer, String id, String type, JsonNode content) {
        add(customer, new Line(id, null, Line.By.bot, type, content, clock.instant()));
    }

    /** The customer writes to the bot, which hands the conversation over. */
    synchronized BlipTicket start(String customer, String type, JsonNode content) {
        greet(customer);
        add(customer, new Line(UUID.randomUUID().toString(), null, Line.By.customer, type, content, clock.instant()));
        line(customer, null, Line.By.bot, HANDING_OVER);
        return create(customer, type, content, null, null);
    }

    synchronized BlipTicket create(String customer, String type, JsonNode content, BlipTicket transferred, String team) {
        BlipTicket ticket = new BlipTicket(UUID.randomUUID().toString(), ++number, customer, clock.instant());
        if (content != null) {
            ticket.firstInput = Json.object().put("type", type).set("value", content);
        }
        ticket.team = team;
        ticket.parent = transferred == null ? 0 : transferred.number;
        tickets.put(ticket.id, ticket);
        latest.put(customer, ticket);
        posts.ticket(ticket, clock.instant());
        changed.accept(customer);
        return ticket;
    }

    /** The ticket ends, and a new one goes on with the customer. */
    synchronized BlipTicket transfer(BlipTicket ticket, String team) {
        end(ticket, "Transferred", ticket.agent, switches.ticketMessagesForClosed);
        return create(ticket.customer, null, null, ticket, team);
    }

    /** A ticket that is not posted: whoever adopts it posts it in words of their own. */
    synchronized void adopt(String id, String customer, List<String> posted) {
        BlipTicket ticket = new BlipTicket(id, ++number, customer, clock.instant());
        ticket.posted.addAll(posted);
        tickets.put(id, ticket);
        latest.put(customer, ticket);
    }

    /** The customer writes while a ticket is there; returns the bare id of the message. */
    synchronized String say(String ticketId, String type, JsonNode content) {
        BlipTicket ticket = known(ticketId);
        if (ticket.over()) {
            throw new IllegalStateException("ticket " + ticketId + " is " + ticket.status + ": what the customer writes now goes to the bot");
        }
        boolean typing = type.equals(CHATSTATE);
        String id = typing ? null : UUID.randomUUID().toString();
        if (!typing) {
            add(ticket.customer, new Line(id, ticket.id, Line.By.customer, type, content, clock.instant()));
            ticket.unread++;
        }
        ObjectNode envelope = posts.message(ticket, id, type, content, clock.instant());
        if (ticket.open() || switches.deliverWhileWaiting) {
            posts.post(ticket, envelope);
        } else if (!switches.dropWhileWaiting && !typing) {
            ticket.held.add(envelope);
        }
        changed.accept(ticket.customer);
        return id;
    }

    /** The customer's side ends the ticket. */
    synchronized void customerCloses(String ticketId, String status) {
        BlipTicket ticket = known(ticketId);
        if (ticket.over()) {
            throw new IllegalStateException("ticket " + ticketId + " is already " + ticket.status);
        }
        end(ticket, status, settings.bot(), switches.ticketMessagesForClosed);
    }

    /** The channel opens a ticket or gives it to another agent. */
    synchronized void open(BlipTicket ticket, String agent) {
        ticket.agent = agent;
        if (!ticket.open()) {
            ticket.status = "Open";
            ticket.opened = clock.instant();
            if (switches.echoOwnChanges) {
                posts.ticket(ticket, clock.instant());
            }
            ticket.held.forEach(envelope -> posts.post(ticket, envelope));
            ticket.held.clear();
        }
        changed.accept(ticket.customer);
    }

    /** The ticket gets a final status. */
    synchronized void end(BlipTicket ticket, String status, String by, boolean tell) {
        ticket.status = status;
        ticket.closed = true;
        ticket.closedBy = by;
        ticket.ended = clock.instant();
        ticket.held.clear();
        if (tell) {
            posts.ticket(ticket, clock.instant());
        }
        if (!status.equals("Transferred")) {
            line(ticket.customer, null, Line.By.bot, BACK);
        }
        changed.accept(ticket.customer);
    }

    /** What an agent wrote reaches the customer. */
    synchronized void agentSays(BlipTicket ticket, String id, String type, JsonNode content) {
        Line line = new Line(id, ticket.id, Line.By.agent, type, content, clock.instant());
        ticket.seen.add(line);
        add(ticket.customer, line);
        if (id != null && switches.forwardNotifications != BlipSwitches.Notifications.NONE) {
            posts.notification(ticket, id, "received", null);
            posts.notification(ticket, id, "consumed", null);
        }
    }

    synchronized void failed(BlipTicket ticket, String id, int code, String why) {
        posts.notification(ticket, id, "failed", Json.object().put("code", code).put("description", why));
    }

    BlipTicket known(String id) {
        BlipTicket ticket = tickets.get(id);
        if (ticket == null) {
            throw new NoSuchElementException("there is no ticket " + id);
        }
        return ticket;
    }

    Instant now() {
        return clock.instant();
    }

    private void line(String customer, String ticket, Line.By by, String text) {
        add(customer, new Line(UUID.randomUUID().toString(), ticket, by, "text/plain", TextNode.valueOf(text), clock.instant()));
    }

    private void add(String customer, Line line) {
        chats.computeIfAbsent(customer, key -> new ArrayList<>()).add(line);
        changed.accept(customer);
    }
}
