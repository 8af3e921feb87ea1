package dev.baton.deploy.source;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as channel files and sheets write them: {@code 30s}, {@code 15m}, {@code 1d12h}; a bare number is milliseconds, as in Camel. */
public final class Times {

    private static final Pattern WHOLE = Pattern.compile("(\\d{1,12}(ms|[smhd]))+|\\d{1,12}");
    private static final Pattern PART = Pattern.compile("(\\d+)(ms|[smhd])?");

    private Times() {
    }

    /** {@link IllegalArgumentException} says how to write it. */
    public static Duration of(String text) {
        String time = text.replaceAll("\\s", "");
        if (!WHOLE.matcher(time).matches()) {
            throw new IllegalArgumentException("'" + text + "' is no time: write it like 30s, 15m or 1d");
        }
        Duration sum = Duration.ZERO;
        for (Matcher part = PART.matcher(time); part.find();) {
            long number = Long.parseLong(part.group(1));
            String unit = part.group(2) == null ? "ms" : part.group(2);
            sum = sum.plus(switch (unit) {
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                case "d" -> Duration.ofDays(number);
                default -> Duration.ofMillis(number);
            });
        }
        return sum;
    }
}
