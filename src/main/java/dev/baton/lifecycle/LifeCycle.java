package dev.baton.lifecycle;

import dev.baton.camel.Refused;
import dev.baton.deploy.Deployment;
import dev.baton.deploy.LiveChannels;
import dev.baton.deploy.source.PlatformSheet;
import dev.baton.deploy.source.RoutesFolder;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps in the life of a channel that the API makes: created, activated, changed, deactivated, deleted. An inactive channel is saved whatever holds; it goes
 * live, and a live one is changed, only where all {@link Conditions} hold. One step at a time, on all nodes that share the folder. What can't be done is a
 * {@link Conflict}, what is not understood an {@link IllegalArgumentException}; their words hold no secret.
 */
public final class LifeCycle {

    private static final Logger LOG = LoggerFactory.getLogger(LifeCycle.class);
    private final Deployment deployment;
    private final LiveChannels live;
    private final ManagedFolder folder;
    private final ManagedSettings settings;
    private final Nodes nodes;
    private final Edits edits;
    private final Service service;

    /** {@code patience}: how long a webhook's removal waits for what is under way in its channel. */
    public LifeCycle(Deployment deployment, LiveChannels live, ManagedSettings settings, Conditions conditions, Nodes nodes, Duration patience, Clock clock) {
        this.deployment = deployment;
        this.live = live;
        this.folder = settings.folder();
        this.settings = settings;
        this.nodes = nodes;
        this.edits = new Edits(deployment, live, settings);
        this.service = new Service(live, folder, edits, conditions, nodes, patience, clock);
    }

    /** A channel that there is; the conditions as they were last examined. */
    public Shown show(String name) {
        Examined last = folder.examined(name);
        ManagedChannel managed = settings.find(name);
        boolean left = managed != null && !managed.active() && last != null && last.registered();
        return show(name, last, left ? List.of("its webhook may still be registered at the platform: deactivate it once more to have it removed") : List.of());
    }

    private Shown show(String name, Examined examined, List<String> notes) {
        return Shown.of(settings.find(name), live.find(name), edits.sheetOrNull(name), examined, notes);
    }

    /** Whether the API has made it. */
    public boolean knows(String name) {
        return name != null && settings.find(name) != null;
    }

    /** Saves a new channel, inactive; where it is wanted, and all conditions hold, it goes live. */
    public Shown create(String who, String name, String platform, Map<String, String> wanted, boolean activate) {
        return step(() -> {
            PlatformSheet sheet = Wanted.newChannel(name, platform, live.find(name), folder, settings, deployment.folder());
            if (nodes.wasOther(name, sheet.folder())) {
                throw new Conflict("A channel " + name + " of another platform has been here before, and what waits for it would go to the new one. Choose another name.");
            }
            Map<String, String> values = with(Wanted.merged(Map.of(), wanted, sheet), false);
            edits.create(name, values, sheet, Wanted.file(deployment.folder(), sheet, name));
            tell(name, "created", who, "saved, inactive", List.of());
            return activate ? activate(who, name, values, sheet) : show(name);
        });
    }

    /**
     * Changes settings: what is not named stays, null takes a value away. An inactive channel is saved in any case, and activated if that is wanted and all conditions
     * hold. An active one is changed only where all conditions hold; else {@link Conflict}, and all is as before. {@code revision} is the one that was shown to who wants
     * the change: another one now is a {@link Conflict}; null for no matter.
     */
    public Shown change(String who, String name, Map<String, String> wanted, Boolean activate, String revision) {
        return step(() -> {
            ManagedChannel before = managed(name);
            if (revision != null && !revision.equals(before.revision())) {
                throw new Conflict("Channel " + name + " has been changed since it was shown to you: look at it again (GET /api/channels/" + name + "), and send the change with the revision that it has now.");
            }
            if (before.active() && Boolean.FALSE.equals(activate)) {
                throw new IllegalArgumentException("The channel is active, and changing it does not deactivate it: POST /api/channels/" + name + "/deactivate does.");
            }
            PlatformSheet sheet = edits.sheet(name);
            before.mustBeKnown(wanted.keySet());
            Map<String, String> values = Wanted.merged(before.values(), wanted, sheet);
            if (before.active()) {
                return apply(who, name, before.values(), values, sheet);
            }
            edits.save(name, values, sheet);
            tell(name, "changed", who, "saved, inactive", List.of());
            return Boolean.TRUE.equals(activate) ? activate(who, name, values, sheet) : show(name);
        });
    }

