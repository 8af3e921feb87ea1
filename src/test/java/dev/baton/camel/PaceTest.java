package dev.baton.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Calls leave as fast as the platform allows, and not faster. */
class PaceTest {

    private static final long SECOND = 1_000_000_000L;
    private final Pace pace = new Pace(Map.of("/messages", 3, "/reads", 0), Duration.ofMinutes(2));

    @Test
    void noSecondHasMoreCallsThanAreAllowed() throws NotSent {
        List<Long> left = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            left.add(pace.turn("/messages", 7 * SECOND));
        }
        assertThat(left.subList(0, 3)).containsOnly(7 * SECOND);
        for (int i = 3; i < left.size(); i++) {
            assertThat(left.get(i) - left.get(i - 3)).isGreaterThan(SECOND);
        }
        assertThat(pace.turn("/messages", 60 * SECOND)).as("after a quiet time at once").isEqualTo(60 * SECOND);
    }

    @Test
    void whoWouldWaitLongIsLeftToTheLedger() throws NotSent {
        for (int i = 0; i < 15; i++) {
            pace.turn("/messages", 0);
        }
        assertThatThrownBy(() -> pace.turn("/messages", 0)).isInstanceOf(NotSent.class).hasMessageContaining("3 calls a second");
        assertThat(pace.turn("/messages", 2 * SECOND)).as("one that gave up takes no place").isGreaterThan(5 * SECOND);
    }

    @Test
    void afterTooManyThatPathRests() throws NotSent {
        pace.tooMany("/base/messages?a=1", null, 0);
        assertThatThrownBy(() -> pace.turn("/messages", 119 * SECOND)).isInstanceOf(NotSent.class).hasMessageContaining("too many calls to /messages");
        assertThat(pace.turn("/reads", SECOND)).as("another path").isEqualTo(SECOND);
        assertThat(pace.turn("/messages", 120 * SECOND)).isEqualTo(120 * SECOND);
        pace.tooMany("/base/messages", Duration.ofSeconds(5), 200 * SECOND);
        assertThat(pace.turn("/messages", 205 * SECOND)).isEqualTo(205 * SECOND);
    }

    @Test
    void withoutALimitNobodyWaits() throws NotSent {
        for (int i = 0; i < 1000; i++) {
            assertThat(pace.turn("/reads", 5)).isEqualTo(5);
        }
        pace.await("/elsewhere");
        Pace.ANY.await("/messages");
    }
}
