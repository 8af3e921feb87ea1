package dev.baton.lifecycle;

import dev.baton.deploy.Candidate;
import dev.baton.deploy.Channel;
import dev.baton.deploy.Deployment;
import dev.baton.deploy.LiveChannels;
import dev.baton.deploy.source.PlatformSheet;
import dev.baton.deploy.source.RoutesFolder;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps in the life of a channel that the API makes: created, activated, changed, deactivated, deleted. An inactive channel is saved whatever holds; it goes
 * live, and a live one is changed, only where all {@link Conditions} hold. One step at a time. What can't be done is a {@link Conflict}, what is not understood an
 * {@link IllegalArgumentException}; their words hold no secret.
 */
public final class LifeCycle {

    private static final Logger LOG = LoggerFactory.getLogger(LifeCycle.class);
    private final Deployment deployment;
    private final LiveChannels live;
    private final ManagedFolder folder;
    private final ManagedSettings settings;
    private final Activation activation;
    private final BiPredicate<String, String> wasOther;
    private final Turns turns = new Turns();

    /** {@code wasOther}: whether a channel of that name has run before, with another platform than the one with that folder. */
    public LifeCycle(Deployment deployment, LiveChannels live, ManagedFolder folder, ManagedSettings settings, Conditions conditions, BiPredicate<String, String> wasOther, Clock clock) {
        this.deployment = deployment;
        this.live = live;
        this.folder = folder;
        this.settings = settings;
        this.activation = new Activation(deployment, folder, settings, conditions, clock);
        this.wasOther = wasOther;
    }

    /** A channel that there is; the conditions as they were last examined. */
    public Shown show(String name) {
        return show(name, List.of());
    }

    /** Whether the API has made it. */
    public boolean knows(String name) {
        return name != null && settings.find(name) != null;
    }

    private Shown show(String name, List<String> notes) {
        return Shown.of(settings.find(name), live.find(name), sheetOrNull(name), activation.last(name), notes);
    }

    /** Saves a new channel, inactive; where it is wanted, and all conditions hold, it goes live. */
    public Shown create(String who, String name, String platform, Map<String, String> wanted, boolean activate) {
        return turns.take(() -> {
            RoutesFolder routes = deployment.folder();
            PlatformSheet sheet = Wanted.newChannel(name, platform, live.find(name), folder, settings, routes);
            if (wasOther.test(name, sheet.folder())) {
                throw new Conflict("A channel " + name + " of another platform has been here before, and what waits for it would go to the new one. Choose another name.");
            }
            Map<String, String> values = Wanted.merged(Map.of(), wanted, sheet);
            values.put(ManagedChannel.ACTIVE, "false");
            byte[] file = Wanted.file(routes, sheet, name);
            deployment.change(name, () -> {
                folder.create(name, values, setting -> Wanted.isSecret(sheet, setting), file);
                settings.readFolder();
                return file;
            });
            activation.forget(name);
            tell(name, "created", who, "saved, inactive");
            return activate ? activate(who, name, values, sheet) : show(name);
        });
    }

    /**
     * Changes settings: what is not named stays, null takes a value away. An inactive channel is saved in any case, and activated if that is wanted and all conditions
     * hold. An active one is changed only where all conditions hold; else {@link Conflict}, and all is as before.
     */
    public Shown change(String who, String name, Map<String, String> wanted, Boolean activate) {
        return turns.take(() -> {
            ManagedChannel before = managed(name);
            if (before.active() && Boolean.FALSE.equals(activate)) {
                throw new IllegalArgumentException("The channel is active, and changing it does not deactivate it: POST /api/channels/" + name + "/deactivate does.");
            }
            PlatformSheet sheet = sheet(name);
            before.unreadable().stream().filter(setting -> !wanted.containsKey(setting)).findFirst().ifPresent(setting -> {
                throw new Conflict("The secret " + setting + " can't be decrypted with baton.secret-key: set it anew with this change, or give Baton the key that it had.");
            });
            Map<String, String> values = Wanted.merged(before.values(), wanted, sheet);
            if (before.active()) {
                return apply(who, name, before.values(), values, sheet);
            }
            Channel now = activation.save(name, values, sheet);
            tell(name, "changed", who, "saved, " + (now == null ? "gone" : now.state()));
            return Boolean.TRUE.equals(activate) ? activate(who, name, values, sheet) : show(name);
        });
    }

    /** Lets an inactive channel go live where all conditions hold, else {@link Conflict}. */
    public Shown activate(String who, String name) {
        return turns.take(() -> {
            ManagedChannel before = managed(name);
            if (before.active()) {
                return show(name);
            }
            Shown shown = activate(who, name, new TreeMap<>(before.values()), sheet(name));
            if (!shown.active()) {
                throw new Conflict("Channel " + name + " is not activated, because of " + words(shown.conditions()));
            }
            return shown;
        });
    }

