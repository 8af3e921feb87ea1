package dev.baton.deploy.source;

import dev.baton.camel.Refused;
import dev.baton.conversation.Deadlines;
import dev.baton.deploy.source.PlatformSheet.Authorization;
import dev.baton.deploy.source.PlatformSheet.Limits;
import dev.baton.deploy.source.PlatformSheet.Media;
import dev.baton.deploy.source.PlatformSheet.Send;
import dev.baton.deploy.source.PlatformSheet.Setting;
import dev.baton.deploy.source.PlatformSheet.Side;
import dev.baton.event.EventType;
import dev.baton.event.NoticeKind;
import dev.baton.ledger.Channels.OnUnknown;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;

/** Reads a platform sheet. What is not known, or can't be what it should, is refused, all of it at once, each with its line. */
final class SheetFile extends YamlEntries {

    private static final Function<EventType, String> TYPE = EventType::text;
    private static final List<String> ENTRIES = List.of("names", "sides", "settings", "calls", "takes", "lane", "concurrency", "unknown", "deadlines", "media", "notices", "shares", "begins", "talks", "unique");

    private SheetFile(String file, byte[] bytes) {
        super(file, bytes);
    }

    static PlatformSheet read(String file, byte[] bytes) {
        SheetFile sheet = new SheetFile(file, bytes);
        PlatformSheet read = sheet.read();
        if (!sheet.found.isEmpty()) {
            throw new Refused(sheet.found);
        }
        return read;
    }

    private PlatformSheet read() {
        known(root, "", ENTRIES);
        Set<String> names = new LinkedHashSet<>(texts(root, "names"));
        Set<Side> sides = new LinkedHashSet<>(choices(root, "sides", Side.values(), Side::name));
        need(null, names.isEmpty(), "names are missing", "add names: [<the platform's name>]");
        need(null, sides.isEmpty() && YamlTree.get(root, "sides") == null, "sides are missing", "add sides: [customer], [bot] or [desk]");
        Map<String, Setting> settings = settings();
        Node calls = known(YamlTree.get(root, "calls"), "calls.", List.of("authorization", "signature", "headers", "limits", "pause"));
        Set<EventType> takes = Set.copyOf(choices(root, "takes", EventType.values(), TYPE));
        Node lane = YamlTree.get(root, "lane");
        Node concurrency = YamlTree.get(root, "concurrency");
        need(concurrency, concurrency != null && !String.valueOf(YamlTree.text(concurrency)).matches("\\d{1,6}"), "concurrency is no number", "write how many deliveries may go on at once");
        return new PlatformSheet(file, names, sides, settings, authorization(calls, settings), signature(calls, settings),
                texts(calls, "headers").stream().map(header -> header.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet()), takes,
                lane != null && "person".equals(choice(lane, "lane", new String[] {"conversation", "person"}, String::valueOf)),
                concurrency == null || !found.isEmpty() ? 8 : Math.max(1, Integer.parseInt(YamlTree.text(concurrency))), unknown(takes), deadlines(), media(), notices(), limits(calls, settings),
                texts(root, "shares"), begins(sides), yes(root, "talks", false), unique(settings));
    }

    /** What begins a conversation: a handover, unless the sheet says that a message does. */
    private boolean begins(Set<Side> sides) {
        Node begins = YamlTree.get(root, "begins");
        need(begins, begins != null && !sides.contains(Side.customer), "begins is for the customer's side", "leave it out, or add the side customer");
        return begins != null && choice(begins, "begins", new String[] {"message"}, String::valueOf) != null;
    }

    private Map<String, Setting> settings() {
        Map<String, Setting> settings = new LinkedHashMap<>();
        for (NodeTuple entry : entries("settings")) {
            String name = YamlTree.text(entry.getKeyNode());
            Node about = known(entry.getValueNode(), "settings." + name + ".", List.of("required", "secret", "example", "default", "about"));
            settings.put(name, new Setting(yes(about, "required", false), yes(about, "secret", false), text(about, "example"), text(about, "default"), text(about, "about")));
        }
        return settings;
    }

    private Authorization authorization(Node calls, Map<String, Setting> settings) {
        Node node = known(YamlTree.get(calls, "authorization"), "calls.authorization.", List.of("header", "basic"));
        if (node == null) {
            return null;
        }
        String header = text(node, "header");
        List<String> used = header != null ? List.of(header) : texts(node, "basic");
        need(node, header == null && used.size() != 2, "calls.authorization is not understood", "write {header: <setting>} or {basic: [<login setting>, <password setting>]}");
        declared(node, "calls.authorization", used, settings);
        return new Authorization(header, header == null ? used : null);
    }

