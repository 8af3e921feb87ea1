package dev.baton.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProofTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -            | abc      | -       | names no proof
            ' '          | abc      | -       | names no proof
            hmac         | abc      | -       | no proof 'hmac'
            header-token | -        | -       | setting token is empty
            header-token | ' '      | -       | setting token is empty
            path-token   | -        | -       | setting token is empty
            path-token   | t0p/s3cr | -       | part of an address
            header-token | t0ps3cr  | 'A: b'  | can't be the name of a header
            signature    | -        | X-Sig   | setting token is empty
            standard-webhooks | - | -     | setting token is empty
            standard-webhooks | t0ps3cr | - | no secret of Standard Webhooks
            signature    | t0ps3cr  | -       | needs header
            signature    | t0ps3cr  | X-Sig   | needs proofTimeHeader
            """)
    void whatIsMissingIsSaidWithoutTheSecret(String proof, String token, String header, String says) {
        Map<String, String> parameters = new HashMap<>();
        parameters.put("proof", proof);
        if (header != null) {
            parameters.put("header", header);
        }

        assertThatThrownBy(() -> Proof.of(parameters, name -> name.equals("token") ? token : null))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(says).message().doesNotContain("s3cr");
    }

    @Test
    void theHeadersNameComesFromTheDoorThenTheSettingThenIsAuthorization() {
        Map<String, String> settings = new HashMap<>(Map.of("token", "abc", "header", "X-Set"));

        assertThat(Proof.of(Map.of("proof", "header-token", "header", "X-Door"), settings::get)).isEqualTo(new Proof.HeaderToken("X-Door", "abc"));
        assertThat(Proof.of(Map.of("proof", "header-token"), settings::get)).isEqualTo(new Proof.HeaderToken("X-Set", "abc"));
        settings.remove("header");
        assertThat(Proof.of(Map.of("proof", "header-token"), settings::get)).isEqualTo(new Proof.HeaderToken("Authorization", "abc"));
    }

    @Test
    void aTokenBeyondAsciiIsComparedByItsBytes() {
        String asTheWebServerGivesIt = new String("schlüssel".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

        assertThat(new Proof.HeaderToken("Authorization", "schlüssel").holds(sender(asTheWebServerGivesIt))).isTrue();
        assertThat(new Proof.HeaderToken("Authorization", "schlüssel").holds(sender("schl?ssel"))).isFalse();
    }

    @Test
    void noProofShowsItsToken() {
        assertThat(new Proof.HeaderToken("X", "s3cret").toString() + new Proof.PathToken("s3cret")).doesNotContain("s3cret");
    }

    private static Proof.Sender sender(String authorization) {
        return new Proof.Sender() {
            @Override
            public List<String> header(String name) {
                return List.of(authorization);
            }

            @Override
            public String pathToken() {
                return null;
            }

            @Override
            public Instant now() {
                return Instant.EPOCH;
            }
        };
    }
}
