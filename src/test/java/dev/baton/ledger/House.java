package dev.baton.ledger;

import dev.baton.MovableClock;
import dev.baton.conversation.Deadlines;
import dev.baton.conversation.Desk;
import dev.baton.conversation.Notice;
import dev.baton.event.Author;
import dev.baton.event.Content;
import dev.baton.event.Customer;
import dev.baton.event.Event;
import dev.baton.event.EventType;
import dev.baton.event.Outcome;
import dev.baton.event.Reference;
import dev.baton.event.Role;
import dev.baton.event.What;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** A ledger with two channels, {@code shop} (the customer's) and {@code desk}, whose work comes to the test instead of to routes. */
final class House implements AutoCloseable, Channels {

    final DataSource source;
    final MovableClock clock;
    final Ledger ledger;
    final BlockingQueue<Claim> work = new LinkedBlockingQueue<>();
    final Map<String, Facts> facts = new ConcurrentHashMap<>();
    volatile boolean fetches = true;
    private Connection asking;

    House(DataSource source) {
        this(source, "node-1", MovableClock.standing());
    }

    /** A house with an accepted handover: {@code T1} of ann, which is {@code C1} at the desk. */
    static House withCase(Engines engine) {
        House house = new House(engine.fresh());
        house.accept("shop", ticket("T1", "ann", "help"));
        house.done(house.next("desk", EventType.HANDOVER_REQUESTED), thread("C1"));
        house.done(house.next("shop", EventType.HANDOVER_ACCEPTED));
        return house;
    }

    House(DataSource source, String node, MovableClock clock) {
        this.source = source;
        this.clock = clock;
        channel("shop", "desk", false, OnUnknown.ask);
        channel("desk", null, true, OnUnknown.verify);
        this.ledger = new Ledger(source, this, new Settings(node, Duration.ofSeconds(60), Duration.ofMinutes(10), false), clock);
        ledger.start(work::add);
    }

    void channel(String name, String desk, boolean perPerson, OnUnknown unknown) {
        // Receipts of everything would be most of the work: who wants them says so, by takes.
        channel(name, desk, perPerson, unknown, EnumSet.complementOf(EnumSet.of(EventType.RECEIPT)));
    }

    void channel(String name, String desk, boolean perPerson, OnUnknown unknown, Set<EventType> takes) {
        facts.put(name, new Facts(name, "v1", desk, perPerson, takes, Deadlines.DEFAULT,
                new Schedule(Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 5, 0, Duration.ofDays(3)),
                Map.of(EventType.MESSAGE, unknown, EventType.HANDOVER_REQUESTED, unknown, EventType.CONVERSATION_CLOSED, OnUnknown.repeat,
                        EventType.AGENT_JOINED, OnUnknown.repeat), 8, null));
    }

    /** From now on this node runs that version of the channel. */
    void runs(String channel, String version) {
        facts.computeIfPresent(channel, (name, f) -> new Facts(name, version, f.desk(), f.perPerson(), f.takes(), f.deadlines(), f.schedule(), f.onUnknown(),
                f.concurrency(), f.pollEvery()));
    }

    /** What holds at a desk where it is not as usual. */
    final Map<String, Desk> desks = new ConcurrentHashMap<>();
    /** The channels that are told notices; here each says its key and what it quotes. */
    final Set<String> told = ConcurrentHashMap.newKeySet();

    @Override
    public Desk desk(String name) {
        Desk desk = name == null ? null : desks.get(name);
        return desk == null ? Channels.super.desk(name) : desk;
    }

    @Override
    public String words(String channel, Notice notice, Customer customer) {
        String quoted = notice.message() instanceof Content.Text text ? ": " + text.text() : "";
        return told.contains(channel) ? notice.key() + quoted : null;
    }

    @Override
    public Facts of(String name) {
        return facts.get(name);
    }

    @Override
    public boolean fetchesFiles(String name) {
        return fetches;
    }

    @Override
    public Collection<Facts> all() {
        return facts.values();
    }

    // ---- what comes in

    Arrival.Accepted accept(String channel, Event... events) {
        return ledger.accept(new Arrival(channel, "v1", List.of(events), null, false)).orTimeout(20, TimeUnit.SECONDS).join();
    }

    static Event ticket(String id, String customer, String words) {
        return new Event("Ticket:" + id, null, id, null, null, false, false, new What.HandoverRequested(
                new Customer(customer, null, null, null, null, null), new Content.Text(words, null), null, null, null));
    }

    static Event says(String id, String thread, String text) {
        return new Event(id, null, thread, null, null, false, false,
                new What.Message(new Author(Role.customer, null, null), new Content.Text(text, null), false));
    }

    static Event answers(String id, String thread, String person, String text) {
        return new Event(id, null, thread, person, null, false, false,
                new What.Message(new Author(Role.agent, "7", "Ann"), new Content.Text(text, null), false));
    }

    static Event closes(String thread, Role by) {
        return new Event("closed:" + thread, null, thread, null, null, false, true, new What.ConversationClosed(by, null));
    }

    // ---- what is to be done

    /** The next piece of work; the test fails where none comes. */
    Claim next() {
        try {
            Claim claim = work.poll(30, TimeUnit.SECONDS);
            if (claim == null) {
                throw new AssertionError("no work came");
            }
            return claim;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next piece of work, which must be of that type and for that channel. */
    Claim next(String channel, EventType type) {
        Claim claim = next();
        if (!claim.channel().equals(channel) || claim.delivery().event().type() != type) {
            throw new AssertionError("expected " + type.text() + " for " + channel + ", got " + claim.delivery().event().type().text() + " for "
                    + claim.channel());
        }
        return claim;
    }

    void done(Claim claim, Reference... learnt) {
        complete(claim, new Outcome(Outcome.Word.done, null, null, List.of(learnt), null, null));
    }

    void complete(Claim claim, Outcome outcome) {
        ledger.complete(claim, outcome, new Attempt(null, null, null)).orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** Has the ledger look for what is due by now; what it takes in that turn has come when this returns. */
    void look() {
        ledger.look();
        ledger.replayed(java.util.UUID.randomUUID()).orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** Time passes, and the ledger looks. */
    void later(Duration by) {
        clock.forward(by);
        look();
    }

    void complete(Claim claim, Outcome.Word word) {
        complete(claim, Outcome.of(word, word == Outcome.Word.done ? null : "as the test wants it"));
    }

    /** The number that a query finds. */
    long count(String sql) {
        return Long.parseLong(rows(sql).get(0));
    }

    static Reference thread(String id) {
        return new Reference(Reference.Kind.conversation, id);
    }

    static String text(Claim claim) {
        return ((Content.Text) ((What.Message) claim.delivery().event().what()).content()).text();
    }

    /** What a query of one column finds. */
    List<String> rows(String sql) {
        return ask(sql, rows -> rows.getString(1));
    }

    /** The same of a column of bytes. */
    List<byte[]> bytes(String sql) {
        return ask(sql, rows -> rows.getBytes(1));
    }

    private interface Column<T> {
        T of(ResultSet rows) throws SQLException;
    }

    private synchronized <T> List<T> ask(String sql, Column<T> column) {
        try {
            // To connect takes PostgreSQL longer than to answer.
            asking = asking == null ? source.getConnection() : asking;
            try (var statement = asking.createStatement(); var rows = statement.executeQuery(sql)) {
                List<T> all = new ArrayList<>();
                while (rows.next()) {
                    all.add(column.of(rows));
                }
                return all;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        ledger.close();
        try {
            if (asking != null) {
                asking.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
