package dev.baton.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.event.Content;
import dev.baton.event.Event;
import dev.baton.event.EventType;
import dev.baton.event.Outcome;
import dev.baton.event.What;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The database goes away at the worst moments. */
class StoreTroubleTest {

    /** Connections whose next commit succeeds, or not, and then can't say so. */
    private static DataSource dying(DataSource source, AtomicBoolean next, boolean commits) {
        return (DataSource) Proxy.newProxyInstance(DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, arguments) -> {
            Object made = call(method, source, arguments);
            return !(made instanceof Connection real) ? made
                    : Proxy.newProxyInstance(Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, called, given) -> {
                        if (called.getName().equals("commit") && next.compareAndSet(true, false)) {
                            if (commits) {
                                real.commit();
                            }
                            real.close();
                            throw new SQLException("the connection died in the commit", "08006");
                        }
                        return call(called, real, given);
                    });
        });
    }

    private static Object call(java.lang.reflect.Method method, Object on, Object[] arguments) throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aCommitWhoseAnswerIsLostIsNotWrittenTwice(Engines engine) {
        AtomicBoolean next = new AtomicBoolean();
        try (House house = new House(dying(engine.fresh(), next, true))) {
            house.accept("shop", House.ticket("T1", "ann", "help"));
            Claim request = house.next("desk", EventType.HANDOVER_REQUESTED);
            next.set(true);
            assertThat(house.accept("shop", House.says("m1", "T1", "with an id")).events()).isEqualTo(1);
            next.set(true);
            assertThat(house.accept("shop", House.says(null, "T1", "without an id")).events()).isEqualTo(1);
            next.set(true);
            house.done(request, House.thread("C1"));
            assertThat(next).isFalse();
            assertThat(house.count("select count(*) from event where type = 'message'")).isEqualTo(2);
            assertThat(house.count("select count(*) from delivery where type = 'message'")).isEqualTo(2);
            assertThat(house.count("select count(*) from delivery where type = 'handover.accepted'")).isEqualTo(1);
            assertThat(house.ledger.lost()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aCommitThatDidNotHappenIsRepeatedWhole(Engines engine) {
        AtomicBoolean next = new AtomicBoolean();
        try (House house = new House(dying(engine.fresh(), next, false))) {
            next.set(true);
            assertThat(house.accept("shop", House.ticket("T1", "ann", "help"), House.says(null, "T1", "hello")).events()).isEqualTo(2);
            assertThat(house.count("select count(*) from event where channel = 'shop'")).isEqualTo(2);
            assertThat(house.work).hasSize(1);
        }
    }

    private static DataSource onFiles(Path folder) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:" + CountingFiles.SCHEME + ":" + folder.resolve("baton")
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1;DEFAULT_TABLE_ENGINE=" + UpdatesInPlace.class.getName());
        Flyway.configure().dataSource(source).locations("classpath:db/migration/common").load().migrate();
        return source;
    }

    @Test
    void eachBatchIsOnDiskBeforeItIsAnswered(@TempDir Path folder) {
        CountingFiles.mount();
        try (House house = new House(onFiles(folder))) {
            house.accept("shop", House.ticket("T1", "ann", "help"));
            int forced = CountingFiles.FORCED.get();
            long batches = house.ledger.commits()[0];
            for (int i = 0; i < 50; i++) {
                int before = CountingFiles.FORCED.get();
                house.accept("shop", House.says("m" + i, "T1", "text"));
                assertThat(CountingFiles.FORCED.get()).as("on disk when it is answered").isGreaterThan(before);
            }
            long committed = house.ledger.commits()[0] - batches;
            assertThat(CountingFiles.FORCED.get() - forced).as("one fsync a batch").isBetween((int) committed, (int) committed + 5);

            List<CompletableFuture<?>> many = new ArrayList<>();
            forced = CountingFiles.FORCED.get();
            for (int i = 0; i < 1_000; i++) {
                many.add(house.ledger.accept(new Arrival("shop", "v1", List.of(House.says("n" + i, "T1", "text")), null, false)));
            }
            many.forEach(future -> future.orTimeout(20, TimeUnit.SECONDS).join());
            assertThat(CountingFiles.FORCED.get() - forced).as("they share it").isLessThan(100);
        }
    }

    @Test
    void aDiskThatHasSpaceAgainIsUsedAgain(@TempDir Path folder) throws IOException {
        CountingFiles.mount();
        try (House house = new House(onFiles(folder))) {
            house.accept("shop", House.ticket("T1", "ann", "help"));
            Claim request = house.next("desk", EventType.HANDOVER_REQUESTED);
            CountingFiles.full = true;
            CompletableFuture<Void> outcome = house.ledger.complete(request, new Outcome(Outcome.Word.done, null, null,
                    List.of(House.thread("C1")), null, null), null);
            Awaitility.await().until(() -> house.ledger.lost() != null);
            Event event = House.says(null, "T1", "is anybody there");
            assertThatThrownBy(() -> house.accept("shop", event)).as("refused with 503 meanwhile").hasCauseInstanceOf(Ledger.Unavailable.class);
            assertThat(house.ledger.lost()).isNotNull();
            assertThat(outcome).as("an outcome waits").isNotDone();
            CountingFiles.full = false;
            outcome.orTimeout(20, TimeUnit.SECONDS).join();
            Awaitility.await().until(() -> house.ledger.lost() == null);
            house.accept("shop", event);
            assertThat(house.count("select count(*) from event where type = 'message'")).as("what was refused is not there twice").isEqualTo(1);
            house.next("shop", EventType.HANDOVER_ACCEPTED);
            house.next("desk", EventType.MESSAGE);
        }
    }

    /** A disk that is full again and again, in the middle of whatever is written: nobody has heard of what is lost, and it is written again, in order. */
    @Test
    void whatTheDiskRefusesAtAnyMomentIsWrittenAgainInOrder(@TempDir Path folder) throws Exception {
        long seed = System.nanoTime();
        System.out.println("a disk that is full now and then, seed " + seed);
        Random chance = new Random(seed);
        CountingFiles.mount();
        int senders = 8;
        int messages = 60;
        AtomicInteger taken = new AtomicInteger();
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        try (House house = new House(onFiles(folder))) {
            Thread desk = new Thread(() -> {
                try {
                    while (true) {
                        Claim claim = house.work.take();
                        What what = claim.delivery().event().what();
                        if (what instanceof What.Message message) {
                            heard.add(((Content.Text) message.content()).text());
                        }
                        house.ledger.complete(claim, new Outcome(Outcome.Word.done, null, null,
                                what instanceof What.HandoverRequested ? List.of(House.thread("C" + claim.delivery().context().conversation())) : null, null, null), null);
                    }
                } catch (InterruptedException e) {
                    // All is heard.
                }
            });
            desk.start();
            List<Thread> all = new ArrayList<>();
            for (int n = 0; n < senders; n++) {
                String thread = "T" + n;
                all.add(new Thread(() -> {
                    said(house, House.ticket(thread, "customer of " + thread, "help"));
                    for (int i = 1; i <= messages; i++) {
                        said(house, House.says(thread + "-" + i, thread, thread + "-" + i));
                        taken.incrementAndGet();
                    }
                }));
            }
            all.forEach(Thread::start);
            int troubles = 0;
            while (taken.get() < senders * messages) {
                int until = Math.min(senders * messages, taken.get() + 1 + chance.nextInt(80));
                Awaitility.await().pollInterval(1, TimeUnit.MILLISECONDS).until(() -> taken.get() >= until);
                if (until < senders * messages) {
                    CountingFiles.full = true;
                    Awaitility.await().until(() -> house.ledger.lost() != null);
                    CountingFiles.full = false;
                    troubles++;
                }
            }
            Awaitility.await().untilAsserted(() -> assertThat(heard).hasSize(senders * messages));
            desk.interrupt();
            assertThat(troubles).isPositive();
            for (int n = 0; n < senders; n++) {
                String thread = "T" + n;
                assertThat(heard).filteredOn(text -> text.startsWith(thread + "-")).as("once and in order")
                        .containsExactlyElementsOf(IntStream.rangeClosed(1, messages).mapToObj(i -> thread + "-" + i).toList());
            }
            assertThat(house.count("select count(*) from event where type = 'message'")).isEqualTo(senders * messages);
            assertThat(house.count("select count(*) from dead_letter")).isZero();
        }
    }

    /** As a platform does: what is not taken is sent again. */
    private static void said(House house, Event event) {
        while (true) {
            try {
                house.accept("shop", event);
                return;
            } catch (CompletionException e) {
                assertThat(e).hasCauseInstanceOf(Ledger.Unavailable.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void afterTheEndEveryQuestionIsAnswered(Engines engine) {
        House house = new House(engine.fresh());
        List<CompletableFuture<?>> asked = java.util.Collections.synchronizedList(new ArrayList<>());
        Thread asking = new Thread(() -> {
            for (int i = 0; i < 2_000; i++) {
                asked.add(house.ledger.replayed(UUID.randomUUID()));
            }
        });
        asking.start();
        house.close();
        Awaitility.await().until(() -> !asking.isAlive());
        asked.add(house.ledger.replayed(UUID.randomUUID()));
        Awaitility.await().untilAsserted(() -> assertThat(asked).hasSize(2_001).allMatch(CompletableFuture::isDone));
        assertThatThrownBy(() -> asked.get(2_000).join()).hasCauseInstanceOf(Ledger.Unavailable.class);
    }
}
