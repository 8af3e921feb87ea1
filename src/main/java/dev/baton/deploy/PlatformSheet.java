package dev.baton.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.baton.camel.Refused;
import dev.baton.conversation.Deadlines;
import dev.baton.event.EventType;
import dev.baton.event.NoticeKind;
import dev.baton.ledger.Channels.OnUnknown;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.Node;

/**
 * What a platform's {@code platform.yaml} declares.
 *
 * @param file          of the sheet, relative to the routes folder
 * @param names         the names it answers to
 * @param sides         which sides its channels play
 * @param settings      by name
 * @param authorization how calls are authorised, or null
 * @param headers       lower-case names of HTTP headers that its routes may send beside the usual ones
 * @param takes         the types of events that it wants to be told
 * @param perPerson     true where its lanes are of persons
 * @param concurrency   how many deliveries at once
 * @param onUnknown     what to do with unknown outcomes, for every type that it takes
 * @param deadlines     of conversations that its channels are the desk of
 * @param media         how it stands with files
 * @param notices       the notices that can be shown there, each with whether it is told where no setting says otherwise
 * @param limits        how fast it may be called
 */
public record PlatformSheet(String file, Set<String> names, Set<Side> sides, Map<String, Setting> settings, Authorization authorization,
        Set<String> headers, Set<EventType> takes, boolean perPerson, int concurrency, Map<EventType, OnUnknown> onUnknown, Deadlines deadlines,
        Media media, Map<NoticeKind, Boolean> notices, Limits limits) {

    private static final ObjectMapper YAML = YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    /** The sides that a channel may play. */
    public enum Side {
        customer, bot, desk
    }

    /** A setting of the platform's channels; {@code otherwise} is what holds where nothing is set. */
    public record Setting(boolean required, boolean secret, String example, @JsonProperty("default") String otherwise, String about) {
    }

    /** Either {@code header}: the setting with the header's whole value; or {@code basic}: the settings with login and password. */
    public record Authorization(String header, List<String> basic) {
    }

    /** How files get to a channel. */
    public enum Send {
        link, upload
    }

    /**
     * Files.
     *
     * @param fetch         whether those that come from it are fetched at once; else their addresses are passed on as they are
     * @param send          how its routes pass them to it: as our link, or as an upload made by {@code baton:form}
     * @param authorization whether files on its own host are fetched with the authorization of calls
     */
    public record Media(Boolean fetch, Send send, Boolean authorization) {

        /** What is not said: fetched, sent as a link, without authorization. */
        public Media {
            fetch = fetch == null || fetch;
            send = send == null ? Send.link : send;
            authorization = authorization != null && authorization;
        }
    }

    /**
     * How fast the platform may be called.
     *
     * @param perSecond by the end of the calls' path, the setting with the number of calls a second
     * @param pause     for calls to that path after a 429 that names no time itself
     */
    public record Limits(Map<String, String> perSecond, Duration pause) {

        private static Limits of(String file, int line, Calls calls, Map<String, Setting> settings) {
            if (calls == null || calls.limits == null) {
                return new Limits(Map.of(), Duration.ZERO);
            }
            need(file, line, !settings.keySet().containsAll(calls.limits.values()), "calls.limits names a setting that is not declared: " + calls.limits.values(), "declare it under settings");
            try {
                return new Limits(Map.copyOf(calls.limits), calls.pause == null ? Duration.ZERO : Times.of(calls.pause));
            } catch (IllegalArgumentException e) {
                throw new Refused(file, line, "calls.pause: " + e.getMessage(), "mend it");
            }
        }
    }

    private enum Lane {
        conversation, person
    }

    private record Calls(Authorization authorization, List<String> headers, Map<String, String> limits, String pause) {
    }

    private record Written(List<String> names, List<Side> sides, LinkedHashMap<String, Setting> settings, Calls calls, List<EventType> takes, Lane lane,
            Integer concurrency, Map<EventType, OnUnknown> unknown, Map<String, String> deadlines, Media media,
            JsonNode notices) {
    }

    /** The sheet in these bytes; {@link Refused} says what is wrong with it. */
    public static PlatformSheet read(String file, byte[] bytes) {
        Written written;
        Node root = YamlTree.read(file, bytes);
        try {
            written = YAML.readValue(bytes, Written.class);
        } catch (JsonMappingException e) {
            throw SheetRefusal.of(file, e);
        } catch (IOException e) {
            throw new Refused(file, e instanceof JsonProcessingException at ? line(at) : 1, "is no YAML: " + e.getMessage(), "mend the platform sheet");
        }
        need(file, 1, written.names == null || written.names.isEmpty(), "names are missing", "add names: [<the platform's name>]");
        need(file, 1, written.sides == null || written.sides.isEmpty(), "sides are missing", "add sides: [customer], [bot] or [desk]");
        Map<String, Setting> settings = written.settings == null ? Map.of() : written.settings;
        Authorization authorization = written.calls == null ? null : written.calls.authorization;
        if (authorization != null) {
            List<String> used = authorization.header != null ? List.of(authorization.header) : authorization.basic;
            need(file, line(root, "calls"), used == null || authorization.header == null && used.size() != 2, "calls.authorization is not understood",
                    "write {header: <setting>} or {basic: [<login setting>, <password setting>]}");
            need(file, line(root, "calls"), !settings.keySet().containsAll(used), "calls.authorization names a setting that is not declared: " + used, "declare it under settings");
        }
        Set<EventType> takes = written.takes == null ? Set.of() : Set.copyOf(written.takes);
        Set<String> headers = written.calls == null || written.calls.headers == null ? Set.of()
                : written.calls.headers.stream().map(header -> header.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        return new PlatformSheet(file, Set.copyOf(written.names), Set.copyOf(written.sides), settings, authorization, headers, takes,
                written.lane == Lane.person, written.concurrency == null ? 8 : Math.max(1, written.concurrency), unknown(takes, written.unknown),
                deadlines(file, line(root, "deadlines"), written.deadlines == null ? Map.of() : written.deadlines),
                written.media == null ? new Media(null, null, null) : written.media, notices(file, line(root, "notices"), written.notices),
                Limits.of(file, line(root, "calls"), written.calls, settings));
    }

    /** The path of the platform's folder, relative to the routes folder. */
    public String folder() {
        return file.substring(0, file.lastIndexOf('/'));
    }

    /** Where the sheet is silent: a person decides about what customers or agents would see twice, anything else is repeated. */
    private static Map<EventType, OnUnknown> unknown(Set<EventType> takes, Map<EventType, OnUnknown> written) {
        Map<EventType, OnUnknown> all = new EnumMap<>(EventType.class);
        for (EventType type : takes) {
            all.put(type, type == EventType.MESSAGE || type == EventType.HANDOVER_REQUESTED ? OnUnknown.ask : OnUnknown.repeat);
        }
        if (written != null) {
            all.putAll(written);
        }
        return all;
    }

    private static Deadlines deadlines(String file, int line, Map<String, String> written) {
        try {
            return Care.deadlines(written, Deadlines.DEFAULT);
        } catch (IllegalArgumentException e) {
            throw new Refused(file, line, e.getMessage(), "mend the platform sheet");
        }
    }

    /** A list of kinds, or each kind with whether it is told unless a setting says otherwise. */
    private static Map<NoticeKind, Boolean> notices(String file, int line, JsonNode written) {
        Map<NoticeKind, Boolean> notices = new EnumMap<>(NoticeKind.class);
        try {
            if (written != null && written.isArray()) {
                written.forEach(kind -> notices.put(NoticeKind.of(kind.asText()), true));
            } else if (written != null) {
                written.properties().forEach(kind -> notices.put(NoticeKind.of(kind.getKey()), Care.on("notices." + kind.getKey(), kind.getValue().asText())));
            }
        } catch (IllegalArgumentException e) {
            throw new Refused(file, line, "notices: " + e.getMessage(), "write [agent-left, closed], or {agent-left: true, closed: false} for those that a setting must ask for");
        }
        return notices;
    }

    private static void need(String file, int line, boolean missing, String what, String remedy) {
        if (missing) {
            throw new Refused(file, line, what, remedy);
        }
    }

    private static int line(Node root, String key) {
        return Math.max(1, YamlTree.line(YamlTree.get(root, key)));
    }

    private static int line(JsonProcessingException e) {
        return e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
    }
}
