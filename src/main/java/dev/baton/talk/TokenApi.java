package dev.baton.talk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.event.Json;
import dev.baton.webhook.Body;
import dev.baton.webhook.Limits;
import dev.baton.webhook.Problem;
import dev.baton.webhook.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tokens for customers: made for the app, or, where the channel lets anybody in, for whoever comes. */
@RestController
@RequestMapping("/talk/{channel}")
public final class TokenApi {

    private static final Duration USUAL = Duration.ofHours(1);
    /** So long after its end an anonymous user's token can still be changed for a new one: they go on where they were. */
    private static final Duration KNOWN_FOR = Duration.ofDays(30);

    private final Callers callers;
    private final Tokens tokens;
    private final Rates rates;
    private final Clock clock;
    private final Body bodies;

    public TokenApi(Callers callers, Tokens tokens, Rates rates, Clock clock) {
        this.callers = callers;
        this.tokens = tokens;
        this.rates = rates;
        this.clock = clock;
        this.bodies = new Body(Limits.DEFAULT.body(TalkApi.MOST_BYTES), clock);
    }

    @PostMapping("/tokens")
    ResponseEntity<ObjectNode> token(@PathVariable String channel, HttpServletRequest request) {
        Caller app = callers.app(channel, request);
        JsonNode body = TalkApi.body(request, bodies);
        // What it says of the user is checked as where it is said with a message.
        ObjectNode said = new Said(app, body, "token", true).json();
        Map<String, Object> customer = new HashMap<>();
        said.path("user").properties().stream().filter(entry -> !entry.getKey().equals("id")).forEach(entry -> customer.put(entry.getKey(), entry.getValue().asText()));
        return signed(app.talk(), new Tokens.Token(said.path("user").path("id").asText(), said.path("thread").asText(null), clock.instant().plus(ttl(body)), customer, false));
    }

    private static Duration ttl(JsonNode body) {
        if (!body.hasNonNull("ttl")) {
            return USUAL;
        }
        long seconds = body.get("ttl").asLong(0);
        if (seconds < 1 || seconds > Tokens.LONGEST.toSeconds()) {
            throw Refused.bad("'ttl' is how many seconds the token holds: 1 to " + Tokens.LONGEST.toSeconds() + ".");
        }
        return Duration.ofSeconds(seconds);
    }

    /** Lets anybody in, as a user that nobody has been before; or, with the token that they had, as the same. */
    @PostMapping("/open")
    ResponseEntity<ObjectNode> open(@PathVariable String channel, HttpServletRequest request) {
        Talks.Talk talk = callers.talk(channel);
        if (!"true".equals(talk.setting("open"))) {
            throw new Refused(Problem.Kind.NOT_ALLOWED, "This channel lets in only whom its app gives a token. The setting open lets anybody in.");
        }
        // A POST without a body need not say that it has none.
        JsonNode body = request.getContentLengthLong() == 0 || request.getContentType() == null ? Json.MAPPER.createObjectNode() : TalkApi.body(request, bodies);
        Tokens.Token before = body.hasNonNull("token") ? tokens.read(talk, body.get("token").asText()) : null;
        boolean known = before != null && before.anonymous() && before.until().plus(KNOWN_FOR).isAfter(clock.instant());
        // Who was here before is not kept out by a crowd of those who were not.
        rates.count(known ? "opens " + channel + "/" + before.user() : "opens " + channel, known ? Callers.number(talk, "calls-per-minute", 60) : Callers.number(talk, "opens-per-minute", 120));
        String thread = !talk.async() ? null : known ? before.thread() : "t-" + UUID.randomUUID();
        return signed(talk, new Tokens.Token(known ? before.user() : "web-" + UUID.randomUUID(), thread, clock.instant().plus(Tokens.LONGEST), Map.of(), true));
    }

    private ResponseEntity<ObjectNode> signed(Talks.Talk talk, Tokens.Token token) {
        ObjectNode answer = Json.MAPPER.createObjectNode().put("token", tokens.sign(talk, token)).put("user", token.user());
        if (token.thread() != null) {
            answer.put("thread", token.thread());
        }
        return TalkApi.ok(answer.put("expiresAt", token.until().toString()));
    }
}
