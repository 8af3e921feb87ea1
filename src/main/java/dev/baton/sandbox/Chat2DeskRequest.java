package dev.baton.sandbox;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/** One enquiry inside a dialog of the simulated Chat2Desk. */
final class Chat2DeskRequest {

    final long id;
    final Instant begin;
    final Set<Long> tags = new LinkedHashSet<>();
    Instant end;

    Chat2DeskRequest(long id, Instant begin) {
        this.id = id;
        this.begin = begin;
    }

    boolean open() {
        return end == null;
    }
}
