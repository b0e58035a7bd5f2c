package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class LostAnswerTest {

    @Test
    void brokenCannotReadAnyMore() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            BlockingCall server = BlockingCall.at(() -> LostAnswer.answer(connection.server()));
            assertThrows(SocketException.class, () -> LostAnswer.askAndClose(connection.client()));
            assertTrue(connection.client().isClosed());
            server.outcome(LoopbackConnection.DEADLINE);
        }
    }

    @Test
    void fixedReadsTheAnswerToTheEnd() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            BlockingCall server = BlockingCall.at(() -> LostAnswer.answer(connection.server()));
            assertEquals("hello", LostAnswer.askAndHalfClose(connection.client()));
            assertEquals("answered", server.outcome(LoopbackConnection.DEADLINE));
        }
    }
}
