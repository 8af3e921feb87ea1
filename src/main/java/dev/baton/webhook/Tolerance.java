package dev.baton.webhook;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * How far the time that is signed with a webhook may be from ours, either way, so that what somebody has overheard can't be sent again later.
 *
 * @param most the door's parameter {@code proofTolerance}, such as {@code 5m}, which is the default
 */
record Tolerance(Duration most) {

    static Tolerance of(Map<String, String> parameters) {
        String written = parameters.getOrDefault("proofTolerance", "5m").trim();
        try {
            return new Tolerance(Duration.parse("PT" + written));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("proofTolerance '" + written + "' is no time: write 30s or 5m", e);
        }
    }

    /** Whether that is a time, in Unix seconds, near enough. */
    boolean holds(String time, Instant now) {
        return time.matches("\\d{1,12}") && Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), now).abs().compareTo(most) <= 0;
    }

    @Override
    public String toString() {
        return "no more than " + most.toSeconds() + " s off";
    }
}
