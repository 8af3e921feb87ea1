package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.StreamSupport;

/** Plays the customers of the simulated Chat2Desk, each known by what its messenger calls it, such as {@code 70111}, and by its client id. */
public final class Chat2DeskCustomers {

    private static final String DEFAULT = "telegram";

    private final Chat2DeskAccount account;
    private final Chat2DeskTalk talk;

    Chat2DeskCustomers(Chat2DeskAccount account, Chat2DeskTalk talk) {
        this.account = account;
        this.talk = talk;
    }

    /** A customer appears by a transport of the channel {@link Chat2DeskSimulator#MESSENGERS}, and says nothing yet. Returns the client's id. */
    public long appears(String who, String name, String transport) {
        synchronized (account) {
            Chat2DeskClient client = account.byPhone(phone(who, transport));
            if (client == null) {
                client = account.client(phone(who, transport));
                client.put("name", name);
            }
            client.reached(channelOf(transport), transport);
            return client.id;
        }
    }

    /** The customer writes, by Telegram if it is new. Returns the message's id. */
    public long says(String who, String text) {
        return says(client(who), text);
    }

    /** The customer writes, by the transport that it used last. Returns the message's id. */
    public long says(long client, String text) {
        return talks(client, text, null, null);
    }

    /** The customer sends a file, with or without words. Returns the message's id. */
    public long sendsFile(long client, String text, String name, String contentType, byte[] bytes) {
        synchronized (account) {
            return talks(client, text, account.storage.keep(name, contentType, bytes), null);
        }
    }

    /** The customer sends a place. Returns the message's id. */
    public long sendsPlace(long client, String latitude, String longitude) {
        return talks(client, null, null, latitude + "," + longitude);
    }

    /** The customer presses a button of a message that it sees: the button's text comes back as an ordinary message. Returns the new message's id. */
    public long presses(long client, long message, String button) {
        synchronized (account) {
            ObjectNode seen = Chat2DeskView.rendered(Chat2DeskAccount.known(account.messages, message, "message"));
            boolean there = seen != null && StreamSupport.stream(seen.get("buttons").spliterator(), false)
                    .anyMatch(one -> one.path("type").asText().equals("reply") && one.path("text").asText().equals(button));
            if (!there) {
                throw new NoSuchElementException("message " + message + " shows no button '" + button + "' that can be pressed");
            }
            return says(client, button);
        }
    }

    /** The client's id of a customer; one who is not there yet appears by Telegram. */
    public long client(String who) {
        synchronized (account) {
            Chat2DeskClient client = account.clients.get(Loose.id(who));
            if (client == null) {
                client = account.clients.values().stream().filter(one -> one.phone.equals(who) || one.phone.endsWith("] " + who)).findFirst().orElse(null);
            }
            return client == null ? appears(who, null, DEFAULT) : client.id;
        }
    }

    /** What the customer sees: {@code {client, dialog, lines: [{id, by, type, text, html, files, buttons, coordinates}]}}. */
    public ObjectNode sees(long client) {
        synchronized (account) {
            return Chat2DeskView.customer(account, known(client));
        }
    }

    /** The texts, as rendered, that the customer was sent by operators and bots. */
    public List<String> seen(long client) {
        return StreamSupport.stream(sees(client).get("lines").spliterator(), false).filter(line -> !line.get("by").asText().equals("customer"))
                .map(line -> line.get("html").asText()).toList();
    }

    /** The dialog's id of a client; 0 if there is none yet. */
    public long dialog(long client) {
        synchronized (account) {
            Chat2DeskDialog dialog = account.existingDialogOf(client);
            return dialog == null ? 0 : dialog.id;
        }
    }

    JsonNode all() {
        ArrayNode all = Json.MAPPER.createArrayNode();
        synchronized (account) {
            account.clients.values().forEach(client -> all.add(client.json(account.tags, account.switches.dottedDates)));
        }
        return all;
    }

    private long talks(long id, String text, Chat2DeskFile file, String coordinates) {
        synchronized (account) {
            Chat2DeskClient client = known(id);
            return talk.customerSays(client, client.lastChannel, client.lastTransport, text, message -> {
                message.coordinates = coordinates;
                if (file != null) {
                    message.files.add(file);
                }
            }).id;
        }
    }

    private Chat2DeskClient known(long id) {
        return Chat2DeskAccount.known(account.clients, id, "client");
    }

    private long channelOf(String transport) {
        return account.channels.values().stream().filter(one -> one.transports().contains(transport)).findFirst()
                .orElseThrow(() -> new NoSuchElementException("no channel has the transport " + transport)).id();
    }

    private static String phone(String who, String transport) {
        return switch (transport) {
            case "telegram", "tg_user" -> "[tg] " + who;
            case "widget" -> "[chat] " + who;
            case "external" -> "[ext] " + who;
            default -> who;
        };
    }
}
