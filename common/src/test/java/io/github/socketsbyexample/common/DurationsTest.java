package io.github.socketsbyexample.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({"1ms, 1", "500ms, 500", "2s, 2000", "1m, 60000", "1440m, 86400000"})
    void unitsAreMillisecondsSecondsAndMinutes(String text, long millis) {
        assertEquals(millis, Durations.parse(text).toMillis());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "s", "1h", "1.5s", "-1s", "+1s", " 1s", "1 s", "1S", "0s", "0ms", "1441m",
            "86400001ms",
            "999999999s"})
    void everythingElseIsRefusedAndQuoted(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> Durations.parse(text)).getMessage();
        assertTrue(String.valueOf(message).startsWith("'" + text + "'"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0ms", "0s", "0m"})
    void aPauseMayBeNone(String text) {
        assertEquals(Duration.ZERO, Durations.parsePause(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1s", "1441m"})
    void aPauseIsOtherwiseATimeAsAnyOther(String text) {
        assertThrows(IllegalArgumentException.class, () -> Durations.parsePause(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1ms", "1500ms", "10s", "90s", "1m", "1440m"})
    void whatIsReadIsWrittenTheSame(String text) {
        assertEquals(text, Durations.format(Durations.parse(text)));
    }

    @ParameterizedTest
    @CsvSource({"1000ms, 1s", "60s, 1m", "60000ms, 1m", "61s, 61s"})
    void largestUnitThatNeedsNoFractionIsWritten(String text, String written) {
        assertEquals(written, Durations.format(Durations.parse(text)));
    }
}
