package io.github.socketsbyexample.pitfalls.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
class HalfMessageTest {

    @Test
    void brokenTakesWhatIsThere() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            InputStream in = connection.server().getInputStream();
            connection.client().getOutputStream().write("he".getBytes(UTF_8));
            assertEquals("he", new String(HalfMessage.whatIsThere(in), UTF_8));
        }
    }

    @Test
    void fixedWaitsForEveryByte() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            InputStream in = connection.server().getInputStream();
            connection.client().setTcpNoDelay(true);
            BlockingCall reading = BlockingCall.at(() -> new String(HalfMessage.wholeMessage(in), UTF_8));
            for (byte b : "hello".getBytes(UTF_8)) {
                assertEquals("still blocked", reading.outcome(Duration.ofMillis(10)));
                connection.client().getOutputStream().write(b);
            }
            assertEquals("hello", reading.outcome(LoopbackConnection.DEADLINE));
        }
    }

    @Test
    void fixedReportsAStreamThatEndsInsideTheMessage() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.client().getOutputStream().write("he".getBytes(UTF_8));
            connection.client().close();
            assertThrows(EOFException.class, () -> HalfMessage.wholeMessage(connection.server().getInputStream()));
        }
    }
}
