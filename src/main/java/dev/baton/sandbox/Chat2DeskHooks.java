package dev.baton.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The registered webhooks, and what is delivered to them: at once, and after 10 s, 5 min and 2 h again, all by the simulator's clock. */
final class Chat2DeskHooks implements AutoCloseable {

    private static final List<Duration> AGAIN = List.of(Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofHours(2));
    private static final Duration SWITCHED_OFF_AFTER = Duration.ofHours(5);

    /** A delivery that waits for its time. */
    private record Waiting(Instant due, Chat2DeskHook hook, String event, String dialog, byte[] body, int tries) {
    }

    /** By id. Whoever reads it holds this object's lock. */
    final Map<Long, Chat2DeskHook> registered = new LinkedHashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final Chat2DeskSwitches switches;
    private final Clock clock;
    private final Webhooks webhooks;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "chat2desk-webhooks");
        thread.setDaemon(true);
        return thread;
    });

    Chat2DeskHooks(Chat2DeskSwitches switches, Clock clock, Webhooks webhooks) {
        this.switches = switches;
        this.clock = clock;
        this.webhooks = webhooks;
        timer.scheduleWithFixedDelay(this::due, 25, 25, TimeUnit.MILLISECONDS);
    }

    /** Delivers an event to the webhooks that want it. */
    synchronized void emit(String event, long channel, long dialog, ObjectNode body) {
        byte[] bytes = Json.bytes(body);
        Instant due = switches.lateSeconds > 0 && (switches.lateEvents.isEmpty() || switches.lateEvents.contains(event))
                ? clock.instant().plusSeconds(switches.lateSeconds) : null;
        registered.values().stream().filter(hook -> hook.wants(event, channel)).forEach(hook -> {
            Waiting one = new Waiting(due, hook, event, String.valueOf(dialog), bytes, 0);
            if (due == null) {
                send(one);
            } else {
                waiting.add(one);
            }
        });
    }

    /** Deliveries that wait for their time. */
    synchronized int waiting() {
        return waiting.size();
    }

    /** Switches a webhook off; what waits for it is lost. */
    synchronized void off(Chat2DeskHook hook) {
        hook.on = false;
        waiting.removeIf(one -> one.hook() == hook);
    }

    /** The same as after 5 hours: the last that was tried has failed. */
    synchronized void givenUp(Chat2DeskHook hook) {
        hook.answered("inbox", 0, clock.instant());
        off(hook);
    }

    synchronized void on(Chat2DeskHook hook) {
        hook.on = true;
        hook.failingSince = null;
        hook.failures.clear();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private synchronized void due() {
        Instant now = clock.instant();
        registered.values().stream().filter(hook -> hook.on && hook.failingSince != null && !hook.failingSince.plus(SWITCHED_OFF_AFTER).isAfter(now))
                .toList().forEach(this::off);
        List<Waiting> ready = new ArrayList<>();
        for (Iterator<Waiting> all = waiting.iterator(); all.hasNext();) {
            Waiting one = all.next();
            if (!one.due().isAfter(now)) {
                ready.add(one);
                all.remove();
            }
        }
        ready.sort(Comparator.comparing(Waiting::due));
        ready.forEach(this::send);
    }

    private void send(Waiting one) {
        URI url = URI.create(one.hook().url);
        Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "application/json"));
        if (!switches.hmacSecret.isEmpty()) {
            headers.put("X-Signature", signature(one.body()));
        }
        if (url.getRawUserInfo() != null) {
            headers.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(Call.percent(url.getRawUserInfo()).getBytes(StandardCharsets.UTF_8)));
            url = URI.create(one.hook().url.replaceFirst("//[^/]*@", "//"));
        }
        webhooks.send(new Webhooks.Post(one.hook().id + " " + one.dialog(), url, headers, one.body(), status -> answered(one, status)));
    }

    /** Only 200 will do. Says whether it comes again. */
    private synchronized boolean answered(Waiting one, int status) {
        one.hook().answered(one.event(), status, clock.instant());
        boolean again = status != 200 && one.tries() < AGAIN.size() && one.hook().on && registered.containsValue(one.hook());
        if (again) {
            waiting.add(new Waiting(clock.instant().plus(AGAIN.get(one.tries())), one.hook(), one.event(), one.dialog(), one.body(), one.tries() + 1));
        }
        return again;
    }

    private String signature(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(switches.hmacSecret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
