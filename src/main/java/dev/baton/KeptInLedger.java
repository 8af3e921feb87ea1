package dev.baton;

import dev.baton.deploy.Kept;
import dev.baton.ledger.Versions;
import java.util.List;
import java.util.Map;

/** The ledger's memory of versions, as the loader asks it. */
final class KeptInLedger implements Kept {

    private final Versions versions;

    KeptInLedger(Versions versions) {
        this.versions = versions;
    }

    @Override
    public void live(String channel, String hash, Map<String, byte[]> files, String held) {
        versions.live(channel, hash, files, held);
    }

    @Override
    public void retired(String channel) {
        versions.retired(channel);
    }

    @Override
    public List<Running> all() {
        return versions.all().stream().map(row -> new Running(row.channel(), row.hash(), row.held(), row.retired())).toList();
    }

    @Override
    public Map<String, byte[]> files(String channel, String hash) {
        return versions.files(channel, hash);
    }

    @Override
    public boolean leftBehind(String channel, String hash) {
        return versions.othersAlive() && versions.list(channel).stream().anyMatch(line -> line.hash().equals(hash));
    }
}
