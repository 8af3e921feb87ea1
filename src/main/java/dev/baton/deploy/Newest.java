package dev.baton.deploy;

import dev.baton.camel.Refused;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * A channel as the newest files and settings would have it.
 *
 * @param name     the channel's name
 * @param version  content hash of its files; of its own file alone where it can't be read
 * @param files    null where they can't be read
 * @param settings null where they can't be read
 * @param refused  why it can't be read, else null
 * @param inputs   all that it depends on, by name, for {@link Edit#between}
 */
record Newest(String name, String version, ChannelFiles files, ChannelSettings settings, Refused refused, Map<String, Object> inputs) {

    /** What changes for several channels at once, so that they belong together. */
    private static final String SETTINGS = "settings";

    /** All channels of a folder, by name. */
    static Map<String, Newest> all(RoutesFolder folder, BinaryOperator<String> settings) {
        Map<String, Newest> all = new TreeMap<>();
        folder.channels().forEach(name -> all.put(name, of(folder, name, settings)));
        return all;
    }

    static Newest of(RoutesFolder folder, String name, BinaryOperator<String> settings) {
        Map<String, Object> inputs = new TreeMap<>();
        String own = RoutesFolder.file(name);
        inputs.put(own, content(folder.bytes(own)));
        ChannelFiles files;
        try {
            files = ChannelFiles.read(folder, name);
        } catch (Refused e) {
            // A platform that is written, or mended, may make it readable.
            folder.sheets().forEach(sheet -> inputs.put(sheet, content(folder.bytes(sheet))));
            return new Newest(name, ChannelFiles.hash(Map.of(own, folder.bytes(own))), null, null, e, inputs);
        }
        files.files().forEach((file, bytes) -> inputs.put(file, content(bytes)));
        folder.under(files.sheet().folder()).forEach((file, bytes) -> inputs.put(file, content(bytes)));
        try {
            ChannelSettings values = new ChannelSettings(name, files.sheet(), setting -> value(settings, name, setting));
            inputs.put(SETTINGS, values.values());
            return new Newest(name, files.version(), files, values, null, inputs);
        } catch (Refused e) {
            inputs.put(SETTINGS, e.getMessage());
            return new Newest(name, files.version(), files, null, e, inputs);
        }
    }

    /** The same with the files of an earlier version. */
    Newest with(RoutesFolder earlier, BinaryOperator<String> current) {
        Newest then = of(earlier, name, current);
        Map<String, Object> known = new TreeMap<>(then.inputs);
        // An earlier version's samples are not kept: they count as unchanged.
        inputs.forEach((input, content) -> {
            if (input.contains("/samples/")) {
                known.put(input, content);
            }
        });
        return new Newest(name, then.version, then.files, then.settings, then.refused, known);
    }

    private static String value(BinaryOperator<String> settings, String channel, String setting) {
        try {
            return settings.apply(channel, setting);
        } catch (IllegalArgumentException e) {
            // The exception's words may hold the value.
            throw new Refused(RoutesFolder.file(channel), 0, "the setting channels." + channel + "." + setting + " refers by ${...} to something that has no value",
                    "give it one, or write the value itself");
        }
    }

    private static Object content(byte[] bytes) {
        return ByteBuffer.wrap(bytes);
    }
}
