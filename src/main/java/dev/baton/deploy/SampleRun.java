package dev.baton.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.camel.Coverage;
import dev.baton.camel.Door;
import dev.baton.camel.Doors;
import dev.baton.camel.HttpTimes;
import dev.baton.event.Json;
import dev.baton.event.Outcome;
import dev.baton.ledger.Claim;
import dev.baton.webhook.Body;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Runs samples through the real context of a channel's real files, whose ledger and network are a {@link Rehearsal}. The settings are the sheet's
 * defaults, and its examples where it has none. To build a context takes longer than to run a hundred samples, so they share one; only a sample that
 * changes a setting with which a context is built gets one of its own.
 */
public final class SampleRun implements AutoCloseable {

    /** The core's own: the address of calls and the proof of webhooks. */
    private static final Set<String> BUILT_WITH = Set.of("url", "header", "token");

    private static final Pattern PLACEHOLDER = Pattern.compile("channel\\.([\\w.-]+)");

    private final ChannelFiles files;
    private final Coverage coverage = new Coverage();
    private final Set<String> placeholders;
    private final Map<Map<String, String>, Stage> stages = new HashMap<>();

    private record Stage(Rehearsal rehearsal, Version version) {
    }

    /** For the samples of that channel's platform. */
    public SampleRun(ChannelFiles files) {
        this.files = files;
        this.placeholders = files.routes().values().stream().flatMap(route -> PLACEHOLDER.matcher(route).results()).map(found -> found.group(1)).collect(Collectors.toSet());
    }

    /** What differs from what the sample expects, a line each; empty where all is well. A channel that can't be built is refused. */
    List<String> run(Sample sample) {
        Map<String, String> given = given(sample.settings());
        Map<String, String> built = new TreeMap<>(given);
        built.keySet().removeIf(this::isFree);
        Stage stage = stages.computeIfAbsent(built, this::stage);
        Rehearsal rehearsal = stage.rehearsal;
        rehearsal.begin(sample.answers(), sample.cursor());
        Doors doors = stage.version.doors();
        doors.rehearse(settings(given).visible());
        List<String> found = new ArrayList<>();
        Outcome outcome = null;
        if (sample.webhook() != null) {
            JsonNode body = Body.KEPT.again(sample.webhook().body(), sample.webhook().contentType());
            Doors.Taken taken = doors.webhook(body, sample.webhook(), false);
            if (sample.refused() == null && taken.deadLetter() != null) {
                found.add("webhook: expected to be read, became a dead letter: " + taken.cause());
            } else if (sample.refused() != null && (taken.deadLetter() == null || !taken.cause().contains(sample.refused()))) {
                found.add(Differences.line("webhook", "a dead letter because of \"" + sample.refused() + "\"",
                        taken.deadLetter() == null ? "it read" : "one because of \"" + taken.cause() + "\""));
            }
            if (taken.later()) {
                outcome = work(doors, rehearsal, Door.INBOX, Claim.Work.inbox, body, sample);
            }
        } else if (sample.event() != null) {
            found.addAll(Contract.check("delivery", "event.json", sample.event()));
            outcome = work(doors, rehearsal, Door.DELIVER, Claim.Work.deliver, sample.event(), sample);
        } else {
            outcome = work(doors, rehearsal, Door.POLL, Claim.Work.poll, sample.poll(), sample);
        }
        found.addAll(rehearsal.breaches);
        requests(sample, rehearsal, found);
        if (outcome != null) {
            outcome(sample, outcome, found);
        }
        events(sample, rehearsal, found);
        return found;
    }

    /** Builds the context even if there is no sample: {@link dev.baton.camel.Refused} says why it can't be. */
    void build() {
        stages.computeIfAbsent(Map.of(), this::stage);
    }

    /** What all samples that ran so far have reached. */
    Coverage coverage() {
        return coverage;
    }

    private Stage stage(Map<String, String> given) {
        Rehearsal rehearsal = new Rehearsal(coverage);
        return new Stage(rehearsal, Build.version(files, settings(given), rehearsal, HttpTimes.DEFAULT, Clock.systemUTC(), rehearsal));
    }

    private ChannelSettings settings(Map<String, String> given) {
        Map<String, PlatformSheet.Setting> declared = files.sheet().settings();
        return new ChannelSettings(files.channel(), files.sheet(), name -> given.containsKey(name) ? given.get(name)
                : declared.containsKey(name) && declared.get(name).otherwise() == null ? declared.get(name).example() : null);
    }

    private static Map<String, String> given(JsonNode settings) {
        Map<String, String> given = new TreeMap<>();
        if (settings != null) {
            settings.properties().stream().filter(setting -> !setting.getValue().isNull()).forEach(setting -> given.put(setting.getKey(), setting.getValue().asText()));
        }
        return given;
    }

