package dev.baton.lifecycle;

import java.time.Duration;

/** What the ledger knows of other nodes, and of former times. */
public interface Nodes {

    /** So long it takes until every other node that runs has read what is written now; zero where there is none. */
    Duration untilOthersKnow();

    /** Whether a channel of that name has run before, with another platform than the one with that folder. */
    boolean wasOther(String channel, String platform);
}
