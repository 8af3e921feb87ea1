package dev.baton.deploy.version;

import dev.baton.camel.Book;
import dev.baton.camel.ChannelContext;
import dev.baton.camel.Door;
import dev.baton.camel.HttpTimes;
import dev.baton.camel.Pace;
import dev.baton.camel.Refusal;
import dev.baton.camel.Refused;
import dev.baton.camel.Wire;
import dev.baton.conversation.Desk;
import dev.baton.deploy.lint.Lint;
import dev.baton.deploy.source.Care;
import dev.baton.deploy.source.ChannelFiles;
import dev.baton.deploy.source.ChannelSettings;
import dev.baton.deploy.source.CommonSettings;
import dev.baton.deploy.source.PlatformSheet;
import dev.baton.deploy.source.RoutesFolder;
import dev.baton.deploy.source.Times;
import dev.baton.event.EventType;
import dev.baton.ledger.Channels;
import dev.baton.webhook.Proof;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.model.RedeliveryPolicyDefinition;

/** Makes a running version from a channel's files: checked, built, started. The same for real and for a rehearsal. */
public final class Build {

    /** What holds where a channel's deliver route carries no redelivery policy. */
    static final Channels.Schedule USUAL = new Channels.Schedule(Duration.ofSeconds(1), 3, Duration.ofHours(6), 30, 0.15, Duration.ofDays(3));

    private static final Pattern PLACE = Pattern.compile("in ([^\\s,]+), line (\\d+)");

    private Build() {
    }

    /** A started version; {@link Refused} says why there is none. {@code wire} is null for the real network. */
    public static Version version(ChannelFiles files, ChannelSettings settings, Book book, HttpTimes times, Clock clock, Wire wire) {
        return version(files, settings, book, times, clock, wire, null);
    }

    /** The same in place of one that runs, or null: what that one knows of its platform (its pace, its last poll) holds for the new one too. */
    public static Version version(ChannelFiles files, ChannelSettings settings, Book book, HttpTimes times, Clock clock, Wire wire, Version before) {
        List<Refusal> findings = Lint.check(files, settings);
        if (!findings.isEmpty()) {
            throw new Refused(findings);
        }
        Desk desk = desk(files, settings);
        NoticeTexts notices = NoticeTexts.of(files, settings);
        boolean samePlatform = before != null && Objects.equals(before.settings().value("url"), settings.value("url"));
        Pace asked = pace(files, settings);
        Pace pace = samePlatform && before.pace().sameLimits(asked) ? before.pace() : asked;
        ChannelContext.Plan plan = new ChannelContext.Plan(files.channel(), files.version(), files.files(), files.mappings(), settings::placeholder, settings.visible(),
                settings.secrets(), settings.value("url"), settings.authorization(), settings.signing(), files.sheet().headers(), pace);
        ChannelContext context = null;
        try {
            context = new ChannelContext(plan, book, times, clock, wire);
            RedeliveryPolicyDefinition policy = context.redelivery();
            if (samePlatform) {
                context.doors().continueFrom(before.doors());
            }
            context.start();
            context.doors().hookAt("/hooks/" + files.channel() + pathToken(context.doors().parameters(Door.WEBHOOK), settings));
            return new Version(files, settings, context, facts(files, settings, context, desk, policy), desk, notices, pace, clock.instant());
        } catch (Exception e) {
            if (context != null) {
                context.close();
            }
            throw refused(RoutesFolder.file(files.channel()), e, settings);
        }
    }

    private static String pathToken(Map<String, String> webhook, ChannelSettings settings) {
        return webhook.containsKey("proof") && Proof.of(webhook, settings::value) instanceof Proof.PathToken proof ? "/" + proof.token() : "";
    }

    /** What the settings say of the channel as a desk; {@link Refused} says what is wrong with them for a build, in its notices and its pace too. */
    public static Desk soundDesk(ChannelFiles files, ChannelSettings settings) {
        NoticeTexts.of(files, settings);
        pace(files, settings);
        return desk(files, settings);
    }

