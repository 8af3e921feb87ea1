package dev.baton;

import dev.baton.ledger.Versions;
import dev.baton.lifecycle.Nodes;
import java.time.Duration;

/** The ledger's memory of nodes and versions, as the life of channels asks it. */
final class NodesInLedger implements Nodes {

    /** A node looks at its folder each second, waits until nothing changes any more, and takes what has changed. */
    private static final Duration TAKES = Duration.ofSeconds(2);

    private final Versions versions;
    private final Duration quiet;

    /** {@code quiet}: so long nothing may change before a node reads its folder. */
    NodesInLedger(Versions versions, Duration quiet) {
        this.versions = versions;
        this.quiet = quiet;
    }

    @Override
    public Duration untilOthersKnow() {
        return versions.othersAlive() ? TAKES.plus(quiet.multipliedBy(2)) : Duration.ZERO;
    }

    @Override
    public boolean wasOther(String channel, String platform) {
        return versions.running(channel).filter(last -> last.hash() != null && !versions.names(channel, last.hash()).containsKey(platform + "/platform.yaml")).isPresent();
    }
}
