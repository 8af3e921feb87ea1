package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What the simulated platforms share: faults, the wire log, the count of what was wrong, and webhooks. */
public abstract class Simulator implements AutoCloseable {

    final String name;
    final Clock clock;
    final WireLog log;
    final Webhooks webhooks;
    private final Faults faults = new Faults();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final List<String> late = new CopyOnWriteArrayList<>();
    private final List<Consumer<String>> watchers = new CopyOnWriteArrayList<>();
    private volatile String url = "";

    Simulator(String name, Clock clock, WireLog log, WebhookSwitches switches) {
        this.name = name;
        this.clock = clock;
        this.log = log;
        this.webhooks = new Webhooks(name, clock, log, switches);
    }

    /** Base address below which the simulator is served. */
    public String url() {
        return url;
    }

    /** What was wrong in which request, in order. Empty means: everything that came was as the platform's description wants it. */
    public List<String> violations() {
        return List.copyOf(violations);
    }

    /** Requests that were proper but came too late (the other side had closed, merged or moved on, and Baton could not know). */
    public List<String> late() {
        return List.copyOf(late);
    }

    public Faults faults() {
        return faults;
    }

    public WireLog log() {
        return log;
    }

    /** Webhook calls to Baton. */
    public Webhooks webhooks() {
        return webhooks;
    }

    /** Tells of each change of what the simulator's page shows, with a word about what has changed. */
    public Runnable watch(Consumer<String> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    /** Forgets the violations and late requests counted so far. */
    public void clearViolations() {
        violations.clear();
        late.clear();
    }

    @Override
    public void close() {
        faults.clear();
        webhooks.close();
    }

    /** The platform's proper answer. */
    abstract Answer platform(Call call);

    /** The answer to a call that goes wrong without being done. */
    Answer refused(Call call, Fault fault) {
        return fault.answer() == null ? Answer.empty(500) : fault.answer().answer();
    }

    /** The call was done, but its sender may not learn so: a repetition is no violation. */
    void unanswered(Call call) {
    }

    /** The control API: plays the people on the platform's side. */
    abstract JsonNode control(String method, List<String> path, JsonNode body);

    void mounted(String at) {
        url = at;
    }

    void changed(String what) {
        watchers.forEach(watcher -> watcher.accept(what));
    }

    void late(Call call, String what) {
        late.add(call + ": " + what);
    }

    final Answer answer(Call call) {
        if (call.path.startsWith("/_control")) {
            return Control.answer(this, call);
        }
        Fault fault = faults.take(call);
        Answer answer;
        if (fault != null && !fault.processed()) {
            answer = refused(call, fault);
        } else {
            answer = platform(call);
            if (fault != null) {
                unanswered(call);
                answer = fault.answer() == null ? answer : fault.answer().answer();
            }
        }
        call.wrong.forEach(what -> violations.add(call.method + " " + call.path + ": " + what));
        log.add(clock.instant(), "Baton", name, call.method, (call.path.isEmpty() ? "/" : call.path) + (call.rawQuery == null ? "" : "?" + call.rawQuery), answer.status(),
                webhooks.masked(call.text()), webhooks.masked(answer.text()), call.wrong);
        if (fault != null && fault.delay() != null) {
            faults.hold(fault);
        }
        return answer;
    }
}
