package dev.baton.conversation;

import java.time.Duration;

/**
 * How long a conversation may stay in each state without anything happening; {@code closed} has no end to wait for.
 *
 * @param bot          then it is closed
 * @param requested    then the handover has failed
 * @param queued       then the handover has failed: nobody came
 * @param active       of silence on both sides; then both are told that it is closed
 * @param transferring then it is closed
 * @param closing      then it counts as closed, confirmed or not
 * @param waiting      in {@code queued}: then the customer is told that it takes longer; null or no shorter than {@code queued} for never
 */
public record Deadlines(Duration bot, Duration requested, Duration queued, Duration active, Duration transferring, Duration closing,
        Duration waiting) {

    /** What holds where neither the platform sheet nor the settings say otherwise. */
    public static final Deadlines DEFAULT = new Deadlines(Duration.ofDays(30), Duration.ofMinutes(15), Duration.ofDays(1),
            Duration.ofDays(7), Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofMinutes(5));

    /** Those of a desk whose customers are told nothing while they wait. */
    public Deadlines(Duration bot, Duration requested, Duration queued, Duration active, Duration transferring, Duration closing) {
        this(bot, requested, queued, active, transferring, closing, null);
    }

    /** True where the customer is told in between that it takes longer. */
    boolean inBetween() {
        return waiting != null && waiting.compareTo(queued) < 0;
    }

    /** The time for that state, or null for {@link State#closed}. */
    public Duration of(State state) {
        return switch (state) {
            case bot -> bot;
            case requested -> requested;
            case queued -> queued;
            case active -> active;
            case transferring -> transferring;
            case closing -> closing;
            case closed -> null;
        };
    }
}
