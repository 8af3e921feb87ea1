package dev.baton.talk;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * How far somebody has read a customer's conversations: all events up to a time, and of conversations where something has happened since then, up to a
 * number. Commits of several nodes come in no order of time; a conversation's own numbers do. So the time is always one that lies so far back that
 * all that is older has been committed, and the numbers tell the rest.
 *
 * @param horizon epoch milliseconds
 * @param read    the number of the last event read, by conversation
 */
record Cursor(long horizon, Map<UUID, Long> read) {

    /** So much older than now a horizon is: a batch of the ledger takes less from its time to its commit, and nodes' clocks differ by less. */
    static final long BACK = 60_000;
    private static final int LONGEST = 6_000;

    String text() {
        StringBuilder text = new StringBuilder(Long.toString(horizon, 36));
        read.forEach((conversation, seq) -> text.append('.')
                .append(Base64.getUrlEncoder().withoutPadding().encodeToString(
                        ByteBuffer.allocate(16).putLong(conversation.getMostSignificantBits()).putLong(conversation.getLeastSignificantBits()).array()))
                .append('~').append(Long.toString(seq, 36)));
        return text.toString();
    }

    /** The cursor of that text; refused where nobody here has made it. */
    static Cursor of(String text) {
        try {
            if (text.length() > LONGEST) {
                throw new IllegalArgumentException();
            }
            String[] parts = text.split("\\.");
            Map<UUID, Long> read = new LinkedHashMap<>();
            for (int i = 1; i < parts.length; i++) {
                String[] pair = parts[i].split("~", 2);
                ByteBuffer id = ByteBuffer.wrap(Base64.getUrlDecoder().decode(pair[0]));
                read.put(new UUID(id.getLong(), id.getLong()), Long.parseLong(pair[1], 36));
            }
            return new Cursor(Long.parseLong(parts[0], 36), read);
        } catch (RuntimeException e) {
            throw Refused.bad("The place to go on from is none that a stream or a list of conversations has given.");
        }
    }
}