    private String signature(Node calls, Map<String, Setting> settings) {
        Node node = known(YamlTree.get(calls, "signature"), "calls.signature.", List.of("standard-webhooks"));
        String secret = node == null ? null : text(node, "standard-webhooks");
        need(node, node != null && secret == null, "calls.signature is not understood", "write {standard-webhooks: <setting>}");
        if (secret != null) {
            declared(node, "calls.signature", List.of(secret), settings);
            need(node, settings.containsKey(secret) && !settings.get(secret).secret(), "calls.signature names a setting that is no secret: " + secret, "declare it with secret: true");
        }
        return secret;
    }

    private List<String> unique(Map<String, Setting> settings) {
        List<String> unique = texts(root, "unique");
        declared(YamlTree.get(root, "unique"), "unique", unique, settings);
        return unique;
    }

    private Limits limits(Node calls, Map<String, Setting> settings) {
        Map<String, String> perSecond = new LinkedHashMap<>();
        Node limits = YamlTree.get(calls, "limits");
        YamlTree.entries(limits).forEach(entry -> perSecond.put(YamlTree.text(entry.getKeyNode()), YamlTree.text(entry.getValueNode())));
        declared(limits, "calls.limits", perSecond.values().stream().toList(), settings);
        Node pause = YamlTree.get(calls, "pause");
        try {
            return new Limits(perSecond, pause == null ? Duration.ZERO : Times.of(String.valueOf(YamlTree.text(pause))));
        } catch (IllegalArgumentException e) {
            need(pause, true, "calls.pause: " + e.getMessage(), "mend it");
            return null;
        }
    }

    private void declared(Node at, String path, List<String> used, Map<String, Setting> settings) {
        used.stream().filter(name -> !settings.containsKey(name)).forEach(name -> need(at, true, path + " names a setting that is not declared: " + name,
                Near.or(name, settings.keySet(), "declare it under settings")));
    }

    /** Where the sheet is silent: a person decides about what customers or agents would see twice, anything else is repeated. */
    private Map<EventType, OnUnknown> unknown(Set<EventType> takes) {
        Map<EventType, OnUnknown> all = new EnumMap<>(EventType.class);
        for (EventType type : takes) {
            all.put(type, type == EventType.MESSAGE || type == EventType.HANDOVER_REQUESTED ? OnUnknown.ask : OnUnknown.repeat);
        }
        for (NodeTuple entry : entries("unknown")) {
            EventType type = choice(entry.getKeyNode(), "unknown", EventType.values(), TYPE);
            OnUnknown rule = choice(entry.getValueNode(), "unknown." + YamlTree.text(entry.getKeyNode()), OnUnknown.values(), OnUnknown::name);
            if (type != null && rule != null) {
                all.put(type, rule);
            }
        }
        return all;
    }

    private Deadlines deadlines() {
        Map<String, String> written = new LinkedHashMap<>();
        entries("deadlines").forEach(entry -> written.put(YamlTree.text(entry.getKeyNode()), YamlTree.text(entry.getValueNode())));
        try {
            return Care.deadlines(written, Deadlines.DEFAULT);
        } catch (IllegalArgumentException e) {
            need(YamlTree.get(root, "deadlines"), true, e.getMessage(), "mend the platform sheet");
            return null;
        }
    }

    private Media media() {
        Node media = known(YamlTree.get(root, "media"), "media.", List.of("fetch", "send", "authorization"));
        Node send = YamlTree.get(media, "send");
        return new Media(yes(media, "fetch", true), send == null ? null : choice(send, "media.send", Send.values(), Send::name), yes(media, "authorization", false));
    }

    /** A list of kinds, or each kind with whether it is told unless a setting says otherwise. */
    private Map<NoticeKind, Boolean> notices() {
        Map<NoticeKind, Boolean> notices = new EnumMap<>(NoticeKind.class);
        Node written = YamlTree.get(root, "notices");
        try {
            YamlTree.items(written).forEach(kind -> notices.put(NoticeKind.of(YamlTree.text(kind)), true));
            YamlTree.entries(written).forEach(kind -> notices.put(NoticeKind.of(YamlTree.text(kind.getKeyNode())),
                    Care.on("notices." + YamlTree.text(kind.getKeyNode()), YamlTree.text(kind.getValueNode()))));
        } catch (IllegalArgumentException e) {
            need(written, true, "notices: " + e.getMessage(), "write [agent-left, closed], or {agent-left: true, closed: false} for those that a setting must ask for");
        }
        return notices;
    }
}
