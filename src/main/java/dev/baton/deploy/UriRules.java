package dev.baton.deploy;

import dev.baton.camel.Door;
import dev.baton.camel.Mappings;
import dev.baton.camel.Refusal;
import dev.baton.camel.Refused;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Where a channel's routes begin and where they send to: only places that there are, with options that these places have. */
final class UriRules {

    private final ChannelFiles version;
    private final Findings findings;
    private final Mappings mappings;
    private final Set<Door> doors = EnumSet.noneOf(Door.class);
    private final Map<String, Node> begins = new LinkedHashMap<>();
    private final Map<String, Refusal> calls = new LinkedHashMap<>();

    UriRules(ChannelFiles version, Findings findings) {
        this.version = version;
        this.findings = findings;
        this.mappings = version.mappings();
    }

    /** One place: {@code holder} is the text itself, or a mapping with uri and parameters. */
    void check(Node holder, boolean from) {
        Node node = holder instanceof MappingNode ? YamlTree.get(holder, "uri") : holder;
        if (node == null) {
            findings.find(holder, "no uri", "add uri: <where to>");
            return;
        }
        String written = findings.resolve(node, YamlTree.text(node));
        String uri = written.split("\\?", 2)[0].replace("://", ":");
        Map<String, Node> parameters = YamlTree.flat(YamlTree.get(holder, "parameters"));
        if (written.contains("?")) {
            for (String pair : written.split("\\?", 2)[1].split("&")) {
                parameters.put(pair.split("=", 2)[0], node);
            }
        }
        String scheme = uri.split(":", 2)[0];
        String rest = uri.substring(Math.min(uri.length(), scheme.length() + 1));
        switch (scheme) {
            case "baton" -> door(node, rest, parameters, from);
            case "direct" -> {
                if (!from) {
                    calls.putIfAbsent(rest, new Refusal(findings.file(), YamlTree.line(node), "direct:" + rest + " leads nowhere", "write a route from direct:" + rest + ", or mend the name"));
                } else if (begins.putIfAbsent(rest, node) != null) {
                    findings.find(node, "two routes begin at direct:" + rest, "a name of direct: belongs to one route");
                }
            }
            case "http", "https" -> parameters.forEach((name, at) -> {
                if (!StepRules.HTTP.contains(name)) {
                    findings.find(at, "http has no option " + name + " here (it would be sent to the platform as a query parameter)",
                            "its options are " + StepRules.HTTP.stream().sorted().toList() + "; times are set by baton.http.*, a query by the header CamelHttpQuery");
                }
            });
            case "jslt" -> {
                if (!rest.startsWith("routes:")) {
                    findings.find(node, "a mapping must be one of the channel's own files", "write jslt:routes:<platform>/<name>.jslt");
                } else {
                    compile(rest);
                }
            }
            case "log" -> {
            }
            default -> findings.find(node, "the component " + scheme + " is not taken", "the components are baton, direct, http, https, jslt and log");
        }
    }

    private void door(Node node, String rest, Map<String, Node> parameters, boolean from) {
        Door door = Door.of(rest.split("/", 2)[0]);
        if (door == null) {
            findings.find(node, "baton:" + rest + " is no door", "the doors are " + Door.names());
            return;
        }
        if (!rest.equals(door.text() + "/" + version.channel())) {
            findings.find(node, "baton:" + rest + " is not a door of channel " + version.channel(), "write baton:" + door.text() + "/{{channel.name}}");
        }
        if (door.in() != from || door == Door.DEAD_LETTER) {
            findings.find(node, door.in() ? "nothing can be sent to baton:" + door.text() : from ? "no route can begin at baton:" + door.text() : "baton:dead-letter is only a name",
                    door.in() ? "a route begins there" : "a route begins at webhook, inbox, deliver or poll, and sends to accept, later, outcome or form");
        } else if (!doors.add(door) && from) {
            findings.find(node, "two routes begin at baton:" + door.text(), "one door, one route");
        }
        parameters.forEach((name, at) -> {
            if (!door.takes(name)) {
                findings.find(at, "baton:" + door.text() + " has no parameter " + name, "its parameters are " + door.parameters());
            }
        });
    }

    /** When all places are known: what is missing. */
    void whole() {
        calls.forEach((name, nowhere) -> {
            if (!begins.containsKey(name)) {
                findings.add(List.of(nowhere));
            }
        });
        findings.in(RoutesFolder.file(version.channel()));
        if (!doors.contains(Door.WEBHOOK) && !doors.contains(Door.POLL)) {
            findings.find(1, "there is no way in", "add a route from baton:webhook/" + version.channel() + " (or baton:poll): the side " + version.sheet().sides() + " needs one");
        }
        if (!doors.contains(Door.DELIVER)) {
            findings.find(1, "there is no way out", "add a route from baton:deliver/" + version.channel() + ": the side " + version.sheet().sides() + " needs one");
        }
        if (version.sheet().media().send() == PlatformSheet.Send.upload && !doors.contains(Door.FORM)) {
            findings.find(1, "the platform sheet says media: {send: upload}, and no route uploads anything",
                    "put baton:form/{{channel.name}} before the call that takes files, or say send: link");
        }
        if (doors.contains(Door.LATER) && !doors.contains(Door.INBOX)) {
            findings.find(1, "baton:later is used and nobody reads what it keeps", "add a route from baton:inbox/" + version.channel());
        }
    }

    private void compile(String mapping) {
        try {
            mappings.mapping(mapping);
        } catch (Refused e) {
            findings.add(e.reasons());
        }
    }
}
