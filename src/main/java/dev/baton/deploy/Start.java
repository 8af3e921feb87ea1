package dev.baton.deploy;

/** What becomes of a channel when Baton starts. */
enum Start {
    /** Its last good version is what lies in the folder: it goes live without rehearsal. */
    SAME,
    /** Its last good version goes live; what lies in the folder is an edit. */
    LAST_GOOD,
    /** Its last good version goes live; what lies in the folder was put aside by a roll back. */
    ROLLED_BACK,
    /** It has never had a good version: what lies in the folder is checked. */
    FIRST,
    /** Other nodes have a newer version than this one's folder: it runs its own, and takes no work. */
    BEHIND,
    /** Its file is gone. */
    RETIRED;

    /**
     * The decision.
     *
     * @param folder     version of what lies in the folder; null where its file is gone
     * @param kept       what is remembered of the channel; null for nothing
     * @param leftBehind whether others run, and the channel has left the folder's version behind
     */
    static Start of(String folder, Kept.Running kept, boolean leftBehind) {
        if (folder == null) {
            return RETIRED;
        }
        if (kept == null) {
            return FIRST;
        }
        if (folder.equals(kept.hash())) {
            return SAME;
        }
        if (folder.equals(kept.held())) {
            return ROLLED_BACK;
        }
        return leftBehind ? BEHIND : LAST_GOOD;
    }
}
