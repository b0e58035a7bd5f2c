package io.github.socketsbyexample.pitfalls.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.NobodyThere;
import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/** Document 004 on what waits, what is cut short, and what fails: what is true of it, and what is not quite. */
@ExtendWith(NoLeaks.class)
class Document004ClaimsTest {

    private static final int DEADLINE_MILLIS = (int) LoopbackConnection.DEADLINE.toMillis();
    private static final Duration A_MOMENT = Duration.ofMillis(300); // to see that something goes on waiting
    private static final int SEVERAL = 5;

    private static ServerSocket listen(int backlog) throws IOException {
        return new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
    }

    @Test
    void acceptWaitsUntilAClientConnects() throws IOException {
        try (ServerSocket listener = listen(1)) {
            BlockingCall accept = BlockingCall.at(() -> {
                try (Socket accepted = listener.accept()) {
                    return accepted.getPort();
                }
            });
            assertEquals("still blocked", accept.outcome(A_MOMENT));
            try (Socket client = new Socket()) {
                client.connect(listener.getLocalSocketAddress(), DEADLINE_MILLIS);
                assertEquals("" + client.getLocalPort(), accept.outcome(LoopbackConnection.DEADLINE));
            }
        }
    }

    @Test
    void aReadWaitsUntilSomethingHasCome() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            BlockingCall read = BlockingCall.at(() -> connection.server().getInputStream().read(new byte[1024]));
            assertEquals("still blocked", read.outcome(A_MOMENT));
            connection.client().getOutputStream().write('x');
            assertEquals("1", read.outcome(LoopbackConnection.DEADLINE)); // what there is, and not all 1024
        }
    }

    @Test
    void whatAReadHasNoRoomForStaysForTheNextOneTogetherWithWhatHasComeSince() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            OutputStream out = connection.client().getOutputStream();
            InputStream in = connection.server().getInputStream();
            out.write("too long".getBytes(UTF_8));
            LoopbackConnection.awaitBytes(in, 8);
            byte[] small = new byte[3];
            assertEquals(3, in.read(small));
            assertEquals("too", new String(small, UTF_8));
            out.write(", and more".getBytes(UTF_8));
            assertEquals(" long, and more", new String(in.readNBytes(15), UTF_8));
        }
    }

    @Test
    void aWriteIsCountedInBytesAndNotInCharacters() throws IOException {
        try (ServerSocket listener = listen(1); SocketChannel client = SocketChannel.open()) {
            client.connect(listener.getLocalSocketAddress());
            assertEquals(6, client.write(UTF_8.encode("网络")));
        }
    }

    @Test
    void bindFailsForAPortInUseAForeignAddressAndAnUnknownHost() throws IOException {
        try (ServerSocket owner = listen(1); ServerSocket late = new ServerSocket()) {
            assertThrows(BindException.class, () -> late.bind(owner.getLocalSocketAddress()));
        }
        try (ServerSocket listener = new ServerSocket()) { // 192.0.2.0/24 is for documentation, and nobody's (RFC 5737)
            assertThrows(BindException.class, () -> listener.bind(new InetSocketAddress("192.0.2.1", 0)));
        }
        try (ServerSocket listener = new ServerSocket()) {
            InetSocketAddress unknown = InetSocketAddress.createUnresolved("host.invalid", 0);
            assertThrows(SocketException.class, () -> listener.bind(unknown));
        }
    }

    @Test
    void connectFailsWhereNobodyListensAndTheJdkClosesTheSocket() throws IOException {
        try (NobodyThere nobody = new NobodyThere(); Socket client = new Socket()) {
            assertThrows(ConnectException.class, () -> client.connect(nobody.address(), DEADLINE_MILLIS));
            assertTrue(client.isClosed()); // Python's would be left open, for close() to be forgotten
        }
    }

    @Test
    void theBacklogLimitsWhoWaitsAndNotHowManyAreConnected() throws IOException {
        List<Socket> open = new ArrayList<>();
        try (ServerSocket listener = listen(1)) {
            for (int i = 0; i < SEVERAL; i++) {
                Socket client = new Socket();
                open.add(client);
                client.connect(listener.getLocalSocketAddress(), DEADLINE_MILLIS);
                open.add(listener.accept());
            }
            assertEquals(2 * SEVERAL, open.stream().filter(socket -> !socket.isClosed()).count());
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    @Test
    void aBacklogBelowOneIsTheDefaultOfTheJdk() throws IOException {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket listener = listen(0)) {
            for (int i = 0; i < SEVERAL; i++) {
                Socket client = new Socket();
                waiting.add(client);
                client.connect(listener.getLocalSocketAddress(), DEADLINE_MILLIS);
            }
            assertTrue(waiting.stream().allMatch(Socket::isConnected));
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }
}
