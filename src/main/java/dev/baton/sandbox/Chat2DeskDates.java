package dev.baton.sandbox;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** How Chat2Desk writes dates: all in UTC, in whole seconds. */
final class Chat2DeskDates {

    private static final DateTimeFormatter WITH_T = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DOTTED = DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter FILTER = DateTimeFormatter.ofPattern("dd-MM-yyyy");

    private Chat2DeskDates() {
    }

    /** A date of the API; null for none. */
    static String shown(Instant at, boolean dotted) {
        return at == null ? null : (dotted ? DOTTED : WITH_T).format(at);
    }

    /** {@code event_time} of a webhook. */
    static String event(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The day of a filter: {@code dd-mm-yyyy}. */
    static LocalDate day(String field, String text) {
        try {
            return LocalDate.parse(text, FILTER);
        } catch (DateTimeException e) {
            throw Chat2DeskError.field(field, "is no date dd-mm-yyyy");
        }
    }

    static LocalDate day(Instant at) {
        return at.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
