package io.github.socketsbyexample.pitfalls.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class EndlessLineTest {

    @Test
    void brokenCollectsWhateverComes() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            InputStream in = connection.server().getInputStream();
            BlockingCall reading = BlockingCall.at(() -> EndlessLine.anyLine(in).length());
            EndlessLine.sendEndlessLine(connection.client().getOutputStream());
            assertEquals("still blocked", reading.outcome(Duration.ofMillis(10)));
            connection.client().shutdownOutput();
            assertEquals(String.valueOf(EndlessLine.SENT_BYTES), reading.outcome(LoopbackConnection.DEADLINE));
        }
    }

    @Test
    void fixedGivesUpWhenTheLineIsTooLong() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            BlockingCall.at(() -> EndlessLine.sendEndlessLine(connection.client().getOutputStream()));
            IOException tooLong = assertThrows(IOException.class,
                    () -> EndlessLine.boundedLine(connection.server().getInputStream()));
            assertEquals("line longer than " + EndlessLine.MOST_BYTES + " bytes", tooLong.getMessage());
        }
    }

    @Test
    void fixedReadsLinesUpToTheLimit() throws IOException {
        String longest = "é".repeat(EndlessLine.MOST_BYTES / 2);
        InputStream in = new ByteArrayInputStream((longest + "\n\nx\n").getBytes(UTF_8));
        assertEquals(longest, EndlessLine.boundedLine(in));
        assertEquals("", EndlessLine.boundedLine(in));
        assertEquals("x", EndlessLine.boundedLine(in));
        assertThrows(EOFException.class, () -> EndlessLine.boundedLine(in));
    }
}
