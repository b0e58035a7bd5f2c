package io.github.socketsbyexample.pitfalls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class LoopbackConnectionTest {

    @Test
    void eachEndReadsWhatTheOtherWrites() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.client().getOutputStream().write("to the server".getBytes(UTF_8));
            connection.server().getOutputStream().write("to the client".getBytes(UTF_8));
            assertEquals("to the server", text(connection.server().getInputStream()));
            assertEquals("to the client", text(connection.client().getInputStream()));
        }
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readNBytes("to the server".length()), UTF_8);
    }

    @Test
    void noReadWaitsForEver() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            assertEquals(LoopbackConnection.DEADLINE.toMillis(), connection.client().getSoTimeout());
            assertEquals(LoopbackConnection.DEADLINE.toMillis(), connection.server().getSoTimeout());
        }
    }

    @Test
    void receiveBuffersAreAsSmallAsAsked() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open(16 * 1024);
                LoopbackConnection usual = LoopbackConnection.open()) {
            assertTrue(connection.client().getReceiveBufferSize() < usual.client().getReceiveBufferSize());
            assertTrue(connection.server().getReceiveBufferSize() < usual.server().getReceiveBufferSize());
        }
    }

    @Test
    void bytesThatAreThereAreNotWaitedFor() throws IOException {
        LoopbackConnection.awaitBytes(new ByteArrayInputStream(new byte[3]), 3);
    }

    @Test
    void bytesThatComeLaterAreWaitedFor() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            InputStream in = connection.server().getInputStream();
            BlockingCall waiting = BlockingCall.at(() -> {
                LoopbackConnection.awaitBytes(in, 2);
                return in.available();
            });
            connection.client().getOutputStream().write(1);
            LockSupport.parkNanos(10_000_000);
            connection.client().getOutputStream().write(2);
            assertEquals("2", waiting.outcome(LoopbackConnection.DEADLINE));
        }
    }

    @Test
    void bytesThatDoNotComeAreNotWaitedForWithoutAnEnd() {
        assertThrows(SocketTimeoutException.class,
                () -> LoopbackConnection.awaitBytes(new ByteArrayInputStream(new byte[3]), 4, Duration.ofMillis(50)));
    }

    @Test
    void closesBothEndsAlsoIfOneIsClosedAlready() throws IOException {
        LoopbackConnection connection = LoopbackConnection.open();
        connection.server().close();
        connection.close();
        assertTrue(connection.client().isClosed());
        assertTrue(connection.server().isClosed());
    }
}
