package dev.baton.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a customer may read of the ledger through their own channel: what they said, and what the channel has been told; notes never, and nothing of
 * what is sensitive. Events of one conversation are numbered in the order of their commits, on every node: who has read up to a number has missed
 * nothing below it. Never writes; never waits for the writer.
 */
public final class CustomerView {

    /** No more of a customer's conversations are looked at; the newest count. */
    public static final int MOST_CONVERSATIONS = 500;
    private static final int MANY = 500;
    private static final String THREAD = "select id, person, state, control, document, created_at, changed_at, last_seq from conversation where ";

    private final JdbcClient sql;

    public CustomerView(DataSource source) {
        this.sql = JdbcClient.create(source);
    }

    /** How far a conversation has got: the number of its last event, and when (epoch milliseconds) it was last changed. */
    public record Head(UUID id, String person, long lastSeq, long changedAt) {
    }

    /**
     * A conversation of a customer.
     *
     * @param person  what Baton calls the customer
     * @param thread  what the channel calls it, or null
     * @param control who speaks to the customer: bot, desk, nobody
     */
    public record Thread(UUID id, String person, String thread, String state, String control, Instant createdAt, Instant changedAt, long lastSeq) {

        /** Whether it has not ended. */
        public boolean open() {
            return !state.equals("closed");
        }
    }

    /**
     * An event as the customer may see it.
     *
     * @param id    the mark of the delivery that tells the channel of it; of what came from the channel its own id, else Baton's
     * @param own   whether it came from the customer's channel
     * @param event as the ledger has it, but for what is sensitive
     */
    public record Seen(UUID conversation, long seq, String id, boolean own, Instant at, JsonNode event) {
    }

    /** What Baton calls that customer in all their conversations. */
    public static String person(String channel, String user) {
        return channel + ":" + user;
    }

    /** The customer's conversations at that channel, the newest first. */
    public List<Thread> conversations(String channel, String user) {
        return sql.sql(THREAD + "person = :person order by created_at desc, id limit :most").param("person", person(channel, user)).param("most", MOST_CONVERSATIONS)
                .query((row, n) -> thread(row, channel)).list();
    }

    /** A conversation of some customer of that channel; empty where it is none. */
    public Optional<Thread> conversation(String channel, UUID id) {
        return sql.sql(THREAD + "id = :id").param("id", id).query((row, n) -> thread(row, channel)).optional()
                .filter(thread -> thread.person().startsWith(person(channel, "")));
    }

    private static Thread thread(ResultSet row, String channel) throws SQLException {
        String named = ViewRows.json(row.getString("document")).path("references").path(channel).path("conversation").asText(null);
        return new Thread(row.getObject("id", UUID.class), row.getString("person"), named, row.getString("state"), row.getString("control"),
                ViewRows.instant(row, "created_at"), ViewRows.instant(row, "changed_at"), row.getLong("last_seq"));
    }

    /** How far the conversations of these customers have got, the oldest first. */
    public List<Head> heads(Collection<String> persons) {
        List<Head> heads = new ArrayList<>();
        List<String> all = List.copyOf(persons);
        for (int from = 0; from < all.size(); from += MANY) {
            heads.addAll(sql.sql("select id, person, last_seq, changed_at from conversation where person in (:persons) order by created_at, id")
                    .param("persons", all.subList(from, Math.min(all.size(), from + MANY)))
                    .query((row, n) -> new Head(row.getObject("id", UUID.class), row.getString("person"), row.getLong("last_seq"), row.getLong("changed_at"))).list());
        }
        return heads;
    }

    /** The number of the last event of a conversation up to that time; 0 where there is none. */
    public long lastAt(UUID conversation, Instant at) {
        return sql.sql("select coalesce(max(seq), 0) from event where conversation = :id and at <= :at").param("id", conversation).param("at", at.toEpochMilli())
                .query(Long.class).single();
    }

    /** The first events of a conversation behind that number, oldest first. */
    public List<Seen> after(String channel, String person, UUID conversation, long seq, int most) {
        return read(channel, person, conversation, "e.seq > :seq order by e.seq", seq, most);
    }

    /** The last events of a conversation before that number, oldest first. */
    public List<Seen> before(String channel, String person, UUID conversation, long seq, int most) {
        List<Seen> oldestFirst = new ArrayList<>(read(channel, person, conversation, "e.seq < :seq order by e.seq desc", seq, most));
        Collections.reverse(oldestFirst);
        return oldestFirst;
    }

    private List<Seen> read(String channel, String person, UUID conversation, String where, long seq, int most) {
        // Lanes are of conversations or of persons; which, the channel's sheet says, and it may have said otherwise before. An event whose delivery was
        // replayed has two of them, under one mark: it counts once, also towards the limit, or else a full page would look like the last one.
        return sql.sql("select e.seq, e.id, e.channel, e.body, e.at, d.mark from event e left join delivery d on d.conversation = e.conversation and d.event_seq = e.seq"
                        + " and d.lane in (:mine, :theirs) and not exists (select 1 from delivery o where o.conversation = d.conversation and o.event_seq = d.event_seq"
                        + " and o.lane in (:mine, :theirs) and (o.lane, o.seq) < (d.lane, d.seq)) where e.conversation = :conversation and (d.mark is not null"
                        + " or e.channel = :channel or e.type = 'handover.requested' and e.note is null) and " + where + " limit :most")
                .param("mine", Keys.lane(channel, Claim.Work.deliver, conversation.toString())).param("theirs", Keys.lane(channel, Claim.Work.deliver, person))
                .param("conversation", conversation).param("channel", channel).param("seq", seq).param("most", most)
                .query((row, n) -> seen(row, channel, conversation)).list();
    }

    private static Seen seen(ResultSet row, String channel, UUID conversation) throws SQLException {
        JsonNode event = ViewRows.seen(row.getBytes("body"));
        UUID mark = row.getObject("mark", UUID.class);
        boolean own = mark == null && row.getString("channel").equals(channel);
        String id = mark != null ? mark.toString() : own && event.hasNonNull("id") ? event.get("id").asText() : row.getObject("id", UUID.class).toString();
        return new Seen(conversation, row.getLong("seq"), id, own, ViewRows.instant(row, "at"), event);
    }
}
