package dev.baton.deploy.lint;

import dev.baton.camel.Door;
import dev.baton.deploy.source.ChannelFiles;
import dev.baton.deploy.source.ChannelSettings;
import dev.baton.deploy.source.Near;
import dev.baton.deploy.source.PlatformSheet;
import dev.baton.deploy.source.RoutesFolder;
import dev.baton.deploy.source.Times;
import dev.baton.deploy.source.YamlTree;
import dev.baton.webhook.Proof;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;

/** Where a channel's routes begin and where they send to: only places that there are, with options that these places have. */
final class UriRules {

    private static final Map<String, Set<String>> COMPONENTS = Map.of("baton", Set.of(), "direct", Set.of(), "jslt", Set.of(),
            "http", Set.of("throwExceptionOnFailure", "okStatusCodeRange", "httpMethod"), "https", Set.of("throwExceptionOnFailure", "okStatusCodeRange", "httpMethod"),
            "log", Set.of("level", "showAll", "showBody", "showHeaders", "showVariables"));

    private final ChannelFiles version;
    private final ChannelSettings settings;
    private final Findings findings;
    private final FlowRules flows;
    private final MappingRules mappings;
    private final SecretRules secrets;
    private final Set<Door> doors = EnumSet.noneOf(Door.class);

    UriRules(ChannelFiles version, ChannelSettings settings, Findings findings, FlowRules flows, MappingRules mappings, SecretRules secrets) {
        this.version = version;
        this.settings = settings;
        this.findings = findings;
        this.flows = flows;
        this.mappings = mappings;
        this.secrets = secrets;
    }

    /** One place: {@code holder} is the text itself, or a mapping with uri and parameters. */
    void check(Node holder, boolean from) {
        Node node = holder instanceof MappingNode ? YamlTree.get(holder, "uri") : holder;
        if (YamlTree.text(node) == null) {
            return;
        }
        secrets.uri(node, YamlTree.text(node));
        String written = findings.resolve(node, YamlTree.text(node));
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, Node> parameters = new LinkedHashMap<>();
        for (NodeTuple entry : YamlTree.entries(YamlTree.get(holder, "parameters"))) {
            String name = YamlTree.text(entry.getKeyNode());
            parameters.put(name, entry.getKeyNode());
            values.put(name, findings.resolve(entry.getValueNode(), YamlTree.text(entry.getValueNode())));
        }
        if (written.contains("?")) {
            findings.find(node, "the options stand in the uri", "write them under parameters: beside it");
            Arrays.stream(written.split("\\?", 2)[1].split("&")).forEach(pair -> parameters.put(pair.split("=", 2)[0], node));
        }
        String uri = written.split("\\?", 2)[0].replace("://", ":");
        String scheme = uri.split(":", 2)[0];
        String rest = uri.substring(Math.min(uri.length(), scheme.length() + 1));
        if (!COMPONENTS.containsKey(scheme)) {
            findings.find(node, "the component " + scheme + " is not taken", Near.or(scheme, COMPONENTS.keySet(), "the components are baton, direct, http, https, jslt and log"));
            return;
        }
        if (from) {
            flows.begin(node, scheme.equals("direct") ? rest : null);
            if (!scheme.equals("direct") && !scheme.equals("baton")) {
                findings.find(node, "no route can begin at " + scheme, "begin it at a baton: door or at direct:<name>");
            }
        } else if (scheme.equals("direct")) {
            flows.call(node, rest);
        } else if (scheme.equals("jslt") && !rest.startsWith("routes:")) {
            findings.find(node, "a mapping must be one of the channel's own files", "write jslt:routes:<platform>/<name>.jslt");
        } else if (scheme.equals("jslt")) {
            mappings.used(YamlTree.line(node), rest);
        }
        if (scheme.equals("baton")) {
            door(node, rest, parameters, values, from);
        } else {
            parameters.forEach((name, at) -> option(scheme, name, at));
        }
    }

