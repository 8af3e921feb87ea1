package dev.baton.talk;

import dev.baton.webhook.Problem;
import dev.baton.webhook.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/** Finds out who calls: the app, by its key, or a customer, by a token. Both come as {@code Authorization: Bearer}. */
public final class Callers {

    /** The setting with the app's key. */
    static final String KEY = "api-key";

    private final Talks talks;
    private final Tokens tokens;
    private final Rates rates;

    public Callers(Talks talks, Tokens tokens, Rates rates) {
        this.talks = talks;
        this.tokens = tokens;
        this.rates = rates;
    }

    /** The channel of that name, which takes something at this moment. */
    Talks.Talk talk(String channel) {
        Talks.Talk talk = talks.find(channel);
        if (talk == null) {
            throw new Refused(Problem.Kind.NOT_FOUND, "No channel with an API for apps has this name.");
        }
        // A key of nothing but blanks would be that of whoever sends none.
        if (!talk.live() || talk.setting(KEY) == null || talk.setting(KEY).isBlank()) {
            throw new Refused(Problem.Kind.NOT_NOW, "This channel takes nothing at the moment. GET /api/channels tells an operator why.", 30);
        }
        return talk;
    }

    /** Whoever may call. */
    Caller caller(String channel, HttpServletRequest request) {
        Talks.Talk talk = talk(channel);
        String given = bearer(request);
        if (same(given, talk.setting(KEY))) {
            return new Caller(talk, null);
        }
        Tokens.Token token = given.isEmpty() ? null : tokens.read(talk, given);
        if (token == null) {
            throw new Refused(Problem.Kind.NOT_PROVEN, "Send the channel's API key, or a customer token made with it: Authorization: Bearer ...");
        }
        if (tokens.ended(token)) {
            throw new Refused(Problem.Kind.NOT_PROVEN, "The customer token has ended. Get a new one.");
        }
        return new Caller(talk, token);
    }

    /** Whoever may call, to say something: customers only so often. */
    Caller speaker(String channel, HttpServletRequest request) {
        return counted(caller(channel, request), "says", 1);
    }

    /** Whoever may call, to read: customers ten times as often. */
    Caller reader(String channel, HttpServletRequest request) {
        return counted(caller(channel, request), "reads", 10);
    }

    /** Whoever may call, to open a stream: customers as often as they may say something. */
    Caller listener(String channel, HttpServletRequest request) {
        return counted(caller(channel, request), "listens", 1);
    }

    private Caller counted(Caller caller, String what, int times) {
        if (!caller.isApp()) {
            rates.count(what + " " + caller.talk().name() + "/" + caller.token().user(), times * number(caller.talk(), "calls-per-minute", 60));
        }
        return caller;
    }

    /** Whether what has let that caller in would do so still: a key that was changed, a token that has ended, a channel that is not there do not. */
    boolean letsIn(Caller caller) {
        Talks.Talk now = talks.find(caller.talk().name());
        return now != null && now.live() && Objects.equals(now.setting(KEY), caller.talk().setting(KEY)) && (caller.isApp() || !tokens.ended(caller.token()));
    }

    /** The app itself. */
    Caller app(String channel, HttpServletRequest request) {
        Caller caller = caller(channel, request);
        if (!caller.isApp()) {
            throw new Refused(Problem.Kind.NOT_ALLOWED, "This wants the channel's API key, not a customer token.");
        }
        return caller;
    }

    static int number(Talks.Talk talk, String setting, int otherwise) {
        String value = talk.setting(setting);
        return value == null || !value.strip().matches("\\d{1,9}") ? otherwise : Integer.parseInt(value.strip());
    }

    private static String bearer(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7) ? header.substring(7).strip() : "";
    }

    private static boolean same(String given, String key) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), key.strip().getBytes(StandardCharsets.UTF_8));
    }
}
