package io.github.socketsbyexample.common;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({"0, 0s", "1, 1ms", "1000, 1s", "1500, 1500ms", "60000, 1m", "61000, 61s", "86400000, 1440m"})
    void largestUnitThatNeedsNoFractionIsWritten(long millis, String written) {
        assertEquals(written, Durations.format(Duration.ofMillis(millis)));
    }
}
