package dev.baton.lifecycle;

import dev.baton.deploy.Channel;
import dev.baton.deploy.source.PlatformSheet;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A channel's settings and conditions, as people may see them.
 *
 * @param managed    whether the API has made it and may change it; else its files are the operator's
 * @param active     whether it is to run
 * @param revision   tells one writing of its settings from another; null where it is not managed
 * @param settings   those that are no secrets, by name; empty where its files can't be read
 * @param secrets    by name, {@code set} or {@code not set}
 * @param conditions each with how it was when they were last examined
 * @param examined   when that was, or null
 * @param notes      what did not go as it should and changes nothing, such as a webhook that could not be removed
 */
public record Shown(boolean managed, boolean active, String revision, Map<String, String> settings, Map<String, String> secrets, List<Condition> conditions, Instant examined,
        List<String> notes) {

    /** {@code managed}, {@code live}, {@code sheet} and {@code last} are null where there is no such thing. */
    static Shown of(ManagedChannel managed, Channel live, PlatformSheet sheet, Examined last, List<String> notes) {
        Map<String, String> open = new TreeMap<>();
        Map<String, String> secrets = new TreeMap<>();
        if (sheet != null) {
            Map<String, String> values = managed == null ? Wanted.values(live, sheet) : managed.values();
            Predicate<String> secret = setting -> Wanted.isSecret(sheet, setting) || managed != null && managed.sealed().contains(setting);
            values.forEach((setting, value) -> {
                if (!secret.test(setting) && !setting.equals(ManagedChannel.ACTIVE)) {
                    open.put(setting, value);
                }
            });
            sheet.settings().keySet().stream().filter(secret).forEach(setting -> secrets.put(setting, values.containsKey(setting) ? "set" : "not set"));
        }
        boolean active = managed != null ? managed.active() : live != null && live.state() != Channel.State.inactive && live.state() != Channel.State.retired;
        return new Shown(managed != null, active, managed == null ? null : managed.revision(), open, secrets, last == null ? Conditions.notChecked() : last.conditions(), last == null ? null : last.at(), notes);
    }
}
