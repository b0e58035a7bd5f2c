package io.github.socketsbyexample.pitfalls.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/** Document 001 on what {@code send} and {@code recv} do: they copy to and from buffers, the system does the rest. */
@ExtendWith(NoLeaks.class)
class Document001BuffersTest {

    private static final int DEADLINE_MILLIS = (int) LoopbackConnection.DEADLINE.toMillis();
    private static final int SMALL_BUFFER = 4096; // so that a few megabytes fill all there are
    private static final int MORE_THAN_ALL_BUFFERS = 32 << 20; // Linux lets a send buffer grow to 4 MiB
    private static final Duration A_MOMENT = Duration.ofMillis(300); // to see that something goes on waiting

    @Test
    void aSocketHasABufferForEachDirection() throws IOException {
        try (Socket socket = new Socket()) {
            assertTrue(socket.getSendBufferSize() > 0);
            assertTrue(socket.getReceiveBufferSize() > 0);
        }
    }

    @Test
    void aWriteReturnsBeforeAnybodyHasAcceptedTheConnectionLetAloneReadFromIt() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            try (Socket client = new Socket()) {
                client.connect(listener.getLocalSocketAddress(), DEADLINE_MILLIS);
                client.getOutputStream().write("hello".getBytes(UTF_8));
            }
            try (Socket accepted = listener.accept()) { // its client has closed, and all that it sent is here
                accepted.setSoTimeout(DEADLINE_MILLIS);
                assertEquals("hello", new String(accepted.getInputStream().readAllBytes(), UTF_8));
            }
        }
    }

    @Test
    void whatArrivesWaitsInTheReceiveBufferUntilItIsReadHoweverItWasWritten() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            OutputStream out = connection.client().getOutputStream();
            InputStream in = connection.server().getInputStream();
            out.write("hel".getBytes(UTF_8));
            out.write("lo".getBytes(UTF_8));
            LoopbackConnection.awaitBytes(in, 5);
            assertEquals("hello", new String(in.readNBytes(5), UTF_8));
            assertEquals(0, in.available());
        }
    }

    @Test
    void aWriterWaitsWhenAllBuffersAreFullAndGoesOnWhenTheReaderMakesRoom() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open(SMALL_BUFFER)) {
            BlockingCall write = BlockingCall.at(() -> {
                connection.client().getOutputStream().write(new byte[MORE_THAN_ALL_BUFFERS]);
                return "written";
            });
            assertEquals("still blocked", write.outcome(A_MOMENT));
            connection.server().getInputStream().skipNBytes(MORE_THAN_ALL_BUFFERS);
            assertEquals("written", write.outcome(LoopbackConnection.DEADLINE));
        }
    }
}
