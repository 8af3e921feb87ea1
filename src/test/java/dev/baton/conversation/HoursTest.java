package dev.baton.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The calendar: weeks, holidays, nights, and the days on which the clocks change. */
class HoursTest {

    private static final String OFFICE = "mon-fri 09:00-12:00, 13:00-18:00; sat 10:00-14:00";

    private static void check(Hours hours, String at, boolean open, String opens) {
        Instant moment = Instant.parse(at);
        assertThat(hours.openAt(moment)).as("open at %s", at).isEqualTo(open);
        ZonedDateTime next = hours.opensAfter(moment);
        assertThat(next == null ? null : next.toOffsetDateTime().toString()).as("opens after %s", at).isEqualTo(opens);
    }

    /** Berlin is an hour ahead of UTC in winter; 2026-03-06 is a Friday. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            2026-03-06T07:59:59Z, false, 2026-03-06T09:00+01:00
            2026-03-06T08:00:00Z, true,  2026-03-06T13:00+01:00
            2026-03-06T10:59:59Z, true,  2026-03-06T13:00+01:00
            2026-03-06T11:00:00Z, false, 2026-03-06T13:00+01:00
            2026-03-06T16:59:59Z, true,  2026-03-07T10:00+01:00
            2026-03-06T17:00:00Z, false, 2026-03-07T10:00+01:00
            2026-03-07T13:00:00Z, false, 2026-03-09T09:00+01:00
            2026-03-08T12:00:00Z, false, 2026-03-09T09:00+01:00""")
    void aWeek(String at, boolean open, String opens) {
        check(Hours.of(OFFICE, "Europe/Berlin", null), at, open, opens);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            2026-12-23T17:30:00Z, false, 2026-12-24T09:00+01:00
            2026-12-24T10:59:59Z, true,  2026-12-28T09:00+01:00
            2026-12-24T11:00:00Z, false, 2026-12-28T09:00+01:00
            2026-12-25T10:00:00Z, false, 2026-12-28T09:00+01:00
            2026-12-26T10:00:00Z, false, 2026-12-28T09:00+01:00
            2027-12-24T10:00:00Z, true,  2027-12-27T09:00+01:00
            2026-04-03T10:00:00Z, false, 2026-04-04T10:00+02:00
            2027-04-02T08:00:00Z, true,  2027-04-02T13:00+02:00""")
    void holidays(String at, boolean open, String opens) {
        check(Hours.of(OFFICE, "Europe/Berlin", "2026-04-03, 12-24 09:00-12:00, 12-25; 12-26"), at, open, opens);
    }

    /** A night belongs to the day on which it begins, also before a holiday. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            2026-03-06T21:59:59Z, false, 2026-03-06T22:00Z
            2026-03-06T23:59:59Z, true,  2026-03-08T22:00Z
            2026-03-07T00:00:00Z, true,  2026-03-08T22:00Z
            2026-03-07T05:59:59Z, true,  2026-03-08T22:00Z
            2026-03-07T06:00:00Z, false, 2026-03-08T22:00Z
            2026-03-07T23:00:00Z, false, 2026-03-08T22:00Z
            2026-03-10T03:00:00Z, true,  2026-03-11T22:00Z
            2026-03-10T23:00:00Z, false, 2026-03-11T22:00Z""")
    void nights(String at, boolean open, String opens) {
        check(Hours.of("sun-fri 22:00-06:00", "UTC", "2026-03-10"), at, open, opens);
    }

    /** In Berlin 02:00 to 03:00 is left out on 2026-03-29 and comes twice on 2026-10-25; both are Sundays. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            2026-03-29T00:59:59Z, false, 2026-03-29T03:00+02:00
            2026-03-29T01:00:00Z, true,  2026-03-30T02:30+02:00
            2026-03-29T02:59:59Z, true,  2026-03-30T02:30+02:00
            2026-03-29T03:00:00Z, false, 2026-03-30T02:30+02:00
            2026-10-25T00:29:59Z, false, 2026-10-25T02:30+02:00
            2026-10-25T00:30:00Z, true,  2026-10-26T02:30+01:00
            2026-10-25T01:15:00Z, true,  2026-10-26T02:30+01:00
            2026-10-25T03:59:59Z, true,  2026-10-26T02:30+01:00
            2026-10-25T04:00:00Z, false, 2026-10-26T02:30+01:00""")
    void clocksThatChange(String at, boolean open, String opens) {
        check(Hours.of("daily 02:30-05:00", "Europe/Berlin", null), at, open, opens);
    }

    /** An end that the clocks leave out is the moment of the change; one that comes twice is the second. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            2026-03-29T00:59:59Z, true
            2026-03-29T01:00:00Z, false
            2026-10-25T00:30:00Z, true
            2026-10-25T01:29:59Z, true
            2026-10-25T01:30:00Z, false""")
    void endsWhenTheClocksChange(String at, boolean open) {
        assertThat(Hours.of("sun 01:00-02:30", "Europe/Berlin", null).openAt(Instant.parse(at))).isEqualTo(open);
    }

    @Test
    void alwaysThereNeverOpens() {
        Hours hours = Hours.of("daily 00:00-24:00", "America/Sao_Paulo", null);
        check(hours, "2026-03-06T03:00:00Z", true, null);
        Hours but = Hours.of("Daily 0:00-24:00", "America/Sao_Paulo", "12-25");
        check(but, "2026-12-25T12:00:00Z", false, "2026-12-26T00:00-03:00");
        check(Hours.of("fri-mon 10:00-11:00", "UTC", null), "2026-03-09T12:00:00Z", false, "2026-03-13T10:00Z");
        check(Hours.of("mon, wed 10:00-11:00", "UTC", null), "2026-03-09T12:00:00Z", false, "2026-03-11T10:00Z");
        check(Hours.of("mon 10:00-11:00\nmon 10:30-12:00", "UTC", null), "2026-03-09T10:15:00Z", true, "2026-03-16T10:00Z");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            ""                        | UTC         |                  | hours are empty
            9 to 5                    | UTC         |                  | write days and times
            mon-fri                   | UTC         |                  | write days and times
            mon-fry 09:00-18:00       | UTC         |                  | 'mon-fry' in the hours
            mon-wed-fri 09:00-18:00   | UTC         |                  | names no days
            mon 9-18                  | UTC         |                  | is no range of times
            mon 09:00-18:00,          | UTC         |                  | is no range of times
            mon 09:00-25:00           | UTC         |                  | '25:00' in
            mon 09:60-10:00           | UTC         |                  | is no time of day
            mon 09:00-09:00           | UTC         |                  | has no length
            mon 09:00-18:00           | ""          |                  | hours need a time-zone
            mon 09:00-18:00           | Mars/Base   |                  | 'Mars/Base' is no time zone
            mon 09:00-18:00           | UTC         | Christmas        | the holiday 'Christmas' is not understood
            mon 09:00-18:00           | UTC         | 2026-02-30       | is no date
            mon 09:00-18:00           | UTC         | 13-01            | is no date
            mon 09:00-18:00           | UTC         | 12-24 till noon  | is no range of times""")
    void whatIsNotUnderstoodIsSaid(String hours, String zone, String holidays, String words) {
        assertThatThrownBy(() -> Hours.of(hours, zone, holidays)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(words);
    }
}
