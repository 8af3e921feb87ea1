package dev.baton.deploy.source;

import dev.baton.event.NoticeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The settings that every channel has, whatever its platform: the core knows them, so no sheet declares them. */
public final class CommonSettings {

    /** The language of the texts for people who have told none. */
    public static final String LANGUAGE = "language";
    /** The folder under {@code routes/notices} whose texts are laid over the house's. */
    public static final String TEXTS = "notices.texts";

    /** The bot channel that speaks with a customer channel's customers first. */
    public static final String BOT = "bot";
    /** The channel that takes a customer channel's handovers: a desk's, or the channel itself where its platform has agents of its own. */
    public static final String DESK = "desk";
    /** Whether the channel is to be live; where not, it is kept, but takes and tells nothing. */
    static final String ACTIVE = "active";

    /** All of them, by name. */
    public static final List<String> NAMES = Stream.of(Stream.of(BOT, DESK, ACTIVE, LANGUAGE, TEXTS, Care.HOURS, Care.TIME_ZONE, Care.HOLIDAYS, Care.WHEN_CLOSED, Care.WHEN_NOBODY),
            Stream.of(NoticeKind.values()).map(kind -> "notices." + kind.text()), Care.STATES.stream().map(state -> "deadlines." + state))
            .flatMap(names -> names).toList();

    private CommonSettings() {
    }

    /** The value of a setting that may be a list; entries are put behind each other. */
    static String value(String name, UnaryOperator<String> lookup) {
        String value = lookup.apply(name);
        List<String> entries = new ArrayList<>();
        for (String entry = lookup.apply(name + "[0]"); value == null && entry != null; entry = lookup.apply(name + "[" + entries.size() + "]")) {
            entries.add(entry);
        }
        return value != null ? value : entries.isEmpty() ? null : String.join("; ", entries);
    }
}
