package dev.baton.media;

/** A file could not be had; the message says why, for people. */
final class NotFetched extends Exception {

    private static final long serialVersionUID = 1;
    private final boolean forGood;

    /** {@code forGood} where trying again would be in vain. */
    NotFetched(String why, boolean forGood) {
        super(why, null, false, false);
        this.forGood = forGood;
    }

    boolean forGood() {
        return forGood;
    }
}
