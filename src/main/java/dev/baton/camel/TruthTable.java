package dev.baton.camel;

import dev.baton.event.Outcome;
import dev.baton.event.Outcome.Word;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.apache.camel.http.base.HttpOperationFailedException;

/** The one table from what a route threw to the outcome of its delivery. A flow that knows its platform better catches and says an outcome itself. */
final class TruthTable {

    private TruthTable() {
    }

    /**
     * The outcome for what was thrown.
     *
     * @param sent whether any request of this delivery had left before
     */
    static Outcome of(Throwable failure, boolean sent, Clock clock) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NotSent) {
                return Outcome.of(Word.busy, cause.getMessage());
            }
            if (cause instanceof NoAnswer) {
                return Outcome.of(Word.unknown, cause.getMessage());
            }
            if (cause instanceof HttpOperationFailedException answered) {
                return of(answered.getStatusCode(), retryAfter(answered.getResponseHeaders(), clock));
            }
        }
        return Outcome.of(sent ? Word.unknown : Word.refused, sent ? "after a request had been sent: " + words(failure) : words(failure));
    }

    private static Outcome of(int status, Duration after) {
        String why = "the platform answered " + status;
        if (status == 401) {
            return Outcome.of(Word.unauthorised, why + ": it does not accept our credentials");
        }
        if (status == 429 || status == 503 && after != null) {
            return Outcome.of(Word.busy, why + ": it wants us to slow down", after);
        }
        return Outcome.of(status >= 400 && status < 500 && status != 408 ? Word.refused : Word.unknown, why);
    }

    private static Duration retryAfter(Map<String, String> headers, Clock clock) {
        return headers == null ? null : headers.entrySet().stream().filter(header -> "Retry-After".equalsIgnoreCase(header.getKey()) && header.getValue() != null)
                .map(header -> retryAfter(header.getValue(), clock)).filter(wait -> wait != null).findFirst().orElse(null);
    }

    /** Seconds or a date; null where there is none or it can't be read. */
    static Duration retryAfter(String written, Clock clock) {
        if (written == null) {
            return null;
        }
        String text = written.trim();
        try {
            Duration wait = text.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.between(clock.instant(), ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME));
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The innermost cause, in a line. */
    static String words(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
