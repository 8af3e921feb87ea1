package dev.baton.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Standard Webhooks: the vector that its reference libraries are tested with, and what must not pass. */
class StandardWebhooksTest {

    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OTHER = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final long TIME = 1614265330;
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    private static final String SIGNED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private final Map<String, String> headers = new TreeMap<>(Map.of("webhook-id", ID, "webhook-timestamp", Long.toString(TIME), "webhook-signature", SIGNED));
    private Instant now = Instant.ofEpochSecond(TIME);

    @Test
    void theReferenceVectorHoldsBothWays() {
        assertThat(SigningSecret.of(SECRET).sign(ID, Long.toString(TIME), BODY)).isEqualTo(SIGNED);
        assertThat(holds(SECRET, BODY)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # seconds later | holds
            0    | true
            300  | true
            301  | false
            -300 | true
            -301 | false
            86400 | false
            """)
    void whatWasOverheardDoesNotCountLater(int later, boolean holds) {
        now = now.plusSeconds(later);
        assertThat(holds(SECRET, BODY)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # header           | instead
            webhook-id         | msg_p5jXN8AQM9LWM0D4loKWxJel
            webhook-id         | -
            webhook-id         | ''
            webhook-timestamp  | 1614265331
            webhook-timestamp  | -
            webhook-timestamp  | soon
            webhook-timestamp  | 99999999999999
            webhook-timestamp  | 1614265330.0
            webhook-signature  | -
            webhook-signature  | ''
            webhook-signature  | v1,
            webhook-signature  | g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=
            webhook-signature  | v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=
            webhook-signature  | v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=
            webhook-signature  | v1,G0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=
            webhook-signature  | v1,83484cf52b04f8e4cf2531adfed9882ad4b2665137b852442d594d20e2c9d4e1
            webhook-signature  | v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OF=
            """)
    void oneOtherHeaderAndItDoesNotHold(String header, String instead) {
        headers.remove(header);
        if (instead != null) {
            headers.put(header, instead);
        }
        assertThat(holds(SECRET, BODY)).isFalse();
    }

    @Test
    void aHeaderThatComesTwiceIsNobodysWord() {
        assertThat(proof(SECRET).holds(sender("webhook-signature"))).isFalse();
        assertThat(proof(SECRET).holds(sender("webhook-id"))).isFalse();
        assertThat(proof(SECRET).holds(sender("none"))).isTrue();
    }

    @Test
    void aPartOfTheTimeCantBeMovedIntoTheId() {
        headers.put("webhook-id", ID + "." + TIME);
        headers.put("webhook-timestamp", Long.toString(TIME));
        headers.put("webhook-signature", SigningSecret.of(SECRET).sign(ID, Long.toString(TIME), (TIME + ".{}").getBytes(StandardCharsets.UTF_8)));
        assertThat(holds(SECRET, "{}".getBytes(StandardCharsets.UTF_8))).isFalse();
    }

    @Test
    void whileSecretsAreExchangedEitherSideMayKnowBoth() {
        String both = SigningSecret.of(OTHER + " " + SECRET).sign(ID, Long.toString(TIME), BODY);
        assertThat(both.split(" ")).hasSize(2).contains(SIGNED);
        headers.put("webhook-signature", both);
        assertThat(holds(SECRET, BODY)).as("two signatures, one secret").isTrue();
        assertThat(holds(OTHER, BODY)).isTrue();
        headers.put("webhook-signature", SIGNED);
        assertThat(holds(OTHER + "  " + SECRET, BODY)).as("one signature, two secrets").isTrue();
        assertThat(holds(OTHER, BODY)).as("the old secret is taken out").isFalse();
        headers.put("webhook-signature", "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg== v1,nonsense " + SIGNED);
        assertThat(holds(SECRET, BODY)).as("beside others").isTrue();
    }

    @Test
    void anyBytesAreSignedAsTheyAre() {
        byte[] odd = {0, (byte) 0xff, (byte) 0xc3, '.', '\r', '\n', (byte) 0x80, '"'};
        headers.put("webhook-signature", SigningSecret.of(SECRET).sign(ID, Long.toString(TIME), odd));
        assertThat(holds(SECRET, odd)).isTrue();
        odd[7] = '\'';
        assertThat(holds(SECRET, odd)).isFalse();
        assertThat(holds(SECRET, new byte[0])).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_", "whsec_c2hvcnQ=", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2La!!Sw", "whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        SECRET + ",", "s3cret " + SECRET, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"})
    void whatIsNoSecretIsRefusedAndNotShown(String written) {
        assertThatThrownBy(() -> proof(written)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("setting token").hasMessageContaining("24 to 64 random bytes")
                .hasMessageNotContaining("MfKQ").hasMessageNotContaining("s3cret").hasMessageNotContaining("c2hv").hasNoCause();
    }

    @Test
    void whatIsMisspeltIsRefusedAndTheSecretIsNotShown() {
        assertThatThrownBy(() -> Proof.of(Map.of("proof", "standard-webhooks", "proofTimeHeader", "X-Time"), name -> SECRET)).hasMessageContaining("proof=standard-webhooks has no parameter proofTimeHeader");
        assertThatThrownBy(() -> Proof.of(Map.of("proof", "standard-webhooks", "header", "X-Sig"), name -> SECRET)).hasMessageContaining("no parameter header");
        assertThatThrownBy(() -> Proof.of(Map.of("proof", "standard-webhooks", "proofTolerance", "long"), name -> SECRET)).hasMessageContaining("'long' is no time");
        assertThatThrownBy(() -> Proof.of(Map.of("proof", "standard-webhooks"), name -> null)).hasMessageContaining("setting token is empty");
        now = now.plusSeconds(20);
        Proof strict = Proof.of(Map.of("proof", "standard-webhooks", "proofTolerance", "19s"), name -> SECRET);
        assertThat(strict.holds(sender("none"))).isFalse();
        assertThat(strict.toString()).contains("19 s", "webhook-signature").doesNotContain("MfKQ");
    }

    private boolean holds(String secret, byte[] body) {
        Proof proof = proof(secret);
        return proof.holds(sender("none")) && proof.holds(sender("none"), body);
    }

    private static Proof proof(String secret) {
        return Proof.of(Map.of("proof", "standard-webhooks", "platform", "parcel"), name -> name.equals("token") ? secret : null);
    }

    private Proof.Sender sender(String twice) {
        return new Proof.Sender() {
            @Override
            public List<String> header(String name) {
                String value = headers.get(name);
                return value == null ? List.of() : name.equals(twice) ? List.of(value, value) : List.of(value);
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
