package dev.baton.lifecycle;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A channel's settings and conditions, as people may see them.
 *
 * @param managed    whether the API has made it and may change it; else its files are the operator's
 * @param active     whether it is to run
 * @param settings   those that are no secrets, by name; empty where its files can't be read
 * @param secrets    by name, {@code set} or {@code not set}
 * @param conditions each with how it was when they were last examined by this node since its start
 * @param examined   when that was, or null
 * @param notes      what did not go as it should and changes nothing, such as a webhook that could not be removed
 */
public record Shown(boolean managed, boolean active, Map<String, String> settings, Map<String, String> secrets, List<Condition> conditions, Instant examined,
        List<String> notes) {
}
