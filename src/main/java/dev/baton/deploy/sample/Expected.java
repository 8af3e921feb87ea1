package dev.baton.deploy.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.camel.Refusal;
import dev.baton.deploy.source.RoutesFolder;
import dev.baton.event.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Holds what came of a sample against what it expects. */
final class Expected {

    private final RoutesFolder folder;
    private final Sample sample;
    private final Played played;
    private final List<Refusal> found = new ArrayList<>();

    private Expected(RoutesFolder folder, Sample sample, Played played) {
        this.folder = folder;
        this.sample = sample;
        this.played = played;
    }

    /** What differs, each with the file and line that expects it; empty where all is well. */
    static List<Refusal> differences(RoutesFolder folder, Sample sample, Played played) {
        Expected expected = new Expected(folder, sample, played);
        expected.webhook();
        played.breaches().forEach(breach -> expected.find("", "", breach));
        expected.requests();
        if (played.outcome() != null) {
            expected.outcome();
        }
        expected.events();
        return expected.found;
    }

    private void find(String part, String path, String what) {
        String file = sample.name() + "/" + part;
        boolean there = folder.under(sample.name()).containsKey(file);
        String inFile = path.replaceFirst("^[a-z]+", "");
        found.add(new Refusal(there ? file : sample.name(), there && part.endsWith(".json") ? new JsonLines(folder.bytes(file)).line(inFile) : there ? 1 : 0,
                (path.isEmpty() ? "" : path + ": ") + what, "mend the mapping, or the sample"));
    }

    private void find(String part, List<Differences.Difference> differences) {
        differences.forEach(difference -> find(part, difference.path(), difference.what()));
    }

    private void webhook() {
        String cause = played.unreadable();
        if (played.taken() != null && sample.refused() == null && cause != null) {
            find("", "webhook", "expected to be read, became a dead letter: " + cause);
        } else if (sample.refused() != null && (cause == null || !cause.contains(sample.refused()))) {
            find("refused.txt", "webhook", "expected a dead letter because of \"" + sample.refused() + "\", got " + (cause == null ? "it read" : "one because of \"" + cause + "\""));
        }
    }

    private void outcome() {
        ObjectNode expected = sample.outcome() == null ? Json.MAPPER.createObjectNode() : sample.outcome().deepCopy();
        if (!expected.has("outcome")) {
            expected.put("outcome", "done");
        }
        ObjectNode got = Json.json(played.outcome());
        String why = played.outcome().why();
        expected.properties().forEach(part -> {
            String path = "outcome." + part.getKey();
            if (part.getKey().equals("why")) {
                if (why == null || !why.contains(part.getValue().asText())) {
                    find("outcome.json", path, "expected something with " + part.getValue() + ", got " + (why == null ? "nothing" : got.get("why")));
                }
            } else if (!part.getKey().equals("events")) {
                String because = part.getKey().equals("outcome") && why != null && !expected.has("why") ? " (" + why + ")" : "";
                // Whoever expects none of something writes an empty list; what came has no entry then.
                JsonNode came = part.getValue().isArray() && !got.has(part.getKey()) ? Json.MAPPER.createArrayNode() : got.get(part.getKey());
                Differences.between(path, part.getValue(), came).forEach(difference -> find("outcome.json", difference.path(), difference.what() + because));
            }
        });
    }

    /** Events stand in events.json, or in outcome.json where an outcome brought them. An outcome.json that says nothing of events leaves them open. */
    private void events() {
        JsonNode expected = sample.events() != null ? sample.events() : sample.outcome() == null ? null : sample.outcome().get("events");
        if (expected == null && sample.outcome() != null) {
            return;
        }
        ArrayNode wanted = Json.MAPPER.createArrayNode();
        if (expected != null) {
            try {
                Json.events(expected).forEach(event -> wanted.add(Json.json(event)));
            } catch (IllegalArgumentException e) {
                find("events.json", "", e.getMessage());
                return;
            }
        }
        if (sample.events() == null && expected != null) {
            find("outcome.json", Differences.between("outcome.events", wanted, played.events()));
        } else {
            find("events.json", Differences.between("events", wanted, played.events()));
        }
    }

    private void requests() {
        JsonNode expected = sample.requests() == null ? Json.MAPPER.createArrayNode() : sample.requests();
        for (SideBySide.Pair pair : SideBySide.of(expected, played.requests())) {
            String path = "requests[" + (pair.expected() < 0 ? pair.got() : pair.expected()) + "]";
            JsonNode want = expected.get(pair.expected());
            JsonNode got = played.requests().get(pair.got());
            if (want == null || got == null) {
                find("requests.json", path, want == null ? Differences.unexpected(Recording.request(got)) : Differences.missing(want));
                continue;
            }
            for (String part : List.of("method", "path", "body")) {
                find("requests.json", Differences.between(path + "." + part, want.get(part), got.get(part)));
            }
            find("requests.json", Differences.between(path + ".query", query(want.get("query")), query(got.get("query"))));
            want.path("headers").properties().forEach(header -> find("requests.json", Differences.between(path + ".headers." + header.getKey(), header.getValue(),
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
}
