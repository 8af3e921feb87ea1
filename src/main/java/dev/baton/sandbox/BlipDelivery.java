package dev.baton.sandbox;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the channel's messages to the ticket's customer, and its notifications to the ticket. */
final class BlipDelivery {

    private static final Pattern TICKET = Pattern.compile("([^@]+)@desk\\.msging\\.net(/Webhook)?", Pattern.CASE_INSENSITIVE);

    private final BlipSimulator blip;
    private final BlipDesk desk;

    BlipDelivery(BlipSimulator blip, BlipDesk desk) {
        this.blip = blip;
        this.desk = desk;
    }

    void deliver(Envelope message, Call call) {
        String type = message.text("type");
        boolean typing = type.equalsIgnoreCase(BlipDesk.CHATSTATE);
        if (message.id() == null && !typing) {
            call.wrong("message without id: nobody would hear that it failed");
        }
        Matcher to = TICKET.matcher(message.text("to"));
        if (!to.matches() && desk.latest(message.text("to")) != null) {
            // The key is the bot's own: whom it has spoken with before it may write to.
            desk.botSays(message.text("to"), message.id(), type, message.json().get("content"));
            return;
        }
        if (!to.matches()) {
            call.wrong("message to " + message.text("to") + ", which is no ticket");
            return;
        }
        if (to.group(2) == null) {
            call.wrong("to has no /Webhook: " + message.text("to"));
            return;
        }
        synchronized (desk) {
            BlipTicket ticket = desk.ticket(to.group(1));
            if (ticket == null) {
                call.wrong("message to unknown ticket " + to.group(1));
            } else if (ticket.over()) {
                over(ticket, message, call);
            } else if (!ticket.open()) {
                call.wrong("message to ticket " + ticket.id + " that is " + ticket.status + ", not Open");
            } else if (!typing) {
                desk.agentSays(ticket, message.id(), type, message.json().get("content"));
            }
        }
    }

    private void over(BlipTicket ticket, Envelope message, Call call) {
        String what = "message to ticket " + ticket.id + " that is " + ticket.status;
        if (ticket.closedByChannel) {
            call.wrong(what + " by the channel's own command");
        } else {
            blip.late(call, what);
        }
        if (blip.switches().failedForClosedTicket && message.id() != null) {
            desk.failed(ticket, message.id(), 61, "The ticket is closed");
        }
    }

    void note(Envelope notification, Call call) {
        String node = notification.text("to");
        if (node == null) {
            return;
        }
        Matcher to = TICKET.matcher(node);
        BlipTicket ticket = to.matches() ? desk.ticket(to.group(1)) : null;
        if (ticket == null) {
            call.wrong("notification to " + node + ", which is no ticket");
            return;
        }
        synchronized (desk) {
            if (!ticket.posted.contains(notification.id())) {
                call.wrong("notification about " + notification.id() + ", which was not posted to the channel");
            } else if ("consumed".equals(notification.text("event"))) {
                ticket.unread = Math.max(0, ticket.unread - 1);
            }
        }
    }
}
