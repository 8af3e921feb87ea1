package dev.baton.lifecycle;

import dev.baton.camel.Refused;
import dev.baton.deploy.Channel;
import dev.baton.deploy.source.ChannelFiles;
import dev.baton.deploy.source.ChannelSettings;
import dev.baton.deploy.source.PlatformSheet;
import dev.baton.deploy.source.RoutesFolder;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a call wants of a channel, held against what its platform declares. */
final class Wanted {

    private static final int LONGEST = 10_000;

    private Wanted() {
    }

    /** The platform of a channel that there is not yet; else {@link IllegalArgumentException} or {@link Conflict}. */
    static PlatformSheet newChannel(String name, String platform, Channel before, ManagedFolder folder, ManagedSettings settings, RoutesFolder routes) {
        if (!ChannelFiles.isName(name)) {
            throw new IllegalArgumentException("'name' can't be a channel's name: use 1 to 63 lower-case letters, digits and hyphens.");
        }
        boolean retired = before != null && before.state() == Channel.State.retired;
        if (before != null && !retired || folder.hasFile(name) || settings.find(name) != null) {
            throw new Conflict("There is a channel " + name + ", or a file of that name: choose another name, or change that one (PUT /api/channels/" + name + ").");
        }
        PlatformSheet sheet;
        try {
            sheet = routes.sheet(platform, "platform", 1);
        } catch (Refused e) {
            throw new IllegalArgumentException("There is " + e.reasons().get(0).what().replaceFirst("^there is ", "") + ": " + e.reasons().get(0).remedy() + ".");
        }
        if (sheet.settings() == null) {
            throw new Conflict("The platform's sheet " + sheet.file() + " can't be read: mend it.");
        }
        if (settings.elsewhere(name, sheet.settings().keySet())) {
            throw new Conflict("There are settings channels." + name + ".* in application.yaml or the environment, and a channel has its settings in one place: take them away there, or choose another name.");
        }
        return sheet;
    }

    /** The file of a new channel; {@link Conflict} where its platform has no template. */
    static byte[] file(RoutesFolder routes, PlatformSheet sheet, String name) {
        try {
            return routes.fromTemplate(sheet.folder(), name);
        } catch (Refused e) {
            throw new Conflict("Channels of this platform can't be made here, because " + RoutesFolder.template(sheet.folder()) + " is not there: write it, a channel's file with CHANNEL for the name.");
        }
    }

    /** The file of a channel that there is. */
    static byte[] file(RoutesFolder routes, String name) {
        try {
            return routes.bytes(RoutesFolder.file(name));
        } catch (Refused e) {
            throw new Conflict("The file " + RoutesFolder.file(name) + " is gone from baton.routes: put it back, or delete the channel.");
        }
    }

    /** The platform of a channel that there is. */
    static PlatformSheet sheet(RoutesFolder routes, String name) {
        file(routes, name);
        try {
            return ChannelFiles.read(routes, name).sheet();
        } catch (Refused e) {
            throw new Conflict("The channel's file can't be read: " + e.getMessage() + ".");
        }
    }

    /** The settings with these laid over them; null takes one away. What the platform does not know is refused by its name. */
    static Map<String, String> merged(Map<String, String> before, Map<String, String> wanted, PlatformSheet sheet) {
        Map<String, String> values = new TreeMap<>(before);
        wanted.forEach((written, value) -> {
            String name = ChannelSettings.declared(sheet, written);
            if (ManagedChannel.ACTIVE.equals(name)) {
                throw new IllegalArgumentException("'active' is no setting here: use activate and deactivate.");
            }
            if (!written.equals(name)) {
                throw new IllegalArgumentException("'" + (written.matches("[\\w.-]{1,100}") ? written : "?") + "' is no setting of this platform's channels"
                        + (name == null ? "" : ", " + name + " is") + ". It declares " + sheet.settings().keySet().stream().sorted().collect(Collectors.joining(", ")) + "; README.md lists those of every channel.");
            }
            if (value == null) {
                values.remove(name);
            } else {
                values.put(name, good(name, value, isSecret(sheet, name)));
            }
        });
        return values;
    }

    private static String good(String name, String value, boolean secret) {
        if (value.length() > LONGEST || value.chars().anyMatch(letter -> Character.isISOControl(letter) && letter != '\n' && letter != '\t')) {
            throw new IllegalArgumentException("The value of '" + name + "' is too long, or holds a control character.");
        }
        if (SecretKeys.isSealed(value)) {
            throw new IllegalArgumentException("The value of '" + name + "' is an encrypted one: send the secret itself.");
        }
        if (!secret && (value.contains("{{") || value.contains("${"))) {
            // Routes would have it resolved, and so could show what this machine's environment holds.
            throw new IllegalArgumentException("The value of '" + name + "' holds {{ or ${, which routes take for a placeholder: write the value itself.");
        }
        return value;
    }

    /** Whether it is a secret, whichever way its name is written. */
    static boolean isSecret(PlatformSheet sheet, String name) {
        String declared = ChannelSettings.declared(sheet, name);
        return sheet.settings().containsKey(declared) && sheet.settings().get(declared).secret();
    }

    /** The settings that a channel made by hand runs with. */
    static Map<String, String> values(Channel channel, PlatformSheet sheet) {
        Map<String, String> values = new TreeMap<>();
        if (channel != null && channel.version() != null) {
            sheet.settings().keySet().stream().filter(name -> channel.version().setting(name) != null).forEach(name -> values.put(name, channel.version().setting(name)));
        }
        return values;
    }
}
