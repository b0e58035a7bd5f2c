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
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Dates as HTTP writes them; read are also the two older forms that every recipient has to know (RFC 9110, 5.6.7). */
final class HttpDate {

    private static final int FUTURE_YEARS = 50; // two digits that would be farther ahead mean the century before

    private static final DateTimeFormatter FORM = form("EEE, dd MMM uuuu HH:mm:ss 'GMT'");
    private static final List<DateTimeFormatter> FORMS = List.of(FORM,
            new DateTimeFormatterBuilder().appendPattern("EEEE, dd-MMM-")
                    .appendValueReduced(ChronoField.YEAR, 2, 2, Year.now(ZoneOffset.UTC).getValue() + FUTURE_YEARS - 99)
                    .appendPattern(" HH:mm:ss 'GMT'")
                    .toFormatter(Locale.ENGLISH),
            form("EEE MMM ppd HH:mm:ss uuuu"));

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
        for (DateTimeFormatter form : FORMS) {
            try {
                return Optional.of(LocalDateTime.parse(text, form.withResolverStyle(ResolverStyle.STRICT))
                        .toInstant(ZoneOffset.UTC));
            } catch (DateTimeException e) {
                continue; // it may be of another form
            }
        }
        return Optional.empty();
    }
}
