package io.github.socketsbyexample.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {

    private static final Map<String, String> XTERM = Map.of("TERM", "xterm");

    @ParameterizedTest
    @CsvSource({"'24 120\n', 120", "'', 80", "'0 0\n', 80", "nonsense, 80", "24 99999, 80"})
    void widthIsWhatSttySays(String size, int columns) {
        assertEquals(new Terminal(columns, true), Terminal.of(true, XTERM, size));
    }

    @Test
    void columnsOfTheEnvironmentCountMore() {
        assertEquals(new Terminal(132, true),
                Terminal.of(true, Map.of("TERM", "xterm", "COLUMNS", "132"), "24 120\n"));
    }

    @Test
    void whatIsNoTerminalIsNarrowAndWithoutColour() {
        assertEquals(new Terminal(80, false),
                Terminal.of(false, Map.of("TERM", "xterm", "COLUMNS", "132"), "24 120"));
    }

    @Test
    void colourIsForThoseWhoWantIt() {
        assertEquals(new Terminal(80, false), Terminal.of(true, Map.of("TERM", "xterm", "NO_COLOR", "1"), ""));
        assertEquals(new Terminal(80, true), Terminal.of(true, Map.of("TERM", "xterm", "NO_COLOR", ""), ""));
        assertEquals(new Terminal(80, false), Terminal.of(true, Map.of("TERM", "dumb"), ""));
        assertEquals(new Terminal(80, false), Terminal.of(true, Map.of(), ""));
    }
}
