package dev.baton.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.MovableClock;
import dev.baton.event.Event;
import dev.baton.event.EventType;
import dev.baton.event.Outcome;
import dev.baton.event.Outcome.Word;
import dev.baton.event.Reference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A channel's file has got another name: what waits for the old name is the new one's. */
class MoveTest {

    private static final int PEOPLE = 25;
    private static final int MANY = Integer.getInteger("baton.seeds", 1);

    private final Map<String, List<String>> received = new TreeMap<>();
    private final List<String> webhooks = new ArrayList<>();
    private final Set<UUID> marks = new HashSet<>();
    private final Map<String, Integer> said = new HashMap<>();
    private final Set<String> sent = new HashSet<>();
    private int kept;
    private Random chance;
    private House house;

    private static void retire(House house, String channel) {
        house.facts.remove(channel);
        new Versions(house.source, "node-1", house.clock).retired(channel);
    }

    private static Ledger.Moved move(House house, String from, String to) {
        return house.ledger.move(from, to).orTimeout(60, TimeUnit.SECONDS).join();
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void whateverWaitsIsDeliveredByTheNewChannelOnceAndInOrder(Engines engine) {
        for (int i = 0; i < MANY; i++) {
            atRandom(engine, Long.getLong("baton.seed", System.nanoTime()));
        }
    }

    private void atRandom(Engines engine, long seed) {
        List.of(received, said).forEach(Map::clear);
        List.of(webhooks, marks, sent).forEach(java.util.Collection::clear);
        kept = 0;
        System.out.println("MoveTest " + engine + " seed " + seed);
        chance = new Random(seed);
        house = new House(engine.fresh());
        house.channel("shop", "desk", false, Channels.OnUnknown.verify);
        house.look();
        try {
            for (int i = 0; i < PEOPLE; i++) {
                house.accept("shop", House.ticket("T" + i, "p" + i, "help"));
            }
            for (int step = 0; step < 300; step++) {
                step("desk", true);
            }
            // The file gets its other name. What is on its way comes back, or is never heard of again.
            house.channel("desk2", null, true, Channels.OnUnknown.verify);
            house.channel("shop", "desk2", false, Channels.OnUnknown.verify);
            retire(house, "desk");
            for (Claim claim = house.work.poll(); claim != null; claim = house.work.poll()) {
                if (claim.channel().equals("shop") || !lookedUp(claim) || chance.nextInt(4) > 0) {
                    finish(claim, true);
                }
            }
            for (int step = 0; step < 150; step++) {
                step("desk2", true);
            }
            // What was never heard of again may have been sent; the new channel's lanes of the same persons are at work meanwhile.
            house.later(Duration.ofSeconds(80));
            Ledger.Moved moved = whenPossible();

            System.out.println(moved);
            assertThat(moved.deliveries()).isPositive();
            assertThat(moved.references()).isPositive();
            for (int step = 0; step < 200; step++) {
                step("desk2", true);
            }
            settle();
            check(seed);
        } finally {
            house.close();
        }
    }

    private Ledger.Moved whenPossible() {
        for (int tries = 0;; tries++) {
            try {
                return move(house, "desk", "desk2");
            } catch (CompletionException e) {
                assertThat(e.getCause()).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("ask again when that is done");
                assertThat(tries).isLessThan(5);
                for (Claim claim = house.work.poll(); claim != null; claim = house.work.poll()) {
                    finish(claim, false);
                }
                house.later(Duration.ofSeconds(10));
            }
        }
    }

    /** Until nothing can be done any more. */
    private void settle() {
        for (int round = 0; round < 200 && (house.count("select count(*) from lane where due_at is not null") > 0 || !house.work.isEmpty()); round++) {
            for (Claim claim = house.work.poll(); claim != null; claim = house.work.poll()) {
                finish(claim, false);
            }
            house.later(Duration.ofSeconds(70));
        }
    }

    private void step(String desk, boolean troubled) {
        int die = chance.nextInt(100);
        int who = chance.nextInt(PEOPLE);
        if (die < 45) {
            Claim claim = house.work.poll();
            if (claim != null) {
                finish(claim, troubled);
            }
        } else if (die < 70) {
            String text = text("customer", who);
            house.accept("shop", House.says("m" + text, "T" + who, text));
        } else if (die < 88) {
            String text = text("agent", who);
            Event event = House.answers("a" + text, "C" + who, null, text);
            house.accept(desk, event);
            assertThat(house.accept(desk, event).duplicates()).isEqualTo(1);
        } else if (die < 92) {
            house.ledger.later(desk, "v1", new Claim.Raw("text/plain", String.format("%s %04d", desk.equals("desk") ? "old" : "young", ++kept).getBytes(StandardCharsets.UTF_8)), null).join();
        } else {
            house.later(Duration.ofMillis(chance.nextInt(3_000)));
        }
    }

    private String text(String side, int who) {
        String text = String.format("%s %02d %04d", side, who, said.merge(side + who, 1, Integer::sum));
        sent.add(text);
        return text;
    }

    private void finish(Claim claim, boolean troubled) {
        if (house.clock.millis() > claim.leaseEnds()) {
            house.ledger.release(claim).join();
            return;
        }
        Word word = !troubled || claim.work() == Claim.Work.deliver && claim.delivery().attempt() > 3 ? Word.done : switch (chance.nextInt(8)) {
            case 0 -> Word.again;
            case 1 -> lookedUp(claim) && house.of(claim.channel()) != null ? Word.unknown : Word.again;
            default -> Word.done;
        };
        if (claim.work() == Claim.Work.inbox) {
            if (word == Word.done) {
                webhooks.add(claim.channel() + " " + new String(claim.raw().body(), StandardCharsets.UTF_8));
            }
            house.complete(claim, word == Word.done ? Word.done : Word.again);
            return;
        }
        if (word == Word.done || word == Word.unknown && chance.nextBoolean()) {
            boolean fresh = marks.add(claim.delivery().mark());
            if ((fresh || !claim.delivery().verify()) && claim.delivery().event().type() == EventType.MESSAGE) {
                received.computeIfAbsent(claim.channel().replace("2", "") + " " + claim.delivery().context().conversation(), key -> new ArrayList<>()).add(House.text(claim));
            }
        }
        boolean teaches = word == Word.done && claim.delivery().event().type() == EventType.HANDOVER_REQUESTED;
        house.complete(claim, new Outcome(word, "chance", null,
                teaches ? List.of(House.thread("C" + claim.delivery().context().person().substring("shop:p".length()))) : null, null, null));
    }

    /** What nobody knows the outcome of, the platform is asked for; of the rest a person would be. */
    private static boolean lookedUp(Claim claim) {
        return claim.work() == Claim.Work.deliver && (claim.delivery().event().type() == EventType.MESSAGE || claim.delivery().event().type() == EventType.HANDOVER_REQUESTED);
    }

    private void check(long seed) {
        received.forEach((lane, texts) -> assertThat(texts).as("%s, seed %d", lane, seed).doesNotHaveDuplicates().isSorted());
        Set<String> all = new HashSet<>();
        received.values().forEach(all::addAll);
        assertThat(house.rows("select cause from dead_letter")).as("seed %d", seed).isEmpty();
        assertThat(all).as("seed %d", seed).isEqualTo(sent);
        assertThat(webhooks.stream().map(one -> one.substring(one.indexOf(' ') + 1))).as("seed %d", seed).hasSize(kept).doesNotHaveDuplicates();
        assertThat(webhooks.stream().filter(one -> one.contains("old")).map(one -> one.substring(one.indexOf(' ') + 1))).as("seed %d", seed).isSorted();
        for (String table : List.of("lane", "reference", "parked", "dead_letter", "event")) {
            assertThat(house.count("select count(*) from " + table + " where channel = 'desk'")).as("%s, seed %d", table, seed).isZero();
        }
        assertThat(house.count("select count(*) from conversation where document like '%\"desk\":{%' or document like '%\"desk\":\"desk\"%'")).as("seed %d", seed).isZero();
        assertThat(house.count("select count(*) from parked")).as("seed %d", seed).isZero();
        assertThat(house.rows("select d.lane || ' ' || d.seq || ' ' || d.state || ' ' || d.type || ' ' || coalesce(l.channel || l.work || l.next_seq || ' ' || l.last_seq, 'none') from delivery d left join lane l on l.id = d.lane where d.state in ('waiting', 'unknown') or l.id is null")).as("seed %d", seed).isEmpty();
        assertThat(house.count("select count(*) from conversation")).as("nobody began anew, seed %d", seed).isEqualTo(PEOPLE);
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aCustomersChannelIsMovedWithItsThreads(Engines engine) {
        try (House house = House.withCase(engine)) {
            house.accept("shop", House.says("m1", "T1", "one"));
            Claim message = house.next("desk", EventType.MESSAGE);
            house.complete(message, new Outcome(Word.done, null, null, List.of(new Reference(Reference.Kind.message, "d1")), null, null));
            house.channel("shop2", "desk", false, Channels.OnUnknown.ask);
            retire(house, "shop");
            house.accept("desk", House.answers("a1", "C1", null, "for the old name"));
            house.ledger.deadLetter("shop", "v1", new Claim.Raw("text/plain", new byte[] {1}), "odd").join();
            assertThat(house.work).isEmpty();

            Ledger.Moved moved = move(house, "shop", "shop2");

            assertThat(moved).extracting(Ledger.Moved::conversations, Ledger.Moved::deadLetters).containsExactly(1, 1);
            house.done(house.next("shop2", EventType.AGENT_JOINED));
            assertThat(House.text(house.next("shop2", EventType.MESSAGE))).isEqualTo("for the old name");
            assertThat(house.accept("shop2", House.says("m1", "T1", "one")).duplicates()).as("it came before, to the old name").isEqualTo(1);
            house.accept("shop2", House.says("m2", "T1", "two"));
            assertThat(House.text(house.next("desk", EventType.MESSAGE))).isEqualTo("two");
            assertThat(house.count("select count(*) from conversation")).isEqualTo(1);
            assertThat(new View(house.source).conversation(message.delivery().context().conversation(), null).orElseThrow().line().customerChannel()).isEqualTo("shop2");
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void whatIsOnItsWayOnAnyNodeMustComeBackFirst(Engines engine) {
        var source = engine.fresh();
        MovableClock clock = MovableClock.standing();
        try (House one = new House(source, "node-1", clock); House two = new House(source, "node-2", clock)) {
            two.accept("shop", House.ticket("T1", "ann", "help"));
            Claim claim = two.next("desk", EventType.HANDOVER_REQUESTED);
            one.channel("desk2", null, true, Channels.OnUnknown.verify);
            assertThatThrownBy(() -> move(one, "desk", "desk2")).hasMessageContaining("channel desk is not retired");
            retire(one, "desk");
            two.facts.remove("desk");
            assertThatThrownBy(() -> move(one, "desk", "desk2")).hasMessageContaining("still on its way (node-2): ask again in 76 s");
            assertThatThrownBy(() -> move(one, "desk", "nobody")).hasMessageContaining("channel nobody is not live");
            assertThat(one.count("select count(*) from lane where channel = 'desk'")).as("nothing has changed").isEqualTo(1);
            clock.forward(Duration.ofSeconds(80));
            move(one, "desk", "desk2");
            one.look();
            one.look();
            assertThat(one.count("select count(*) from delivery where state = 'unknown'")).as("it may have been sent").isEqualTo(1);
            two.complete(claim, Word.done);
            one.later(Duration.ofMinutes(1));
            Claim again = one.next("desk2", EventType.HANDOVER_REQUESTED);
            assertThat(again.delivery().verify()).isTrue();
            one.done(again, House.thread("C1"));
            one.accept("desk2", House.answers("a1", "C1", null, "hello"));
            assertThat(one.count("select count(*) from event where type = 'message' and channel = 'desk2'")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void whileAChannelIsRetiredItsLanesStayThoseOfPersons(Engines engine) {
        try (House house = House.withCase(engine)) {
            house.look();
            house.accept("shop", House.says("m1", "T1", "one"));
            house.complete(house.next("desk", EventType.MESSAGE), Word.again);
            Channels.Facts desk = house.facts.get("desk");
            retire(house, "desk");
            house.accept("shop", House.says("m2", "T1", "two"));
            house.facts.put("desk", desk);
            new Versions(house.source, "node-1", house.clock).live("desk", "v1", Map.of("desk.camel.yaml", new byte[] {1}), null);
            house.accept("shop", House.says("m3", "T1", "three"));
            for (String text : List.of("one", "two", "three")) {
                house.later(Duration.ofSeconds(10));
                Claim claim = house.next("desk", EventType.MESSAGE);
                assertThat(House.text(claim)).isEqualTo(text);
                house.done(claim);
            }
        }
    }
}