    /** What the settings say of the channel as a desk; {@link Refused} says what is wrong with them. */
    private static Desk desk(ChannelFiles files, ChannelSettings settings) {
        try {
            return Care.desk(settings, files.sheet().deadlines());
        } catch (IllegalArgumentException e) {
            throw new Refused(RoutesFolder.file(files.channel()), 1, e.getMessage(), "mend the setting channels." + files.channel() + ".*");
        }
    }

    /** How fast the settings say that the platform may be called; {@link Refused} says what is wrong with them. */
    private static Pace pace(ChannelFiles files, ChannelSettings settings) {
        Map<String, Integer> perSecond = new LinkedHashMap<>();
        files.sheet().limits().perSecond().forEach((path, setting) -> {
            String value = settings.value(setting);
            if (value != null && !value.matches("\\d{1,6}")) {
                throw new Refused(RoutesFolder.file(files.channel()), 1, "channels." + files.channel() + "." + setting + " is no number: " + value, "write how many calls a second are allowed; 0 for any number");
            }
            perSecond.put(path, value == null ? 0 : Integer.parseInt(value));
        });
        return new Pace(perSecond, files.sheet().limits().pause());
    }

    private static Channels.Facts facts(ChannelFiles files, ChannelSettings settings, ChannelContext context, Desk care, RedeliveryPolicyDefinition policy) {
        PlatformSheet sheet = files.sheet();
        Map<String, String> deliver = context.doors().parameters(Door.DELIVER);
        Map<EventType, Channels.OnUnknown> unknown = new EnumMap<>(EventType.class);
        unknown.putAll(sheet.onUnknown());
        if (deliver.containsKey("onUnknownOutcome")) {
            unknown.put(EventType.MESSAGE, Channels.OnUnknown.valueOf(deliver.get("onUnknownOutcome")));
        }
        String every = context.doors().parameters(Door.POLL).get("every");
        String desk = settings.value(CommonSettings.DESK);
        String bot = settings.value(CommonSettings.BOT);
        boolean perPerson = deliver.containsKey("lane") ? deliver.get("lane").equals("person") : sheet.perPerson();
        return new Channels.Facts(files.channel(), files.version(), desk == null || desk.isBlank() ? null : desk, perPerson, sheet.takes(), care.deadlines(),
                schedule(policy, time(deliver.get("giveUpAfter"), USUAL.giveUpAfter())), unknown, sheet.concurrency(),
                context.doors().has(Door.POLL) ? time(every, Duration.ofMinutes(1)) : null, bot == null || bot.isBlank() ? null : bot, sheet.begins());
    }

    /** Camel's policy as the ledger carries it out; what is not said is as usual. */
    static Channels.Schedule schedule(RedeliveryPolicyDefinition policy, Duration giveUpAfter) {
        if (policy == null) {
            return new Channels.Schedule(USUAL.first(), USUAL.multiplier(), USUAL.longest(), USUAL.most(), USUAL.jitter(), giveUpAfter);
        }
        boolean grows = Boolean.parseBoolean(policy.getUseExponentialBackOff());
        boolean steady = "false".equals(policy.getUseCollisionAvoidance());
        return new Channels.Schedule(time(policy.getRedeliveryDelay(), USUAL.first()),
                grows ? policy.getBackOffMultiplier() == null ? 2 : Double.parseDouble(policy.getBackOffMultiplier()) : 1,
                time(policy.getMaximumRedeliveryDelay(), USUAL.longest()),
                policy.getMaximumRedeliveries() == null ? USUAL.most() : Integer.parseInt(policy.getMaximumRedeliveries()),
                steady ? 0 : policy.getCollisionAvoidanceFactor() == null ? USUAL.jitter() : Double.parseDouble(policy.getCollisionAvoidanceFactor()), giveUpAfter);
    }

    private static Duration time(String text, Duration usual) {
        return text == null ? usual : Times.of(text);
    }

    /** Camel's own refusal, with the place where it says one. */
    private static Refused refused(String file, Exception e, ChannelSettings settings) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refused refused) {
                return refused;
            }
        }
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String words = settings.secrets().mask(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
        Matcher place = PLACE.matcher(words);
        boolean placed = place.find();
        return new Refused(placed ? place.group(1) : file, placed ? Integer.parseInt(place.group(2)) : 1, words.split("\\R", 2)[0], "mend the route");
    }
}
