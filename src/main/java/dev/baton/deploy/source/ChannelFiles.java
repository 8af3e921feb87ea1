package dev.baton.deploy.source;

import dev.baton.camel.Mappings;
import dev.baton.camel.Refused;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.nodes.Node;

/**
 * A channel version's own copy of its files: the channel's, all of its platform's, and the texts of notices. A version reads nothing else afterwards.
 *
 * @param channel  the channel's name, which is its file's
 * @param sheet    of its platform
 * @param files    by path relative to the routes folder
 * @param mappings those among the files, compiled as they are asked for
 * @param version  content hash
 */
public record ChannelFiles(String channel, PlatformSheet sheet, Map<String, byte[]> files, Mappings mappings, String version) {

    /** What a channel's name looks like. */
    private static final String NAME = "[a-z0-9][a-z0-9-]{0,62}";

    /** Whether that can be a channel's name. */
    public static boolean isName(String name) {
        return name != null && name.matches(NAME);
    }

    /** Reads a channel's files; {@link Refused} says what is wrong before anything can be built. */
    public static ChannelFiles read(RoutesFolder routes, String channel) {
        String file = RoutesFolder.file(channel);
        if (!channel.matches(NAME)) {
            throw new Refused(file, 1, "'" + channel + "' can't be a channel's name", "use lower-case letters, digits and hyphens in the file's name");
        }
        byte[] bytes = routes.bytes(file);
        PlatformSheet sheet = routes.checked(platform(routes, file, YamlTree.read(file, bytes)));
        Map<String, byte[]> files = new TreeMap<>(routes.platform(sheet.folder()));
        files.putAll(routes.texts());
        files.put(file, bytes);
        return new ChannelFiles(channel, sheet, files, routes.mappings(sheet.folder()), hash(files));
    }

    private static PlatformSheet platform(RoutesFolder routes, String file, Node root) {
        PlatformSheet found = null;
        for (Node item : YamlTree.items(root)) {
            Node from = YamlTree.get(YamlTree.get(item, "route"), "from");
            Node platform = YamlTree.get(YamlTree.get(from, "parameters"), "platform");
            if (platform != null) {
                PlatformSheet sheet = routes.sheet(YamlTree.text(platform), file, YamlTree.line(platform));
                if (found != null && !found.file().equals(sheet.file())) {
                    throw new Refused(file, YamlTree.line(platform), "the channel's doors name two platforms", "a channel belongs to one platform: write two channels");
                }
                found = sheet;
            }
        }
        if (found == null) {
            throw new Refused(file, 1, "no door says which platform this channel belongs to", "add parameters: {platform: <name>} to its baton: doors");
        }
        return found;
    }

    /** Its files with routes, as text, by path. */
    public Map<String, String> routes() {
        Map<String, String> routes = new TreeMap<>();
        files.forEach((name, bytes) -> {
            if (name.endsWith(".camel.yaml")) {
                routes.put(name, new String(bytes, StandardCharsets.UTF_8));
            }
        });
        return routes;
    }

    /** Content hash of files. */
    public static String hash(Map<String, byte[]> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.forEach((name, bytes) -> {
                digest.update((name + '\n' + bytes.length + '\n').getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            });
            return HexFormat.of().formatHex(digest.digest(), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
