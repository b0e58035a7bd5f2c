package io.github.socketsbyexample.tcp.pitfalls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.Attempt;
import io.github.socketsbyexample.common.LoopbackConnection;
import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class EndlessWriteTest {

    @Test
    void brokenIsStillAtItLongAfterTheTimeout() throws IOException {
        try (LoopbackConnection connection = EndlessWrite.unread()) {
            Attempt writing = Attempt.at(() -> EndlessWrite.write(connection.client()));
            assertEquals("still blocked", writing.outcome(Duration.ofSeconds(1)));
            connection.client().close();
            assertTrue(writing.outcome(LoopbackConnection.DEADLINE).startsWith("SocketException: "));
        }
    }

    @Test
    void fixedEndsAtTheDeadline() throws IOException {
        try (LoopbackConnection connection = EndlessWrite.unread()) {
            Attempt writing = Attempt.at(() -> EndlessWrite.writeInTime(connection.client()));
            assertEquals("SocketException: Socket closed", writing.outcome(LoopbackConnection.DEADLINE));
        }
    }
}
