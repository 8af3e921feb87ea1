package dev.baton.deploy.sample;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.camel.Coverage;
import dev.baton.camel.Door;
import dev.baton.camel.Doors;
import dev.baton.camel.HttpTimes;
import dev.baton.camel.Refused;
import dev.baton.deploy.source.ChannelFiles;
import dev.baton.deploy.source.ChannelSettings;
import dev.baton.deploy.source.CommonSettings;
import dev.baton.deploy.source.PlatformSheet;
import dev.baton.deploy.version.Build;
import dev.baton.deploy.version.Version;
import dev.baton.event.Outcome;
import dev.baton.ledger.Claim;
import dev.baton.webhook.Body;
import java.time.Clock;
import java.util.HashMap;
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
final class SampleRun implements AutoCloseable {

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
    SampleRun(ChannelFiles files) {
        this.files = files;
        this.placeholders = files.routes().values().stream().flatMap(route -> PLACEHOLDER.matcher(route).results()).map(found -> found.group(1)).collect(Collectors.toSet());
    }

    /** The channel that plays. */
    String channel() {
        return files.channel();
    }

    /** What comes of a sample. A channel that can't be built is refused. */
    Played play(Sample sample) {
        Map<String, String> given = given(sample);
        Map<String, String> built = new TreeMap<>(given);
        built.keySet().removeIf(this::isFree);
        Stage stage = stages.computeIfAbsent(built, this::stage);
        Rehearsal rehearsal = stage.rehearsal;
        rehearsal.begin(sample.answers(), sample.cursor());
        Doors doors = stage.version.doors();
        doors.rehearse(settings(given).visible());
        Doors.Taken taken = null;
        Outcome outcome = null;
        if (sample.door() == Door.WEBHOOK) {
            JsonNode body;
            try {
                body = Body.KEPT.again(sample.webhook().body(), sample.webhook().contentType());
            } catch (IllegalArgumentException e) {
                return rehearsal.played(new Doors.Taken(null, false, new UUID(0, 0), e.getMessage()), null);
            }
            taken = doors.webhook(body, sample.webhook(), false);
            if (taken.later()) {
                outcome = work(doors, rehearsal, Door.INBOX, Claim.Work.inbox, body, sample);
            }
        } else {
            if (sample.door() == Door.DELIVER) {
                rehearsal.breaches.addAll(Contract.check("delivery", "event.json", sample.body()));
            }
            Claim.Work work = sample.door() == Door.DELIVER ? Claim.Work.deliver : sample.door() == Door.POLL ? Claim.Work.poll : Claim.Work.pass;
            outcome = work(doors, rehearsal, sample.door(), work, sample.body(), sample);
        }
        return rehearsal.played(taken, outcome);
    }

    /** Builds the context even if there is no sample: {@link Refused} says why it can't be. */
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

    private Map<String, String> given(Sample sample) {
        Map<String, String> given = new TreeMap<>();
        if (sample.settings() != null) {
            sample.settings().properties().forEach(setting -> {
                if (!files.sheet().settings().containsKey(setting.getKey()) && !CommonSettings.NAMES.contains(setting.getKey())) {
                    throw new Refused(sample.name() + "/settings.json", 1, files.sheet().file() + " declares no setting " + setting.getKey(), "declare it there, or mend the name");
                }
                if (!setting.getValue().isNull()) {
                    given.put(setting.getKey(), setting.getValue().asText());
                }
            });
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

    @Override
    public void close() {
        stages.values().forEach(stage -> stage.version.stop());
    }
}
