package dev.baton.camel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.event.Json;
import dev.baton.event.Outcome;
import dev.baton.ledger.Arrival;
import dev.baton.ledger.Attempt;
import dev.baton.ledger.Claim;
import dev.baton.ledger.Ledger;
import dev.baton.media.Media;
import dev.baton.webhook.Body;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;

/**
 * The doors of one channel version: the core comes in here. Every pass is counted, because a version may be stopped only when nobody is inside
 * (Camel's own graceful stop turns an answered call into an error).
 */
public final class Doors {

    private static final int CLOSED = Integer.MIN_VALUE / 2;

    /** Longest that a check or a registration may take, all its calls together. */
    private static final Duration ASKING = Duration.ofSeconds(90);

    private final String channel;
    private final String version;
    private volatile JsonNode settings;
    private final Secrets secrets;
    private final Book book;
    private final Clock clock;
    private final Map<Door, Consumer> consumers = new EnumMap<>(Door.class);
    private final Map<Door, Map<String, String>> parameters = new EnumMap<>(Door.class);
    private final AtomicInteger inside = new AtomicInteger();
    private volatile Polls polls;
    private volatile String hookPath;

    /**
     * Doors without routes behind them; the routes come when their context starts.
     *
     * @param settings what routes and mappings may know: the channel's settings that are no secrets, and its {@code name}
     */
    public Doors(String channel, String version, JsonNode settings, Secrets secrets, Book book, Clock clock) {
        this.channel = channel;
        this.version = version;
        this.settings = settings;
        this.secrets = secrets;
        this.book = book;
        this.clock = clock;
        this.polls = new Polls(() -> book.cursor(channel), clock);
    }

    /**
     * What became of a webhook.
     *
     * @param accepted   events that were committed, and duplicates
     * @param later      true where it was committed raw for the inbox
     * @param deadLetter where no route or mapping could read it: the id under which it is kept whole, else null
     * @param cause      why it is a dead letter, else null
     */
    public record Taken(Arrival.Accepted accepted, boolean later, UUID deadLetter, String cause) {
    }

    /** What came of a piece of work, for {@link Book#complete}. */
    public record Done(Outcome outcome, Attempt attempt) {
    }

    /** Begins a pass; false where this version is retired and the caller must ask for the newer one. Each true wants a {@link #leave}. */
    public boolean enter() {
        if (inside.incrementAndGet() > 0) {
            return true;
        }
        inside.decrementAndGet();
        return false;
    }

    /** Ends a pass. */
    public void leave() {
        inside.decrementAndGet();
    }

    /** How many passes there are just now. */
    public int inFlight() {
        int count = inside.get();
        return count < 0 ? count - CLOSED : count;
    }

    /** From now on nobody enters; who is inside may finish. */
    public void retire() {
        inside.updateAndGet(count -> count < 0 ? count : count + CLOSED);
    }

    /** Whether a route stands behind that door. */
    public boolean has(Door door) {
        return consumers.containsKey(door);
    }

