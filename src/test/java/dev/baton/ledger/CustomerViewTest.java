package dev.baton.ledger;

import static dev.baton.ledger.House.answers;
import static dev.baton.ledger.House.says;
import static dev.baton.ledger.House.thread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.MovableClock;
import dev.baton.event.Author;
import dev.baton.event.Content;
import dev.baton.event.Event;
import dev.baton.event.EventType;
import dev.baton.event.Outcome;
import dev.baton.event.Role;
import dev.baton.event.What;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What a customer reads of the ledger, on both engines, also while two nodes write. */
class CustomerViewTest {

    private static List<String> texts(List<CustomerView.Seen> seen) {
        return seen.stream().map(one -> one.event().path("content").path("text").asText()).filter(text -> !text.isEmpty()).toList();
    }

    private static UUID conversation(House house, String person) {
        return UUID.fromString(house.rows("select id from conversation where person = 'shop:" + person + "'").get(0));
    }

    private static Event note(String id, String thread, String text) {
        return new Event(id, null, thread, null, null, false, false, new What.Message(new Author(Role.agent, "7", "Ann"), new Content.Text(text, null), true));
    }

    /** A reader as a stream is one: it looks how far the conversations have got, and reads what is behind its own place. */
    private static void read(CustomerView view, List<String> persons, Map<UUID, Long> places, Map<UUID, List<Long>> read) {
        for (CustomerView.Head head : view.heads(persons)) {
            if (head.lastSeq() > places.getOrDefault(head.id(), 0L)) {
                List<CustomerView.Seen> some = view.after("shop", head.person(), head.id(), places.getOrDefault(head.id(), 0L), 10_000);
                some.forEach(seen -> read.computeIfAbsent(head.id(), id -> new ArrayList<>()).add(seen.seq()));
                places.put(head.id(), Math.max(head.lastSeq(), some.isEmpty() ? 0 : some.get(some.size() - 1).seq()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void whoeverReadsWhileTwoNodesWriteMissesNothingAndReadsNothingTwice(Engines engine) throws SQLException {
        long seed = Long.getLong("view.seed", System.nanoTime());
        System.out.println("CustomerViewTest " + engine + " view.seed=" + seed);
        int conversations = 3;
        int each = 150;
        var source = engine.fresh();
        MovableClock clock = MovableClock.running();
        try (House one = new House(source, "node-1", clock); House two = new House(source, "node-2", clock)) {
            for (int i = 0; i < conversations; i++) {
                one.accept("shop", House.ticket("T" + i, "p" + i, "help"));
                one.done(next(one, EventType.HANDOVER_REQUESTED), thread("C" + i));
            }
            List<String> persons = IntStream.range(0, conversations).mapToObj(i -> "shop:p" + i).toList();
            List<CompletableFuture<Void>> writers = Stream.of(one, two).map(house -> CompletableFuture.runAsync(() -> {
                Random chance = new Random(seed + (house == one ? 1 : 2));
                String node = house == one ? "a" : "b";
                List<CompletableFuture<?>> asked = new ArrayList<>();
                for (int i = 0; i < each; i++) {
                    int n = chance.nextInt(conversations);
                    asked.add(house.ledger.accept(chance.nextBoolean() ? new Arrival("shop", "v1", List.of(says(node + i, "T" + n, node + i)), null, false)
                            : new Arrival("desk", "v1", List.of(answers(node + i, "C" + n, null, node + i)), null, false)));
                    if (chance.nextInt(3) == 0) {
                        asked.forEach(CompletableFuture::join);
                    }
                }
                asked.forEach(CompletableFuture::join);
            })).toList();
            CustomerView view = new CustomerView(new SingleConnectionDataSource(source.getConnection(), true));
            Map<UUID, Long> places = new HashMap<>();
            Map<UUID, List<Long>> read = new HashMap<>();
            int looks = 0;
            for (boolean writing = true; writing; looks++) {
                writing = !writers.stream().allMatch(CompletableFuture::isDone);
                read(view, persons, places, read);
            }
            writers.forEach(CompletableFuture::join);
            System.out.println(engine + ": " + looks + " looks while " + 2 * each + " events came");
            for (int i = 0; i < conversations; i++) {
                UUID id = conversation(one, "p" + i);
                List<Long> all = view.after("shop", "shop:p" + i, id, 0, 10_000).stream().map(CustomerView.Seen::seq).toList();
                assertThat(all).as("seed %d", seed).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(each / conversations);
                assertThat(read.get(id)).as("read as it came, seed %d", seed).isEqualTo(all);
            }
            assertThat(one.count("select count(*) from event where type = 'message'")).isEqualTo(2 * each);
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void whatIsDeliveredTwiceIsReadOnceAndCutsNoPageShort(Engines engine) {
        try (House house = House.withCase(engine)) {
            for (int i = 0; i < 6; i++) {
                house.accept("desk", answers("a" + i, "C1", null, "answer " + i));
                Claim claim = next(house, EventType.MESSAGE);
                house.complete(claim, Outcome.Word.refused);
                if (i % 2 == 0) {
                    house.ledger.replay(UUID.fromString(house.rows("select id from dead_letter where state = 'waiting' and lane is not null order by at desc, id limit 1").get(0))).join();
                    house.done(next(house, EventType.MESSAGE));
                }
                house.clock.forward(Duration.ofSeconds(1));
            }
            CustomerView view = new CustomerView(house.source);
            UUID id = conversation(house, "ann");
            List<CustomerView.Seen> all = view.after("shop", "shop:ann", id, 0, 100);
            assertThat(texts(all)).containsExactly("help", "answer 0", "answer 1", "answer 2", "answer 3", "answer 4", "answer 5");
            for (int most = 1; most <= all.size(); most++) {
                assertThat(view.after("shop", "shop:ann", id, 0, most)).as("the first %d", most).isEqualTo(all.subList(0, most));
                assertThat(view.before("shop", "shop:ann", id, Long.MAX_VALUE, most)).as("the last %d", most).isEqualTo(all.subList(all.size() - most, all.size()));
            }
        }
    }

    /** The next of that type; what comes before is done. */
    private static Claim next(House house, EventType type) {
        Claim claim = house.next();
        while (claim.delivery().event().type() != type) {
            house.done(claim);
            claim = house.next();
        }
        return claim;
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void notesOtherChannelsWordsAndOtherCustomersAreNotThere(Engines engine) {
        try (House house = House.withCase(engine)) {
            house.accept("shop", says("m1", "T1", "my words"));
            house.accept("desk", note("n1", "C1", "a difficult one"));
            house.accept("desk", answers("a1", "C1", null, "an answer"));
            house.accept("shop", House.ticket("T2", "bob", "another's"));
            CustomerView view = new CustomerView(house.source);
            UUID id = conversation(house, "ann");
            assertThat(texts(view.after("shop", "shop:ann", id, 0, 100))).containsExactly("help", "my words", "an answer");
            assertThat(view.conversations("shop", "ann")).extracting(CustomerView.Thread::id).containsExactly(id);
            assertThat(view.conversations("shop", "an%")).isEmpty();
            assertThat(view.conversation("shop", id)).isPresent();
            assertThat(view.conversation("desk", id)).isEmpty();
            assertThat(view.conversation("sho", id)).isEmpty();
            assertThat(view.heads(List.of("shop:ann"))).extracting(CustomerView.Head::id).containsExactly(id);
            assertThat(view.lastAt(id, Instant.EPOCH)).isZero();
            assertThat(view.lastAt(id, house.clock.instant())).isEqualTo(view.heads(List.of("shop:ann")).get(0).lastSeq());
            // More customers than one query asks for at a time.
            List<String> many = new ArrayList<>(IntStream.range(0, 1_200).mapToObj(i -> "shop:nobody-" + i).toList());
            many.add("shop:ann");
            many.add(0, "shop:bob");
            assertThat(view.heads(many)).extracting(CustomerView.Head::person).containsExactlyInAnyOrder("shop:ann", "shop:bob");
        }
    }
}
