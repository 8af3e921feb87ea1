package dev.baton.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/** Blip's HTTP side: who calls, whether the body is an envelope and whether it is the one that belongs there. */
final class BlipFront {

    private static final Map<String, Envelope.Kind> ENDPOINTS = Map.of("/messages", Envelope.Kind.message,
            "/notifications", Envelope.Kind.notification, "/commands", Envelope.Kind.command);

    private final BlipSimulator blip;

    BlipFront(BlipSimulator blip) {
        this.blip = blip;
    }

    Answer answer(Call call) {
        call.checkHeaders();
        call.checkQuery(Set.of());
        Envelope.Kind kind = ENDPOINTS.get(call.path);
        if (kind == null) {
            call.wrong("unknown path");
            return Answer.empty(404);
        }
        if (!call.method.equals("POST")) {
            call.wrong("only POST is known here");
            return Answer.empty(405);
        }
        String authorization = call.header("Authorization");
        if (!blip.settings().key().equals(authorization)) {
            call.wrong(authorization == null ? "no Authorization" : "wrong Authorization");
            return Answer.empty(401);
        }
        if (!call.contentType().equals("application/json")) {
            call.wrong("Content-Type is " + call.header("Content-Type") + ", not application/json");
            return bad("Content-Type must be application/json");
        }
        if (!blip.withinLimit(kind)) {
            return Answer.empty(429);
        }
        Envelope envelope;
        try {
            envelope = Envelope.of(Json.read(call.body));
        } catch (IOException e) {
            call.wrong("malformed JSON: " + e.getMessage().lines().findFirst().orElse(""));
            return bad("The envelope is malformed");
        }
        if (envelope == null || envelope.kind() != kind) {
            call.wrong(envelope == null ? "not an envelope" : "a " + envelope.kind() + " where a " + kind + " belongs");
            return bad("The envelope is not a " + kind);
        }
        if (!envelope.check(call)) {
            return bad("The envelope has invalid fields");
        }
        return take(kind, envelope, call);
    }

    private Answer take(Envelope.Kind kind, Envelope envelope, Call call) {
        switch (kind) {
            case command -> {
                return blip.command(envelope, call);
            }
            case message -> blip.message(envelope, call);
            default -> blip.notification(envelope, call);
        }
        return Answer.empty(202);
    }

    private static Answer bad(String why) {
        return Answer.of(400, "text/plain; charset=utf-8", why.getBytes(StandardCharsets.UTF_8));
    }
}
