package dev.baton.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureTest {

    private static final String BODY = "{\"event\":\"comment.created\"}";
    /** From {@code printf '1700000000.{"event":"comment.created"}' | openssl dgst -sha256 -hmac s3cret}. */
    private static final String SIGNED = "c58ab73390a799dbae5816389c47d47f3145ba4bd4d3fad3100c19668fe13acc";

    private final Signature proof = Signature.of(Map.of("proof", "signature", "header", "X-Sig", "proofTimeHeader", "X-Time", "proofTolerance", "90s"), "s3cret");

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # signature    | time          | seconds later | holds
            c58ab73390a799dbae5816389c47d47f3145ba4bd4d3fad3100c19668fe13acc | 1700000000 | 0 | true
            sha256=c58ab73390a799dbae5816389c47d47f3145ba4bd4d3fad3100c19668fe13acc | 1700000000 | 0 | true
            C58AB73390A799DBAE5816389C47D47F3145BA4BD4D3FAD3100C19668FE13ACC | 1700000000 | 0 | true
            c58ab73390a799dbae5816389c47d47f3145ba4bd4d3fad3100c19668fe13acc | 1700000000 | 90 | true
            c58ab73390a799dbae5816389c47d47f3145ba4bd4d3fad3100c19668fe13acc | 1700000000 | 91 | false
            c58ab73390a799dbae5816389c47d47f3145ba4bd4d3fad3100c19668fe13acc | 1700000000 | -90 | true
            c58ab73390a799dbae5816389c47d47f3145ba4bd4d3fad3100c19668fe13acc | 1700000000 | -91 | false
            c58ab73390a799dbae5816389c47d47f3145ba4bd4d3fad3100c19668fe13acc | 1700000001 | 0 | false
            c58ab73390a799dbae5816389c47d47f3145ba4bd4d3fad3100c19668fe13acc | -          | 0 | false
            c58ab73390a799dbae5816389c47d47f3145ba4bd4d3fad3100c19668fe13acc | soon       | 0 | false
            c58ab73390a799dbae5816389c47d47f3145ba4bd4d3fad3100c19668fe13acc | 9999999999999 | 0 | false
            -        | 1700000000 | 0 | false
            s3cret   | 1700000000 | 0 | false
            sha256=  | 1700000000 | 0 | false
            """)
    void whoHolds(String signature, String time, int later, boolean holds) {
        Proof.Sender sender = sender(signature, time, Instant.ofEpochSecond(1_700_000_000 + later));

        assertThat(proof.holds(sender) && proof.holds(sender, BODY.getBytes(StandardCharsets.UTF_8))).isEqualTo(holds);
    }

    @Test
    void anotherBodyOrAnotherSecretIsNotSigned() {
        Proof.Sender sender = sender(SIGNED, "1700000000", Instant.ofEpochSecond(1_700_000_000));

        assertThat(proof.holds(sender, BODY.replace("created", "removed").getBytes(StandardCharsets.UTF_8))).isFalse();
        assertThat(new Signature("X-Sig", "X-Time", proof.tolerance(), "s3crets").holds(sender, BODY.getBytes(StandardCharsets.UTF_8))).isFalse();
    }

    @Test
    void whatIsMisspeltIsRefused() {
        Map<String, String> right = Map.of("proof", "signature", "header", "X-Sig", "proofTimeHeader", "X-Time");

        assertThat(Signature.of(right, "s3cret").tolerance().most()).hasMinutes(5);
        assertThatThrownBy(() -> Signature.of(with(right, "proofTolerence", "1m"), "s3cret")).hasMessageContaining("no parameter proofTolerence");
        assertThatThrownBy(() -> Signature.of(with(right, "proofTolerance", "soon"), "s3cret")).hasMessageContaining("'soon' is no time");
        assertThatThrownBy(() -> Signature.of(with(right, "proofTimeHeader", "a b"), "s3cret")).hasMessageContaining("can't be the name of a header");
        assertThat(proof.toString()).contains("90 s").doesNotContain("s3cret");
    }

    private static Map<String, String> with(Map<String, String> parameters, String name, String value) {
        Map<String, String> changed = new java.util.HashMap<>(parameters);
        changed.put(name, value);
        return changed;
    }

    /** As a platform would do it. */
    static String sign(String secret, String time, String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal((time + "." + body).getBytes(StandardCharsets.UTF_8)));
    }

    private static Proof.Sender sender(String signature, String time, Instant now) {
        return new Proof.Sender() {
            @Override
            public List<String> header(String name) {
                String value = name.equals("X-Sig") ? signature : time;
                return value == null ? List.of() : List.of(value);
            }

            @Override
            public String pathToken() {
                return null;
            }

            @Override
            public Instant now() {
                return now;
            }
        };
    }
}
