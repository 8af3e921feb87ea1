package dev.baton.deploy.source;

import dev.baton.conversation.Deadlines;
import dev.baton.conversation.Desk;
import dev.baton.conversation.Fallback;
import dev.baton.conversation.Hours;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a channel cares for those who wait, as its settings say it: deadlines, hours, and what becomes of a handover that its desk does not take. */
public final class Care {

    static final String HOURS = "hours";
    static final String TIME_ZONE = "time-zone";
    static final String HOLIDAYS = "holidays";
    /** The setting that says what becomes of a handover outside of the hours. */
    public static final String WHEN_CLOSED = "when-closed";
    /** The setting that says what becomes of a handover that nobody takes in time. */
    public static final String WHEN_NOBODY = "when-nobody-comes";
    static final List<String> STATES = List.of("bot", "requested", "queued", "active", "transferring", "closing", "waiting");

    private Care() {
    }

    /** The desk in these settings; {@link IllegalArgumentException} says what is wrong with them. */
    public static Desk desk(ChannelSettings settings, Deadlines usual) {
        if (settings.value(CommonSettings.ACTIVE) != null) {
            on(CommonSettings.ACTIVE, settings.value(CommonSettings.ACTIVE));
        }
        Map<String, String> deadlines = new LinkedHashMap<>();
        STATES.forEach(state -> deadlines.put(state, settings.value("deadlines." + state)));
        String week = settings.value(HOURS);
        if (week == null) {
            for (String name : List.of(HOLIDAYS, WHEN_CLOSED)) {
                if (settings.value(name) != null) {
                    throw new IllegalArgumentException(name + " says nothing without hours: set them too");
                }
            }
        }
        return new Desk(deadlines(deadlines, usual), week == null ? null : Hours.of(week, settings.value(TIME_ZONE), settings.value(HOLIDAYS)),
                fallback(settings.value(WHEN_CLOSED), Fallback.MESSAGE), fallback(settings.value(WHEN_NOBODY), Fallback.BOT));
    }

    private static Fallback fallback(String written, Fallback usual) {
        if (written == null || written.isBlank()) {
            return usual;
        }
        return switch (written.strip()) {
            case "bot" -> Fallback.BOT;
            case "message" -> Fallback.MESSAGE;
            default -> Fallback.to(written.strip());
        };
    }

    /** The times that are written, by state; the others are as usual. */
    static Deadlines deadlines(Map<String, String> written, Deadlines usual) {
        written.keySet().forEach(state -> {
            if (!STATES.contains(state)) {
                throw new IllegalArgumentException("deadlines." + state + " is no state: the states are " + STATES);
            }
        });
        return new Deadlines(time(written, "bot", usual.bot()), time(written, "requested", usual.requested()), time(written, "queued", usual.queued()),
                time(written, "active", usual.active()), time(written, "transferring", usual.transferring()), time(written, "closing", usual.closing()),
                time(written, "waiting", usual.waiting()));
    }

    private static Duration time(Map<String, String> written, String state, Duration usual) {
        try {
            Duration time = written.get(state) == null ? usual : Times.of(written.get(state));
            if (time != null && (time.isZero() || time.isNegative())) {
                throw new IllegalArgumentException("a time of nothing ends everything at once");
            }
            return time;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("deadlines." + state + ": " + e.getMessage(), e);
        }
    }

    /** A switch as people write it. */
    public static boolean on(String name, String written) {
        return switch (written.strip()) {
            case "true", "on", "yes" -> true;
            case "false", "off", "no" -> false;
            default -> throw new IllegalArgumentException(name + " is '" + written + "': write on or off");
        };
    }
}
