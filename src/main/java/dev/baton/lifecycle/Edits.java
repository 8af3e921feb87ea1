package dev.baton.lifecycle;

import dev.baton.camel.Refused;
import dev.baton.deploy.Candidate;
import dev.baton.deploy.Channel;
import dev.baton.deploy.Deployment;
import dev.baton.deploy.LiveChannels;
import dev.baton.deploy.source.PlatformSheet;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The files of the API's channels: read as they are, tried with other settings, written and taken by the loader at once. {@link Conflict} says what can't be; then all is as it was. */
final class Edits {

    private final Deployment deployment;
    private final LiveChannels live;
    private final ManagedFolder folder;
    private final ManagedSettings settings;

    Edits(Deployment deployment, LiveChannels live, ManagedSettings settings) {
        this.deployment = deployment;
        this.live = live;
        this.folder = settings.folder();
        this.settings = settings;
    }

    /** The platform of a channel of the API. */
    PlatformSheet sheet(String name) {
        settings.find(name).mustBeReadable();
        return Wanted.sheet(deployment.folder(), name);
    }

    /** The platform of any channel; null where its file can't be read. */
    PlatformSheet sheetOrNull(String name) {
        try {
            return Wanted.sheet(deployment.folder(), name);
        } catch (Conflict e) {
            return null;
        }
    }

    /** A channel as it would run with these settings. */
    Candidate candidate(String name, Map<String, String> values) {
        return deployment.candidate(name, Wanted.file(deployment.folder(), name), (channel, setting) -> setting.equals(ManagedChannel.ACTIVE) ? null : values.get(setting));
    }

    /** Channels of the API, of that one's platform, that are to run and don't run here: another node may have begun just now, or they wait to be mended. */
    Map<String, ManagedChannel> waiting(String name) {
        PlatformSheet sheet = sheetOrNull(name);
        Map<String, ManagedChannel> waiting = new TreeMap<>(settings.all());
        waiting.entrySet().removeIf(other -> {
            PlatformSheet theirs = sheetOrNull(other.getKey());
            boolean runs = live.find(other.getKey()) != null && live.find(other.getKey()).version() != null;
            return runs || !other.getValue().active() || theirs != null && sheet != null && !theirs.file().equals(sheet.file());
        });
        return waiting;
    }

    /** A new channel, with that file. */
    void create(String name, Map<String, String> values, PlatformSheet sheet, byte[] file) {
        change(name, () -> {
            folder.create(name, values, secret(name, sheet), file);
            return file;
        });
    }

    /** Other settings; the channel as it is with them. {@code sheet} is null where it can't be read. */
    Channel save(String name, Map<String, String> values, PlatformSheet sheet) {
        return change(name, () -> {
            byte[] file = Wanted.file(deployment.folder(), name);
            folder.settings(name, values, secret(name, sheet));
            return file;
        });
    }

    /** Other settings with which the channel is to run, else those that it had: then the answer is why, in words; null where it runs. */
    String replace(String name, Map<String, String> values, Map<String, String> before, PlatformSheet sheet) {
        Channel now;
        try {
            now = save(name, values, sheet);
        } catch (Conflict e) {
            return e.getMessage();
        }
        if (now != null && now.state() == Channel.State.live && now.lastRefusal() == null) {
            return null;
        }
        String why = now == null || now.reason() == null ? "the channel did not go live" : now.reason();
        try {
            save(name, before, sheet);
            return why;
        } catch (Conflict e) {
            return why + "; and the settings that it had could not be put back: " + e.getMessage();
        }
    }

    /** The channel is gone, with its settings. */
    void delete(String name) {
        change(name, () -> {
            folder.delete(name);
            return null;
        });
    }

    private Channel change(String name, Supplier<byte[]> write) {
        return deployment.change(name, () -> {
            byte[] file = write.get();
            try {
                settings.readFolder();
            } catch (Refused e) {
                throw new Conflict("What was written can't be read again, and the loader takes it when it can: " + e.getMessage() + ".");
            }
            return file;
        });
    }

    /** What is encrypted stays so, whatever the sheet says by now. */
    private Predicate<String> secret(String name, PlatformSheet sheet) {
        ManagedChannel before = settings.find(name);
        return setting -> sheet != null && Wanted.isSecret(sheet, setting) || before != null && before.sealed().contains(setting);
    }
}
