package dev.baton.deploy.sample;

import dev.baton.camel.Refusal;
import dev.baton.camel.Refused;
import dev.baton.conversation.Desk;
import dev.baton.deploy.lint.Bots;
import dev.baton.deploy.lint.Fallbacks;
import dev.baton.deploy.lint.Lint;
import dev.baton.deploy.lint.Unused;
import dev.baton.deploy.source.ChannelFiles;
import dev.baton.deploy.source.ChannelSettings;
import dev.baton.deploy.source.CommonSettings;
import dev.baton.deploy.source.PlatformSheet;
import dev.baton.deploy.source.RoutesFolder;
import dev.baton.deploy.version.Build;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;

/** The commands {@code lint} and {@code test}: one line a finding ({@code file:line: what: remedy}), 0 where there is none, else 1. */
public final class Samples {

    private Samples() {
    }

    /**
     * Checks all channels of a routes folder without building or running anything.
     *
     * @param settings gives the value of a channel's setting, by the channel's name and the setting's; null for none. Asked once, when the files are read
     */
    public static int lint(Path routes, Supplier<BinaryOperator<String>> settings, PrintStream out) {
        return command(routes, out, (folder, findings) -> {
            List<ChannelFiles> read = new ArrayList<>();
            Map<String, PlatformSheet> sheets = new TreeMap<>();
            for (String channel : folder.channels()) {
                try {
                    read.add(ChannelFiles.read(folder, channel));
                } catch (Refused e) {
                    e.reasons().forEach(reason -> findings.add(reason.toString()));
                }
            }
            read.forEach(files -> {
                sheets.put(files.sheet().file(), files.sheet());
                Untested.directions(folder, files).forEach(finding -> findings.add(finding.toString()));
            });
            List<Refusal> lying = new ArrayList<>(Unused.strays(folder));
            sheets.values().forEach(sheet -> lying.addAll(Unused.of(folder, sheet)));
            check(read, settings.get(), findings);
            lying.addAll(Templates.lint(folder));
            lying.forEach(reason -> findings.add(reason.toString()));
            out.println(folder.channels().size() + " channels checked");
        });
    }

    private static void check(List<ChannelFiles> read, BinaryOperator<String> settings, List<String> findings) {
        Map<String, Desk> desks = new TreeMap<>();
        Set<String> sides = new HashSet<>();
        Map<String, String> named = new TreeMap<>();
        Set<String> bots = new HashSet<>();
        for (ChannelFiles files : read) {
            try {
                if (files.sheet().sides().contains(PlatformSheet.Side.desk)) {
                    sides.add(files.channel());
                }
                if (files.sheet().sides().contains(PlatformSheet.Side.bot)) {
                    bots.add(files.channel());
                }
                ChannelSettings values = ChannelSettings.of(files.channel(), files.sheet(), settings);
                if (values.value(CommonSettings.BOT) != null) {
                    named.put(files.channel(), values.value(CommonSettings.BOT));
                }
                Lint.check(files, values.orExamples()).forEach(reason -> findings.add(reason.toString()));
                desks.put(files.channel(), Build.soundDesk(files, values));
            } catch (Refused e) {
                e.reasons().forEach(reason -> findings.add(reason.toString()));
            }
        }
        Map<String, String> wrong = Fallbacks.wrong(desks, sides::contains);
        Bots.wrong(named, bots::contains).forEach(wrong::putIfAbsent);
        wrong.forEach((channel, what) -> findings.add(new Refusal(RoutesFolder.file(channel), 1, what, "mend the setting").toString()));
    }

    /**
     * Writes what the samples of a routes folder expect that expect nothing yet, and runs all.
     *
     * @param named samples that are written anew, by the last part of their names or the whole
     */
    public static int record(Path routes, Collection<String> named, PrintStream out) {
        if (Files.isDirectory(routes)) {
            Recording.record(routes, named, out);
        }
        return run(routes, out);
    }

