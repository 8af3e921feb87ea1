package dev.baton.talk;

import dev.baton.ledger.CustomerView;
import dev.baton.webhook.Problem;
import dev.baton.webhook.Refused;

/**
 * Who calls.
 *
 * @param talk  the channel
 * @param token the customer's, for one of them; null for the app itself, which has the key and may speak for all of them
 */
record Caller(Talks.Talk talk, Tokens.Token token) {

    /** Longest that an app's own id may be. */
    static final int LONGEST = 200;

    boolean isApp() {
        return token == null;
    }

    /** The one thread that the token is for; null for all, and where the channel has no threads. */
    String only() {
        return isApp() ? null : token.thread();
    }

    /** The customer who is meant, of those that this caller may speak for. */
    String user(String asked) {
        if (isApp()) {
            return id(asked, "user");
        }
        if (asked != null && !asked.equals(token.user())) {
            throw new Refused(Problem.Kind.NOT_ALLOWED, "The token is for another user. Leave user out, or use the API key.");
        }
        return token.user();
    }

    /** The thread that is meant, or null where none is named and {@code needed} is false. A chat has no threads. */
    String thread(String asked, boolean needed) {
        if (!talk.async()) {
            if (asked != null) {
                throw Refused.bad("In this channel each user has one conversation: leave thread out, or set the channel's type to async.");
            }
            return null;
        }
        if (only() != null) {
            if (asked != null && !asked.equals(only())) {
                throw new Refused(Problem.Kind.NOT_ALLOWED, "The token is for another thread. Leave thread out, or use the API key.");
            }
            return only();
        }
        return asked == null && !needed ? null : id(asked, "thread");
    }

    /**
     * What the app calls the thread; null in a chat. Its channel calls it {@code <user>/<thread>}: two users may have threads of one name. In the user
     * {@code %} and {@code /} are encoded, so that user {@code a} with thread {@code b/c} is not user {@code a/b} with thread {@code c}.
     */
    static String named(Talks.Talk talk, CustomerView.Thread one) {
        String user = one.person().substring(talk.name().length() + 1).replace("%", "%25").replace("/", "%2F") + "/";
        return talk.async() && one.thread() != null && one.thread().startsWith(user) ? one.thread().substring(user.length()) : null;
    }

    /** Whether that conversation is for this caller, as far as threads go. */
    boolean mayRead(CustomerView.Thread one) {
        return only() == null || only().equals(named(talk, one));
    }

    static String id(String given, String name) {
        if (given == null || given.isBlank() || given.length() > LONGEST || given.chars().anyMatch(c -> c < ' ')) {
            throw Refused.bad("'" + name + "' is missing, longer than " + LONGEST + " characters, or holds control characters.");
        }
        return given.strip();
    }
}
