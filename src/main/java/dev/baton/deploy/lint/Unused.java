package dev.baton.deploy.lint;

import dev.baton.camel.Refusal;
import dev.baton.camel.Refused;
import dev.baton.deploy.source.PlatformSheet;
import dev.baton.deploy.source.RoutesFolder;
import dev.baton.deploy.source.YamlTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** What lies in the routes folder and nobody uses: most often a name that was misspelt elsewhere, or a part of a file that was lost. */
public final class Unused {

    private Unused() {
    }

    /** In the folder of that platform, counting all its channels and those that its template would make, and in those channels' files. */
    public static List<Refusal> of(RoutesFolder folder, PlatformSheet sheet) {
        Map<String, Refusal> directs = new LinkedHashMap<>();
        Map<String, byte[]> files = folder.platform(sheet.folder());
        Map<String, byte[]> routes = new LinkedHashMap<>(files);
        for (String channel : folder.channels()) {
            routes.put(RoutesFolder.file(channel), folder.bytes(RoutesFolder.file(channel)));
        }
        String template = RoutesFolder.template(sheet.folder());
        if (folder.files().containsKey(template)) {
            routes.put(template, folder.files().get(template));
        }
        Set<String> called = new HashSet<>();
        Set<String> mappings = new HashSet<>();
        routes.forEach((file, bytes) -> {
            if (!file.endsWith(".camel.yaml")) {
                return;
            }
            try {
                uris(YamlTree.read(file, bytes), "", (holder, node) -> {
                    String uri = YamlTree.text(node).split("\\?", 2)[0];
                    if (holder.equals("from") && uri.startsWith("direct:") && files.containsKey(file)) {
                        directs.putIfAbsent(uri, new Refusal(file, YamlTree.line(node), "nobody calls " + uri, "take the route away, or mend the name where it is called"));
                    } else if (uri.startsWith("direct:")) {
                        called.add(uri);
                    } else if (uri.startsWith("jslt:routes:")) {
                        mappings.add(uri.substring("jslt:routes:".length()));
                    }
                });
            } catch (Refused e) {
                // Found by lint. What a file that can't be read would use is unknown.
                directs.clear();
                mappings.addAll(files.keySet());
            }
        });
        directs.keySet().removeAll(called);
        List<Refusal> unused = new ArrayList<>(directs.values());
        Deque<String> open = new ArrayDeque<>(mappings);
        while (!open.isEmpty()) {
            byte[] bytes = files.get(open.pop());
            if (bytes != null) {
                MappingRules.imports(new String(bytes, StandardCharsets.UTF_8)).stream().filter(mappings::add).forEach(open::push);
            }
        }
        files.keySet().stream().filter(file -> file.endsWith(".jslt") && !mappings.contains(file))
                .forEach(file -> unused.add(new Refusal(file, 1, "no route and no other mapping uses this mapping", "take it away, or name it where it is wanted")));
        return unused;
    }

    /** Files beside the channels' that look like channels and are none. */
    public static List<Refusal> strays(RoutesFolder folder) {
        return folder.strays().stream().map(file -> new Refusal(file, 1, "is no channel's file by its name, so nobody reads it",
                "name it " + file.replaceFirst("\\.(camel\\.)?ya?ml$", "") + ".camel.yaml, or take it away")).toList();
    }

    private static void uris(Node node, String holder, BiConsumer<String, Node> take) {
        YamlTree.items(node).forEach(item -> uris(item, holder, take));
        if (node instanceof MappingNode) {
            YamlTree.entries(node).forEach(entry -> {
                String key = YamlTree.text(entry.getKeyNode());
                Node value = entry.getValueNode();
                if ("uri".equals(key) && YamlTree.text(value) != null) {
                    take.accept(holder, value);
                } else {
                    uris(value, key, take);
                }
            });
        }
    }
}