    /** Runs the samples of all channels of a routes folder. */
    public static int run(Path routes, PrintStream out) {
        return command(routes, out, (folder, findings) -> {
            Map<String, Map<String, List<Refusal>>> results = all(folder);
            Map<Refusal, List<String>> channels = new LinkedHashMap<>();
            results.forEach((channel, found) -> found.values().forEach(list -> list.forEach(finding -> channels.computeIfAbsent(finding, none -> new ArrayList<>()).add(channel))));
            channels.forEach((finding, names) -> {
                String sample = finding.file();
                boolean some = results.entrySet().stream().anyMatch(result -> !names.contains(result.getKey()) && result.getValue().keySet().stream().anyMatch(sample::startsWith));
                findings.add((some ? new Refusal(sample, finding.line(), "(" + String.join(", ", names) + ") " + finding.what(), finding.remedy()) : finding).toString());
            });
            Templates.test(folder).forEach(finding -> findings.add(finding.toString()));
            long count = results.values().stream().flatMap(found -> found.keySet().stream()).filter(name -> name.contains("/")).count();
            out.println(count + " samples run in " + folder.channels().size() + " channels");
            if (count == 0) {
                findings.add(new Refusal(routes.toString(), 0, "no channel here has a sample", "a platform's samples stand in routes/<platform>/samples/<name>/").toString());
            }
        });
    }

    /** The results of all channels, by name: channels that are not alike run at the same time. */
    private static Map<String, Map<String, List<Refusal>>> all(RoutesFolder folder) {
        Map<String, List<String>> alike = new LinkedHashMap<>();
        folder.channels().forEach(channel -> alike.computeIfAbsent(folder.likeness(channel), none -> new ArrayList<>()).add(channel));
        Map<String, Map<String, List<Refusal>>> results = new ConcurrentSkipListMap<>();
        // Own threads, because those that Java shares among all do not see what is inside Baton's jar.
        ExecutorService threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<?>> runs = alike.values().stream().<Future<?>>map(channels -> threads.submit(() -> channels.forEach(channel -> results.put(channel, results(folder, channel))))).toList();
            for (Future<?> run : runs) {
                run.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
        return results;
    }

    /**
     * What each sample of a channel's platform found, by the sample's folder, with an empty list where all is well; and one entry under the channel's
     * own name where it can't be built, or where all samples together leave something untried ({@link Untested}). Of channels that are alike ({@link RoutesFolder#likeness}) in the same snapshot, only the first runs its samples.
     */
    public static Map<String, List<Refusal>> results(RoutesFolder folder, String channel) {
        return folder.alike(channel, () -> run(folder, channel));
    }

    private static Map<String, List<Refusal>> run(RoutesFolder folder, String channel) {
        Map<String, List<Refusal>> results = new LinkedHashMap<>();
        try {
            ChannelFiles files = ChannelFiles.read(folder, channel);
            try (SampleRun run = new SampleRun(files)) {
                run.build();
                List<Refusal> unused = Unused.of(folder, files.sheet());
                if (!unused.isEmpty()) {
                    throw new Refused(unused);
                }
                for (String sample : folder.samples(files.sheet().folder())) {
                    results.put(sample, result(folder, run, sample));
                }
                List<Refusal> untested = Untested.directions(folder, files);
                // A sample that breaks off reaches less than it should: first things first.
                if (untested.isEmpty() && results.values().stream().allMatch(List::isEmpty)) {
                    untested = Untested.of(files, run.coverage());
                }
                if (!untested.isEmpty()) {
                    results.put(channel, untested);
                }
            }
        } catch (Refused e) {
            results.put(channel, e.reasons());
        }
        return results;
    }

    private static List<Refusal> result(RoutesFolder folder, SampleRun run, String sample) {
        try {
            Sample read = Sample.read(folder, sample, run.channel());
            return Expected.differences(folder, read, run.play(read));
        } catch (Refused e) {
            return e.reasons();
        }
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
