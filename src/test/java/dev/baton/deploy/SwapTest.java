package dev.baton.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.baton.camel.Dispatcher;
import dev.baton.camel.Doors;
import dev.baton.camel.Notes;
import dev.baton.deploy.source.Folder;
import dev.baton.deploy.version.Version;
import dev.baton.event.Json;
import dev.baton.event.Outcome;
import dev.baton.ledger.Claim;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions take over from each other while webhooks come in and slow calls are open. */
class SwapTest {

    private static final int SWAPS = 20;
    private static final Claim.Raw RAW = new Claim.Raw("application/json", "{}".getBytes());
    private static final String ASKED = "{\"at\": \"2026-03-05T13:20:11Z\"}";
    private static final String POLL = """
            - route:
                id: depot-poll
                from:
                  uri: baton:poll/depot
                  parameters: {platform: parcel, every: 1m}
                  steps:
                    - to: {uri: "{{channel.url}}"}
            """;

    @TempDir
    private Path path;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean over;

    @Test
    void nobodyNoticesASwapAndNothingIsLeftOfTheOldOnes() throws Exception {
        ExecutorService answers = Executors.newCachedThreadPool();
        HttpServer platform = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        platform.setExecutor(answers);
        platform.createContext("/", exchange -> {
            // Longer than several swaps take, most often.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(700));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        platform.start();
        String url = "http://localhost:" + platform.getAddress().getPort();
        Folder folder = new Folder(path).write("depot.camel.yaml", Folder.IN + Folder.OUT + POLL)
                .write("parcel/samples/asks/poll.json", ASKED).write("parcel/samples/asks/requests.json", "[{\"method\": \"POST\", \"path\": \"/api\", \"body\": " + ASKED + "}]");
        LiveChannels live = new LiveChannels();
        Notes notes = new Notes();
        Deployment deployment = Deployments.of(folder, live, (channel, setting) -> setting.equals("url") ? url : Folder.SETTINGS.get(setting), notes, Kept.NOTHING, Clock.systemUTC(),
                new SimpleMeterRegistry(), Deployments.RULES);
        deployment.start();
        Dispatcher dispatcher = new Dispatcher(notes, live::doors, 32);
        ExecutorService senders = Executors.newFixedThreadPool(3);
        List<Future<?>> sending = new ArrayList<>();
        sending.add(senders.submit(this.webhooks(live)));
        sending.add(senders.submit(this.webhooks(live)));
        AtomicInteger claimed = new AtomicInteger();
        sending.add(senders.submit(() -> {
            while (!over) {
                if (dispatcher.inFlight() < 20) {
                    dispatcher.accept(new Claim(UUID.randomUUID(), 1, 1, "depot", Claim.Work.poll, Long.MAX_VALUE, null, null, null));
                    claimed.incrementAndGet();
                }
                Thread.onSpinWait();
            }
        }));
        List<Version> old = new ArrayList<>();
        int overtaken = 0;
        for (int i = 0; i < SWAPS; i++) {
            Version before = live.find("depot").version();
            int handled = taken.get();
            Awaitility.await().until(() -> taken.get() > handled && before.doors().inFlight() > 0);
            old.add(before);
            folder.write("parcel/in.jslt", "[] // " + i);
            deployment.look();
            assertThat(live.find("depot").version()).as(live.find("depot").reason()).isNotSameAs(before);
            // On a busy machine a swap may take longer than the calls that were inside.
            boolean stopped = before.isStopped();
            int inside = before.doors().inFlight();
            assertThat(stopped && inside > 0).as("it was stopped with %d calls inside", inside).isFalse();
            overtaken += inside > 0 ? 1 : 0;
        }
        over = true;
        for (Future<?> one : sending) {
            one.get();
        }
        assertThat(dispatcher.drain(Duration.ofSeconds(20))).isTrue();
        assertThat(refused).as("webhooks that nobody took").hasValue(0);
        assertThat(taken.get()).isGreaterThan(SWAPS);
        assertThat(overtaken).as("swaps with calls inside the old version").isPositive();
        assertThat(notes.deadLetters).isEmpty();
        assertThat(notes.released).isEmpty();
        assertThat(notes.outcomes).hasSize(claimed.get()).allMatch(outcome -> outcome.word() == Outcome.Word.done);
        Awaitility.await().until(() -> old.stream().allMatch(Version::isStopped));
        assertThat(live.find("depot").version().isStopped()).isFalse();
        deployment.stop(Duration.ZERO);
        senders.shutdown();
        platform.stop(0);
        answers.shutdown();
        assertThat(senders.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
    }

    private Runnable webhooks(LiveChannels live) {
        return () -> {
            while (!over) {
                Doors doors = live.enter("depot");
                if (doors == null) {
                    refused.incrementAndGet();
                    continue;
                }
                try {
                    doors.webhook(Json.MAPPER.createObjectNode(), RAW, false);
                } finally {
                    doors.leave();
                }
                taken.incrementAndGet();
            }
        };
    }
}
