package dev.baton.deploy.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.camel.Refused;
import dev.baton.deploy.source.ChannelFiles;
import dev.baton.deploy.source.RoutesFolder;
import dev.baton.event.Json;
import dev.baton.event.Outcome;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what samples expect from what came of them: the command {@code test --record}. Only for samples that expect nothing yet, and for those that are
 * named; no other file is ever written over.
 */
final class Recording {

    private static final ObjectWriter PRETTY = Json.MAPPER.writer(new DefaultPrettyPrinter(
            Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER).withArrayEmptySeparator("").withObjectEmptySeparator(""))
            .withArrayIndenter(new DefaultIndenter("  ", "\n")).withObjectIndenter(new DefaultIndenter("  ", "\n")));

    private static final List<String> FIRST = List.of("type", "id", "key", "conversation", "at");

    private Recording() {
    }

    /** Records in all platforms of a folder. {@code named} are samples' names (the last part, or the whole path) that are written anew. */
    static void record(Path routes, Collection<String> named, PrintStream out) {
        RoutesFolder folder = RoutesFolder.read(routes);
        Map<String, ChannelFiles> platforms = new LinkedHashMap<>();
        for (String channel : folder.channels()) {
            try {
                ChannelFiles files = ChannelFiles.read(folder, channel);
                platforms.putIfAbsent(files.sheet().folder(), files);
            } catch (Refused e) {
                // Told by the run that follows.
            }
        }
        int written = 0;
        for (ChannelFiles files : platforms.values()) {
            try (SampleRun run = new SampleRun(files)) {
                for (String name : folder.samples(files.sheet().folder())) {
                    written += record(routes, folder, run, name, named.contains(name) || named.contains(name.substring(name.lastIndexOf('/') + 1)), out);
                }
            } catch (Refused e) {
                // The same.
            }
        }
        out.println(written == 0 ? "nothing to record" : written + " files recorded: read them before you keep them, from now on they are what is right");
    }

    private static int record(Path routes, RoutesFolder folder, SampleRun run, String name, boolean named, PrintStream out) {
        Sample sample;
        try {
            sample = Sample.begun(folder, name, run.channel());
        } catch (Refused e) {
            return 0;
        }
        boolean expectsNothing = sample.events() == null && sample.requests() == null && sample.outcome() == null && sample.refused() == null;
        // One that expects nothing may be right as it is: what is not to be told sends nothing.
        if (!named && (!expectsNothing || sample.webhook() == null && Expected.differences(folder, sample, run.play(sample)).isEmpty())) {
            return 0;
        }
        Played played = run.play(sample.answered());
        if (played.unreadable() != null) {
            out.println(name + ": can't be read: " + played.unreadable() + ": mend the mapping, or write refused.txt if that is right");
            return 0;
        }
        Map<String, JsonNode> parts = parts(sample, played);
        parts.forEach((part, json) -> write(routes.resolve(name).resolve(part), json, name + "/" + part, out));
        if (played.unanswered() != null) {
            out.println(name + ": " + played.unanswered() + " has no answer: add what the platform answers to answers.json, {\"status\": 200, \"body\": ...} for each request in order, "
                    + "then test --record=" + sample.shortName());
        }
        return parts.size();
    }

    private static Map<String, JsonNode> parts(Sample sample, Played played) {
        Map<String, JsonNode> parts = new LinkedHashMap<>();
        ArrayNode requests = Json.MAPPER.createArrayNode();
        played.requests().forEach(request -> requests.add(request(request)));
        if (!requests.isEmpty() || sample.requests() != null) {
            parts.put("requests.json", requests);
        }
        if (played.unanswered() == null) {
            if (sample.webhook() != null || !played.events().isEmpty() || sample.events() != null) {
                parts.put("events.json", events(played.events()));
            }
            if (played.outcome() != null && (sample.webhook() == null || sample.outcome() != null || played.outcome().word() != Outcome.Word.done)) {
                ObjectNode outcome = Json.json(played.outcome());
                outcome.remove("events");
                parts.put("outcome.json", outcome);
            }
        }
        return parts;
    }

    /** As people write them: what an event is comes first, and what holds anyway is left out. */
    static ArrayNode events(ArrayNode events) {
        ArrayNode written = Json.MAPPER.createArrayNode();
        for (JsonNode event : events) {
            ObjectNode one = written.addObject();
            FIRST.stream().filter(event::has).forEach(name -> one.set(name, event.get(name)));
            event.properties().stream().filter(field -> !field.getKey().equals("note") || field.getValue().asBoolean()).forEach(field -> one.set(field.getKey(), field.getValue()));
        }
        return written;
    }

    /** A request as {@code requests.json} has it: without the headers, which all calls of a channel have. */
    static JsonNode request(JsonNode sent) {
        ObjectNode request = sent.deepCopy();
        request.remove("headers");
        return request;
    }

    static String pretty(JsonNode json) {
        try {
            return PRETTY.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Path file, JsonNode json, String name, PrintStream out) {
        try {
            Files.write(file, List.of(pretty(json)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("can't write " + file, e);
        }
        out.println("wrote " + name);
    }
}
