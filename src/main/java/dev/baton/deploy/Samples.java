package dev.baton.deploy;

import dev.baton.camel.Refusal;
import dev.baton.camel.Refused;
import dev.baton.conversation.Desk;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;

/** The commands {@code lint} and {@code test}: one line a finding ({@code file:line: what: remedy}), 0 where there is none, else 1. */
public final class Samples {

    private Samples() {
    }

    /**
     * Checks all channels of a routes folder without running anything.
     *
     * @param settings the value of a channel's setting, by the channel's name and the setting's; null for none
     */
    public static int lint(Path routes, BinaryOperator<String> settings, PrintStream out) {
        return command(routes, out, (folder, findings) -> {
            Map<String, Desk> desks = new TreeMap<>();
            Set<String> sides = new HashSet<>();
            for (String channel : folder.channels()) {
                try {
                    ChannelFiles files = ChannelFiles.read(folder, channel);
                    if (files.sheet().sides().contains(PlatformSheet.Side.desk)) {
                        sides.add(channel);
                    }
                    try (SampleRun run = new SampleRun(files)) {
                        run.build();
                    }
                    ChannelSettings values = new ChannelSettings(channel, files.sheet(), setting -> settings.apply(channel, setting));
                    NoticeTexts.of(files, values);
                    desks.put(channel, Build.desk(files, values));
                } catch (Refused e) {
                    findings.addAll(lines(e));
                }
            }
            Fallbacks.wrong(desks, sides::contains).forEach((channel, what) ->
                    findings.add(new Refusal(RoutesFolder.file(channel), 0, what, "mend the setting").toString()));
            out.println(folder.channels().size() + " channels checked");
        });
    }

    /** Runs the samples of all channels of a routes folder. */
    public static int run(Path routes, PrintStream out) {
        return command(routes, out, (folder, findings) -> {
            int[] count = new int[1];
            for (String channel : folder.channels()) {
                results(folder, channel).forEach((sample, differences) -> {
                    count[0]++;
                    findings.addAll(differences);
                });
            }
            out.println(count[0] + " samples run in " + folder.channels().size() + " channels");
            if (count[0] == 0) {
                findings.add(new Refusal(routes.toString(), 0, "no channel here has a sample", "a platform's samples stand in routes/<platform>/samples/<name>/").toString());
            }
        });
    }

    /** What each sample of a channel's platform found, by the sample's name; one entry under the channel's own name where it can't be built. */
    static Map<String, List<String>> results(RoutesFolder folder, String channel) {
        Map<String, List<String>> results = new LinkedHashMap<>();
        try {
            ChannelFiles files = ChannelFiles.read(folder, channel);
            try (SampleRun run = new SampleRun(files)) {
                run.build();
                for (String sample : folder.samples(files.sheet().folder())) {
                    results.put(sample, result(folder, channel, run, sample));
                }
            }
        } catch (Refused e) {
            results.put(channel, lines(e));
        }
        return results;
    }

    private static List<String> result(RoutesFolder folder, String channel, SampleRun run, String sample) {
        try {
            return run.run(Sample.read(folder, sample)).stream()
                    .map(line -> new Refusal(sample, 0, "(" + channel + ") " + line, "mend the mapping, or the sample").toString()).toList();
        } catch (Refused e) {
            return lines(e);
        }
    }

    private static List<String> lines(Refused refused) {
        return refused.reasons().stream().map(Refusal::toString).toList();
    }

    private static int command(Path routes, PrintStream out, BiConsumer<RoutesFolder, List<String>> work) {
        List<String> findings = new ArrayList<>();
        if (Files.isDirectory(routes)) {
            work.accept(RoutesFolder.read(routes), findings);
        } else {
            findings.add(new Refusal(routes.toString(), 0, "is no folder", "name the folder with the channels' files").toString());
        }
        Set<String> once = new LinkedHashSet<>(findings);
        once.forEach(out::println);
        return once.isEmpty() ? 0 : 1;
    }
}
