package io.github.socketsbyexample.pitfalls.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class SlowDripTest {

    @Test
    void brokenIsStillAtItLongAfterTheTimeout() throws IOException {
        try (LoopbackConnection connection = SlowDrip.dripping()) {
            BlockingCall reading = BlockingCall.at(() -> SlowDrip.readWithTimeout(connection.server()));
            assertEquals("still blocked", reading.outcome(Duration.ofMillis(2 * SlowDrip.LIMIT_MILLIS)));
        }
    }

    @Test
    void fixedEndsAtTheDeadline() throws IOException {
        try (LoopbackConnection connection = SlowDrip.dripping()) {
            BlockingCall reading = BlockingCall.at(() -> SlowDrip.readWithDeadline(connection.server()));
            assertEquals("SocketException: Socket closed", reading.outcome(LoopbackConnection.DEADLINE));
        }
    }

    @Test
    void fixedReadsALineThatComesInTime() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.client().getOutputStream().write(new byte[SlowDrip.LINE_BYTES]);
            assertEquals(SlowDrip.LINE_BYTES + " bytes", SlowDrip.readWithDeadline(connection.server()));
            assertFalse(connection.server().isClosed());
        }
    }
}
