package dev.baton.ledger;

import dev.baton.event.Author;
import dev.baton.event.Content;
import dev.baton.event.Event;
import dev.baton.event.Role;
import dev.baton.event.What;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** Events that Baton itself makes, with what only the ledger knows: the words, and what was said before. */
final class Retold {

    /** Of what a bot and its customer have said, a desk is given so much. */
    static final int MOST_LINES = 100;
    private static final What.Line LEFT_OUT = new What.Line(new Author(Role.system, null, null), new Content.Text("(earlier messages are left out)", null), null);

    private Retold() {
    }

    /** The message with its words. */
    static Event saying(Event event, String words) {
        What.Message message = (What.Message) event.what();
        return Event.own(new What.Message(message.author(), new Content.Text(words, null), message.note(), message.notice()));
    }

    /** The handover for a desk: with the customer's words where it has none itself, and what was said before and since as transcript. */
    static Event to(Event event, What.HandoverRequested asked, List<Event> said, String bot) {
        if (asked.transcript() != null) {
            return event;
        }
        // A ticket's first words are what it is about, whoever takes it. Of a bot's customer that is past, unless the bot says so.
        Content words = asked.content() != null || bot != null ? asked.content() : opening(said);
        List<What.Line> lines = lines(said, asked.customer() == null ? null : asked.customer().name());
        What.Line last = lines.isEmpty() ? null : lines.get(lines.size() - 1);
        if (last != null && words != null && last.author().role() == Role.customer && words.equals(last.content())) {
            lines.remove(lines.size() - 1);
        }
        return fitting(lines, bot == null ? Integer.MAX_VALUE : MOST_LINES, some -> event.saying(
                new What.HandoverRequested(asked.customer(), words, null, asked.reason(), some, asked.tags())));
    }

    /** The same for a bot that has control again: what it was not told. */
    static Event missed(Event event, List<Event> untold) {
        return fitting(lines(untold, null), Integer.MAX_VALUE, some -> event.saying(event.what() instanceof What.HandoverEnded ended
                ? new What.HandoverEnded(ended.by(), ended.reason(), some) : new What.HandoverFailed(((What.HandoverFailed) event.what()).reason(), some)));
    }

    private static Content opening(List<Event> said) {
        return said.stream().map(event -> event.veiled().what()).filter(what -> what instanceof What.HandoverRequested).findFirst()
                .map(what -> ((What.HandoverRequested) what).content()).orElse(null);
    }

    private static List<What.Line> lines(List<Event> said, String customer) {
        List<What.Line> lines = new ArrayList<>();
        for (Event full : said) {
            Event event = full.veiled();
            String at = event.at() == null ? null : event.at().toString();
            if (event.what() instanceof What.HandoverRequested asked) {
                lines.addAll(asked.transcript() == null ? List.of() : asked.transcript());
                if (asked.content() != null) {
                    lines.add(new What.Line(new Author(Role.customer, null, customer), asked.content(), at));
                }
            } else if (event.what() instanceof What.Message message && !message.note() && message.notice() == null) {
                lines.add(new What.Line(message.author(), message.content(), at));
            }
        }
        return lines;
    }

    /** The event with the newest of the lines: no more than are wanted, and than a row takes. */
    private static Event fitting(List<What.Line> lines, int most, Function<List<What.Line>, Event> event) {
        if (lines.size() > most) {
            leaveOut(lines, lines.size() - most);
        }
        Event made = event.apply(lines.isEmpty() ? null : List.copyOf(lines));
        while (lines.size() > 1 && Brought.body(made).length > Brought.MOST) {
            leaveOut(lines, lines.size() / 2 + 1);
            made = event.apply(List.copyOf(lines));
        }
        return made;
    }

    private static void leaveOut(List<What.Line> lines, int many) {
        lines.subList(0, many).clear();
        lines.add(0, LEFT_OUT);
    }

    static List<Event> reversed(List<Event> newestFirst) {
        List<Event> all = new ArrayList<>(newestFirst);
        Collections.reverse(all);
        return all;
    }
}
