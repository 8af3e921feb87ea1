package dev.baton.ledger;

import dev.baton.MovableClock;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.event.Author;
import dev.baton.event.Content;
import dev.baton.event.Event;
import dev.baton.event.EventType;
import dev.baton.event.Json;
import dev.baton.event.Outcome;
import dev.baton.event.Outcome.Word;
import dev.baton.event.Role;
import dev.baton.event.What;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything at random, on two nodes: in the end each message that was accepted has been delivered once and in order, or is accounted for. */
class WholeLedgerTest {

    private static final int PEOPLE = 30;
    private static final int MANY = Integer.getInteger("baton.seeds", 1);
    private static final int STEPS = 1_000;

    private final Map<String, List<String>> received = new HashMap<>();
    private final Set<UUID> marks = new TreeSet<>();
    private final Map<Integer, Integer> said = new HashMap<>();
    private final Map<Integer, String> cases = new HashMap<>();
    private final Map<Integer, Integer> tickets = new HashMap<>();
    private final List<Event> past = new ArrayList<>();
    private final List<String> pastChannel = new ArrayList<>();
    private final Set<String> accepted = new TreeSet<>();
    private Random chance;
    private House house;
    private final House[] houses = new House[2];

    @ParameterizedTest
    @EnumSource(Engines.class)
    void everyMessageIsDeliveredOnceInOrderOrAccountedFor(Engines engine) {
        for (int i = 0; i < MANY; i++) {
            atRandom(engine, Long.getLong("baton.seed", System.nanoTime()));
        }
    }

    private void atRandom(Engines engine, long seed) {
        List.of(received, said, cases, tickets).forEach(Map::clear);
        List.of(marks, past, pastChannel, accepted).forEach(java.util.Collection::clear);
        System.out.println("WholeLedgerTest " + engine + " seed " + seed);
        chance = new Random(seed);
        houses[0] = open("node-1", engine.fresh(), MovableClock.standing());
        houses[1] = open("node-2", houses[0].source, houses[0].clock);
        for (int step = 0; step < STEPS; step++) {
            int which = chance.nextInt(2);
            house = houses[which];
            int die = chance.nextInt(1000);
            if (die < 500) {
                work(true);
            } else if (die < 720) {
                customer(chance.nextInt(PEOPLE));
            } else if (die < 880) {
                agent(chance.nextInt(PEOPLE));
            } else if (die < 930 && !past.isEmpty()) {
                int again = chance.nextInt(past.size());
                assertThat(house.accept(pastChannel.get(again), past.get(again)).duplicates()).as("seed %d", seed).isEqualTo(1);
            } else if (die < 940) {
                end(chance.nextInt(PEOPLE));
            } else if (die < 950) {
                move(chance.nextInt(PEOPLE));
            } else if (die < 965) {
                aside(chance.nextInt(PEOPLE));
            } else if (die < 990) {
                house.later(Duration.ofMillis(chance.nextInt(20_000)));
            } else {
                restart(which);
            }
            assertThat(house.ledger.standing("desk").inFlight()).as("permits, seed %d", seed).isBetween(0, 8);
        }
        // Until nothing is due and nothing waits any more for somebody to learn whose it is.
        for (int round = 0; round < 500 && house.count("select count(*) from lane where due_at is not null") + house.count("select count(*) from parked") > 0; round++) {
            for (House one : houses) {
                house = one;
                while (work(false)) {
                    assertThat(house.ledger.standing("shop").inFlight()).isLessThanOrEqualTo(8);
                }
            }
            house.later(Duration.ofSeconds(70));
        }
        check(seed);
        for (House one : houses) {
            assertThat(one.ledger.standing("desk").inFlight()).as("permits come back, seed %d", seed).isZero();
            assertThat(one.ledger.standing("shop").inFlight()).isZero();
            one.close();
        }
    }

    private static House open(String node, javax.sql.DataSource source, MovableClock clock) {
        House opened = new House(source, node, clock);
        opened.channel("shop", "desk", false, Channels.OnUnknown.verify, EnumSet.allOf(EventType.class));
        opened.channel("desk", null, true, Channels.OnUnknown.verify, EnumSet.allOf(EventType.class));
        return opened;
    }

