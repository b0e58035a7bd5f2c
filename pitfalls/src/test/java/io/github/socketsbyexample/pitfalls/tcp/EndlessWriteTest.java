package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class EndlessWriteTest {

    @Test
    void brokenIsStillAtItLongAfterTheTimeout() throws IOException {
        try (LoopbackConnection connection = EndlessWrite.unread()) {
            BlockingCall writing = BlockingCall.at(() -> EndlessWrite.write(connection.client()));
            assertEquals("still blocked", writing.outcome(Duration.ofSeconds(1)));
            connection.client().close();
            assertTrue(writing.outcome(LoopbackConnection.DEADLINE).startsWith("SocketException: "));
        }
    }

    @Test
    void fixedEndsAtTheDeadline() throws IOException {
        try (LoopbackConnection connection = EndlessWrite.unread()) {
            BlockingCall writing = BlockingCall.at(() -> EndlessWrite.writeInTime(connection.client()));
            assertEquals("SocketException: Socket closed", writing.outcome(LoopbackConnection.DEADLINE));
        }
    }
}
