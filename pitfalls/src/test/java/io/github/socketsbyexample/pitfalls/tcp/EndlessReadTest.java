package io.github.socketsbyexample.pitfalls.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class EndlessReadTest {

    @Test
    void brokenIsStillAtItLongAfter() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            BlockingCall reading = BlockingCall.at(() -> EndlessRead.readSometime(connection.client()));
            assertEquals("still blocked", reading.outcome(Duration.ofMillis(500)));
            connection.client().close();
            assertTrue(reading.outcome(LoopbackConnection.DEADLINE).startsWith("SocketException: "));
        }
    }

    @Test
    void fixedGivesUpInTimeAndLeavesTheConnectionUsable() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            assertThrows(SocketTimeoutException.class, () -> EndlessRead.readInTime(connection.client()));
            connection.server().getOutputStream().write("late".getBytes(UTF_8));
            assertEquals("late", EndlessRead.readInTime(connection.client()));
        }
    }
}
