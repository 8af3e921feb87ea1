package dev.baton.deploy.sample;

import dev.baton.camel.Refusal;
import dev.baton.camel.Refused;
import dev.baton.deploy.source.ChannelFiles;
import dev.baton.deploy.source.RoutesFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Makes mistakes in the routes that come with Baton, and sees whether they are found before they would go live: each is put through the check of the
 * loader (lint, build, the samples of the channels that it touches).
 */
final class Mutants {

    /** What came of one mistake; {@code by} is null where nothing found it. */
    record Result(Mutation kind, Mutation.Mutant mutant, String by, String harmed) {

        @Override
        public String toString() {
            return kind + " " + mutant.file() + ":" + mutant.line() + ": " + mutant.change() + (by == null ? " SURVIVED" : " | " + by) + (harmed == null ? "" : " HARMED " + harmed);
        }
    }

    private final RoutesFolder sound;
    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<String, String> versions = new LinkedHashMap<>();
    private final Random random;

    Mutants(Path routes, long seed) {
        sound = RoutesFolder.read(routes);
        random = new Random(seed);
        files.putAll(sound.under(RoutesFolder.NOTICES));
        for (String channel : sound.channels()) {
            ChannelFiles read = ChannelFiles.read(sound, channel);
            versions.put(channel, read.version());
            files.put(RoutesFolder.file(channel), sound.bytes(RoutesFolder.file(channel)));
            files.putAll(sound.under(read.sheet().folder()));
            files.putAll(read.files());
        }
    }

    /** So many mistakes of each kind, at places drawn by the seed, none twice. */
    List<Result> results(int each) {
        List<Result> results = new ArrayList<>();
        for (Mutation kind : Mutation.values()) {
            List<Mutation.Mutant> places = new ArrayList<>();
            files.forEach((file, bytes) -> {
                if ((file.endsWith(".camel.yaml") || file.endsWith(".jslt")) && !file.contains("/samples/")) {
                    places.addAll(kind.in(file, bytes));
                }
            });
            Collections.shuffle(places, random);
            places.stream().limit(each).forEach(mutant -> results.add(result(kind, mutant)));
        }
        return results;
    }

    private Result result(Mutation kind, Mutation.Mutant mutant) {
        Map<String, byte[]> changed = new TreeMap<>(files);
        changed.put(mutant.file(), mutant.bytes());
        RoutesFolder folder = new RoutesFolder(changed);
        Predicate<String> touched = channel -> mutant.file().equals(RoutesFolder.file(channel)) || mutant.file().startsWith(ChannelFiles.read(sound, channel).sheet().folder() + "/")
                || ChannelFiles.read(sound, channel).files().containsKey(mutant.file());
        String by = null;
        String harmed = null;
        for (String channel : folder.channels()) {
            if (!touched.test(channel)) {
                harmed = versions.get(channel).equals(version(folder, channel)) ? harmed : channel;
            } else if (by == null) {
                by = found(folder, channel);
            }
        }
        String platform = mutant.file().substring(0, Math.max(0, mutant.file().indexOf('/')));
        if (by == null && mutant.file().equals(RoutesFolder.template(platform))) {
            // A template goes live in the channels that are made from it.
            by = found(folder.with("made-up", folder.fromTemplate(platform, "made-up")), "made-up");
        }
        return new Result(kind, mutant, by, harmed);
    }

    private static String found(RoutesFolder folder, String channel) {
        return Samples.results(folder, channel).values().stream().flatMap(List::stream).findFirst().map(Refusal::toString).orElse(null);
    }

    private static String version(RoutesFolder folder, String channel) {
        try {
            return ChannelFiles.read(folder, channel).version();
        } catch (Refused e) {
            return e.getMessage();
        }
    }

    /** Each result, how many of each kind were found, and how long it took. */
    static String told(List<Result> results) {
        StringBuilder told = new StringBuilder();
        results.forEach(result -> told.append(result).append('\n'));
        for (Mutation kind : Mutation.values()) {
            List<Result> own = results.stream().filter(result -> result.kind == kind).toList();
            told.append(kind).append(' ').append(own.stream().filter(result -> result.by != null).count()).append(" of ").append(own.size()).append('\n');
        }
        return told.append(results.stream().filter(result -> result.by != null).count()).append(" of ").append(results.size()).append(" found before load").toString();
    }
}
