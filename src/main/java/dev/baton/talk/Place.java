package dev.baton.talk;

import dev.baton.ledger.CustomerView;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToLongFunction;

/** Where a stream stands in a customer's conversations, and the cursor that says so to whoever resumes it. Used by one thread at a time. */
final class Place {

    /** How far it has read in every conversation that it has looked at. */
    private final Map<UUID, Long> read = new HashMap<>();
    /** Those of them where the horizon alone does not say it, the last read last. */
    private final Map<UUID, Long> told = new LinkedHashMap<>();
    private long horizon;

    private Place(long horizon) {
        this.horizon = horizon;
    }

    /** Behind all that there is now. {@code heads} were read at {@code now} or later. */
    static Place now(List<CustomerView.Head> heads, long now) {
        Place place = new Place(now - Cursor.BACK);
        heads.forEach(head -> place.read.put(head.id(), head.lastSeq()));
        heads.stream().filter(place::isRecent).forEach(head -> place.told.put(head.id(), head.lastSeq()));
        return place;
    }

    /** Where a cursor has been given. {@code atHorizon} knows the number of the last event of a conversation up to the cursor's horizon. */
    static Place of(Cursor cursor, List<CustomerView.Head> heads, ToLongFunction<UUID> atHorizon) {
        Place place = new Place(cursor.horizon());
        for (CustomerView.Head head : heads) {
            Long told = cursor.read().get(head.id());
            if (told != null) {
                place.told.put(head.id(), told);
            }
            place.read.put(head.id(), told != null ? told : place.isRecent(head) ? atHorizon.applyAsLong(head.id()) : head.lastSeq());
        }
        return place;
    }

    /** Whether something may have happened in it since the horizon. */
    private boolean isRecent(CustomerView.Head head) {
        return head.changedAt() > horizon - Cursor.BACK;
    }

    /** The number of the last event read there; 0 for a conversation that has just begun. */
    long in(UUID conversation) {
        return read.getOrDefault(conversation, 0L);
    }

    void read(UUID conversation, long seq) {
        read.put(conversation, seq);
        told.remove(conversation);
        told.put(conversation, seq);
    }

    /** All that there was at that time has been read: the cursor need not say so of what has been quiet since. */
    void caughtUp(List<CustomerView.Head> heads, long now) {
        horizon = Math.max(horizon, now - Cursor.BACK);
        Map<UUID, Long> recent = new LinkedHashMap<>();
        heads.stream().filter(this::isRecent).forEach(head -> recent.put(head.id(), in(head.id())));
        told.keySet().retainAll(recent.keySet());
        recent.forEach(told::putIfAbsent);
    }

    Cursor cursor() {
        if (read.size() <= Cursor.ALL) {
            return new Cursor(0, read);
        }
        Map<UUID, Long> last = new LinkedHashMap<>();
        told.entrySet().stream().skip(Math.max(0, told.size() - Cursor.MOST)).forEach(entry -> last.put(entry.getKey(), entry.getValue()));
        return new Cursor(horizon, last);
    }
}