    /** Takes a channel out of service: no webhook, nothing delivered, nothing asked. What waits for it stays. */
    public Shown deactivate(String who, String name) {
        return turns.take(() -> {
            ManagedChannel before = managed(name);
            if (!before.active()) {
                return show(name);
            }
            PlatformSheet sheet = sheet(name);
            Map<String, String> values = new TreeMap<>(before.values());
            List<String> notes = new ArrayList<>();
            values.put(ManagedChannel.ACTIVE, "false");
            // Out of service first: a poll would register again what is removed.
            try (Registration registration = Registration.of(live, name)) {
                activation.save(name, values, sheet);
                registration.remove(notes);
            }
            if (notes.isEmpty()) {
                // What was examined holds no more: the webhook is gone.
                activation.forget(name);
            }
            tell(name, "deactivated", who, notes.isEmpty() ? "inactive" : "inactive; " + String.join("; ", notes));
            return show(name, notes);
        });
    }

    /** Takes a channel away, with its settings. What waits for it stays until it is moved. What did not go as it should, in words. */
    public List<String> delete(String who, String name) {
        return turns.take(() -> {
            ManagedChannel before = managed(name);
            List<String> notes = new ArrayList<>();
            boolean runs = live.find(name) != null && live.find(name).version() != null;
            if (!runs && before.wrong().isEmpty() && activation.last(name) != null && folder.hasFile(name)) {
                // It may have been registered by an activation that came to nothing afterwards.
                try (Candidate candidate = activation.candidate(name, before.values())) {
                    Registration.remove(candidate.version(), notes);
                }
            }
            try (Registration registration = Registration.of(live, name)) {
                deployment.change(name, () -> {
                    folder.delete(name);
                    settings.readFolder();
                    return null;
                });
                registration.remove(notes);
            }
            activation.forget(name);
            tell(name, "deleted", who, notes.isEmpty() ? "gone" : "gone; " + String.join("; ", notes));
            return notes;
        });
    }

    private Shown activate(String who, String name, Map<String, String> values, PlatformSheet sheet) {
        if (activation.examine(name, values)) {
            Map<String, String> active = new TreeMap<>(values);
            active.put(ManagedChannel.ACTIVE, "true");
            Channel now = activation.save(name, active, sheet);
            if (!Activation.runs(now)) {
                activation.save(name, values, sheet);
                activation.refused(name, now);
            }
        }
        Shown shown = show(name);
        tell(name, "activated", who, shown.active() ? "active" : "not activated: " + words(shown.conditions()));
        return shown;
    }

    private Shown apply(String who, String name, Map<String, String> before, Map<String, String> values, PlatformSheet sheet) {
        List<String> notes = new ArrayList<>();
        try (Registration old = Registration.of(live, name)) {
            boolean applied = activation.examine(name, values);
            if (applied) {
                Channel now = activation.save(name, values, sheet);
                applied = Activation.runs(now);
                if (!applied) {
                    activation.save(name, before, sheet);
                    activation.refused(name, now);
                    old.again();
                } else if (old.isElsewhere(live.find(name).version())) {
                    old.remove(notes);
                    // Where both are one account after all, that has removed the new one too.
                    Registration.again(live.find(name).version(), notes);
                }
            }
            Shown shown = show(name, notes);
            tell(name, "changed", who, applied ? String.join("; ", notes.isEmpty() ? List.of("applied") : notes) : "not applied: " + words(shown.conditions()));
            if (!applied) {
                throw new Conflict("Nothing of channel " + name + " is changed, because of " + words(shown.conditions()));
            }
            return shown;
        }
    }

    private ManagedChannel managed(String name) {
        ManagedChannel managed = settings.find(name);
        if (managed == null) {
            throw new Conflict("Channel " + name + " was made by hand: its file " + RoutesFolder.file(name) + " in baton.routes and its settings channels." + name
                    + ".* are the operator's. Change them there; active: false among the settings takes it out of service.");
        }
        return managed;
    }

    private PlatformSheet sheet(String name) {
        if (settings.find(name).broken()) {
            throw new Conflict("Its settings can't be read: " + settings.find(name).wrong().get(0) + ".");
        }
        return Wanted.sheet(deployment.folder(), name);
    }

    private PlatformSheet sheetOrNull(String name) {
        try {
            return Wanted.sheet(deployment.folder(), name);
        } catch (Conflict e) {
            return null;
        }
    }

    private static String words(List<Condition> conditions) {
        return conditions.stream().filter(condition -> condition.state() == Condition.State.fails).map(condition -> condition.condition() + ": " + condition.why()).collect(Collectors.joining("; "));
    }

    private static void tell(String name, String what, String who, String result) {
        LOG.info("life cycle: channel {} {} by {}: {}", name, what, who, result);
    }
}
