package dev.baton.camel;

import dev.baton.ledger.Attempt;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The requests and answers of one delivery, as they are kept for people: without secrets, and cut where they are long. */
final class Transcript {

    /** So much of the requests of one delivery is kept, and as much of the answers. */
    static final int MOST = 64 * 1024;

    private static final String VEIL = "•••";

    private final Secrets secrets;
    private final boolean veiled;
    private final StringBuilder requests = new StringBuilder();
    private final StringBuilder answers = new StringBuilder();
    private Integer status;

    /** {@code veiled}: only which calls there were, and how they were answered. */
    Transcript(Secrets secrets, boolean veiled) {
        this.secrets = secrets;
        this.veiled = veiled;
    }

    void request(String method, String pathAndQuery, byte[] body) {
        status = null;
        add(requests, method + " " + (veiled ? pathAndQuery.replaceFirst("\\?.*", "?" + VEIL) : pathAndQuery), body);
    }

    void answer(int code, byte[] body) {
        status = code;
        add(answers, String.valueOf(code), body);
    }

    Attempt attempt() {
        return new Attempt(status, bytes(requests), bytes(answers));
    }

    private void add(StringBuilder kept, String line, byte[] body) {
        if (kept.length() >= 2 * MOST) {
            return;
        }
        kept.append(kept.isEmpty() ? "" : "\n\n").append(line);
        if (body != null && body.length > 0) {
            kept.append('\n').append(veiled ? VEIL : new String(body, 0, Math.min(body.length, 2 * MOST), StandardCharsets.UTF_8));
        }
    }

    /** Masked before it is cut, so that no half of a secret stands at the edge. */
    private byte[] bytes(StringBuilder kept) {
        if (kept.isEmpty()) {
            return null;
        }
        byte[] all = secrets.mask(kept.toString()).getBytes(StandardCharsets.UTF_8);
        return all.length <= MOST ? all : Arrays.copyOf(all, MOST);
    }
}
