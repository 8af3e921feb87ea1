package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.UUID;

/** A bot of somebody's own, strict to {@code docs/platforms/own-bot.md}: it says what {@link BotScript} has, in the answer or by API. */
public final class BotSimulator extends Simulator {

    private static final Set<String> EVERY = Set.of("id", "type", "conversation", "channel", "customer");
    private static final Map<String, Set<String>> MORE = Map.of("message", Set.of("message", "at", "author"), "handover.ended", Set.of("by", "reason", "transcript"),
            "handover.failed", Set.of("reason", "transcript"));

    private final BotSettings settings;
    private final BotSwitches switches;
    private final Map<String, BotTalk> talks = new LinkedHashMap<>();

    /** With a wire log of its own. */
    public BotSimulator(Clock clock, BotSettings settings) {
        this(clock, settings, new WireLog(1000));
    }

    public BotSimulator(Clock clock, BotSettings settings, WireLog log) {
        this(clock, settings, log, new BotSwitches());
    }

    private BotSimulator(Clock clock, BotSettings settings, WireLog log, BotSwitches switches) {
        super("Bot", clock, log, switches);
        this.settings = settings;
        this.switches = switches;
    }

    public BotSwitches switches() {
        return switches;
    }

    /** Where it says things by API. */
    public void webhook(String url) {
        webhooks.target(url, "");
    }

    /** The conversations that it knows, in the order in which they came. */
    public synchronized List<String> conversations() {
        return List.copyOf(talks.keySet());
    }

    /** What it was told in that conversation, each thing once, in order. */
    public synchronized List<JsonNode> heard(String conversation) {
        return talks.containsKey(conversation) ? List.copyOf(talks.get(conversation).heard) : List.of();
    }

    /** The actions that it has said in that conversation, in order. */
    public synchronized List<JsonNode> said(String conversation) {
        return talks.containsKey(conversation) ? List.copyOf(talks.get(conversation).said) : List.of();
    }

    /** Says something by API; the same {@code id} again is the same once more. */
    public void say(String conversation, String id, ArrayNode actions) {
        ObjectNode json = Json.object().put("conversation", conversation).put("id", id);
        json.set("actions", actions);
        byte[] body = Json.bytes(json);
        webhooks.send(new Webhooks.Post(conversation, BotSignature.headers(settings.token(), id, body, clock), body, status -> {
            if (status == 200) {
                said(conversation, actions, true);
            }
        }));
    }

    private synchronized void said(String conversation, ArrayNode actions, boolean api) {
        talks.computeIfAbsent(conversation, BotTalk::new).say(actions, api, clock.instant());
        changed(conversation);
    }

    @Override
    Answer platform(Call call) {
        call.checkHeaders("webhook-id", "webhook-timestamp", "webhook-signature");
        if (!call.method.equals("POST") || call.path.length() > 1 || !call.contentType().equals("application/json")) {
            call.wrong("not a POST of JSON to the bot's address");
        }
        String unsigned = settings.signingSecret().isEmpty() ? null : BotSignature.wrong(settings.signingSecret(), call, clock);
        if (unsigned != null) {
            call.wrong(unsigned);
            return Answer.json(401, Json.object().put("error", unsigned));
        }
        JsonNode told;
        try {
            told = Json.read(call.body);
        } catch (IOException e) {
            call.wrong("no JSON: " + e.getMessage());
            return Answer.empty(400);
        }
        if (switches.failing) {
            return Answer.empty(500);
        }
        if (told.path("type").asText().equals("ping")) {
            return Answer.json(200, Json.object().put("ready", !switches.notReady));
        }
        Answer answer = told(call, told);
        if (switches.slowMillis > 0) {
            faults().hold(Fault.slow(java.time.Duration.ofMillis(switches.slowMillis)));
        }
        return switches.malformed && answer.status() == 200 ? Answer.of(200, "text/html", "<html>It works!</html>".getBytes(StandardCharsets.UTF_8)) : answer;
    }

    private synchronized Answer told(Call call, JsonNode told) {
        check(call, told);
        if (!(told instanceof ObjectNode what) || !call.wrong.isEmpty()) {
            return Answer.empty(422);
        }
        String conversation = told.path("conversation").asText();
        String id = told.path("id").asText();
        BotTalk talk = talks.computeIfAbsent(conversation, BotTalk::new);
        boolean first = talk.heard.isEmpty();
        ArrayNode before = talk.again(what, call);
        if (before == null) {
            if (talk.hear(what, call, clock.instant())) {
                late(call, "the bot had given the control away only just");
            }
            before = switches.silent ? Json.MAPPER.createArrayNode() : BotScript.actions(told, first);
            talk.answered(id, before);
            if (switches.byApi && !before.isEmpty()) {
                say(conversation, id + "-api", before);
                before = before.deepCopy().removeAll();
                talk.answered(id, before);
            }
            talk.say(before, false, clock.instant());
            changed(conversation);
        }
        return before.isEmpty() ? Answer.empty(204) : Answer.json(200, Json.object().set("actions", before));
    }

    private static void check(Call call, JsonNode told) {
        String type = told.path("type").asText();
        Set<String> more = MORE.getOrDefault(type, Set.of());
        if (!MORE.containsKey(type)) {
            call.wrong("there is no type '" + type + "'");
        }
        told.fieldNames().forEachRemaining(field -> {
            if (!EVERY.contains(field) && !more.contains(field)) {
                call.wrong("a " + type + " has no field " + field);
            }
        });
        EVERY.stream().filter(field -> !told.hasNonNull(field)).forEach(field -> call.wrong("field " + field + " is missing"));
        if (!told.path("id").asText().equals(call.header("webhook-id"))) {
            call.wrong("webhook-id is not the id in the body");
        }
        if (type.equals("message") && !told.path("message").hasNonNull("kind")) {
            call.wrong("the message has no kind");
        }
        if (type.startsWith("handover.") && !told.path("transcript").isArray()) {
            call.wrong("there is no transcript");
        }
    }

    @Override
    synchronized JsonNode control(String method, List<String> path, JsonNode body) {
        String what = method + " " + BlipControl.shape(path);
        switch (what) {
            case "GET switches", "POST switches", "PATCH switches" -> {
                return Control.switches(switches, body);
            }
            case "GET conversations" -> {
                ArrayNode all = Json.MAPPER.createArrayNode();
                talks.values().forEach(talk -> all.add(talk.json()));
                return all;
            }
            case "GET conversations/*" -> { }
            case "POST conversations/*/say" -> {
                ArrayNode actions = Json.MAPPER.createArrayNode();
                if (body.path("actions").isArray()) {
                    body.path("actions").forEach(actions::add);
                } else {
                    actions.addObject().put("type", "message").put("text", body.path("text").asText());
                }
                say(path.get(1), body.path("id").asText(UUID.randomUUID().toString()), actions);
            }
            default -> throw new NoSuchElementException("the simulated bot has no control " + what);
        }
        if (!talks.containsKey(path.get(1))) {
            throw new NoSuchElementException("the bot knows no conversation " + path.get(1));
        }
        return talks.get(path.get(1)).json();
    }
}
