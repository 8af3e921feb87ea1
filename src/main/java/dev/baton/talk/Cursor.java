package dev.baton.talk;

import dev.baton.webhook.Refused;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * How far somebody has read a customer's conversations: in each that it names up to a number. A conversation's numbers come in the order of its commits,
 * on whichever node, so they leave nothing out, whatever the clocks say. A customer may have more conversations than a line holds: then those are named
 * where something has happened of late, and a time speaks for the others.
 *
 * @param horizon epoch milliseconds: in conversations that are not named all events up to then have been read; 0 where all are named, so that another is new
 * @param read    the number of the last event read, by conversation
 */
record Cursor(long horizon, Map<UUID, Long> read) {

    /** So many conversations are all named. */
    static final int ALL = 40;
    /** More are never named, or the line would be longer than a header may be; of what happened in the others since the horizon, the reader hears again. */
    static final int MOST = 150;
    /** So much older than now a horizon is: a batch of the ledger takes less from its time to its commit, and nodes' clocks differ by less. */
    static final long BACK = 600_000;
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
                read.put(new UUID(id.getLong(), id.getLong()), number(pair[1]));
            }
            return new Cursor(number(parts[0]), read);
        } catch (RuntimeException e) {
            throw Refused.bad("The place to go on from is none that a stream or a list of conversations has given.");
        }
    }

    private static long number(String text) {
        long number = Long.parseLong(text, 36);
        if (number < 0) {
            throw new IllegalArgumentException();
        }
        return number;
    }
}
