package dev.baton.talk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.ledger.CustomerView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where a stream stands, over many breaks: whatever the clocks say, what has not been read is read by whoever resumes it. */
class PlaceTest {

    private static final long HOUR = 3_600_000;

    /** A ledger of one customer: the times of each conversation's events, which are numbered from 1 on. */
    private final Map<UUID, List<Long>> ledger = new LinkedHashMap<>();

    private List<CustomerView.Head> heads() {
        return ledger.entrySet().stream().map(one -> new CustomerView.Head(one.getKey(), "app:u", one.getValue().size(), one.getValue().get(one.getValue().size() - 1))).toList();
    }

    private void event(UUID conversation, long at) {
        ledger.computeIfAbsent(conversation, id -> new ArrayList<>()).add(at);
    }

    private Place resumed(Place place) {
        Cursor cursor = Cursor.of(place.cursor().text());
        ToLongFunction<UUID> atHorizon = id -> IntStream.rangeClosed(1, ledger.get(id).size()).filter(seq -> ledger.get(id).get(seq - 1) <= cursor.horizon()).max().orElse(0);
        return Place.of(cursor, heads(), atHorizon);
    }

    private void read(Place place) {
        heads().forEach(head -> {
            if (head.lastSeq() > place.in(head.id())) {
                place.read(head.id(), head.lastSeq());
            }
        });
    }

    @Test
    void aCommitThatHungForAnHourIsReadAllTheSame() {
        long now = 100 * HOUR;
        UUID known = UUID.randomUUID();
        event(known, now);
        Place place = Place.now(heads(), now);
        for (int i = 1; i <= 60; i++) {
            place.caughtUp(heads(), now + i * HOUR / 60);
        }
        UUID begun = UUID.randomUUID();
        // Written an hour ago, committed only now; the reader was away just then.
        event(known, now + 1);
        event(begun, now + 2);
        Place later = resumed(place);
        assertThat(later.in(known)).isEqualTo(1);
        assertThat(later.in(begun)).isZero();
    }

    @Test
    void aLineNeverGetsTooLongForAHeaderAndLeavesNothingOut() {
        long now = 100 * HOUR;
        List<UUID> ids = IntStream.range(0, 1_000).mapToObj(i -> UUID.randomUUID()).toList();
        ids.forEach(id -> event(id, now));
        Place place = Place.now(heads(), now);
        ids.forEach(id -> event(id, now + 1));
        read(place);
        assertThat(place.cursor().text()).hasSizeLessThan(5_000);
        ids.forEach(id -> event(id, now + 2));
        Place later = resumed(place);
        // Those that were named go on where they were; of the others something is heard again, and nothing is missed.
        assertThat(ids.stream().filter(id -> later.in(id) == 2)).hasSize(Cursor.MOST);
        assertThat(ids).allMatch(id -> later.in(id) <= 2);
    }

    @Test
    void overThousandsOfBreaksNothingIsMissedAndWithFewConversationsNothingIsReadTwice() {
        long seed = Long.getLong("place.seed", System.nanoTime());
        System.out.println("PlaceTest place.seed=" + seed);
        for (int most : new int[] {3, Cursor.ALL, Cursor.ALL + 1, 300}) {
            Random chance = new Random(seed + most);
            ledger.clear();
            long now = 100 * HOUR;
            Place place = Place.now(heads(), now);
            Map<UUID, Long> read = new LinkedHashMap<>();
            for (int step = 0; step < 3_000; step++) {
                now += chance.nextInt(20) == 0 ? HOUR / 3 : chance.nextInt(2_000);
                for (int i = chance.nextInt(4); i > 0; i--) {
                    List<UUID> all = List.copyOf(ledger.keySet());
                    UUID id = all.size() < most && chance.nextInt(3) == 0 || all.isEmpty() ? UUID.randomUUID() : all.get(chance.nextInt(all.size()));
                    // Commits come later than their times say, nodes' clocks differ.
                    event(id, now - chance.nextInt(60_000));
                }
                if (chance.nextInt(3) == 0) {
                    Place resumed = resumed(place);
                    for (UUID id : ledger.keySet()) {
                        long before = read.getOrDefault(id, 0L);
                        assertThat(resumed.in(id)).as("step %d with %d conversations, seed %d", step, most, seed).isLessThanOrEqualTo(before);
                        if (most <= Cursor.ALL) {
                            assertThat(resumed.in(id)).as("step %d with %d conversations, seed %d", step, most, seed).isEqualTo(before);
                        }
                    }
                    place = resumed;
                }
                if (chance.nextBoolean()) {
                    read(place);
                    heads().forEach(head -> read.put(head.id(), head.lastSeq()));
                    if (chance.nextBoolean()) {
                        place.caughtUp(heads(), now);
                    }
                }
            }
        }
    }
}
