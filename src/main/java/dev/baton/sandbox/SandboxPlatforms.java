package dev.baton.sandbox;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/**
 * The simulated accounts, one for each channel that {@code baton.sandbox.blip}, {@code .deskie}, {@code .bot} and {@code .chat2desk} name, with that
 * channel's own settings. The first of each is served at {@code /blip}, {@code /deskie}, {@code /bot} and {@code /chat2desk}, a further one below its
 * channel's name. Chat2Desk is told by Baton itself where webhooks go.
 */
final class SandboxPlatforms {

    /**
     * A customer's channel and the desk that takes its handovers, which may be the same. {@code at}: where the customer writes, {@code blip}, {@code chat2desk}
     * or {@code chat} (Baton's own web chat); {@code deskAt}: where agents answer, {@code deskie} or {@code chat2desk}.
     */
    record Pair(String bot, String at, String desk, String deskAt) {
    }

    private final Map<String, BlipSimulator> bots = new LinkedHashMap<>();
    private final Map<String, DeskieSimulator> desks = new LinkedHashMap<>();
    private final Map<String, BotSimulator> ownBots = new LinkedHashMap<>();
    private final Map<String, Chat2DeskSimulator> chat2desks = new LinkedHashMap<>();
    private final Environment settings;

    SandboxPlatforms(Environment settings, SimulatorServer server, WireLog log) {
        this.settings = settings;
        for (String channel : named("blip", "acme-blip")) {
            BlipSettings account = new BlipSettings(of(channel, "key", "Key c2FuZGJveA=="), null, of(channel, "token", ""));
            bots.put(channel, server.mount(bots.isEmpty() ? "/blip" : "/" + channel, new BlipSimulator(Clock.systemUTC(), account, log)));
        }
        for (String channel : named("deskie", "support-deskie")) {
            DeskieSimulator desk = new DeskieSimulator(Clock.systemUTC(), new DeskieSettings(of(channel, "email", "desk@example.com"),
                    of(channel, "api-key", "sandbox"), of(channel, "channel", "cch1"), !of(channel, "type", "sync").equals("async"), null,
                    of(channel, "token", "")), log);
            // Baton remembers what it has seen: numbers must not come again after a restart.
            desk.numberFrom(Instant.now().getEpochSecond());
            desks.put(channel, server.mount(desks.isEmpty() ? "/deskie" : "/" + channel, desk));
        }
        for (String channel : named("bot", "own-bot")) {
            BotSettings account = new BotSettings(of(channel, "signing-secret", ""), of(channel, "token", ""));
            ownBots.put(channel, server.mount(ownBots.isEmpty() ? "/bot" : "/" + channel, new BotSimulator(Clock.systemUTC(), account, log)));
        }
        for (String channel : settings.getProperty("baton.sandbox.chat2desk", String[].class, new String[0])) {
            Chat2DeskSimulator account = new Chat2DeskSimulator(Clock.systemUTC(),
                    new Chat2DeskSettings(of(channel, "api-token", "sandbox"), of(channel, "token", null)), log);
            account.numberFrom(Instant.now().getEpochSecond());
            account.switches().storageHere = true;
            chat2desks.put(channel, server.mount(chat2desks.isEmpty() ? "/chat2desk" : "/" + channel, account));
        }
    }

    BlipSimulator firstBot() {
        return bots.values().iterator().next();
    }

    DeskieSimulator firstDesk() {
        return desks.values().iterator().next();
    }

    Map<String, BlipSimulator> bots() {
        return bots;
    }

    Map<String, DeskieSimulator> desks() {
        return desks;
    }

    /** The bots of somebody's own, by channel. */
    Map<String, BotSimulator> ownBots() {
        return ownBots;
    }

    /** The accounts at Chat2Desk, by channel. */
    Map<String, Chat2DeskSimulator> chat2desks() {
        return chat2desks;
    }

    /** By its channel; {@code blip}, {@code deskie}, {@code bot} and {@code chat2desk} are the first ones. Null if there is none. */
    Simulator find(String name) {
        return switch (name) {
            case "blip" -> firstBot();
            case "deskie" -> firstDesk();
            case "bot" -> ownBots.values().iterator().next();
            case "chat2desk" -> chat2desks.values().stream().findFirst().orElse(null);
            default -> chat2desks.containsKey(name) ? chat2desks.get(name) : bots.containsKey(name) ? bots.get(name) : desks.containsKey(name) ? desks.get(name) : ownBots.get(name);
        };
    }

    /** What a visitor can play with: each customers' channel that has a desk here, those of Blip first, then those with a web chat. */
    List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        bots.keySet().forEach(bot -> pair(pairs, bot, "blip", desks.keySet().iterator().next()));
        named("app", "").stream().filter(app -> !app.isEmpty()).forEach(app -> pair(pairs, app, "chat", desks.keySet().iterator().next()));
        // An account without a desk is one itself.
        chat2desks.keySet().forEach(account -> pair(pairs, account, "chat2desk", ""));
        return pairs;
    }

    private void pair(List<Pair> pairs, String bot, String at, String usual) {
        String desk = of(bot, "desk", usual);
        if (desks.containsKey(desk) || chat2desks.containsKey(desk)) {
            pairs.add(new Pair(bot, at, desk, desks.containsKey(desk) ? "deskie" : "chat2desk"));
        }
    }

    /** Tells the simulators where Baton listens, as soon as that is known. */
    @EventListener
    void listening(WebServerInitializedEvent event) {
        if (event.getApplicationContext().getServerNamespace() == null) {
            String baton = "http://localhost:" + event.getWebServer().getPort() + "/hooks/";
            bots.forEach((channel, bot) -> bot.webhook(baton + channel));
            ownBots.forEach((channel, bot) -> bot.webhook(baton + channel));
            desks.forEach((channel, desk) -> {
                String token = of(channel, "token", "");
                desk.webhook(baton + channel + (token.isEmpty() ? "" : "/" + token));
            });
        }
    }

    private List<String> named(String platform, String usual) {
        return List.of(settings.getProperty("baton.sandbox." + platform, String[].class, new String[] {usual}));
    }

    private String of(String channel, String setting, String otherwise) {
        return settings.getProperty("channels." + channel + "." + setting, otherwise);
    }
}
