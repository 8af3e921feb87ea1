package dev.baton.conversation;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a desk is there: its week, its holidays, its time zone.
 *
 * <p>A range that crosses midnight belongs to the day on which it begins. A time that the clocks leave out counts as the moment when they are put
 * forward; of a time that comes twice the first counts as beginning and the second as end.
 */
public final class Hours {

    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,2}):(\\d{2})\\s*-\\s*(\\d{1,2}):(\\d{2})");
    private static final Pattern HOLIDAY = Pattern.compile("(?:(\\d{4})-)?(\\d{2})-(\\d{2})(?:\\s+(.+))?");
    private static final int MINUTES = 24 * 60;
    /** Nobody is closed for longer: a desk that would be never opens. */
    private static final int FAR = 400;

    /** Minutes since the day's midnight; an end behind 24:00 is on the next day. */
    private record Range(int from, int until) {
    }

    private record Span(Instant from, Instant until) {
    }

    private final ZoneId zone;
    private final Map<DayOfWeek, List<Range>> week = new EnumMap<>(DayOfWeek.class);
    private final Map<LocalDate, List<Range>> days = new HashMap<>();
    private final Map<MonthDay, List<Range>> everyYear = new HashMap<>();

    private Hours(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * The calendar in these texts; {@link IllegalArgumentException} says what is wrong with them and how to write it.
     *
     * @param hours    {@code mon-fri 09:00-12:00, 13:00-18:00; sat 10:00-14:00}; {@code daily} for all days
     * @param zone     of the IANA list, such as {@code America/Sao_Paulo}
     * @param holidays {@code 2026-04-03; 12-25; 12-24 09:00-12:00}: closed, closed every year, with other hours; null for none
     */
    public static Hours of(String hours, String zone, String holidays) {
        Hours calendar = new Hours(zone(zone));
        for (String entry : hours.split("[;\\n]")) {
            if (!entry.isBlank()) {
                calendar.week(entry.strip());
            }
        }
        if (calendar.week.isEmpty()) {
            throw new IllegalArgumentException("hours are empty: write them like 'mon-fri 09:00-18:00; sat 10:00-14:00'");
        }
        for (String entry : holidays == null ? new String[0] : holidays.split("[;\\n]|,(?=\\s*(?:\\d{4}-)?\\d{2}-\\d{2})")) {
            if (!entry.isBlank()) {
                calendar.holiday(entry.strip());
            }
        }
        return calendar;
    }

    private static ZoneId zone(String zone) {
        if (zone == null || zone.isBlank()) {
            throw new IllegalArgumentException("hours need a time-zone, such as America/Sao_Paulo");
        }
        try {
            return ZoneId.of(zone.strip());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + zone + "' is no time zone: name one of the IANA list, such as America/Sao_Paulo");
        }
    }

    private void week(String entry) {
        Matcher digit = Pattern.compile("\\d").matcher(entry);
        String names = digit.find() ? entry.substring(0, digit.start()).strip().toLowerCase(Locale.ROOT) : "";
        if (names.isEmpty()) {
            throw new IllegalArgumentException("hours '" + entry + "' are not understood: write days and times, like 'mon-fri 09:00-18:00'");
        }
        List<Range> ranges = ranges(entry, entry.substring(digit.start()));
        for (String name : names.split(",")) {
            for (DayOfWeek day : days(entry, name.strip())) {
                week.computeIfAbsent(day, one -> new ArrayList<>()).addAll(ranges);
            }
        }
    }

    private static List<DayOfWeek> days(String entry, String name) {
        if (name.equals("daily")) {
            return List.of(DayOfWeek.values());
        }
        String[] ends = name.split("\\s*-\\s*", -1);
        int first = DAYS.indexOf(ends[0]);
        int last = DAYS.indexOf(ends[ends.length - 1]);
        if (ends.length > 2 || first < 0 || last < 0) {
            throw new IllegalArgumentException("'" + name + "' in the hours '" + entry + "' names no days: the days are " + DAYS + " and daily, as in mon-fri or mon, wed");
        }
        List<DayOfWeek> days = new ArrayList<>();
        for (int day = first; days.isEmpty() || day != (last + 1) % 7; day = (day + 1) % 7) {
            days.add(DayOfWeek.of(day + 1));
        }
        return days;
    }

    private static List<Range> ranges(String entry, String text) {
        List<Range> ranges = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            Matcher range = RANGE.matcher(one.strip());
            if (!range.matches()) {
                throw new IllegalArgumentException("'" + one.strip() + "' in '" + entry + "' is no range of times: write it like 09:00-18:00");
            }
            int from = minutes(entry, range.group(1), range.group(2));
            int until = minutes(entry, range.group(3), range.group(4));
            if (from == until || from == MINUTES) {
                throw new IllegalArgumentException("'" + one.strip() + "' in '" + entry + "' has no length: the whole day is 00:00-24:00");
            }
            ranges.add(new Range(from, until > from ? until : until + MINUTES));
        }
        return ranges;
    }

    private static int minutes(String entry, String hour, String minute) {
        int minutes = Integer.parseInt(hour) * 60 + Integer.parseInt(minute);
        if (Integer.parseInt(minute) > 59 || minutes > MINUTES) {
            throw new IllegalArgumentException("'" + hour + ":" + minute + "' in '" + entry + "' is no time of day");
        }
        return minutes;
    }

    private void holiday(String entry) {
        Matcher holiday = HOLIDAY.matcher(entry);
        if (!holiday.matches()) {
            throw new IllegalArgumentException("the holiday '" + entry + "' is not understood: write 2026-04-03, 12-25 for every year, or 12-24 09:00-12:00 for other hours");
        }
        List<Range> ranges = holiday.group(4) == null ? List.of() : ranges(entry, holiday.group(4));
        int month = Integer.parseInt(holiday.group(2));
        int day = Integer.parseInt(holiday.group(3));
        try {
            if (holiday.group(1) == null) {
                everyYear.put(MonthDay.of(month, day), ranges);
            } else {
                days.put(LocalDate.of(Integer.parseInt(holiday.group(1)), month, day), ranges);
            }
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("the holiday '" + entry + "' is no date");
        }
    }

    /** Whether somebody is there at that moment. */
    public boolean openAt(Instant moment) {
        LocalDate today = moment.atZone(zone).toLocalDate();
        return spans(today.minusDays(1)).stream().anyMatch(span -> in(span, moment)) || spans(today).stream().anyMatch(span -> in(span, moment));
    }

    private static boolean in(Span span, Instant moment) {
        return !moment.isBefore(span.from) && moment.isBefore(span.until);
    }

    /** When it opens for the next time after that moment, also where it is open then; null where it never does. */
    public ZonedDateTime opensAfter(Instant moment) {
        LocalDate today = moment.atZone(zone).toLocalDate();
        for (LocalDate day = today; day.isBefore(today.plusDays(FAR)); day = day.plusDays(1)) {
            Instant first = spans(day).stream().map(Span::from).filter(from -> from.isAfter(moment)).filter(from -> !openAt(from.minusMillis(1)))
                    .min(Instant::compareTo).orElse(null);
            if (first != null) {
                return first.atZone(zone);
            }
        }
        return null;
    }

    private List<Span> spans(LocalDate day) {
        List<Range> other = days.containsKey(day) ? days.get(day) : everyYear.get(MonthDay.from(day));
        List<Range> ranges = other != null ? other : week.getOrDefault(day.getDayOfWeek(), List.of());
        return ranges.stream().map(range -> new Span(at(day, range.from, ZonedDateTime::withEarlierOffsetAtOverlap),
                at(day, range.until, ZonedDateTime::withLaterOffsetAtOverlap))).filter(span -> span.from.isBefore(span.until)).toList();
    }

    private Instant at(LocalDate day, int minutes, UnaryOperator<ZonedDateTime> ofTwo) {
        LocalDateTime local = LocalDateTime.of(day.plusDays(minutes / MINUTES), LocalTime.ofSecondOfDay(minutes % MINUTES * 60L));
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        return change != null && change.isGap() ? change.getInstant() : ofTwo.apply(local.atZone(zone)).toInstant();
    }
}
