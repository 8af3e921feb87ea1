package dev.baton.camel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.event.Event;
import dev.baton.event.Json;
import dev.baton.event.Outcome;
import dev.baton.event.Outcome.Word;
import dev.baton.event.Reference;
import dev.baton.ledger.Arrival;
import dev.baton.ledger.Attempt;
import dev.baton.ledger.Claim;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One pass through a channel's route, from its door to its end: what was said, learnt, sent and answered on the way. It stays on one thread;
 * the HTTP calls find it there.
 */
final class Call {

    private static final ThreadLocal<Call> CURRENT = new ThreadLocal<>();

    private final Claim claim;
    private final String mark;
    private final Claim.Raw raw;
    private final boolean replay;
    private final Secrets secrets;
    private final Transcript transcript;
    private final List<Reference> references = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final List<String> degraded = new ArrayList<>();
    private Outcome last = Outcome.of(Word.done, null);
    private Arrival.Accepted accepted = new Arrival.Accepted(0, 0);
    private boolean said;
    private boolean later;
    private boolean sent;
    private boolean onTheWire;
    private Duration retryAfter;

    private Call(Claim claim, Claim.Raw raw, boolean replay, Secrets secrets, String mark) {
        this.claim = claim;
        this.mark = mark;
        this.raw = raw;
        this.replay = replay;
        boolean sensitive = claim != null && claim.delivery() != null && claim.delivery().event().sensitive();
        this.secrets = sensitive ? secrets.and(texts(Json.json(claim.delivery().event()))) : secrets;
        this.transcript = new Transcript(secrets, sensitive);
    }

    static Call webhook(Claim.Raw raw, boolean replay, Secrets secrets) {
        return new Call(null, raw, replay, secrets, null);
    }

    static Call work(Claim claim, Secrets secrets, String mark) {
        return new Call(claim, claim.raw(), false, secrets, mark);
    }

    /** What a sensitive event says, which may turn up in the words of a platform or a mapping. */
    private static List<String> texts(JsonNode event) {
        List<String> texts = new ArrayList<>();
        for (JsonNode said : List.of(event.path("content"), event.path("transcript"))) {
            said.findParents("kind").forEach(content -> content.properties().forEach(field -> {
                if (field.getValue().isValueNode() && !field.getKey().equals("kind")) {
                    texts.add(field.getValue().asText());
                }
            }));
        }
        return texts;
    }

    /** The call that this thread is on, or null. */
    static Call current() {
        return CURRENT.get();
    }

    void on(Runnable pass) {
        CURRENT.set(this);
        try {
            pass.run();
        } finally {
            CURRENT.remove();
        }
    }

    boolean isWebhook() {
        return claim == null;
    }

    Claim claim() {
        return claim;
    }

    /** What the requests of this piece of work are known by; the same at each try of a delivery. */
    String mark() {
        return mark;
    }

    Claim.Raw raw() {
        return raw;
    }

    boolean replay() {
        return replay;
    }

    Transcript transcript() {
        return transcript;
    }

    Secrets secrets() {
        return secrets;
    }

    /** An outcome was said: its word replaces the last one, what it teaches is added. */
    void say(Outcome outcome) {
        said = true;
        last = outcome;
        references.addAll(outcome.references());
        events.addAll(outcome.events());
        degraded(outcome.degraded());
    }

    /** Something is not told as it was; null for nothing. */
    void degraded(String what) {
        if (what != null && !degraded.contains(what)) {
            degraded.add(what);
        }
    }

    /** Events came with a poll or an inbox: they are committed with its outcome. */
    void bring(List<Event> more) {
        said = true;
        events.addAll(more);
    }

    void accepted(Arrival.Accepted more) {
        said = true;
        accepted = new Arrival.Accepted(accepted.events() + more.events(), accepted.duplicates() + more.duplicates());
    }

    void committedForLater() {
        said = true;
        later = true;
    }

    Arrival.Accepted accepted() {
        return accepted;
    }

    boolean later() {
        return later;
    }

    /** Whether the route said anything at all of what it was given. */
    boolean said() {
        return said;
    }

    /** Commits what was learnt and checks that there is time; afterwards a request may leave. */
    void beforeRequest(Book book, Duration longest, Clock clock) throws NotSent {
        onTheWire = false;
        // Only a delivery teaches what a repeat of it must know; what an inbox or a poll has read is committed whole, with its outcome.
        if (claim.work() == Claim.Work.deliver && (!references.isEmpty() || !events.isEmpty())) {
            try {
                book.learn(claim, new Outcome(Word.done, null, null, references, events, null)).join();
            } catch (RuntimeException e) {
                throw new NotSent("not sent: what the last answer taught could not be committed (" + TruthTable.words(e) + ")", e);
            }
            references.clear();
            events.clear();
        }
        long left = claim.leaseEnds() - clock.millis();
        if (left <= longest.toMillis()) {
            throw new NotSent("not sent: a call may take " + longest.toSeconds() + " s and only " + Math.max(0, left / 1000)
                    + " s are left of the time that this delivery was given", null);
        }
    }

    /** A request begins to leave: from here on the platform may have it. */
    void onTheWire() {
        sent = true;
        onTheWire = true;
    }

    boolean isOnTheWire() {
        return onTheWire;
    }

    /** How long the last answer asks us to wait; null where it does not say. */
    void asksToWait(Duration asked) {
        retryAfter = asked;
    }

    /** What came of it, with what was learnt since the last commit. A flow that says {@code again} need not read how long the platform asked us to wait. */
    Outcome outcome(Throwable failure, Clock clock) {
        Outcome outcome = failure == null ? last : TruthTable.of(failure, sent, clock);
        Duration after = outcome.after() == null && outcome.word() == Word.again ? retryAfter : outcome.after();
        return new Outcome(outcome.word(), secrets.mask(outcome.why()), after, references, events, outcome.cursor(),
                degraded.isEmpty() ? null : secrets.mask(String.join("; ", degraded)));
    }

    Attempt attempt() {
        return transcript.attempt();
    }
}
