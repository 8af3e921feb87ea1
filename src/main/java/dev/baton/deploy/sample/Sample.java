package dev.baton.deploy.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.camel.Door;
import dev.baton.camel.Refused;
import dev.baton.deploy.source.RoutesFolder;
import dev.baton.event.Json;
import dev.baton.ledger.Claim;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One sample: a folder with what a platform really sends, or what it is to be told, and what must come of it. A part that is not there is null.
 *
 * @param name     the folder, relative to the routes folder
 * @param webhook  {@code webhook.json}, or {@code webhook.http} (header lines, a blank line, the body)
 * @param door     where it begins; {@link Door#WEBHOOK} with a webhook
 * @param body     what any other door is given: {@code event.json} (a delivery), {@code poll.json}, {@code check.json} or {@code register.json}
 * @param events   {@code events.json}: what the ledger must get
 * @param requests {@code requests.json}: what must be sent, in order
 * @param answers  {@code answers.json}: what the platform answers
 * @param outcome  {@code outcome.json}: what must come of it in the end
 * @param settings {@code settings.json}: in place of the sheet's defaults and examples
 * @param cursor   {@code cursor.json}: what the channel's last poll has noted
 * @param refused  {@code refused.txt}: why this webhook can't be read (part of the cause)
 */
record Sample(String name, Claim.Raw webhook, Door door, JsonNode body, JsonNode events, JsonNode requests, JsonNode answers, JsonNode outcome,
        JsonNode settings, JsonNode cursor, String refused) {

    private static final String NAME = "{{channel.name}}";
    /** The parts that samples begin with at other doors than a webhook's. */
    static final Map<String, Door> BEGINS = Map.of("event.json", Door.DELIVER, "poll.json", Door.POLL, "check.json", Door.CHECK, "register.json", Door.REGISTER);
    private static final Set<String> PARTS = Stream.concat(BEGINS.keySet().stream(), Stream.of("webhook.json", "webhook.http", "events.json", "requests.json", "answers.json",
            "outcome.json", "settings.json", "cursor.json", "refused.txt", "README.md")).collect(Collectors.toUnmodifiableSet());

    /** The sample in that folder, as that channel plays it; {@link Refused} says what is wrong with it. */
    static Sample read(RoutesFolder routes, String name, String channel) {
        Sample sample = begun(routes, name, channel);
        if (sample.webhook != null && sample.events == null && sample.outcome == null && sample.refused == null) {
            throw new Refused(name, 0, "events.json is missing", "write what the ledger must get ([] for nothing), or refused.txt; test --record writes what comes of it now");
        }
        return sample;
    }

    /** The same where what is expected may still be missing. */
    static Sample begun(RoutesFolder routes, String name, String channel) {
        Map<String, byte[]> parts = new TreeMap<>();
        routes.under(name).forEach((file, bytes) -> parts.put(file.substring(name.length() + 1), file.endsWith(".http") ? bytes : named(bytes, channel)));
        parts.keySet().stream().filter(part -> !PARTS.contains(part)).findFirst().ifPresent(part -> {
            throw new Refused(name + "/" + part, 0, "is no part of a sample", "its parts are " + PARTS.stream().sorted().toList());
        });
        Claim.Raw webhook = webhook(parts);
        List<String> begins = parts.keySet().stream().filter(BEGINS::containsKey).toList();
        if (begins.size() + (webhook == null ? 0 : 1) != 1) {
            throw new Refused(name, 0, "a sample begins with one of webhook.json, webhook.http, event.json, poll.json, check.json and register.json", "add the one, or make two samples of it");
        }
        return new Sample(name, webhook, webhook != null ? Door.WEBHOOK : BEGINS.get(begins.get(0)), webhook != null ? null : json(parts, name, begins.get(0)), json(parts, name, "events.json"),
                json(parts, name, "requests.json"), json(parts, name, "answers.json"), json(parts, name, "outcome.json"), json(parts, name, "settings.json"), json(parts, name, "cursor.json"),
                parts.containsKey("refused.txt") ? new String(parts.get("refused.txt"), StandardCharsets.UTF_8).strip() : null);
    }

    /** The same with no answer but those that it has: without, every request is answered with 200. */
    Sample answered() {
        return answers != null ? this : new Sample(name, webhook, door, body, events, requests, Json.MAPPER.createArrayNode(), outcome, settings, cursor, refused);
    }

    /** The last part of the name. */
    String shortName() {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** All accounts of a platform play the same samples: in these <code>{{channel.name}}</code> stands for the one that does. */
    private static byte[] named(byte[] bytes, String channel) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.contains(NAME) ? text.replace(NAME, channel).getBytes(StandardCharsets.ISO_8859_1) : bytes;
    }

    private static Claim.Raw webhook(Map<String, byte[]> parts) {
        if (parts.containsKey("webhook.json")) {
            return new Claim.Raw("application/json", parts.get("webhook.json"));
        }
        if (!parts.containsKey("webhook.http")) {
            return null;
        }
        byte[] all = parts.get("webhook.http");
        String text = new String(all, StandardCharsets.ISO_8859_1);
        int blank = text.indexOf("\r\n\r\n") >= 0 ? text.indexOf("\r\n\r\n") : text.indexOf("\n\n");
        int body = blank < 0 ? all.length : blank + (text.startsWith("\r\n", blank) ? 4 : 2);
        String type = Arrays.stream(text.substring(0, Math.max(0, blank)).split("\r?\n")).filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-type:"))
                .map(line -> line.substring(line.indexOf(':') + 1).trim()).findFirst().orElse("application/json");
        return new Claim.Raw(type, Arrays.copyOfRange(all, body, all.length));
    }

    private static JsonNode json(Map<String, byte[]> parts, String name, String part) {
        byte[] bytes = parts.get(part);
        if (bytes == null) {
            return null;
        }
        try {
            return Json.MAPPER.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new Refused(name + "/" + part, e.getLocation() == null ? 0 : e.getLocation().getLineNr(), "is no JSON: " + e.getOriginalMessage(), "mend it");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
