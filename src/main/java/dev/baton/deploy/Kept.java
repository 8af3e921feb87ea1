package dev.baton.deploy;

import java.util.List;
import java.util.Map;

/** What is remembered of the channels' versions from one start to the next, and by all nodes. */
public interface Kept {

    /** For those who remember nothing. */
    Kept NOTHING = new Kept() {
        @Override
        public void live(String channel, String hash, Map<String, byte[]> files, String held) {
        }

        @Override
        public void retired(String channel) {
        }

        @Override
        public List<Running> all() {
            return List.of();
        }

        @Override
        public Map<String, byte[]> files(String channel, String hash) {
            return Map.of();
        }

        @Override
        public boolean leftBehind(String channel, String hash) {
            return false;
        }
    };

    /**
     * What a channel runs by the word of all nodes.
     *
     * @param hash    of its version; null where nobody has said it yet
     * @param held    the folder's version that a roll back has put aside, or null
     * @param retired whether its file was gone
     */
    record Running(String channel, String hash, String held, boolean retired) {
    }

    /** Keeps the version's files and makes it the channel's running one. */
    void live(String channel, String hash, Map<String, byte[]> files, String held);

    /** The channel's file is gone. */
    void retired(String channel);

    /** All channels that have ever been known. */
    List<Running> all();

    /** The files of a version, by path relative to the routes folder; empty where it is not known. */
    Map<String, byte[]> files(String channel, String hash);

    /** Whether other nodes run now and the channel has left that version behind: this node's folder is older than theirs. */
    boolean leftBehind(String channel, String hash);
}
