package dev.baton.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/** One webhook that is registered at the simulated Chat2Desk. */
final class Chat2DeskHook {

    /** A delivery that was not answered 200. */
    record Failure(String event, Instant at, int status) {
    }

    final long id;
    String name;
    String url;
    Set<String> events;
    /** Empty: of all channels. */
    Set<Long> channels = Set.of();
    boolean on = true;
    /** Since when no delivery has succeeded; null while they do. */
    Instant failingSince;
    final Deque<Failure> failures = new ArrayDeque<>();

    Chat2DeskHook(long id) {
        this.id = id;
    }

    boolean wants(String event, long channel) {
        return on && url != null && events.contains(event) && (channels.isEmpty() || channel == 0 || channels.contains(channel));
    }

    void answered(String event, int status, Instant now) {
        if (status == 200) {
            failingSince = null;
            return;
        }
        failingSince = failingSince == null ? now : failingSince;
        failures.addFirst(new Failure(event, now, status));
        if (failures.size() > 10) {
            failures.removeLast();
        }
    }

    /** How it is shown; a platform that does not show the status of what was switched off shows its errors still. */
    ObjectNode json(Chat2DeskSwitches switches) {
        ObjectNode node = Json.object().put("id", id).put("name", name).put("url", url);
        node.set("events", Json.tree(events));
        node.set("channels", Json.tree(channels));
        if (switches.switchedOff == Chat2DeskSwitches.Off.STATUS) {
            node.put("status", on ? "enabled" : "disabled");
        }
        ArrayNode errors = node.putArray("errors");
        failures.forEach(one -> errors.addObject().put("event", one.event()).put("date", Chat2DeskDates.shown(one.at(), switches.dottedDates))
                .put("code", one.status()).put("message", one.status() == 0 ? "no answer" : "HTTP " + one.status()));
        if (!on && switches.switchedOff != Chat2DeskSwitches.Off.FAILURES) {
            errors.addObject().putNull("event").put("message", "The webhook was switched off: no delivery has succeeded for 5 hours");
        }
        return node;
    }
}
