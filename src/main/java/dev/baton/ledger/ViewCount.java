package dev.baton.ledger;

/** How many there are; counted no further than {@link #MOST}. */
public record ViewCount(long value, boolean more) {

    /** Counting stops here: a backlog of millions must not make a page slow. */
    public static final int MOST = 10_000;

    static ViewCount of(long counted) {
        return new ViewCount(Math.min(counted, MOST), counted > MOST);
    }

    /** For people: {@code 10,000+} where there are more. */
    @Override
    public String toString() {
        return String.format(java.util.Locale.ROOT, "%,d%s", value, more ? "+" : "");
    }
}
