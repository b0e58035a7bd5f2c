package io.github.socketsbyexample.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class HttpDateTest {

    @Test
    void dateIsReadAsItIsWritten() {
        Instant date = Instant.parse("2026-01-02T03:04:05Z");
        assertEquals("Fri, 02 Jan 2026 03:04:05 GMT", HttpDate.format(date));
        assertEquals(Optional.of(date), HttpDate.parse("Fri, 02 Jan 2026 03:04:05 GMT"));
    }

    @Test
    void yearOfTwoDigitsIsAtMostFiftyAhead() {
        assertEquals(Optional.of(Instant.parse("1999-12-31T23:59:59Z")),
                HttpDate.parse("Friday, 31-Dec-99 23:59:59 GMT"));
        int ahead = Year.now(ZoneOffset.UTC).getValue() + 50;
        Instant newYear = Year.of(ahead).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        String day = Year.of(ahead).atDay(1).getDayOfWeek().toString();
        String text = day.charAt(0) + day.substring(1).toLowerCase(Locale.ROOT) + ", 01-Jan-" + ahead % 100
                + " 00:00:00 GMT";
        assertEquals(Optional.of(newYear), HttpDate.parse(text));
    }
}
