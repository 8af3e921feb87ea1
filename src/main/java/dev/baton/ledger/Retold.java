package dev.baton.ledger;

import dev.baton.event.Author;
import dev.baton.event.Content;
import dev.baton.event.Event;
import dev.baton.event.Role;
import dev.baton.event.What;
import java.util.ArrayList;
import java.util.List;

/** Events that Baton itself makes, with what only the ledger knows: the words, and what was said before. */
final class Retold {

    private static final What.Line LEFT_OUT = new What.Line(new Author(Role.system, null, null), new Content.Text("(earlier messages are left out)", null), null);

    private Retold() {
    }

    /** The message with its words. */
    static Event saying(Event event, String words) {
        What.Message message = (What.Message) event.what();
        return Event.own(new What.Message(message.author(), new Content.Text(words, null), message.note(), message.notice()));
    }

    /** The handover for the next desk: with the customer's words, and what was said before and since as transcript. */
    static Event to(What.HandoverRequested asked, List<Event> said) {
        Content words = null;
        What.Line opening = null;
        List<What.Line> lines = new ArrayList<>();
        for (Event full : said) {
            Event event = full.veiled();
            String at = event.at() == null ? null : event.at().toString();
            if (event.what() instanceof What.HandoverRequested first && words == null) {
                words = first.content();
                lines.addAll(first.transcript() == null ? List.of() : first.transcript());
                opening = words == null ? null : new What.Line(new Author(Role.customer, null, asked.customer().name()), words, at);
            } else if (event.what() instanceof What.Message message && !message.note() && message.notice() == null) {
                if (opening != null) {
                    // Something was said since: then these words have their place in the order.
                    lines.add(opening);
                    opening = null;
                }
                lines.add(new What.Line(message.author(), message.content(), at));
            }
        }
        Event event = event(asked, words, lines);
        // More than a row takes: the newest are what the next desk needs.
        while (Brought.body(event).length > Brought.MOST && lines.size() > 1) {
            lines.subList(0, lines.size() / 2 + 1).clear();
            lines.add(0, LEFT_OUT);
            event = event(asked, words, lines);
        }
        return event;
    }

    private static Event event(What.HandoverRequested asked, Content words, List<What.Line> lines) {
        return Event.own(new What.HandoverRequested(asked.customer(), words, null, asked.reason(), lines.isEmpty() ? null : List.copyOf(lines)));
    }
}
