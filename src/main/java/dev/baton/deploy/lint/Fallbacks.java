package dev.baton.deploy.lint;

import dev.baton.conversation.Desk;
import dev.baton.conversation.Fallback;
import dev.baton.deploy.source.Care;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Whether the desks that stand in for each other are there, and come to an end: a handover that went round would never reach anybody. */
public final class Fallbacks {

    private final Map<String, Desk> desks;
    private final Predicate<String> isDesk;

    private Fallbacks(Map<String, Desk> desks, Predicate<String> isDesk) {
        this.desks = desks;
        this.isDesk = isDesk;
    }

    /**
     * What is wrong, by the channel whose setting it is.
     *
     * @param isDesk whether there is a channel of that name that may play a desk
     */
    public static Map<String, String> wrong(Map<String, Desk> desks, Predicate<String> isDesk) {
        Fallbacks all = new Fallbacks(desks, isDesk);
        Map<String, String> wrong = new TreeMap<>();
        desks.keySet().forEach(name -> {
            String what = all.wrong(name);
            if (what != null) {
                wrong.put(name, what);
            }
        });
        return wrong;
    }

    private String wrong(String name) {
        for (String other : next(name)) {
            if (!isDesk.test(other)) {
                return "channels." + name + ": " + settings(name, other) + " names '" + other + "', which is no desk's channel: write bot, message, or the name of one";
            }
            List<String> round = round(name, other, new ArrayList<>(List.of(name)));
            if (round != null) {
                return "channels." + name + ": the desks stand in for each other in a circle (" + String.join(" -> ", round)
                        + "): let one of them end it with bot or message in " + settings(name, other);
            }
        }
        return null;
    }

    private List<String> next(String name) {
        return desks.containsKey(name) ? Stream.of(desks.get(name).whenClosed(), desks.get(name).whenNobody())
                .filter(one -> one.how() == Fallback.How.desk).map(Fallback::desk).distinct().toList() : List.of();
    }

    private String settings(String name, String other) {
        return other.equals(desks.get(name).whenClosed().desk()) ? Care.WHEN_CLOSED : Care.WHEN_NOBODY;
    }

    /** The way from there back to {@code start}, or null. */
    private List<String> round(String start, String at, List<String> way) {
        way.add(at);
        if (at.equals(start)) {
            return way;
        }
        for (String other : next(at)) {
            // Another circle is another desk's mistake.
            List<String> found = way.contains(other) && !other.equals(start) ? null : round(start, other, new ArrayList<>(way));
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
