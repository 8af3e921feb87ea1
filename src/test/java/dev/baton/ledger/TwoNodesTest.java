package dev.baton.ledger;

import dev.baton.MovableClock;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.event.EventType;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two writers on one database: what the one commits while the other is in the middle of something. */
class TwoNodesTest {

    private static void wide(House house) {
        for (String channel : List.of("shop", "desk")) {
            var f = house.facts.get(channel);
            house.facts.put(channel, new Channels.Facts(f.name(), f.version(), f.desk(), f.perPerson(), f.takes(), f.deadlines(), f.schedule(),
                    f.onUnknown(), 1_000, f.pollEvery()));
        }
    }

    private static void finish(House one, House two, Map<String, List<String>> told) {
        for (int round = 0; round < 50 && one.count("select count(*) from lane where due_at is not null") > 0; round++) {
            for (House house : List.of(one, two)) {
                List<CompletableFuture<Void>> all = new ArrayList<>();
                for (Claim claim = house.work.poll(); claim != null; claim = house.work.poll()) {
                    if (claim.delivery().event().type() == EventType.MESSAGE) {
                        told.computeIfAbsent(claim.channel() + " " + claim.delivery().context().person(), key -> new ArrayList<>())
                                .add(House.text(claim));
                    }
                    all.add(house.ledger.complete(claim, dev.baton.event.Outcome.of(dev.baton.event.Outcome.Word.done, null), null));
                }
                all.forEach(future -> future.orTimeout(20, TimeUnit.SECONDS).join());
                house.later(Duration.ofSeconds(1));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void whatWaitsForACaseIsNeverLeftBehind(Engines engine) {
        long seed = System.nanoTime();
        System.out.println("TwoNodesTest " + engine + " seed " + seed);
        Random chance = new Random(seed);
        var source = engine.fresh();
        MovableClock clock = MovableClock.standing();
        try (House one = new House(source, "node-1", clock); House two = new House(source, "node-2", clock)) {
            wide(one);
            wide(two);
            Map<String, List<String>> told = new HashMap<>();
            for (int i = 0; i < 400; i++) {
                one.accept("shop", House.ticket("T" + i, "p" + i, "help"));
                Claim request = one.next("desk", EventType.HANDOVER_REQUESTED);
                List<CompletableFuture<?>> all = new ArrayList<>();
                boolean first = chance.nextBoolean();
                if (first) {
                    all.add(learn(one, request, i));
                }
                var answer = send(two, House.answers("a" + i, "C" + i, null, "one"));
                if (chance.nextBoolean()) {
                    answer.join();
                }
                if (!first) {
                    all.add(learn(one, request, i));
                }
                answer.join();
                all.add(send(chance.nextBoolean() ? one : two, House.answers("b" + i, "C" + i, chance.nextInt(4) == 0 ? "shop:p" + i : null, "two")));
                all.forEach(future -> future.orTimeout(20, TimeUnit.SECONDS).join());
                for (Claim claim = one.work.poll(); claim != null; claim = one.work.poll()) {
                    note(told, claim);
                    one.complete(claim, dev.baton.event.Outcome.Word.done);
                }
            }
            finish(one, two, told);
            assertThat(one.count("select count(*) from parked")).as("left behind, seed %d", seed).isZero();
            for (int i = 0; i < 400; i++) {
                assertThat(told.get("shop shop:p" + i)).as("conversation %d, seed %d", i, seed).containsExactly("one", "two");
            }
        }
    }

    private static void note(Map<String, List<String>> told, Claim claim) {
        if (claim.delivery().event().type() == EventType.MESSAGE) {
            told.computeIfAbsent(claim.channel() + " " + claim.delivery().context().person(), key -> new ArrayList<>()).add(House.text(claim));
        }
    }

    private static CompletableFuture<?> learn(House house, Claim request, int i) {
        return house.ledger.complete(request, new dev.baton.event.Outcome(dev.baton.event.Outcome.Word.done, null, null,
                List.of(House.thread("C" + i)), null, null), null);
    }

    private static CompletableFuture<Arrival.Accepted> send(House house, dev.baton.event.Event... events) {
        return house.ledger.accept(new Arrival(events[0].conversation().startsWith("C") ? "desk" : "shop", "v1", List.of(events), null, false))
                .orTimeout(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void theSameWebhooksInOppositeOrderAreTakenOnce(Engines engine) {
        var source = engine.fresh();
        MovableClock clock = MovableClock.standing();
        try (House one = new House(source, "node-1", clock); House two = new House(source, "node-2", clock)) {
            wide(one);
            wide(two);
            for (int i = 0; i < 20; i++) {
                one.accept("shop", House.ticket("T" + i, "p" + i, "help"));
            }
            long before = one.ledger.commits()[0] + two.ledger.commits()[0];
            int many = 400;
            List<CompletableFuture<Arrival.Accepted>> all = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                int back = many - 1 - i;
                all.add(send(one, House.says("m" + i, "T" + i % 20, "text " + i)));
                all.add(send(two, House.says("m" + back, "T" + back % 20, "text " + back)));
            }
            long duplicates = all.stream().mapToLong(future -> future.join().duplicates()).sum();
            assertThat(duplicates).isEqualTo(many);
            assertThat(one.count("select count(*) from delivery where type = 'message'")).isEqualTo(many);
            long batches = one.ledger.commits()[0] + two.ledger.commits()[0] - before;
            System.out.println("opposite order on " + engine + ": " + 2 * many + " webhooks in " + batches + " batches");
            assertThat(batches).as("no slow path: webhooks still share commits").isLessThan(many);
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void anEchoThatComesWhileTheOtherNodeIsBeingAnsweredIsNotSentBack(Engines engine) {
        var source = engine.fresh();
        MovableClock clock = MovableClock.standing();
        try (House one = new House(source, "node-1", clock); House two = new House(source, "node-2", clock)) {
            one.accept("shop", House.ticket("T", "p", "help"));
            learn(one, one.next("desk", EventType.HANDOVER_REQUESTED), 0).join();
            one.done(one.next("shop", EventType.HANDOVER_ACCEPTED));
            for (int i = 0; i < 60; i++) {
                one.accept("shop", House.says("m" + i, "T", "text " + i));
                Claim claim = one.next("desk", EventType.MESSAGE);
                var echo = House.answers("d" + i, "C0", null, "text " + i);
                var done = one.ledger.complete(claim, new dev.baton.event.Outcome(dev.baton.event.Outcome.Word.done, null, null,
                        List.of(new dev.baton.event.Reference(dev.baton.event.Reference.Kind.message, "d" + i)), null, null), null);
                send(two, new dev.baton.event.Event(echo.id(), null, "C0", null, null, true, false, echo.what())).join();
                done.orTimeout(20, TimeUnit.SECONDS).join();
            }
            assertThat(one.count("select count(*) from event where type = 'message' and channel = 'desk'")).isZero();
            assertThat(one.count("select count(*) from parked")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void twoConversationsThatLearnOneCaseBothGoOn(Engines engine) {
        var source = engine.fresh();
        MovableClock clock = MovableClock.standing();
        try (House one = new House(source, "node-1", clock); House two = new House(source, "node-2", clock)) {
            one.accept("shop", House.ticket("T1", "ann", "help"));
            two.accept("shop", House.ticket("T2", "ben", "help"));
            Claim ann = one.next("desk", EventType.HANDOVER_REQUESTED);
            Claim ben = two.next("desk", EventType.HANDOVER_REQUESTED);
            var first = learn(one, ann, 7);
            var second = learn(two, ben, 7);
            first.orTimeout(20, TimeUnit.SECONDS).join();
            second.orTimeout(20, TimeUnit.SECONDS).join();
            assertThat(one.rows("select state from delivery where type = 'handover.requested'")).containsExactly("done", "done");
            assertThat(one.rows("select distinct state from conversation")).containsExactly("queued");
            assertThat(one.count("select count(*) from reference where val = 'C7'")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aPauseReachesTheOtherNode(Engines engine) {
        var source = engine.fresh();
        MovableClock clock = MovableClock.standing();
        try (House one = new House(source, "node-1", clock); House two = new House(source, "node-2", clock)) {
            one.ledger.pause("desk", "we are moving").join();
            two.look();
            two.accept("shop", House.ticket("T1", "ann", "help"));
            assertThat(two.work).isEmpty();
            assertThat(two.ledger.standing("desk").why()).isEqualTo("we are moving");
            one.ledger.resume("desk").join();
            one.look();
            two.look();
            assertThat(one.work.size() + two.work.size()).as("one of them takes it, once").isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aNodeThatRunsAnotherVersionTakesNoneOfTheChannelsWork(Engines engine) {
        var source = engine.fresh();
        MovableClock clock = MovableClock.standing();
        Versions versions = new Versions(source, "node-1", clock);
        versions.live("desk", "v1", Map.of("desk.camel.yaml", new byte[] {1}), null);
        try (House one = new House(source, "node-1", clock); House two = new House(source, "node-2", clock)) {
            versions.live("desk", "v2", Map.of("desk.camel.yaml", new byte[] {2}), null);
            one.runs("desk", "v2");
            one.look();
            two.look();
            assertThat(one.ledger.standing("desk").behind()).isNull();
            assertThat(two.ledger.standing("desk").behind()).isEqualTo("this node runs v1, the channel runs v2 since " + clock.instant()
                    + ": give all nodes the same files");
            assertThat(two.ledger.standing("desk").paused()).isFalse();
            two.accept("shop", House.ticket("T1", "ann", "help"));
            two.look();
            assertThat(two.work).isEmpty();
            one.look();
            one.done(one.next("desk", EventType.HANDOVER_REQUESTED), House.thread("C1"));
            two.look();
            one.look();
            assertThat(one.work.size() + two.work.size()).as("the shop's is anybody's").isEqualTo(1);
            two.runs("desk", "v2");
            two.look();
            assertThat(two.ledger.standing("desk").behind()).isNull();
            two.accept("shop", House.ticket("T2", "ben", "help"));
            assertThat(two.work.stream().filter(claim -> claim.channel().equals("desk"))).hasSize(1);

            versions.retired("desk");
            two.look();
            assertThat(two.ledger.standing("desk").behind()).startsWith("this node runs v2, the channel is retired");
        }
        versions.live("desk", "v3", Map.of("desk.camel.yaml", new byte[] {3}), null);
        try (House late = new House(source, "node-2", clock)) {
            assertThat(late.ledger.standing("desk").behind()).as("from the first moment on").startsWith("this node runs v1, the channel runs v3");
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aNodesOwnSwapDoesNotStopItWhicheverComesFirst(Engines engine) throws SQLException {
        var source = engine.fresh();
        MovableClock clock = MovableClock.standing();
        Versions versions = new Versions(source, "node-1", clock);
        Versions others = new Versions(source, "node-2", clock);
        versions.live("desk", "v1", Map.of("desk.camel.yaml", new byte[] {1}), null);
        House node = new House(source, "node-1", clock);
        // No ledger, so that nothing looks but the test.
        node.close();
        Store store = new Store(source);
        store.connection();
        Map<String, Gate> gates = new ConcurrentHashMap<>();
        Lookout lookout = new Lookout(store, node, gates, new Settings("node-1", Duration.ofSeconds(60), Duration.ofMinutes(10), false));
        try {
            assertThat(behind(lookout, store, gates)).isNull();
            node.runs("desk", "v2");
            assertThat(behind(lookout, store, gates)).as("live, and not yet written").isNull();
            versions.live("desk", "v2", Map.of("desk.camel.yaml", new byte[] {2}), null);
            assertThat(behind(lookout, store, gates)).isNull();
            versions.live("desk", "v3", Map.of("desk.camel.yaml", new byte[] {3}), null);
            assertThat(behind(lookout, store, gates)).as("written, and not yet live").isNull();
            node.runs("desk", "v3");
            assertThat(behind(lookout, store, gates)).isNull();
            node.runs("desk", "v4");
            assertThat(behind(lookout, store, gates)).isNull();
            assertThat(behind(lookout, store, gates)).as("never written").startsWith("this node runs v4, the channel runs v3");
            others.live("desk", "v4", Map.of("desk.camel.yaml", new byte[] {4}), null);
            assertThat(behind(lookout, store, gates)).as("another node runs it too").isNull();
            others.live("desk", "v5", Map.of("desk.camel.yaml", new byte[] {5}), null);
            assertThat(behind(lookout, store, gates)).as("another node's swap").startsWith("this node runs v4, the channel runs v5");
            node.runs("desk", "v6");
            assertThat(behind(lookout, store, gates)).as("nor is it better with a third one").startsWith("this node runs v6, the channel runs v5");
        } finally {
            store.lose();
        }
    }

    private static String behind(Lookout lookout, Store store, Map<String, Gate> gates) throws SQLException {
        lookout.look(0, false, false);
        store.rollback();
        return gates.get("desk").behind;
    }
}
