package dev.baton.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.event.Outcome.Word;
import dev.baton.ledger.Claim;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.junit.jupiter.api.Test;

/** Claims on their way to the live version and back. */
class DispatcherTest {

    private static final String INBOX = TestChannel.route("inbox", "setBody: {expression: {constant: '{\"references\":[]}'}}", "to: {uri: '{{channel.url}}'}");
    private final Notes notes = new Notes();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    private TestChannel slow() throws Exception {
        return TestChannel.of(notes, "http://depot.example", HttpTimes.DEFAULT, Clock.systemUTC(), (request, body) -> {
            begun.countDown();
            try {
                mayEnd.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new java.net.SocketException("interrupted");
            }
            return new BasicClassicHttpResponse(200);
        }, "inbox.camel.yaml", INBOX);
    }

    private static Claim inbox() {
        return TestChannel.claim(Claim.Work.inbox, Long.MAX_VALUE);
    }

    @Test
    void aClaimIsWorkedOnAndCompleted() throws Exception {
        mayEnd.countDown();
        try (TestChannel channel = slow()) {
            Dispatcher dispatcher = new Dispatcher(notes, name -> channel.doors(), 2);
            dispatcher.accept(inbox());
            await().until(() -> notes.outcomes.size() == 1);
            assertThat(notes.outcomes.get(0).word()).isEqualTo(Word.done);
            assertThat(notes.attempts.get(0).status()).isEqualTo(200);
            assertThat(channel.doors().inFlight()).isZero();
            assertThat(dispatcher.drain(Duration.ofSeconds(5))).isTrue();
        }
    }

    @Test
    void whatComesOfItIsSaidToBeTheVersionsThatDidItAlsoWhenAnotherOneHasTakenOver() throws Exception {
        try (TestChannel first = slow()) {
            AtomicReference<Doors> live = new AtomicReference<>(first.doors());
            Dispatcher dispatcher = new Dispatcher(notes, name -> live.get(), 2);
            dispatcher.accept(inbox());
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            live.set(new Doors("depot", "v2", TestChannel.json("{}"), new Secrets(List.of()), notes, Clock.systemUTC()));
            first.doors().retire();
            dispatcher.accept(inbox());
            await().until(() -> notes.by.size() == 1);
            mayEnd.countDown();
            await().until(() -> notes.by.size() == 2);
            assertThat(notes.by).containsExactly("v2", "v1");
            dispatcher.drain(Duration.ofSeconds(5));
        }
    }

    @Test
    void whatPassesIsForgottenWhenItHasWaitedTooLongForAThread() throws Exception {
        AtomicLong now = new AtomicLong();
        try (TestChannel channel = slow()) {
            Dispatcher dispatcher = new Dispatcher(notes, name -> channel.doors(), 1, now::get);
            dispatcher.accept(inbox());
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            Claim stale = TestChannel.claim(Claim.Work.pass, Long.MAX_VALUE);
            dispatcher.accept(stale);
            dispatcher.accept(inbox());
            now.set(TimeUnit.SECONDS.toNanos(11));
            mayEnd.countDown();
            await().until(() -> notes.outcomes.size() == 2);
            assertThat(notes.released).containsExactly(stale);
            dispatcher.drain(Duration.ofSeconds(5));
        }
    }

    @Test
    void withoutALiveVersionItGoesBack() {
        Dispatcher dispatcher = new Dispatcher(notes, name -> null, 1);
        dispatcher.accept(inbox());
        await().until(() -> notes.released.size() == 1);
        assertThat(notes.outcomes).isEmpty();
        assertThat(dispatcher.drain(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void aVersionThatIsRetiredMeanwhileGivesWayToItsSuccessor() throws Exception {
        mayEnd.countDown();
        try (TestChannel old = slow(); TestChannel young = slow()) {
            old.doors().retire();
            int[] looks = new int[1];
            Dispatcher dispatcher = new Dispatcher(notes, name -> looks[0]++ == 0 ? old.doors() : young.doors(), 1);
            dispatcher.accept(inbox());
            await().until(() -> notes.outcomes.size() == 1);
            assertThat(notes.released).isEmpty();
            dispatcher.drain(Duration.ofSeconds(5));
        }
    }

    @Test
    void drainingLetsWhatIsInFlightFinishAndGivesTheRestBack() throws Exception {
        try (TestChannel channel = slow()) {
            Dispatcher dispatcher = new Dispatcher(notes, name -> channel.doors(), 1);
            dispatcher.accept(inbox());
            dispatcher.accept(inbox());
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(dispatcher.inFlight()).isEqualTo(2);
            CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(() -> dispatcher.drain(Duration.ofSeconds(8)));
            await().until(() -> {
                dispatcher.accept(inbox());
                return !notes.released.isEmpty();
            });
            assertThat(notes.outcomes).isEmpty();
            mayEnd.countDown();
            assertThat(drained.get()).isTrue();
            assertThat(notes.outcomes).singleElement().satisfies(outcome -> assertThat(outcome.word()).isEqualTo(Word.done));
            assertThat(notes.released).hasSizeGreaterThanOrEqualTo(2);
            assertThat(dispatcher.inFlight()).isZero();
        }
    }

    @Test
    void aDrainThatTakesTooLongSaysSo() throws Exception {
        try (TestChannel channel = slow()) {
            Dispatcher dispatcher = new Dispatcher(notes, name -> channel.doors(), 1);
            dispatcher.accept(inbox());
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(dispatcher.drain(Duration.ofMillis(10))).isFalse();
            mayEnd.countDown();
            await().until(() -> dispatcher.inFlight() == 0);
        }
    }
}
