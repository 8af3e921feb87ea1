package dev.baton.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignedPathTest {

    private static final Map<String, String> DOOR = Map.of("proof", "path-token", "header", "X-Sig", "proofSetting", "secret");
    private static final Map<String, String> SETTINGS = Map.of("token", "t0ken", "secret", "s3cret");
    private static final byte[] BODY = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

    /** The signature is that of {@code printf '{"a":1}' | openssl dgst -sha256 -hmac s3cret}. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            t0ken | 5910e62016ef5034272c926c27071992a465c2335cecf41851bda071577f4f6d | true
            t0ken | sha256=5910e62016ef5034272c926c27071992a465c2335cecf41851bda071577f4f6d | true
            other | 5910e62016ef5034272c926c27071992a465c2335cecf41851bda071577f4f6d | false
            -     | 5910e62016ef5034272c926c27071992a465c2335cecf41851bda071577f4f6d | false
            t0ken | 5910e62016ef5034272c926c27071992a465c2335cecf41851bda071577f4f60 | false
            t0ken | s3cret | false
            t0ken | -      | false
            """)
    void bothMustHold(String token, String signature, boolean holds) {
        Proof proof = Proof.of(DOOR, SETTINGS::get);
        Proof.Sender sender = sender(token, signature);

        assertThat(proof.holds(sender) && proof.holds(sender, BODY)).isEqualTo(holds);
        assertThat(proof.inPath()).isEqualTo("t0ken");
        assertThat(proof.toString()).contains("X-Sig").doesNotContain("s3cret", "t0ken");
    }

    @Test
    void withoutASecretTheTokenIsEnough() {
        assertThat(Proof.of(DOOR, Map.of("token", "t0ken")::get)).isEqualTo(new Proof.PathToken("t0ken"));
        assertThat(Proof.of(DOOR, Map.of("token", "t0ken", "secret", " ")::get)).isEqualTo(new Proof.PathToken("t0ken"));
    }

    @Test
    void whatIsMissingOrMisspeltIsRefused() {
        assertThatThrownBy(() -> Proof.of(Map.of("proof", "path-token", "proofSetting", "secret"), SETTINGS::get)).hasMessageContaining("needs header");
        assertThatThrownBy(() -> Proof.of(Map.of("proof", "path-token", "proofSeting", "secret"), SETTINGS::get)).hasMessageContaining("no parameter proofSeting");
        assertThatThrownBy(() -> Proof.of(Map.of("proof", "path-token", "proofSetting", "secret", "header", "a b"), SETTINGS::get)).hasMessageContaining("can't be the name of a header");
    }

    private static Proof.Sender sender(String token, String signature) {
        return new Proof.Sender() {
            @Override
            public List<String> header(String name) {
                return signature == null ? List.of() : List.of(signature);
            }

            @Override
            public String pathToken() {
                return token;
            }

            @Override
            public Instant now() {
                return Instant.EPOCH;
            }
        };
    }
}
