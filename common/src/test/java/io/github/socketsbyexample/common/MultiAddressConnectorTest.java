package io.github.socketsbyexample.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class MultiAddressConnectorTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Test
    void connectsAndBoundsEachRead() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = MultiAddressConnector.connect(
                        InetSocketAddress.createUnresolved("localhost", listener.getLocalPort()),
                        Duration.ofMillis(200))) {
            assertEquals(200, socket.getSoTimeout());
            assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
        }
    }

    @Test
    void nobodyListeningIsSaidInOneLineWithTheAddress() throws Exception {
        try (NobodyThere nobody = new NobodyThere()) {
            InetSocketAddress address = nobody.address();
            ConnectException refused = assertThrows(ConnectException.class,
                    () -> MultiAddressConnector.connect(address, TIMEOUT));
            assertEquals("cannot connect to " + Addresses.format(address) + ": Connection refused",
                    refused.getMessage());
        }
    }

    @Test
    void nameThatWasLookedUpBeforeIsLookedUpAgainForAllItsAddresses() throws Exception {
        InetAddress another = InetAddress.getByAddress("localhost", new byte[]{127, 0, 0, 9});
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            InetSocketAddress server = new InetSocketAddress(another, listener.getLocalPort());
            try (Socket socket = MultiAddressConnector.connect(server, TIMEOUT)) {
                assertEquals(listener.getInetAddress(), socket.getInetAddress());
            }
        }
    }

    @Test
    void timeoutOfAMonthIsNotOneOfThePast() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress server = (InetSocketAddress) listener.getLocalSocketAddress();
            try (Socket socket = MultiAddressConnector.connect(server, Duration.ofDays(30))) {
                assertEquals(Integer.MAX_VALUE, socket.getSoTimeout());
            }
        }
    }

    @Test
    void unknownHostIsSaidInOneLineWithTheName() {
        ConnectException unknown = assertThrows(ConnectException.class, () -> MultiAddressConnector.connect(
                InetSocketAddress.createUnresolved("no-such-host.invalid", 80), TIMEOUT));
        assertEquals("cannot connect to no-such-host.invalid:80: unknown host", unknown.getMessage());
    }

    @Test
    void attemptEndsAtTheDeadline() throws Exception {
        // A full backlog lets further clients wait (Linux, macOS); Windows refuses them, which ends the attempt too.
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket first = new Socket(listener.getInetAddress(), listener.getLocalPort());
                Socket second = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
            assertTrue(first.isConnected() && second.isConnected());
            InetSocketAddress full = (InetSocketAddress) listener.getLocalSocketAddress();
            ConnectException failure = assertThrows(ConnectException.class,
                    () -> MultiAddressConnector.connect(full, Duration.ofMillis(200)));
            assertTrue(
                    String.valueOf(failure.getMessage())
                            .startsWith("cannot connect to " + Addresses.format(full) + ": Connect"),
                    failure.getMessage());
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "other systems may refuse to join a socket to itself")
    void socketThatIsJoinedToItselfIsNoConnection() throws Exception {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        InetSocketAddress address = (InetSocketAddress) socket.getLocalSocketAddress();
        ConnectException failure = assertThrows(ConnectException.class, // as by chance, where the system chooses the port
                () -> MultiAddressConnector.connected(socket, address, 10_000, 10_000));
        assertEquals("nobody else is there", failure.getMessage());
        assertTrue(socket.isClosed());
        try (ServerSocket listener = new ServerSocket()) {
            listener.setReuseAddress(false);
            listener.bind(address); // would fail for a minute if the connection had been closed as usual
        }
    }
}
