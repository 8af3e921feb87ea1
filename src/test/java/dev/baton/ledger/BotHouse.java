package dev.baton.ledger;

import dev.baton.event.Author;
import dev.baton.event.Content;
import dev.baton.event.Event;
import dev.baton.event.EventType;
import dev.baton.event.Outcome;
import dev.baton.event.Role;
import dev.baton.event.What;
import java.util.List;

/** Gives a {@link House} a channel {@code chat}, whose customers speak with {@code bot} first and are handed to {@code desk}; and what is said there. */
final class BotHouse {

    private BotHouse() {
    }

    static House of(Engines engine) {
        return furnished(new House(engine.fresh()));
    }

    static House furnished(House house) {
        channel(house, "chat", "desk", "bot");
        house.channel("bot", null, false, Channels.OnUnknown.repeat);
        return house;
    }

    /** A channel whose customers begin a conversation by writing. */
    static void channel(House house, String name, String desk, String bot) {
        Channels.Facts like = house.facts.get("shop");
        house.facts.put(name, new Channels.Facts(name, "v1", desk, false, like.takes(), like.deadlines(), like.schedule(), like.onUnknown(), 8, null, bot, true));
    }

    static Event writes(String id, String person, String text) {
        return new Event(id, null, "t-" + person, person, null, false, false, new What.Message(new Author(Role.customer, person, null), text(text), false));
    }

    static Event asks(String conversation) {
        return new Event(null, null, conversation, null, null, false, false, new What.HandoverRequested(null, null, null, "they want a person", null, List.of("billing")));
    }

    static Event answers(String id, String conversation, String text) {
        return new Event(id, null, conversation, null, null, false, false, new What.Message(new Author(Role.bot, null, null), text(text), false));
    }

    static Event beside(String id, String conversation, String text) {
        return new Event(id, null, conversation, null, null, false, false, new What.Message(new Author(Role.bot, null, null), text(text), false, null, null, true));
    }

    /** Done, with what the bot answered at once. */
    static Outcome with(Event... events) {
        return new Outcome(Outcome.Word.done, null, null, null, List.of(events), null);
    }

    static Content text(String text) {
        return new Content.Text(text, null);
    }

    /** Baton's name of the one conversation that there is. */
    static String conversation(House house) {
        return house.rows("select id from conversation").get(0);
    }

    static String stands(House house) {
        return house.rows("select state || ' ' || control from conversation order by created_at").toString();
    }

    /** What the transcript of a handover, asked for, ended or failed, says. */
    static List<String> transcript(Claim claim) {
        What what = claim.delivery().event().what();
        List<What.Line> lines = what instanceof What.HandoverRequested asked ? asked.transcript() : what instanceof What.HandoverEnded ended ? ended.transcript()
                : ((What.HandoverFailed) what).transcript();
        return lines == null ? List.of() : lines.stream().map(line -> line.content() instanceof Content.Text text ? text.text() : "(" + line.content() + ")").toList();
    }

    /** The bot hears the words and says nothing. */
    static void heard(House house, String text) {
        Claim claim = house.next("bot", EventType.MESSAGE);
        if (!House.text(claim).equals(text)) {
            throw new AssertionError("the bot heard '" + House.text(claim) + "', not '" + text + "'");
        }
        house.done(claim);
    }
}
