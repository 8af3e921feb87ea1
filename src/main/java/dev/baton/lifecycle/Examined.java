package dev.baton.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How a channel's conditions were when they were last examined. Kept beside its settings, so that it is known after a restart, and by every node that shares them.
 *
 * @param at         when
 * @param conditions each with how it was
 * @param registered whether the platform may have been told where to send the channel's webhooks, and has not been told to forget it since
 */
record Examined(Instant at, List<Condition> conditions, boolean registered) {

    /** Whether all of them held. */
    boolean holds() {
        return conditions.stream().allMatch(Condition::holds);
    }

    /** The same with another word about one of them. */
    Examined with(Condition one) {
        List<Condition> all = new ArrayList<>(conditions);
        all.replaceAll(before -> before.condition() == one.condition() ? one : before);
        return new Examined(at, all, registered);
    }

    /** The same, with what the platform knows. */
    Examined registered(boolean now) {
        return new Examined(at, conditions, now);
    }
}
