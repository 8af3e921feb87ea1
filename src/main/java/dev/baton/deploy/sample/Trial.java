package dev.baton.deploy.sample;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.camel.Refusal;
import dev.baton.camel.Refused;
import dev.baton.deploy.source.ChannelFiles;
import dev.baton.deploy.source.RoutesFolder;
import dev.baton.event.Json;
import dev.baton.event.Outcome;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The command {@code try}: what would come of one webhook, or of one delivery, with the settings of a sample; nothing is sent, nothing is kept. */
public final class Trial {

    /** Parts of a sample that count where they stand beside the file. */
    private static final List<String> BESIDE = List.of("answers.json", "settings.json", "cursor.json");

    private Trial() {
    }

    /**
     * Tries one file: a webhook ({@code .http}: header lines, a blank line, the body; else the body alone), or a delivery as {@code event.json} has it;
     * files of the names {@code poll.json}, {@code check.json} and {@code register.json} are what such a door is given.
     *
     * @return 0, or 1 where it can't be read or breaks the contract, with the cause
     */
    public static int run(Path routes, String channel, Path file, PrintStream out) {
        try {
            if (!Files.isDirectory(routes)) {
                throw new Refused(routes.toString(), 0, "is no folder", "name the folder with the channels' files");
            }
            if (!Files.isRegularFile(file)) {
                throw new Refused(file.toString(), 0, "is no file", "name a file with a webhook's body, or with a delivery");
            }
            RoutesFolder folder = RoutesFolder.read(routes);
            if (!folder.channels().contains(channel)) {
                throw new Refused(RoutesFolder.file(channel), 0, "is not there", "the channels are " + String.join(", ", folder.channels()));
            }
            Sample sample = sample(file, channel);
            try (SampleRun run = new SampleRun(ChannelFiles.read(folder, channel))) {
                return tell(channel, sample, run.play(sample), out);
            }
        } catch (Refused e) {
            e.reasons().stream().map(Refusal::toString).distinct().forEach(out::println);
            return 1;
        } catch (IOException e) {
            out.println(new Refusal(file.toString(), 0, "can't be read: " + e.getMessage(), "look at the file"));
            return 1;
        }
    }

    private static Sample sample(Path file, String channel) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Map<String, byte[]> parts = new TreeMap<>();
        Path folder = file.toAbsolutePath().getParent();
        for (String part : BESIDE) {
            if (Files.isRegularFile(folder.resolve(part))) {
                parts.put("try/" + part, Files.readAllBytes(folder.resolve(part)));
            }
        }
        String name = file.getFileName().toString();
        if (Sample.BEGINS.containsKey(name)) {
            parts.put("try/" + name, bytes);
            return Sample.begun(new RoutesFolder(parts), "try", channel);
        }
        boolean http = name.endsWith(".http");
        parts.put(http ? "try/webhook.http" : isDelivery(bytes) ? "try/event.json" : "try/webhook.json", bytes);
        return Sample.begun(new RoutesFolder(parts), "try", channel);
    }

    private static boolean isDelivery(byte[] bytes) {
        try {
            JsonNode json = Json.MAPPER.readTree(bytes);
            return json.path("type").isTextual() && json.path("delivery").isObject();
        } catch (IOException e) {
            return false;
        }
    }

    private static int tell(String channel, Sample sample, Played played, PrintStream out) {
        if (played.unreadable() != null) {
            out.println(channel + " can't read it: " + played.unreadable());
            return 1;
        }
        if (sample.webhook() != null) {
            out.println(channel + (played.taken().later() ? " keeps it, answers, and reads it then: " : " reads ") + count(played.events().size(), "event"));
        }
        if (sample.webhook() != null || !played.events().isEmpty()) {
            Recording.events(played.events()).forEach(event -> show(event, out));
        }
        if (sample.webhook() == null || !played.requests().isEmpty()) {
            out.println(channel + " would send " + count(played.requests().size(), "request")
                    + (played.requests().isEmpty() ? "" : sample.answers() == null ? " (each taken as answered with 200 and no body; answers.json beside the file says otherwise)" : ""));
            played.requests().forEach(request -> show(Recording.request(request), out));
        }
        if (played.outcome() != null) {
            out.println("outcome: " + played.outcome().word() + (played.outcome().why() == null ? "" : ", " + played.outcome().why()));
            if (!played.outcome().references().isEmpty()) {
                show(Json.json(played.outcome()).get("references"), out);
            }
        }
        played.breaches().forEach(out::println);
        boolean unsent = played.outcome() != null && played.outcome().word() != Outcome.Word.done && played.requests().isEmpty();
        return played.breaches().isEmpty() && !unsent ? 0 : 1;
    }

    private static String count(int number, String what) {
        return number == 0 ? "no " + what : number + " " + what + (number == 1 ? "" : "s");
    }

    private static void show(JsonNode json, PrintStream out) {
        Recording.pretty(json).lines().forEach(line -> out.println("  " + line));
    }
}