    /** As if the process had been killed, or stopped in order. */
    private void restart(int which) {
        boolean killed = chance.nextBoolean();
        House before = house;
        before.ledger.stopClaiming();
        for (Claim claim = before.work.poll(); claim != null && !killed; claim = before.work.poll()) {
            before.ledger.release(claim).join();
        }
        before.close();
        house = open("node-" + (which + 1), before.source, before.clock);
        houses[which] = house;
        house.look();
    }

    private void send(String channel, Event event) {
        house.accept(channel, event);
        past.add(event);
        pastChannel.add(channel);
        if (event.type() == EventType.MESSAGE) {
            accepted.add(((Content.Text) ((What.Message) event.what()).content()).text());
        }
    }

    private void customer(int who) {
        Integer next = said.merge(who, 1, Integer::sum);
        if (next == 1) {
            send("shop", House.ticket(ticket(who), "p" + who, "help"));
        } else {
            send("shop", House.says("m" + who + "-" + next, ticket(who), text("customer", who, next)));
        }
    }

    private String ticket(int who) {
        return "T" + who + "-" + tickets.getOrDefault(who, 0);
    }

    /** One side or the other ends it; most often the customer comes again with another ticket. */
    private void end(int who) {
        if (said.containsKey(who)) {
            boolean customer = chance.nextBoolean();
            String thread = customer ? ticket(who) : caseOf(who);
            send(customer ? "shop" : "desk", new Event("end" + past.size(), null, thread, null, null, false, !customer,
                    new What.ConversationClosed(customer ? Role.customer : Role.agent, null)));
            if (chance.nextInt(4) > 0) {
                tickets.merge(who, 1, Integer::sum);
                send("shop", House.ticket(ticket(who), "p" + who, "once more"));
            }
        }
    }

    /** The customer's ticket becomes another one; sometimes something is still written under the old one. */
    private void move(int who) {
        if (said.containsKey(who)) {
            String old = ticket(who);
            send("shop", new Event("move" + past.size(), null, old, null, null, false, true, new What.TransferRequested(null, null)));
            if (chance.nextBoolean()) {
                agent(who);
            }
            if (chance.nextInt(4) > 0) {
                tickets.merge(who, 1, Integer::sum);
                send("shop", House.ticket(ticket(who), "p" + who, "it moved"));
                Integer next = said.merge(who, 1, Integer::sum);
                send("shop", House.says("m" + who + "-" + next, old, text("customer", who, next)));
            }
        }
    }

    /** Somebody types, and the customer's platform says how far something has got. */
    private void aside(int who) {
        house.accept("shop", new Event(null, null, ticket(who), null, null, false, false, new What.Typing(new Author(Role.customer, null, null), chance.nextBoolean())));
        if (!marks.isEmpty()) {
            String mark = marks.stream().skip(chance.nextInt(marks.size())).findFirst().orElseThrow().toString();
            house.accept("shop", new Event(null, null, ticket(who), null, null, false, false,
                    new What.Receipt(mark, What.Reached.values()[chance.nextInt(4)], null)));
        }
    }

    private String caseOf(int who) {
        return cases.getOrDefault(who, "C" + who + "-T" + who + "-0");
    }

    private void agent(int who) {
        if (said.containsKey(who)) {
            Integer next = said.merge(who, 1, Integer::sum);
            // Sometimes before anybody here knows the case: it must wait for it.
            send("desk", House.answers("a" + who + "-" + next, caseOf(who), cases.containsKey(who) || chance.nextBoolean() ? null : "shop:p" + who,
                    text("agent", who, next)));
        }
    }

    private static String text(String side, int who, int n) {
        return String.format("%s %02d %05d", side, who, n);
    }

