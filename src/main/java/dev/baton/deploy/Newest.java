package dev.baton.deploy;

import dev.baton.camel.Refused;
import dev.baton.deploy.source.ChannelFiles;
import dev.baton.deploy.source.ChannelSettings;
import dev.baton.deploy.source.PlatformSheet;
import dev.baton.deploy.source.RoutesFolder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.springframework.util.PlaceholderResolutionException;

/**
 * A channel as the newest files and settings would have it.
 *
 * @param name     the channel's name
 * @param folder   where they were read: a channel that waits for a file to be whole has another than those that don't
 * @param version  content hash of its files; of its own file alone where it can't be read
 * @param files    null where they can't be read
 * @param settings null where they can't be read
 * @param refused  why it can't be read, else null
 * @param inputs   all that it depends on, by name, for {@link Edit#between}
 */
record Newest(String name, RoutesFolder folder, String version, ChannelFiles files, ChannelSettings settings, Refused refused, Map<String, Object> inputs) {

    /** What changes for several channels at once, so that they belong together. */
    private static final String SETTINGS = "settings";

    /** All channels of a folder, by name. */
    static Map<String, Newest> all(RoutesFolder folder, BinaryOperator<String> settings) {
        Map<String, Newest> all = new TreeMap<>();
        folder.channels().forEach(name -> all.put(name, of(folder, name, settings)));
        return all;
    }

    /** Whether an input of that name is a file. */
    static boolean isFile(String input) {
        return !input.equals(SETTINGS);
    }

    static Newest of(RoutesFolder folder, String name, BinaryOperator<String> settings) {
        return of(folder, name, sheet -> ChannelSettings.of(name, sheet, settings));
    }

    private static Newest of(RoutesFolder folder, String name, Function<PlatformSheet, ChannelSettings> settings) {
        Map<String, Object> inputs = new TreeMap<>();
        String own = RoutesFolder.file(name);
        inputs.put(own, content(folder.bytes(own)));
        ChannelFiles files;
        try {
            files = ChannelFiles.read(folder, name);
        } catch (Refused e) {
            // A platform that is written, or mended, may make it readable.
            folder.sheets().forEach(sheet -> inputs.put(sheet, content(folder.bytes(sheet))));
            return new Newest(name, folder, ChannelFiles.hash(Map.of(own, folder.bytes(own))), null, null, e, inputs);
        }
        files.files().forEach((file, bytes) -> inputs.put(file, content(bytes)));
        folder.under(files.sheet().folder()).forEach((file, bytes) -> inputs.put(file, content(bytes)));
        try {
            ChannelSettings values = settings.apply(files.sheet());
            inputs.put(SETTINGS, List.of(values.values(), values.undeclared()));
            return new Newest(name, folder, files.version(), files, values, null, inputs);
        } catch (Refused e) {
            inputs.put(SETTINGS, e.getMessage());
            return new Newest(name, folder, files.version(), files, null, e, inputs);
        } catch (IllegalArgumentException e) {
            // The exception's own words may hold the value.
            String which = e instanceof PlaceholderResolutionException unresolved ? "${" + unresolved.getPlaceholder() + "}" : "${...}";
            Refused refused = new Refused(own, 1, "a setting under channels." + name + " refers to " + which + ", which has no value", "give it one, or write the value itself");
            inputs.put(SETTINGS, refused.getMessage());
            return new Newest(name, folder, files.version(), files, null, refused, inputs);
        }
    }

    /** The same with the files of an earlier version, which need not know all settings of today. */
    Newest with(RoutesFolder earlier, BinaryOperator<String> current) {
        Newest then = of(earlier, name, sheet -> new ChannelSettings(name, sheet, setting -> current.apply(name, setting)));
        Map<String, Object> known = new TreeMap<>(then.inputs);
        // An earlier version's samples are not kept: they count as unchanged.
        inputs.forEach((input, content) -> {
            if (input.contains("/samples/")) {
                known.put(input, content);
            }
        });
        return new Newest(name, earlier, then.version, then.files, then.settings, then.refused, known);
    }

    private static Object content(byte[] bytes) {
        return ByteBuffer.wrap(bytes);
    }
}
