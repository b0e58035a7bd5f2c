package io.github.socketsbyexample.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExecLimitsTest {

    @ParameterizedTest
    @CsvSource({"1,1", "4096,4096", "64K,65536", "16M,16777216", "1G,1073741824", "999999999G,1073741822926258176"})
    void aSizeIsANumberOfBytesOrOfTheirMultiples(String text, long bytes) {
        assertEquals(bytes, ExecLimits.bytes(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0K", "-1", "+1", "1k", "1.5M", "K", "1T", "9999999999", "1 M"})
    void anythingElseIsNoSize(String text) {
        assertThrows(IllegalArgumentException.class, () -> ExecLimits.bytes(text));
    }
}
