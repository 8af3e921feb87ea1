package dev.baton.conversation;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/**
 * How patient a desk's customers may be asked to be. Handed in, so that the state machine needs no settings.
 *
 * @param deadlines  of its conversations
 * @param hours      when it is there, or null for always
 * @param whenClosed what becomes of a handover outside its hours
 * @param whenNobody what becomes of a handover that nobody takes in time
 */
public record Desk(Deadlines deadlines, Hours hours, Fallback whenClosed, Fallback whenNobody) {

    /** Always there; what it does not take goes back to the bot. */
    public static Desk always(Deadlines deadlines) {
        return new Desk(deadlines, null, Fallback.MESSAGE, Fallback.BOT);
    }

    /** When it opens again, in its own time zone; null while it is open. */
    public ZonedDateTime opens(Instant now) {
        return hours == null || hours.openAt(now) ? null : hours.opensAfter(now);
    }

    /** True where it is closed and keeps what customers leave. */
    boolean keeps(Instant now) {
        return whenClosed.how() == Fallback.How.message && opens(now) != null;
    }

    /** The desk that takes the handovers of {@code name} at that moment: itself, or where it is closed the one that stands in for it. */
    public static String standingIn(String name, Function<String, Desk> desks, Instant now) {
        Set<String> asked = new HashSet<>();
        String desk = name;
        while (asked.add(desk)) {
            Desk one = desks.apply(desk);
            if (one.whenClosed().how() != Fallback.How.desk || one.opens(now) == null) {
                return desk;
            }
            desk = one.whenClosed().desk();
        }
        return name;
    }
}
