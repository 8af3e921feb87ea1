package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A Blip bot with a custom service channel, strict to what is known of Blip's HTTP API. Its methods play the customer. */
public final class BlipSimulator extends Simulator {

    private final BlipSettings settings;
    private final BlipSwitches switches;
    private final BlipDesk desk;
    private final BlipBook book = new BlipBook();
    private final BlipCommands commands;
    private final Limit messageLimit;
    private final Limit notificationLimit;
    private final Limit commandLimit;
    private final List<JsonNode> receivedCommands = Collections.synchronizedList(new ArrayList<>());
    private final List<JsonNode> receivedMessages = Collections.synchronizedList(new ArrayList<>());
    private final List<JsonNode> receivedNotifications = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> usedIds = ConcurrentHashMap.newKeySet();
    private final AtomicInteger tooMany = new AtomicInteger();
    private final Set<String> unanswered = ConcurrentHashMap.newKeySet();

    /** With a wire log of its own. */
    public BlipSimulator(Clock clock, BlipSettings settings) {
        this(clock, settings, new WireLog(1000));
    }

    public BlipSimulator(Clock clock, BlipSettings settings, WireLog log) {
        this(clock, settings, log, new BlipSwitches());
    }

    private BlipSimulator(Clock clock, BlipSettings settings, WireLog log, BlipSwitches switches) {
        super("Blip", clock, log, switches);
        this.settings = settings;
        this.switches = switches;
        desk = new BlipDesk(settings, switches, clock, webhooks, this::changed);
        commands = new BlipCommands(desk, new BlipReads(desk, book));
        messageLimit = new Limit(clock, 1);
        notificationLimit = new Limit(clock, 1);
        commandLimit = new Limit(clock, 1);
        if (settings.webhookUrl() != null) {
            webhook(settings.webhookUrl());
        }
    }

    public BlipSwitches switches() {
        return switches;
    }

    /** Where tickets and messages are posted from now on. */
    public void webhook(String url) {
        webhooks.target(url, settings.token());
    }

    /** A customer writes to the bot, which hands the conversation over. Returns the new ticket's id. */
    public String startTicket(String customer, String text) {
        return startTicket(customer, "text/plain", TextNode.valueOf(text));
    }

    public String startTicket(String customer, String type, JsonNode content) {
        return desk.start(customer, type, content).id;
    }

    /** The customer writes while the ticket is there. Returns the message's bare id (it is posted with {@code fwd:fwd:} before it). */
    public String say(String ticketId, String text) {
        return say(ticketId, "text/plain", TextNode.valueOf(text));
    }

    /** The same with other content; a chat state is posted without id, and null is returned. */
    public String say(String ticketId, String type, JsonNode content) {
        return desk.say(ticketId, type, content);
    }

    /** The customer writes: into the ticket that is there, else the bot hands over anew. Returns the ticket's id. */
    public String customerSays(String customer, String text) {
        synchronized (desk) {
            BlipTicket ticket = desk.latest(customer);
            if (ticket == null || ticket.over()) {
                return startTicket(customer, text);
            }
            say(ticket.id, text);
            return ticket.id;
        }
    }

    /** The customer ends the ticket. */
    public void customerCloses(String ticketId) {
        desk.customerCloses(ticketId, "ClosedClient");
    }

    /** Blip ends the ticket because the customer was silent for too long. */
    public void inactivityCloses(String ticketId) {
        desk.customerCloses(ticketId, "ClosedClientInactivity");
    }

    /** A supervisor ends the ticket in Blip's portal. */
    public void supervisorCloses(String ticketId) {
        desk.customerCloses(ticketId, "ClosedAttendant");
    }

    /** A supervisor moves the customer to another team in Blip's portal. Returns the new ticket's id. */
    public String supervisorTransfers(String ticketId, String team) {
        synchronized (desk) {
            return desk.transfer(desk.known(ticketId), team).id;
        }
    }

    /** A ticket, and messages of its customer by their ids, that a test posts in words of its own. */
    public void adopt(String ticketId, String customer, String... messageIds) {
        desk.adopt(ticketId, customer, List.of(messageIds));
    }

    /** How often 429 was answered. */
    public int tooMany() {
        return tooMany.get();
    }

    /** The bot writes to the customer (for the history before a handover). */
    public void botSays(String customer, String text) {
        desk.botSays(customer, text);
    }

