package dev.baton.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * Something that goes wrong with a call.
 *
 * @param processed whether the platform does what it was asked before things go wrong
 * @param answer what is answered instead of the proper answer; null for the proper one
 * @param delay how long the answer is held back (or until {@link Faults#release}); null for not at all
 * @param failure for a command: the reason that it is answered with; null for none
 */
public record Fault(boolean processed, Wrong answer, Duration delay, Reason failure) {

    /** A wrong answer: status 0 cuts the connection. */
    public record Wrong(int status, String contentType, String body, Map<String, String> headers) {

        Answer answer() {
            Answer answer = status == 0 ? Answer.CUT : Answer.of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, String> header : headers.entrySet()) {
                answer = answer.with(header.getKey(), header.getValue());
            }
            return answer;
        }
    }

    /** The reason of a refused command. */
    public record Reason(int code, String description) {
    }

    /** Nothing is done, and this status is answered. */
    public static Fault status(int status) {
        return of(false, status, "application/json", "{\"error\":\"" + status + "\"}", Map.of());
    }

    /** It is done, but this status is answered. */
    public static Fault statusAfter(int status) {
        return of(true, status, "application/json", "{\"error\":\"" + status + "\"}", Map.of());
    }

    /** 502 with the HTML page of a proxy; nothing is done. */
    public static Fault badGateway() {
        return of(false, 502, "text/html", "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>", Map.of());
    }

    /** 401; nothing is done. */
    public static Fault unauthorised() {
        return of(false, 401, "application/json", "{\"error\":\"unauthorized\"}", Map.of());
    }

    /** 429, with Retry-After if given; nothing is done. */
    public static Fault tooMany(Duration retryAfter) {
        return of(false, 429, "application/json", "{\"error\":\"too many requests\"}",
                retryAfter == null ? Map.of() : Map.of("Retry-After", String.valueOf(retryAfter.toSeconds())));
    }

    /** 403 "rate limit exceeded"; nothing is done. */
    public static Fault rateLimited403() {
        return of(false, 403, "application/json", "{\"error\":\"rate limit exceeded\"}", Map.of());
    }

    /** The connection is cut before anything is done. */
    public static Fault cutBefore() {
        return of(false, 0, "", "", Map.of());
    }

    /** It is done, but the connection is cut instead of an answer. */
    public static Fault cutAfter() {
        return of(true, 0, "", "", Map.of());
    }

    /** It is done, and the proper answer comes late: after this time, or when {@link Faults#release} is called. */
    public static Fault slow(Duration delay) {
        return new Fault(true, null, delay, null);
    }

    /** A command is not done and answered 200 with status failure and this reason. */
    public static Fault commandFailure(int code, String description) {
        return new Fault(false, null, null, new Reason(code, description));
    }

    /** From the control API: {@code {"kind":"status","status":500}} and so on. */
    static Fault of(ObjectNode json) {
        int status = json.path("status").asInt(500);
        return switch (json.path("kind").asText("status")) {
            case "status" -> status(status);
            case "statusAfter" -> statusAfter(status);
            case "badGateway" -> badGateway();
            case "unauthorised" -> unauthorised();
            case "tooMany" -> tooMany(json.has("retryAfter") ? Duration.ofSeconds(json.get("retryAfter").asLong()) : null);
            case "rateLimited403" -> rateLimited403();
            case "cutBefore" -> cutBefore();
            case "cutAfter" -> cutAfter();
            case "slow" -> slow(Duration.ofMillis(json.path("millis").asLong(5000)));
            case "commandFailure" -> commandFailure(json.path("code").asInt(61), json.path("description").asText("Refused"));
            default -> throw new IllegalArgumentException("unknown kind of fault: " + json.path("kind").asText());
        };
    }

    private static Fault of(boolean processed, int status, String contentType, String body, Map<String, String> headers) {
        return new Fault(processed, new Wrong(status, contentType, body, headers), null, null);
    }
}
