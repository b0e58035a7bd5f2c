package io.github.socketsbyexample.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

class ProgressBarTest {

    private static final long MIB = 1024 * 1024;

    @Test
    void barShowsTheShareThatIsThere() {
        assertEquals("[===============               ]  50% of 4.0 MiB, 2.0 MiB, 4.0 MiB/s",
                ProgressBar.line(2 * MIB, 4 * MIB, 500_000_000));
    }

    @Test
    void bodyOfUnknownLengthShowsItsSizeAlone() {
        assertEquals("2.0 MiB, 1.0 MiB/s", ProgressBar.line(2 * MIB, -1, 2_000_000_000));
    }

    @Test
    void quickTransferShowsNothing() {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        try (ProgressBar bar = new ProgressBar(new PrintStream(screen, true, StandardCharsets.UTF_8), 10)) {
            bar.at(10);
        }
        assertEquals(0, screen.size());
    }
}