    /** Lets an inactive channel go live where all conditions hold, else {@link Conflict}. */
    public Shown activate(String who, String name) {
        return step(() -> {
            ManagedChannel before = managed(name);
            if (before.active()) {
                return show(name);
            }
            before.mustBeKnown(Set.of());
            Service.Begun begun = service.begin(name, with(before.values(), true), before.values(), edits.sheet(name));
            Shown shown = activated(who, name, begun);
            if (!begun.runs()) {
                throw new Conflict("Channel " + name + " is not activated, because of " + words(shown));
            }
            return shown;
        });
    }

    /** Takes a channel out of service: no webhook, nothing delivered, nothing asked. What waits for it stays. Once more, it has removed what could not be before. */
    public Shown deactivate(String who, String name) {
        return step(() -> {
            ManagedChannel before = managed(name);
            Examined last = folder.examined(name);
            if (!before.active() && (last == null || !last.registered())) {
                return show(name);
            }
            before.mustBeReadable();
            List<String> notes = new ArrayList<>();
            // Out of service first: a poll would register again what is removed.
            try (Registration old = Registration.of(live, name)) {
                edits.save(name, with(before.values(), false), edits.sheetOrNull(name));
                service.end(name, before, old, last, notes);
            }
            service.remember(name, last, notes);
            tell(name, "deactivated", who, "inactive", notes);
            return show(name, folder.examined(name), remedied(notes, "deactivate it once more to have that tried again, or see to it at the platform"));
        });
    }

    /** Takes a channel away, with its settings. What waits for it stays until it is moved. What did not go as it should, in words. */
    public List<String> delete(String who, String name) {
        return step(() -> {
            ManagedChannel before = managed(name);
            List<String> notes = new ArrayList<>();
            try (Registration old = Registration.of(live, name)) {
                if (!old.runs()) {
                    service.end(name, before, old, folder.examined(name), notes);
                }
                edits.delete(name);
                if (old.runs()) {
                    service.end(name, before, old, null, notes);
                }
            }
            tell(name, "deleted", who, "gone", notes);
            return remedied(notes, "see to it at the platform: nothing here knows its account any more");
        });
    }

    private Shown activate(String who, String name, Map<String, String> values, PlatformSheet sheet) {
        return activated(who, name, service.begin(name, with(values, true), values, sheet));
    }

    private Shown activated(String who, String name, Service.Begun begun) {
        Shown shown = show(name, begun.examined(), begun.notes());
        tell(name, "activated", who, begun.runs() ? "active" : "not activated: " + words(shown), List.of());
        return shown;
    }

    private Shown apply(String who, String name, Map<String, String> before, Map<String, String> values, PlatformSheet sheet) {
        Service.Begun begun = service.begin(name, values, before, sheet);
        Shown shown = show(name, begun.examined(), begun.notes());
        tell(name, "changed", who, begun.runs() ? "applied" : "not applied: " + words(shown), begun.runs() ? begun.notes() : List.of());
        if (!begun.runs()) {
            throw new Conflict("Nothing of channel " + name + " is changed, because of " + words(shown));
        }
        return shown;
    }

    /** One at a time; it begins with the settings as they lie in the folder, where another node may have changed them. */
    private <T> T step(Supplier<T> step) {
        return folder.turns().take(() -> {
            try {
                settings.readFolder();
            } catch (Refused e) {
                throw new Conflict(e.getMessage() + ".");
            }
            return step.get();
        });
    }

    private ManagedChannel managed(String name) {
        ManagedChannel managed = settings.find(name);
        if (managed == null) {
            throw new Conflict("Channel " + name + " was made by hand: its file " + RoutesFolder.file(name) + " in baton.routes and its settings channels." + name
                    + ".* are the operator's. Change them there; active: false among the settings takes it out of service.");
        }
        return managed;
    }

    private static Map<String, String> with(Map<String, String> values, boolean active) {
        Map<String, String> all = new TreeMap<>(values);
        all.put(ManagedChannel.ACTIVE, String.valueOf(active));
        return all;
    }

    /** What fails, and what is left of it. */
    private static String words(Shown shown) {
        return String.join("; ", and(shown.conditions().stream().filter(condition -> condition.state() == Condition.State.fails)
                .map(condition -> condition.condition() + ": " + condition.why()).toList(), shown.notes()));
    }

    private static List<String> and(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static List<String> remedied(List<String> notes, String remedy) {
        return notes.stream().map(note -> note + ": " + remedy).toList();
    }

    private static void tell(String name, String what, String who, String result, List<String> notes) {
        LOG.info("life cycle: channel {} {} by {}: {}", name, what, who, String.join("; ", and(List.of(result), notes)));
    }
}
