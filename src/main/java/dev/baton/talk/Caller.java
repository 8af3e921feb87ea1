package dev.baton.talk;

import dev.baton.webhook.Problem;
import java.time.Instant;

/**
 * Who calls.
 *
 * @param talk   the channel
 * @param user   the one customer that a token is for; null for the app itself, which has the key and may speak for all of them
 * @param thread the one thread that a token is for; null for all, or where the channel has no threads
 * @param until  when the token ends; null for the key
 */
record Caller(Talks.Talk talk, String user, String thread, Instant until) {

    /** Longest that an app's own id may be. */
    static final int LONGEST = 200;

    boolean isApp() {
        return user == null;
    }

    /** The customer who is meant, of those that this caller may speak for. */
    String user(String asked) {
        if (isApp()) {
            return id(asked, "user");
        }
        if (asked != null && !asked.equals(user)) {
            throw new Refused(Problem.Kind.NOT_ALLOWED, "The token is for another user. Leave user out, or use the API key.");
        }
        return user;
    }

    /** The thread that is meant, or null where none is named and {@code needed} is false. A chat has no threads. */
    String thread(String asked, boolean needed) {
        if (!talk.async()) {
            if (asked != null) {
                throw Refused.bad("In this channel each user has one conversation: leave thread out, or set the channel's type to async.");
            }
            return null;
        }
        if (thread != null) {
            if (asked != null && !asked.equals(thread)) {
                throw new Refused(Problem.Kind.NOT_ALLOWED, "The token is for another thread. Leave thread out, or use the API key.");
            }
            return thread;
        }
        return asked == null && !needed ? null : id(asked, "thread");
    }

    static String id(String given, String name) {
        if (given == null || given.isBlank() || given.length() > LONGEST || given.chars().anyMatch(c -> c < ' ')) {
            throw Refused.bad("'" + name + "' is missing, longer than " + LONGEST + " characters, or holds control characters.");
        }
        return given.strip();
    }
}
