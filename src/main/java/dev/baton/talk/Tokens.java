package dev.baton.talk;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Customer tokens: JWT, signed with HMAC-SHA256, for one customer (and one thread) of one channel, until they end. The key is this Baton's own secret
 * and the channel's API key together: with another API key all tokens end.
 */
public final class Tokens {

    /** No token holds longer. */
    static final Duration LONGEST = Duration.ofHours(24);
    private static final JWSHeader HEADER = new JWSHeader(JWSAlgorithm.HS256);

    private final byte[] secret;
    private final Clock clock;

    /** Tokens of one Baton; all its nodes need the same secret. */
    public Tokens(byte[] secret, Clock clock) {
        this.secret = secret.clone();
        this.clock = clock;
    }

    /**
     * What a token says.
     *
     * @param customer  what else the app says of the user: name, email, phone, language
     * @param anonymous whether Baton itself has made up the user
     */
    record Token(String user, String thread, Instant until, Map<String, Object> customer, boolean anonymous) {
    }

    String sign(Talks.Talk talk, Token token) {
        SignedJWT jwt = new SignedJWT(HEADER, new JWTClaimsSet.Builder().audience(talk.name()).subject(token.user()).claim("thread", token.thread())
                .claim("customer", token.customer().isEmpty() ? null : token.customer()).claim("anonymous", token.anonymous() ? true : null).expirationTime(Date.from(token.until())).build());
        try {
            jwt.sign(new MACSigner(key(talk)));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("a token could not be signed", e);
        }
    }

    /** What it says, also where it has ended; null where it is none of ours for that channel. */
    Token read(Talks.Talk talk, String text) {
        try {
            SignedJWT jwt = SignedJWT.parse(text);
            if (!jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.HS256) || !jwt.verify(new MACVerifier(key(talk)))) {
                return null;
            }
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            boolean whole = claims.getAudience().contains(talk.name()) && claims.getSubject() != null && claims.getExpirationTime() != null;
            Map<String, Object> customer = claims.getJSONObjectClaim("customer");
            return whole ? new Token(claims.getSubject(), claims.getStringClaim("thread"), claims.getExpirationTime().toInstant(), customer == null ? Map.of() : customer,
                    Boolean.TRUE.equals(claims.getBooleanClaim("anonymous"))) : null;
        } catch (ParseException | JOSEException e) {
            return null;
        }
    }

    boolean ended(Token token) {
        return !token.until().isAfter(clock.instant());
    }

    private byte[] key(Talks.Talk talk) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(("customer token\0" + talk.name() + "\0" + talk.setting(Callers.KEY)).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
