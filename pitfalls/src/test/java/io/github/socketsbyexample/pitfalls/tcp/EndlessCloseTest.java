package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class EndlessCloseTest {

    private static final Duration A_WHILE = Duration.ofMillis(500);

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "other systems' buffers take more, or less")
    void brokenWaitsUntilThePeerReads() throws IOException {
        try (LoopbackConnection connection = EndlessClose.unread()) {
            BlockingCall closing = BlockingCall.at(() -> EndlessClose.closeAndWait(connection.client()));
            assertEquals("still blocked", closing.outcome(A_WHILE));
            assertEquals(EndlessClose.BYTES, EndlessClose.arrived(connection));
            assertEquals("closed", closing.outcome(LoopbackConnection.DEADLINE));
        }
    }

    @Test
    void fixedReturnsAtOnceAndAllArrives() throws IOException {
        try (LoopbackConnection connection = EndlessClose.unread()) {
            BlockingCall closing = BlockingCall.at(() -> EndlessClose.close(connection.client()));
            assertEquals("closed", closing.outcome(LoopbackConnection.DEADLINE)); // half of what the broken one waits
            assertEquals(EndlessClose.BYTES, EndlessClose.arrived(connection));
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "other systems' buffers take more, or less")
    void closeDoesNotTellThatTheTimeWasOver() throws IOException {
        try (LoopbackConnection connection = EndlessClose.unread()) {
            long start = System.nanoTime();
            connection.client().setSoLinger(true, 1);
            connection.client().close();
            assertTrue(System.nanoTime() - start > Duration.ofMillis(900).toNanos());
            assertEquals(EndlessClose.BYTES, EndlessClose.arrived(connection));
        }
    }
}