    /**
     * A webhook whose sender is proven, between {@link #enter} and {@link #leave}. It is committed when this returns: as events, raw for the inbox, or
     * whole as a dead letter where no mapping could read it.
     *
     * @param body   the webhook as JSON
     * @param raw    the same as it came
     * @param replay true where a dead letter is read again: deduplication is bypassed, and what still can't be read throws {@link Unreadable}
     *               instead of becoming one more dead letter
     * @throws Ledger.Unavailable where nothing was committed
     */
    public Taken webhook(JsonNode body, Claim.Raw raw, boolean replay) {
        Call call = Call.webhook(raw, replay, secrets);
        Throwable failure = pass(Door.WEBHOOK, call, body, null);
        if (failure == null && !call.said()) {
            failure = new IllegalStateException("the route ended without baton:accept or baton:later: let every path end in one of them");
        }
        if (failure == null) {
            return new Taken(call.accepted(), call.later(), null, null);
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Ledger.Unavailable unavailable) {
                throw unavailable;
            }
        }
        String cause = secrets.mask(TruthTable.words(failure));
        if (replay) {
            throw new Unreadable(cause);
        }
        return new Taken(call.accepted(), false, join(book.deadLetter(channel, version, raw, cause)), cause);
    }

    /** A dead letter that still can't be read; the message is the cause. */
    public static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable(String cause) {
            super(cause);
        }
    }

    /** A claimed piece of work, between {@link #enter} and {@link #leave}. Never throws: what goes wrong is an outcome. */
    public Done work(Claim claim) {
        return switch (claim.work()) {
            case deliver, pass -> deliver(claim);
            case inbox -> inbox(claim);
            case poll -> {
                ObjectNode body = Json.MAPPER.createObjectNode().put("at", clock.instant().toString());
                if (claim.cursor() != null) {
                    body.set("cursor", claim.cursor());
                }
                if (has(Door.REGISTER) && hook() != null) {
                    body.put("url", hook());
                }
                yield work(claim, Door.POLL, body);
            }
        };
    }

    /**
     * Asks the platform whether the channel's account is all right, between {@link #enter} and {@link #leave}; outside of the ledger's lanes, nothing of
     * it is kept. {@code done} where it is, else {@code why} says for people what is wrong. Never throws.
     */
    public Done check() {
        return ask(Door.CHECK, Json.MAPPER.createObjectNode());
    }

    /**
     * Makes the platform send its webhooks to an address, or forget it; asked in the same way as {@link #check}. Both may be said again and again.
     *
     * @param action {@code register} or {@code remove}
     * @param url    the public address, as {@link #hook} has it
     */
    public Done register(String action, String url) {
        return ask(Door.REGISTER, Json.MAPPER.createObjectNode().put("action", action).put("url", url));
    }

    private Done ask(Door door, JsonNode body) {
        return work(new Claim(UUID.randomUUID(), 0, 0, channel, Claim.Work.pass, clock.millis() + ASKING.toMillis(), null, null, null), door, body);
    }

    /** Where the world reaches the channel's webhook; it may hold the channel's token. Null while nobody knows where this Baton is reached. */
    public String hook() {
        String baton = book.publicUrl();
        return baton == null ? null : baton + (hookPath == null ? "/hooks/" + channel : hookPath);
    }

    /** What follows the public address of this Baton in {@link #hook}. */
    public void hookAt(String path) {
        hookPath = path;
    }

    private Done deliver(Claim claim) {
        Media.Ready ready;
        try {
            ready = book.media().ready(claim.delivery(), Instant.ofEpochMilli(claim.leaseEnds()));
        } catch (RuntimeException e) {
            return new Done(Outcome.of(Outcome.Word.again, "its files could not be looked at: " + TruthTable.words(e)), new Attempt(null, null, null));
        }
        return ready.notYet() != null ? new Done(ready.notYet(), new Attempt(null, null, null))
                : work(claim, Door.DELIVER, ready.delivery(), ready.degraded());
    }

    private Done inbox(Claim claim) {
        try {
            return work(claim, Door.INBOX, Body.KEPT.again(claim.raw().body(), claim.raw().contentType()));
        } catch (IllegalArgumentException e) {
            return new Done(Outcome.of(Outcome.Word.refused, e.getMessage()), new Attempt(null, null, null));
        }
    }

    /** The same with the body made already, as a sample has it. */
    public Done work(Claim claim, Door door, JsonNode body) {
        return work(claim, door, body, List.of());
    }

    private Done work(Claim claim, Door door, JsonNode body, List<String> degraded) {
        Call call = Call.work(claim, secrets, door == Door.DELIVER ? body.at("/delivery/mark").asText() : UUID.randomUUID().toString());
        degraded.forEach(call::degraded);
        Throwable failure = pass(door, call, body, door == Door.DELIVER ? body.path("type").asText() : null);
        if (failure == null && door.asks() && !call.said()) {
            failure = new IllegalStateException("the route from baton:" + door.text() + " ended without baton:outcome: let every path end there");
        }
        Outcome outcome = call.outcome(failure, clock);
        if (door == Door.POLL) {
            polls.ended(outcome);
        }
        return new Done(outcome, call.attempt());
    }

    private Throwable pass(Door door, Call call, JsonNode body, String type) {
        Consumer consumer = consumers.get(door);
        if (consumer == null) {
            return new IllegalStateException("channel " + channel + " has no route that begins at baton:" + door.text() + "/" + channel);
        }
        Exchange exchange = consumer.getEndpoint().createExchange(ExchangePattern.InOut);
        exchange.getIn().setBody(body);
        exchange.setVariable("settings", settings);
        if (door != Door.POLL && has(Door.POLL)) {
            exchange.setVariable("cursor", polls.cursor());
        }
        if (type != null) {
            exchange.setVariable("event", body);
            exchange.setVariable("type", type);
        }
        call.on(() -> {
            try {
                consumer.getProcessor().process(exchange);
            } catch (Exception e) {
                exchange.setException(e);
            }
        });
        return exchange.getException();
    }

    /** Takes over what the polls of the version before have found; polls of either count for both from now on. */
    public void continueFrom(Doors before) {
        polls = before.polls;
    }

    /**
     * In a rehearsal: what the next passes know as the channel's settings; what was read of the last poll's cursor is forgotten. What routes have as
     * placeholders stays as it was built.
     */
    public void rehearse(JsonNode otherSettings) {
        settings = otherSettings;
        polls.forget();
    }

    /** What the channel's polls have found. */
    public Polls polls() {
        return polls;
    }

    /** The parameters that a door's uri carries in the routes; known when they are started, empty where there is no such door. */
    public Map<String, String> parameters(Door door) {
        return parameters.getOrDefault(door, Map.of());
    }

    void parameters(Door door, Map<String, String> given) {
        parameters.put(door, Map.copyOf(given));
    }

    void open(Door door, Consumer consumer) {
        consumers.put(door, consumer);
    }

    String channel() {
        return channel;
    }

    String version() {
        return version;
    }

    Book book() {
        return book;
    }

    static <T> T join(java.util.concurrent.CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }
}
