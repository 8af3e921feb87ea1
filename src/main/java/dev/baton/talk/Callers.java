package dev.baton.talk;

import dev.baton.webhook.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

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
        if (!talk.live() || talk.setting(KEY) == null) {
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
        Caller caller = caller(channel, request);
        if (!caller.isApp()) {
            rates.count(channel + "/" + caller.token().user(), number(caller.talk(), "calls-per-minute", 60));
        }
        return caller;
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
