package dev.baton.lifecycle;

import dev.baton.camel.Door;
import dev.baton.camel.Doors;
import dev.baton.deploy.Candidate;
import dev.baton.deploy.Channel;
import dev.baton.deploy.LiveChannels;
import dev.baton.deploy.source.PlatformSheet.Side;
import dev.baton.deploy.version.Version;
import dev.baton.event.Outcome;
import dev.baton.lifecycle.Condition.Kind;
import dev.baton.webhook.Hooks;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Examines whether a channel may go live: all conditions, so that all that fail are told at once. */
public final class Conditions {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final LiveChannels live;
    private final Supplier<String> publicUrl;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();

    /** {@code publicUrl}: where the world reaches this Baton; null while that is not known. */
    public Conditions(LiveChannels live, Supplier<String> publicUrl) {
        this.live = live;
        this.publicUrl = publicUrl;
    }

    /** None of them has been examined. */
    static List<Condition> notChecked() {
        return Arrays.stream(Kind.values()).map(kind -> Condition.notChecked(kind, "examined when the channel is activated, and when an active one is changed")).toList();
    }

    /**
     * Examines all of them but the webhook for a channel as it would be: that one changes something at the platform.
     *
     * @param waiting channels of the API that are to run as well, and do not run here (yet)
     */
    List<Condition> examine(String name, Candidate candidate, Map<String, ManagedChannel> waiting) {
        Version version = candidate.version();
        List<Condition> all = new ArrayList<>();
        all.add(version == null ? Condition.fails(Kind.settings, String.join("\n", candidate.findings())) : Condition.holds(Kind.settings, null));
        all.add(bot(candidate.setting("bot")));
        all.add(unique(name, candidate, waiting));
        boolean hooked = version == null || !version.webhook().isEmpty();
        all.add(hooked ? address(name) : Condition.holds(Kind.address, "this channel takes no webhooks"));
        all.add(version == null ? Condition.notChecked(Kind.account, "the settings first") : account(version.doors()));
        all.add(Condition.notChecked(Kind.webhook, "the other conditions first"));
        return all;
    }

    private Condition bot(String name) {
        if (name == null || name.isBlank()) {
            return Condition.holds(Kind.bot, "no bot speaks first");
        }
        Doors doors = live.enter(name);
        if (doors == null) {
            Channel channel = live.find(name);
            return Condition.fails(Kind.bot, channel == null ? "there is no channel " + name + ": create it, or set bot to another"
                    : "the bot's channel " + name + " is " + channel.state() + ": GET /api/channels says why; activate or mend it");
        }
        try {
            if (!live.find(name).version().sheet().sides().contains(Side.bot)) {
                return Condition.fails(Kind.bot, "the channel " + name + " is no bot's: set bot to the channel of one");
            }
            return doors.has(Door.CHECK) ? said(Kind.bot, doors.check().outcome(), "the bot of channel " + name + " is not ready", "see to the bot, and to the settings of " + name)
                    : Condition.holds(Kind.bot, "its platform has no check");
        } finally {
            doors.leave();
        }
    }

    private Condition unique(String name, Candidate candidate, Map<String, ManagedChannel> waiting) {
        if (candidate.sheet() == null) {
            return Condition.notChecked(Kind.unique, "the settings first");
        }
        Map<String, UnaryOperator<String>> others = new TreeMap<>();
        waiting.forEach((other, channel) -> others.put(other, channel.values()::get));
        for (Channel other : live.list()) {
            if (other.version() != null && other.version().sheet().file().equals(candidate.sheet().file())) {
                others.put(other.name(), other.version()::setting);
            }
        }
        others.remove(name);
        for (Map.Entry<String, UnaryOperator<String>> other : others.entrySet()) {
            for (String setting : candidate.sheet().unique()) {
                String value = candidate.setting(setting);
                String theirs = other.getValue().apply(setting);
                if (value != null && theirs != null && value.strip().equals(theirs.strip())) {
                    return Condition.fails(Kind.unique, "the active channel " + other.getKey() + " has the same " + setting + ": deactivate that one, or set another " + setting);
                }
            }
        }
        return Condition.holds(Kind.unique, candidate.sheet().unique().isEmpty() ? "nothing has to be unique" : null);
    }

    private Condition address(String name) {
        String baton = publicUrl.get();
        String remedy = "set baton.public-url to where the world reaches this Baton, and see to the network between";
        if (baton == null) {
            return Condition.fails(Kind.address, "nobody knows where this Baton is reached: " + remedy);
        }
        String address = baton + "/hooks/" + name;
        try {
            HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create(address)).timeout(ANSWER).GET().build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                return Condition.fails(Kind.address, "GET " + address + " was answered " + answer.statusCode() + ", not 200: " + remedy);
            }
            return answer.body().strip().equals(Hooks.greeting(name).strip()) ? Condition.holds(Kind.address, null)
                    : Condition.fails(Kind.address, "GET " + address + " was answered by somebody else than this Baton: " + remedy);
        } catch (IOException | IllegalArgumentException e) {
            return Condition.fails(Kind.address, "GET " + address + " was not answered (" + e.getClass().getSimpleName() + "): " + remedy);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Condition.fails(Kind.address, "GET " + address + " was broken off, because Baton is stopping: try again");
        }
    }

    private static Condition account(Doors doors) {
        return doors.has(Door.CHECK) ? said(Kind.account, doors.check().outcome(), "the platform does not take the account", "compare the settings with what the platform shows")
                : Condition.holds(Kind.account, "its platform has no check");
    }

    /** What the platform said when it was told where to send its webhooks; null where it does not let itself be told. */
    static Condition webhook(Outcome outcome) {
        return outcome == null ? Condition.holds(Kind.webhook, "its platform does not let itself be told: enter the webhook's address there by hand")
                : said(Kind.webhook, outcome, "the webhook could not be registered", "see to it at the platform");
    }

    private static Condition said(Kind kind, Outcome outcome, String what, String remedy) {
        return outcome.word() == Outcome.Word.done ? Condition.holds(kind, outcome.why())
                : Condition.fails(kind, what + " (" + outcome.word() + (outcome.why() == null ? "" : ", " + outcome.why()) + "): " + remedy);
    }
}
