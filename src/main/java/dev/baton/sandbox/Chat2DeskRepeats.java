package dev.baton.sandbox;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Calls that were done but whose sender may not know so. No idempotency key exists in the API: whoever sends such a call again without having looked
 * first may double it, and that is a violation.
 */
final class Chat2DeskRepeats {

    /** What a call does, for whom. */
    private record Done(String what, long client) {
    }

    private final Set<Done> unknown = new LinkedHashSet<>();
    private final Map<Call, Done> doing = new WeakHashMap<>();

    /** A call that must not be repeated blindly does this for a client. */
    synchronized void doing(Call call, String what, long client) {
        Done done = new Done(what, client);
        if (unknown.contains(done)) {
            call.wrong("blind repetition of what may be done already: " + what.lines().findFirst().orElse(""));
        }
        doing.put(call, done);
    }

    /** The answer of this call may be lost. */
    synchronized void unanswered(Call call) {
        Done done = doing.get(call);
        if (done != null) {
            unknown.add(done);
        }
    }

    /** The sender has looked up what there is of a client; 0: of all. */
    synchronized void lookedUp(long client) {
        unknown.removeIf(done -> client == 0 || done.client() == client);
    }
}
