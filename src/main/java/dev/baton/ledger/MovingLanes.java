package dev.baton.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The part of {@link Moving} that concerns lanes: each becomes the new channel's lane of the same scope, with all its deliveries in their order. Where
 * the new channel has that lane already, what it has itself goes first.
 */
final class MovingLanes {

    private final Book book;
    private final Batch batch;
    private final Store store;
    private final String from;
    private final Channels.Facts to;
    private final Set<UUID> waitedFor;
    private final Map<UUID, Place> places = new HashMap<>();

    /** {@code waitedFor} are the keys under which events are parked. */
    MovingLanes(Batch batch, String from, Channels.Facts to, Set<UUID> waitedFor) {
        this.book = batch.book;
        this.batch = batch;
        this.store = batch.book.store;
        this.from = from;
        this.to = to;
        this.waitedFor = waitedFor;
    }

    /** A lane's new place: its numbers grow by the shift. */
    private record Place(UUID lane, long shift) {
    }

    void move() throws SQLException {
        Moving.pages(store, "select * from lane where channel = ? order by id for update", Book::lane, this::page, from);
        letters();
        Bulk park = Bulk.update("parked", "k = n.target", 1, "k uuid", "target uuid");
        waitedFor.stream().filter(places::containsKey).forEach(lane -> park.add(lane, places.get(lane).lane));
        park.run(store);
    }

    private void page(List<Lane> page) throws SQLException {
        for (Lane lane : page) {
            if (lane.owner != null && lane.dueAt > book.now) {
                throw new IllegalArgumentException("something of channel " + from + " is still on its way (" + lane.owner + "): ask again in "
                        + ((lane.dueAt - book.now) / 1000 + 1) + " s");
            }
            if (lane.work == Claim.Work.deliver && !lane.empty() && to.perPerson() == isConversation(lane.scope)) {
                throw new IllegalArgumentException("the lanes of channel " + from + " are of " + (to.perPerson() ? "conversations, those of " : "persons, those of ") + to.name()
                        + " are not: give its deliver door the same lane");
            }
        }
        book.lockLanes(page.stream().map(lane -> Keys.lane(to.name(), lane.work, scope(lane))).toList());
        Bulk deliveries = Bulk.update("delivery", "lane = n.target, seq = t.seq + n.shift", 1, "lane uuid", "target uuid", "shift bigint");
        Bulk attempts = Bulk.update("attempt", "lane = n.target, seq = t.seq + n.shift", 1, "lane uuid", "target uuid", "shift bigint");
        Bulk webhooks = Bulk.update("event", "conversation = n.target, seq = t.seq + n.shift, channel = n.channel", 1, "conversation uuid", "target uuid", "shift bigint",
                "channel varchar");
        Bulk told = Bulk.update("delivery", "conversation = n.target, event_seq = t.event_seq + n.shift", 1, "lane uuid", "target uuid", "shift bigint");
        for (Lane lane : page) {
            if (lane.work == Claim.Work.poll) {
                poll(lane);
            } else {
                Lane target = book.lane(to.name(), lane.work, scope(lane));
                long shift = target.lastSeq;
                join(target, lane);
                places.put(lane.id, new Place(target.id, shift));
                deliveries.add(lane.id, target.id, shift);
                attempts.add(lane.id, target.id, shift);
                if (lane.work == Claim.Work.inbox) {
                    webhooks.add(lane.id, target.id, shift, to.name());
                    told.add(lane.id, target.id, shift);
                }
            }
        }
        // What a delivery tells is found by its old lane, so before that is changed.
        for (Bulk bulk : List.of(webhooks, told, attempts, deliveries)) {
            bulk.run(store);
        }
        store.update("delete from lane where id = any(?)", page.stream().map(lane -> lane.id).toList());
    }

    private String scope(Lane lane) {
        return lane.scope.equals(from) ? to.name() : lane.scope;
    }

    private static boolean isConversation(String scope) {
        // Persons have the name of their channel before a colon.
        return scope.indexOf(':') < 0;
    }

    private void join(Lane target, Lane old) {
        boolean waits = !old.empty();
        boolean idle = target.empty();
        long shift = target.lastSeq;
        target.lastSeq += old.lastSeq;
        target.fence = Math.max(target.fence, old.fence);
        if (idle) {
            target.nextSeq = waits ? old.nextSeq + shift : target.lastSeq + 1;
            // A lease that has run out without a word goes with it: the head may have been sent, and is looked into before anything else.
            target.owner = old.owner;
            target.dueAt = !waits || old.owner != null ? old.dueAt : Long.valueOf(old.dueAt == null ? book.now : Math.max(book.now, old.dueAt));
        } else if (waits && old.owner != null) {
            throw new IllegalArgumentException("it is not known whether the platform has what channel " + from + " was told last of " + old.scope
                    + ", and channel " + to.name() + " has something to tell there itself: ask again when that is done");
        }
        target.changed = true;
        batch.touched.add(target);
    }

    /** The new one goes on where the old one has ended; what it is reading at this moment is read once more. */
    private void poll(Lane old) throws SQLException {
        if (old.cursor == null || to.pollEvery() == null) {
            return;
        }
        Lane target = book.lane(to.name(), Claim.Work.poll, to.name());
        target.cursor = old.cursor;
        target.fence++;
        target.lastSeq = Math.max(1, target.lastSeq);
        target.due(book.now);
        batch.touched.add(target);
    }

    /** Dead letters of deliveries say which one it was. */
    private void letters() throws SQLException {
        record Letter(UUID id, UUID lane, long seq) {
        }
        Bulk update = Bulk.update("dead_letter", "lane = n.lane, seq = n.seq", 1, "id uuid", "lane uuid", "seq bigint");
        List<Letter> all = new ArrayList<>(store.select("select id, lane, seq from dead_letter where channel = ? and lane is not null",
                row -> new Letter(Store.uuid(row, "id"), Store.uuid(row, "lane"), row.getLong("seq")), from));
        all.removeIf(letter -> !places.containsKey(letter.lane));
        all.forEach(letter -> update.add(letter.id, places.get(letter.lane).lane, letter.seq + places.get(letter.lane).shift));
        update.run(store);
    }
}