    private void option(String scheme, String name, Node at) {
        Set<String> options = new TreeSet<>(COMPONENTS.get(scheme));
        boolean web = scheme.startsWith("http");
        if (!options.contains(name)) {
            findings.find(at, scheme + " has no option " + name + (web ? " here (it would be sent to the platform as a query parameter)" : ""), Near.or(name, options,
                    web ? "its options are " + options + "; times are set by baton.http.*, a query by the header CamelHttpQuery" : options.isEmpty() ? "take it out" : "its options are " + options));
        }
    }

    private void door(Node node, String rest, Map<String, Node> parameters, Map<String, String> values, boolean from) {
        String[] parts = rest.split("/", 2);
        Door door = Door.of(parts[0]);
        if (door == null) {
            findings.find(node, "baton:" + rest + " is no door", Near.or("baton:", parts[0], parts.length > 1 ? "/" + parts[1] : "",
                    Arrays.stream(Door.values()).map(Door::text).toList(), "the doors are " + Door.names()));
            return;
        }
        if (parts.length < 2 || !parts[1].equals(version.channel())) {
            boolean second = from && parts.length > 1 && Near.to(parts[1], List.of(version.channel())).isEmpty();
            findings.find(node, "baton:" + rest + " is not a door of channel " + version.channel(), second
                    ? "one file is one channel: give " + parts[1] + " a file of its own, " + RoutesFolder.file(parts[1]) : "write baton:" + door.text() + "/{{channel.name}}");
        }
        if (door.in() != from || door == Door.DEAD_LETTER) {
            findings.find(node, door.in() ? "nothing can be sent to baton:" + door.text() : from ? "no route can begin at baton:" + door.text() : "baton:dead-letter is only a name",
                    door.in() ? "a route begins there" : "a route begins at webhook, inbox, deliver, poll, check or register, and sends to accept, later, outcome or form");
        } else if (!doors.add(door) && from) {
            findings.find(node, "two routes begin at baton:" + door.text(), "one door, one route");
        }
        if (from && door.asks()) {
            flows.asked(node, door);
        } else if (door == Door.OUTCOME) {
            flows.says();
        }
        parameters.forEach((name, at) -> {
            if (!door.takes(name)) {
                findings.find(at, "baton:" + door.text() + " has no parameter " + name, Near.or(name, door.parameters(), "its parameters are " + door.parameters()));
            }
        });
        if (from) {
            values(node, door, parameters, values);
        }
    }

    /** Values that would else only be found when the channel is built, without a line. */
    private void values(Node node, Door door, Map<String, Node> parameters, Map<String, String> values) {
        for (String name : List.of("giveUpAfter", "every")) {
            if (door.takes(name) && values.get(name) != null) {
                understood(parameters.get(name), "mend " + name, () -> Times.of(values.get(name)));
            }
        }
        choice(parameters, values, "lane", List.of("conversation", "person"));
        choice(parameters, values, "onUnknownOutcome", List.of("repeat", "verify", "ask"));
        if (door == Door.WEBHOOK) {
            understood(parameters.getOrDefault("proof", node), "mend the parameters of baton:webhook/" + version.channel() + " or the channel's settings", () -> Proof.of(values, settings::value));
        }
    }

    private void choice(Map<String, Node> parameters, Map<String, String> values, String name, List<String> choices) {
        String value = values.get(name);
        if (value != null && !choices.contains(value)) {
            findings.find(parameters.get(name), name + " can't be " + value, Near.or(value, choices, "write one of " + choices));
        }
    }

    private void understood(Node at, String remedy, Runnable reading) {
        try {
            reading.run();
        } catch (IllegalArgumentException e) {
            findings.find(at, e.getMessage(), remedy);
        }
    }

    /** When all places are known: what is missing. */
    void whole() {
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
        if (version.sheet().signature() != null && doors.contains(Door.FORM)) {
            findings.find(1, "calls are signed (calls.signature in the platform sheet), and a route uploads files", "an upload can't be signed: take baton:form or calls.signature out");
        }
        if (doors.contains(Door.LATER) && !doors.contains(Door.INBOX)) {
            findings.find(1, "baton:later is used and nobody reads what it keeps", "add a route from baton:inbox/" + version.channel());
        }
    }
}
