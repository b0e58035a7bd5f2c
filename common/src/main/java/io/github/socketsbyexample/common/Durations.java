package io.github.socketsbyexample.common;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as the command line writes them: {@code 500ms}, {@code 2s}, {@code 1m}. */
public final class Durations {

    /** The longest time taken: a day, which fits the milliseconds that sockets count in an {@code int}. */
    public static final Duration MAX = Duration.ofDays(1);

    private static final Pattern FORM = Pattern.compile("([0-9]{1,8})(ms|s|m)");

    private Durations() {}

    /**
     * Reads a time.
     *
     * @throws IllegalArgumentException if it is not a whole number of {@code ms}, {@code s} or {@code m}, is zero (which
     *         sockets take for "for ever"), or is longer than {@link #MAX}
     */
    public static Duration parse(String text) {
        Duration duration = parsePause(text);
        if (duration.isZero()) {
            throw outOfRange(text, "1ms");
        }
        return duration;
    }

    /**
     * Reads a time to wait on purpose, which may be zero: that is no wait.
     *
     * @throws IllegalArgumentException if it is not a whole number of {@code ms}, {@code s} or {@code m}, or is longer
     *         than {@link #MAX}
     */
    public static Duration parsePause(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a time such as 500ms, 2s or 1m");
        }
        long number = Long.parseLong(form.group(1));
        Duration duration = switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
        if (duration.compareTo(MAX) > 0) {
            throw outOfRange(text, "0ms");
        }
        return duration;
    }

    private static IllegalArgumentException outOfRange(String text, String least) {
        return new IllegalArgumentException("'" + text + "' is not within " + least + " and " + format(MAX));
    }

    /** Writes a time in the largest unit that needs no fraction: {@code 1500ms}, {@code 10s}, {@code 1m}. */
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1_000 != 0) {
            return millis + "ms";
        }
        return millis % 60_000 != 0 || millis == 0 ? millis / 1_000 + "s" : millis / 60_000 + "m";
    }
}