    /** A platform's answer to the next piece of work; it drops nothing that it has already where it is asked for the mark. */
    private boolean work(boolean troubled) {
        Claim claim = house.work.poll();
        if (claim == null) {
            return false;
        }
        if (house.clock.millis() > claim.leaseEnds()) {
            // Too late to begin: somebody else may have it by now.
            house.ledger.release(claim).join();
            return true;
        }
        Word word = !troubled ? Word.done : switch (chance.nextInt(20)) {
            case 0, 1 -> Word.again;
            case 2 -> Word.busy;
            case 3, 4, 5 -> Word.unknown;
            case 6 -> chance.nextInt(4) == 0 && claim.delivery().event().type() == EventType.MESSAGE ? Word.refused : Word.again;
            default -> Word.done;
        };
        if (word == Word.done || word == Word.unknown && chance.nextBoolean()) {
            arrived(claim);
        }
        if (troubled && chance.nextInt(60) == 0) {
            // Its process dies here: nobody hears of the outcome before the lease has run out.
            house.later(Duration.ofSeconds(76));
        }
        boolean teaches = word == Word.done && claim.delivery().event().type() == EventType.HANDOVER_REQUESTED;
        int who = Integer.parseInt(claim.delivery().context().person().substring("shop:p".length()));
        String named = teaches ? "C" + who + "-" + claim.delivery().event().conversation() : null;
        if (teaches) {
            cases.put(who, named);
        }
        house.complete(claim, new Outcome(word, "chance", null, teaches ? List.of(House.thread(named)) : null, null, null));
        return true;
    }

    private void arrived(Claim claim) {
        boolean fresh = marks.add(claim.delivery().mark());
        if (fresh || !claim.delivery().verify()) {
            if (claim.delivery().event().type() == EventType.MESSAGE) {
                received.computeIfAbsent(claim.channel() + claim.delivery().context().conversation(), key -> new ArrayList<>()).add(House.text(claim));
            }
        }
    }

    private void check(long seed) {
        received.forEach((lane, texts) -> assertThat(texts).as(() -> lane + ", seed " + seed + ", as stored: " + stored(lane))
                .doesNotHaveDuplicates().isSorted());
        Set<String> got = received.values().stream().flatMap(List::stream).collect(Collectors.toCollection(TreeSet::new));
        String messages = " from event e join delivery d on d.conversation = e.conversation and d.event_seq = e.seq where e.type = 'message' and d.state ";
        Set<String> settled = texts("select e.body" + messages + "in ('cancelled', 'dead')");
        Set<String> done = texts("select e.body" + messages + "= 'done'");
        Set<String> letters = texts("select body from dead_letter where body is not null");
        assertThat(house.rows("select state" + messages + "not in ('done', 'dead', 'cancelled')")).as("left behind, seed %d", seed).isEmpty();
        assertThat(house.count("select count(*) from delivery where state in ('waiting', 'unknown')")).isZero();
        assertThat(got).as("done means received, seed %d", seed).containsAll(done);
        Set<String> all = Stream.of(done, settled, letters).flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
        assertThat(all).as("accounted for, seed %d", seed).isEqualTo(accepted);
        assertThat(done.size() + settled.size() + letters.size()).as("each once, seed %d", seed).isEqualTo(accepted.size());
        assertThat(house.count("select count(*) from parked")).isZero();
        assertThat(done.size()).as("it is not all trouble").isGreaterThan(accepted.size() / 3);
    }

    private List<String> stored(String lane) {
        return house.rows("select e.seq || ' ' || e.channel || ' ' || e.type || ' ' || d.seq || ' ' || d.state || ' ' || d.tries from event e left join delivery d "
                + "on d.conversation = e.conversation and d.event_seq = e.seq where e.conversation = '" + lane.substring(4) + "' order by e.seq");
    }

    private Set<String> texts(String sql) {
        try (var connection = house.source.getConnection(); var statement = connection.createStatement(); var rows = statement.executeQuery(sql)) {
            Set<String> all = new TreeSet<>();
            while (rows.next()) {
                Event event = Json.event(Json.tree(new String(rows.getBytes(1), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8)));
                if (event.type() == EventType.MESSAGE) {
                    assertThat(all.add(((Content.Text) ((What.Message) event.what()).content()).text())).isTrue();
                }
            }
            return all;
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
