package dev.baton.ledger;

import java.time.Duration;

/**
 * How the ledger works.
 *
 * @param node         this writer's name: the same after a restart, another on each node
 * @param lease        how long a claimed piece of work may take, all its calls together
 * @param parkFor      how long an event waits for its conversation to become known before it becomes a dead letter
 * @param keepAttempts true to keep what was sent and answered also where it went well
 */
public record Settings(String node, Duration lease, Duration parkFor, boolean keepAttempts) {

    /** How much longer than the lease others wait before they take over. */
    static final long MARGIN = 15_000;

    /** When a lane was taken that can be taken over from then on: no request of that try is older. */
    long takenAt(long leaseOver) {
        return leaseOver - MARGIN - lease.toMillis();
    }
}
