package dev.baton.ledger;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Looks once a second for what is due: lanes, deadlines, events that have been parked long enough, and what other nodes have decided. */
final class Lookout {

    private static final int MANY = 100;
    private static final List<Claim.Work> LANES = List.of(Claim.Work.deliver, Claim.Work.inbox, Claim.Work.poll);
    /** Clocks of nodes differ, and a row is visible a little later than its time says. */
    private static final long SLACK = 5_000;

    private final Store store;
    private final Channels channels;
    private final Map<String, Gate> gates;
    private final Settings settings;
    private final String node;
    private final Set<String> polls = new HashSet<>();
    private final Map<String, Long> lowWater = new HashMap<>();
    private long nextFullLook = System.nanoTime();

    Lookout(Store store, Channels channels, Map<String, Gate> gates, Settings settings) {
        this.store = store;
        this.channels = channels;
        this.gates = gates;
        this.settings = settings;
        this.node = settings.node();
    }

    /** What this node had left open when it stopped; returns the number of its last batch. */
    long recover(long now) throws SQLException {
        store.update("insert into node (name, batch) values (?, 0) on conflict do nothing", node);
        // What this node had taken before it stopped may have been sent: it is found at once, not when its lease ends, which told when it was taken.
        for (Object[] taken : store.select("select id, next_seq, due_at from lane where owner = ? and work = 'deliver' and due_at > ?",
                row -> new Object[] {settings.takenAt(row.getLong("due_at")), Store.uuid(row, "id"), row.getLong("next_seq")}, node, now)) {
            store.update("update delivery set first_at = ? where lane = ? and seq = ? and first_at is null", taken);
        }
        store.update("update lane set due_at = ? where owner = ? and due_at > ?", now, node, now);
        // A file is fetched twice rather than late: another node may be at it.
        store.update("update file set due_at = ? where due_at > ?", now, now);
        decisions();
        return store.select("select batch from node where name = ?", row -> row.getLong(1), node).get(0);
    }

    /** What people and other nodes have decided about channels. */
    private void decisions() throws SQLException {
        store.select("select c.name, c.state, c.why, c.version, c.version_at, c.retired, c.per_person, v.node from channel c "
                + "left join version v on v.channel = c.name and v.hash = c.version", row -> {
            Gate gate = gates.computeIfAbsent(row.getString("name"), name -> new Gate());
            gate.pause(row.getString("state").equals("paused") ? String.valueOf(row.getString("why")) : null);
            gate.perPerson = row.getObject("per_person", Boolean.class);
            Channels.Facts facts = channels.of(row.getString("name"));
            String own = facts == null ? null : facts.version();
            boolean retired = row.getBoolean("retired");
            String word = row.getString("version");
            gate.compare(retired ? "retired" : word, node.equals(row.getString("node")), own, "this node runs " + own + ", the channel "
                    + (retired ? "is retired" : "runs " + word + " since " + Instant.ofEpochMilli(row.getLong("version_at")))
                    + ": give all nodes the same files");
            return gate;
        });
    }

    /** Remembers due lanes in their gates, and returns what the writer has to do of its own accord. */
    List<Command<?>> look(long now, boolean claiming, boolean fetching) throws SQLException {
        List<Command<?>> commands = new ArrayList<>();
        if (System.nanoTime() - nextFullLook >= 0) {
            nextFullLook = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            lowWater.clear();
        }
        decisions();
        for (Channels.Facts facts : channels.all()) {
            if (facts.pollEvery() != null && polls.add(facts.name())) {
                commands.add(new Command.Poll(facts.name()));
            }
            Gate gate = gates.computeIfAbsent(facts.name(), name -> new Gate());
            if (gate.behind == null && (gate.perPerson == null || gate.perPerson != facts.perPerson())) {
                commands.add(new Command.Lanes(facts.name(), facts.perPerson()));
            }
            if (claiming) {
                due(facts, gate, now);
            }
        }
        List<UUID> files = !claiming || !fetching ? List.of()
                : store.select("select id from file where due_at <= ? order by due_at limit " + MANY, row -> Store.uuid(row, "id"), now);
        if (!files.isEmpty()) {
            commands.add(new Command.Fetch(files));
        }
        store.select("select id from conversation where look_at <= ? order by look_at limit " + MANY,
                row -> commands.add(new Command.Deadline(Store.uuid(row, "id"))), now);
        store.select("select distinct k from parked where give_up_at <= ? limit " + MANY,
                row -> commands.add(new Command.GiveUp(Store.uuid(row, "k"))), now);
        return commands;
    }

    /** Due lanes, oldest first. The low-water mark keeps the look short where an old snapshot keeps dead index entries alive. */
    private void due(Channels.Facts facts, Gate gate, long now) throws SQLException {
        int room = gate.shut() ? 0 : Math.max(0, 4 * facts.concurrency() - gate.waiting());
        if (room == 0) {
            return;
        }
        for (Claim.Work sort : LANES) {
            String at = facts.name() + "/" + sort;
            List<Long> times = new ArrayList<>();
            store.select(DUE, row -> {
                gate.offer(Store.uuid(row, "id"));
                return times.add(row.getLong("due_at"));
            }, facts.name(), sort.name(), lowWater.getOrDefault(at, 0L), now, room);
            lowWater.put(at, Math.max(0, (times.isEmpty() ? now : times.get(0)) - SLACK));
        }
    }

    /** All three columns in the order: H2 needs them to use the index for it. */
    static final String DUE = "select id, due_at from lane where channel = ? and work = ? and due_at >= ? and due_at <= ? "
            + "order by channel, work, due_at limit ?";
}
