package io.github.socketsbyexample.pitfalls.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PushbackInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class StillConnectedTest {

    @Test
    void brokenSaysConnectedAfterThePeerHasLeft() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.server().close();
            assertTrue(StillConnected.hasConnectedOnce(connection.client()));
            assertEquals(0, connection.client().getInputStream().available()); // which is no help either
        }
    }

    @Test
    void fixedSeesTheEnd() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            PushbackInputStream in = new PushbackInputStream(connection.client().getInputStream());
            assertTrue(StillConnected.hasNotEnded(connection.client(), in));
            connection.server().close();
            assertFalse(StillConnected.hasNotEnded(connection.client(), in));
        }
    }

    @Test
    void fixedTakesNothingAwayAndLeavesTheTimeoutAsItWas() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            PushbackInputStream in = new PushbackInputStream(connection.client().getInputStream());
            int patience = connection.client().getSoTimeout();
            connection.server().getOutputStream().write("last words".getBytes(UTF_8));
            connection.server().close();
            LoopbackConnection.awaitBytes(in, 10);
            assertTrue(StillConnected.hasNotEnded(connection.client(), in)); // there is something to read first
            assertEquals("last words", new String(in.readAllBytes(), UTF_8));
            assertEquals(patience, connection.client().getSoTimeout());
        }
    }
}