    /** Whether only mappings and expressions know that setting, from {@code $variables.settings}: nothing is built with it. */
    private boolean isFree(String setting) {
        PlatformSheet sheet = files.sheet();
        return sheet.settings().containsKey(setting) && !sheet.settings().get(setting).secret() && !BUILT_WITH.contains(setting) && !CommonSettings.NAMES.contains(setting)
                && !sheet.limits().perSecond().containsValue(setting) && !placeholders.contains(setting);
    }

    private static Outcome work(Doors doors, Rehearsal rehearsal, Door door, Claim.Work work, JsonNode body, Sample sample) {
        Claim claim = new Claim(new UUID(0, 1), 1, 1, "", work, Long.MAX_VALUE, null, sample.webhook(), null);
        Outcome outcome = doors.work(claim, door, body).outcome();
        rehearsal.learn(claim, outcome);
        return new Outcome(outcome.word(), outcome.why(), outcome.after(), rehearsal.references, rehearsal.events, outcome.cursor(), outcome.degraded());
    }

    private static void outcome(Sample sample, Outcome outcome, List<String> found) {
        ObjectNode expected = sample.outcome() == null ? Json.MAPPER.createObjectNode() : sample.outcome().deepCopy();
        if (!expected.has("outcome")) {
            expected.put("outcome", "done");
        }
        ObjectNode got = Json.json(outcome);
        String why = outcome.why() == null || expected.has("why") ? "" : " (" + outcome.why() + ")";
        expected.properties().forEach(part -> {
            if (part.getKey().equals("why")) {
                if (outcome.why() == null || !outcome.why().contains(part.getValue().asText())) {
                    found.add(Differences.line("outcome.why", "something with " + part.getValue(), String.valueOf(got.get("why"))));
                }
            } else if (!part.getKey().equals("events")) {
                List<String> differences = Differences.between("outcome." + part.getKey(), part.getValue(), got.get(part.getKey()));
                differences.forEach(line -> found.add(part.getKey().equals("outcome") ? line + why : line));
            }
        });
    }

    /** Events stand in events.json, or in outcome.json where an outcome brought them. An outcome.json that says nothing of events leaves them open. */
    private static void events(Sample sample, Rehearsal rehearsal, List<String> found) {
        JsonNode expected = sample.events() != null ? sample.events() : sample.outcome() == null ? null : sample.outcome().get("events");
        if (expected == null && sample.outcome() != null) {
            return;
        }
        ArrayNode got = Json.MAPPER.createArrayNode();
        rehearsal.events.forEach(event -> got.add(Json.json(event)));
        ArrayNode wanted = Json.MAPPER.createArrayNode();
        if (expected != null) {
            try {
                Json.events(expected).forEach(event -> wanted.add(Json.json(event)));
            } catch (IllegalArgumentException e) {
                found.add("events.json: " + e.getMessage());
                return;
            }
        }
        found.addAll(Differences.between("events", wanted, got));
    }

    private static void requests(Sample sample, Rehearsal rehearsal, List<String> found) {
        JsonNode expected = sample.requests() == null ? Json.MAPPER.createArrayNode() : sample.requests();
        for (int i = 0; i < Math.max(expected.size(), rehearsal.requests.size()); i++) {
            String path = "requests[" + i + "]";
            JsonNode want = expected.get(i);
            JsonNode got = rehearsal.requests.get(i);
            if (want == null || got == null) {
                found.add(Differences.line(path, want == null ? "nothing" : want.toString(), got == null ? "nothing" : got.toString()));
                continue;
            }
            for (String part : List.of("method", "path", "body")) {
                found.addAll(Differences.between(path + "." + part, want.get(part), got.get(part)));
            }
            found.addAll(Differences.between(path + ".query", query(want.get("query")), query(got.get("query"))));
            want.path("headers").properties().forEach(header -> found.addAll(Differences.between(path + ".headers." + header.getKey(), header.getValue(),
                    got.get("headers").get(header.getKey().toLowerCase(Locale.ROOT)))));
        }
    }

    /** Both {@code "a=1&b=2"} and an object of names and values are taken; the order and the way of encoding do not matter. */
    private static JsonNode query(JsonNode written) {
        if (written == null || !written.isTextual()) {
            return written == null || written.isEmpty() ? null : written;
        }
        ObjectNode query = Json.MAPPER.createObjectNode();
        Arrays.stream(written.asText().split("&")).filter(pair -> !pair.isEmpty()).map(pair -> pair.split("=", 2)).forEach(pair -> {
            String name = decode(pair[0]);
            String value = pair.length == 1 ? "" : decode(pair[1]);
            query.put(name, query.has(name) ? query.get(name).asText() + "," + value : value);
        });
        return query.isEmpty() ? null : query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        stages.values().forEach(stage -> stage.version.stop());
    }
}
