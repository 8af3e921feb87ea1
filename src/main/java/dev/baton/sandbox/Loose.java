package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Deskie's loose types: ids and booleans both ways, and its dates. */
final class Loose {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.ofHours(3));

    private Loose() {
    }

    static String date(Instant at) {
        return at == null ? "-" : DATE.format(at);
    }

    static void id(ObjectNode node, String field, long id, DeskieSwitches switches) {
        if (switches.looseTypes) {
            node.put(field, String.valueOf(id));
        } else {
            node.put(field, id);
        }
    }

    static void flag(ObjectNode node, String field, boolean flag, DeskieSwitches switches) {
        if (switches.looseTypes) {
            node.put(field, flag ? 1 : 0);
        } else {
            node.put(field, flag);
        }
    }

    /** An id given as a number or as text; 0 if it is absent or no number. */
    static long id(JsonNode node, String field) {
        return id(Json.text(node, field));
    }

    static long id(String text) {
        try {
            return text == null || text.isBlank() ? 0 : Long.parseLong(text.trim());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** A point in time of a filter: epoch seconds, or a date with or without a time. */
    static Instant time(String text) {
        if (text.matches("\\d{9,}")) {
            return Instant.ofEpochSecond(Long.parseLong(text));
        }
        try {
            return DATE.parse(text, Instant::from);
        } catch (DateTimeException notThatOne) {
            return isoTime(text);
        }
    }

    private static Instant isoTime(String text) {
        String iso = text.trim().replace(' ', 'T');
        try {
            if (iso.matches(".*(Z|[+-]\\d\\d:?\\d\\d)")) {
                return OffsetDateTime.parse(iso).toInstant();
            }
            return (iso.contains("T") ? LocalDateTime.parse(iso) : LocalDate.parse(iso).atStartOfDay())
                    .toInstant(ZoneOffset.ofHours(3));
        } catch (DateTimeException e) {
            throw new DeskieError(400, "wrong_time");
        }
    }
}
