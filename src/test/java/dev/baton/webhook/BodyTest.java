package dev.baton.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class BodyTest {

    private Instant now = Instant.parse("2026-03-05T13:20:11Z");

    /** A byte at a time, with a second between: each read is quick enough for the web server, all of them are not. */
    @Test
    void aSenderThatDribblesIsCutOff() {
        int[] reads = {0};
        InputStream dribble = new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("one byte is never asked for");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                now = now.plusSeconds(1);
                buffer[offset] = ' ';
                reads[0]++;
                return 1;
            }
        };
        Body body = new Body(Limits.DEFAULT, clock());

        assertThatThrownBy(() -> body.read(dribble, -1)).isInstanceOf(Refused.class).extracting("kind").isEqualTo(Problem.Kind.TOO_SLOW);
        assertThat(reads[0]).isEqualTo((int) Limits.DEFAULT.readWithin().plus(Duration.ofSeconds(1)).toSeconds());
    }

    @Test
    void whatWasKeptWholeIsReadAgain() {
        Body body = new Body(Limits.DEFAULT, clock());

        assertThat(body.again("a[b]=1".getBytes(StandardCharsets.UTF_8), "application/x-www-form-urlencoded").at("/a/b").asText()).isEqualTo("1");
        assertThat(body.again("{\"a\":1}".getBytes(StandardCharsets.UTF_8), null).get("a").asInt()).isEqualTo(1);
        assertThatThrownBy(() -> body.again("{".getBytes(StandardCharsets.UTF_8), "application/json")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 1");
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }
}
