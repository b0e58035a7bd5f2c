package io.github.socketsbyexample.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Dates as HTTP writes them; read are also the two older forms that every recipient has to know (RFC 9110, 5.6.7). */
final class HttpDate {

    private static final int FUTURE_YEARS = 50; // two digits that would be farther ahead mean the century before

    private static final DateTimeFormatter FORM = form("EEE, dd MMM uuuu HH:mm:ss 'GMT'");
    private static final DateTimeFormatter OLDEST_FORM = form("EEE MMM ppd HH:mm:ss uuuu");

    private HttpDate() {}

    private static DateTimeFormatter form(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }

    /** Writes a date; what is less than a second is lost. */
    static String format(Instant date) {
        return FORM.format(date.atOffset(ZoneOffset.UTC));
    }

    /** Reads a date; nothing if it is none. */
    static Optional<Instant> parse(String text) {
        return Stream.of(FORM, formOfTwoDigits(), OLDEST_FORM)
                .map(form -> parse(text, form))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static DateTimeFormatter formOfTwoDigits() {
        int firstYear = Year.now(ZoneOffset.UTC).getValue() + FUTURE_YEARS - 99;
        return new DateTimeFormatterBuilder().appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, firstYear)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.ENGLISH);
    }

    private static Optional<Instant> parse(String text, DateTimeFormatter form) {
        try {
            return Optional.of(LocalDateTime.parse(text, form.withResolverStyle(ResolverStyle.STRICT))
                    .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty(); // it may be of another form
        }
    }
}