    /** What the bot knows of a customer. */
    public void contact(String identity, JsonNode fields) {
        book.contact(identity, fields);
    }

    /** What a router bot knows of a customer who comes through it. */
    public void routersContact(String routerBot, String identity, JsonNode fields) {
        book.contact(routerBot, identity, fields);
    }

    /** A customer behind a router bot: {@code {name}@tunnel.msging.net} is really this originator. */
    public void tunnel(String name, String routerBot, String originator) {
        book.tunnel(name, routerBot, originator);
    }

    /** What the customer saw of the desk in this ticket, in order. */
    public List<Line> seen(String ticketId) {
        return desk.seen(ticketId);
    }

    /** The texts of {@link #seen}. */
    public List<String> seenTexts(String ticketId) {
        return seen(ticketId).stream().map(Line::text).toList();
    }

    /** The customer's whole chat: own words, the bot's and the agents'. */
    public List<Line> chat(String customer) {
        return desk.chat(customer);
    }

    /** Such as Waiting, Open, ClosedAttendant. */
    public String status(String ticketId) {
        return desk.known(ticketId).status;
    }

    /** Who has opened the ticket; null while it waits. */
    public String agent(String ticketId) {
        return desk.known(ticketId).agent;
    }

    /** Ids of all tickets, oldest first. */
    public List<String> tickets() {
        return desk.tickets().stream().map(ticket -> ticket.id).toList();
    }

    /** Commands that were carried out or refused, in order, as they came. */
    public List<JsonNode> commands() {
        synchronized (receivedCommands) {
            return List.copyOf(receivedCommands);
        }
    }

    /** Messages that were accepted, in order, as they came. */
    public List<JsonNode> messages() {
        synchronized (receivedMessages) {
            return List.copyOf(receivedMessages);
        }
    }

    /** Notifications that were accepted, in order, as they came. */
    public List<JsonNode> notifications() {
        synchronized (receivedNotifications) {
            return List.copyOf(receivedNotifications);
        }
    }

    @Override
    Answer platform(Call call) {
        return new BlipFront(this).answer(call);
    }

    BlipSettings settings() {
        return settings;
    }

    BlipDesk desk() {
        return desk;
    }

    boolean withinLimit(Envelope.Kind kind) {
        boolean within = switch (kind) {
            case message -> messageLimit.take(switches.messagesPerSecond, switches.limitPenaltySeconds);
            case notification -> notificationLimit.take(switches.notificationsPerSecond, switches.limitPenaltySeconds);
            case command -> commandLimit.take(switches.commandsPerSecond, switches.limitPenaltySeconds);
        };
        if (!within) {
            tooMany.incrementAndGet();
        }
        return within;
    }

    Answer command(Envelope command, Call call) {
        receivedCommands.add(command.json());
        return Answer.json(200, commands.answer(command, call));
    }

    void message(Envelope message, Call call) {
        receivedMessages.add(message.json());
        boolean repeated = message.id() != null && !usedIds.add(message.id());
        if (repeated && !unanswered.remove(message.id())) {
            call.wrong("message id used before: " + message.id());
        }
        if (!(repeated && switches.dropReusedIds)) {
            new BlipDelivery(this, desk).deliver(message, call);
        }
    }

    void notification(Envelope notification, Call call) {
        receivedNotifications.add(notification.json());
        new BlipDelivery(this, desk).note(notification, call);
    }

    @Override
    Answer refused(Call call, Fault fault) {
        if (fault.failure() == null) {
            return super.refused(call, fault);
        }
        try {
            Envelope command = Envelope.of(Json.read(call.body));
            receivedCommands.add(command.json());
            return Answer.json(200, commands.failure(command, fault.failure()));
        } catch (IOException e) {
            return Answer.empty(400);
        }
    }

    @Override
    void unanswered(Call call) {
        try {
            String id = Json.text(Json.read(call.body), "id");
            if (id != null && call.path.toLowerCase(Locale.ROOT).equals("/messages")) {
                unanswered.add(id);
            }
        } catch (IOException e) {
            // Not JSON: it was answered 400 and has no id to remember.
        }
    }

    @Override
    JsonNode control(String method, List<String> path, JsonNode body) {
        return BlipControl.answer(this, method, path, body);
    }
}
