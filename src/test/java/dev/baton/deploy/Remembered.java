package dev.baton.deploy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is kept of versions, in memory. */
class Remembered implements Kept {

    final Map<String, Running> rows = new TreeMap<>();
    final Map<String, Map<String, byte[]>> files = new TreeMap<>();
    boolean others;
    boolean down;

    @Override
    public void live(String channel, String hash, Map<String, byte[]> content, String held) {
        if (down) {
            throw new IllegalStateException("the database is gone");
        }
        rows.put(channel, new Running(channel, hash, held, false));
        files.put(channel + "/" + hash, content);
    }

    @Override
    public void retired(String channel) {
        Running was = rows.getOrDefault(channel, new Running(channel, null, null, true));
        rows.put(channel, new Running(channel, was.hash(), was.held(), true));
    }

    @Override
    public List<Running> all() {
        return List.copyOf(rows.values());
    }

    @Override
    public Map<String, byte[]> files(String channel, String hash) {
        return files.getOrDefault(channel + "/" + hash, Map.of());
    }

    @Override
    public boolean leftBehind(String channel, String hash) {
        return others && files.containsKey(channel + "/" + hash) && !rows.get(channel).hash().equals(hash);
    }
}
