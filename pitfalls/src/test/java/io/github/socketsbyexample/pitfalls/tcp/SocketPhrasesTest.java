package io.github.socketsbyexample.pitfalls.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/** What the JDK has for the names of Python's {@code socket} module, where no example shows it in passing. */
@ExtendWith(NoLeaks.class)
class SocketPhrasesTest {

    private static final int DEADLINE_MILLIS = (int) LoopbackConnection.DEADLINE.toMillis();
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @Test
    void theJdkKnowsThreeFamiliesOfAddresses() {
        assertEquals(List.of("INET", "INET6", "UNIX"),
                Arrays.stream(StandardProtocolFamily.values()).map(StandardProtocolFamily::name).toList());
    }

    @Test
    void aChannelOfAFamilyTakesNoAddressesOfAnother() throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET)) {
            InetSocketAddress other = new InetSocketAddress(InetAddress.ofLiteral("::1"), 9);
            assertThrows(UnsupportedAddressTypeException.class, () -> channel.connect(other));
        }
    }

    @Test
    void interfacesAreListedWithoutNetlink() throws IOException {
        try (var interfaces = NetworkInterface.networkInterfaces()) {
            assertTrue(interfaces.flatMap(NetworkInterface::inetAddresses).anyMatch(InetAddress::isLoopbackAddress));
        }
    }

    @Test
    void aHostIsAskedWhetherItIsThereWithoutARawSocket() throws IOException {
        assertTrue(InetAddress.getLoopbackAddress().isReachable(DEADLINE_MILLIS));
    }

    @Test
    void aNameMayStandForSeveralAddressesAndALiteralIsNotLookedUp() throws IOException {
        for (InetAddress address : InetAddress.getAllByName("localhost")) {
            assertTrue(address.isLoopbackAddress(), address.toString());
        }
        assertTrue(InetAddress.ofLiteral("::1") instanceof Inet6Address);
        assertThrows(IllegalArgumentException.class, () -> InetAddress.ofLiteral("localhost"));
    }

    @Test
    void theMachinesNameComesTogetherWithItsAddressOrNotAtAll() {
        String name = BlockingCall.outcome(() -> InetAddress.getLocalHost().getHostName());
        assertFalse(name.isEmpty()); // the name, or the UnknownHostException of a machine that can't look itself up
    }

    @Test
    void aSocketHasNoAddressesUntilItIsBoundAndConnected() throws IOException {
        try (ServerSocket listener = new ServerSocket(); Socket client = new Socket()) {
            assertNull(listener.getLocalSocketAddress());
            listener.bind(ANY_PORT);
            assertNull(client.getLocalSocketAddress());
            assertNull(client.getRemoteSocketAddress()); // where Python's getpeername raises
            client.connect(listener.getLocalSocketAddress(), DEADLINE_MILLIS);
            try (Socket accepted = listener.accept()) {
                assertEquals(client.getLocalSocketAddress(), accepted.getRemoteSocketAddress());
                assertEquals(accepted.getLocalSocketAddress(), client.getRemoteSocketAddress());
            }
        }
    }

    @Test
    void aClientThatBindsFirstComesFromTheAddressThatItChose() throws IOException {
        try (ServerSocket listener = new ServerSocket(); Socket client = new Socket()) {
            listener.bind(ANY_PORT);
            client.bind(ANY_PORT);
            int chosen = client.getLocalPort();
            client.connect(listener.getLocalSocketAddress(), DEADLINE_MILLIS);
            try (Socket accepted = listener.accept()) {
                assertEquals(chosen, accepted.getPort());
            }
        }
    }

    @Test
    void whatFailsIsAnIoExceptionExceptForAChannelsUnknownHost() throws IOException {
        InetSocketAddress unknown = InetSocketAddress.createUnresolved("host.invalid", 9);
        try (Socket socket = new Socket(); SocketChannel channel = SocketChannel.open()) {
            assertThrows(UnknownHostException.class, () -> socket.connect(unknown, DEADLINE_MILLIS));
            assertThrows(UnresolvedAddressException.class, () -> channel.connect(unknown)); // it is unchecked
        }
    }

    @Test
    void noTimeoutIsZeroAndATimeoutLeavesTheSocketUsable() throws IOException {
        try (ServerSocket listener = new ServerSocket()) {
            listener.bind(ANY_PORT);
            assertEquals(0, listener.getSoTimeout()); // where Python's gettimeout returns None
            listener.setSoTimeout(1);
            assertEquals(1, listener.getSoTimeout());
            assertThrows(SocketTimeoutException.class, listener::accept);
            listener.setSoTimeout(DEADLINE_MILLIS);
            try (Socket client = new Socket()) {
                client.connect(listener.getLocalSocketAddress(), DEADLINE_MILLIS);
                listener.accept().close();
            }
        }
    }

    @Test
    void aNonBlockingChannelReturnsNothingWherePythonRaises() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open(); SocketChannel client = SocketChannel.open()) {
            listener.bind(ANY_PORT);
            listener.configureBlocking(false);
            assertNull(listener.accept());
            client.configureBlocking(false);
            if (!client.connect(listener.getLocalAddress())) { // true only if the connection is there at once
                await().until(client::finishConnect);
            }
            assertEquals(0, client.read(ByteBuffer.allocate(10)));
        }
    }

    @Test
    void optionsHaveTypesAndWhatASocketDoesNotKnowIsRefused() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            assertTrue(listener.getOption(StandardSocketOptions.SO_REUSEADDR));
            assertThrows(UnsupportedOperationException.class,
                    () -> listener.setOption(StandardSocketOptions.TCP_NODELAY, true));
        }
    }

    @Test
    void aFileIsSentAndReceivedWithoutABufferOfTheProgram(@TempDir Path folder) throws IOException {
        byte[] content = "a file\n".repeat(1000).getBytes(UTF_8);
        Path source = Files.write(folder.resolve("source"), content);
        Path copy = folder.resolve("copy");
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(ANY_PORT);
                SocketChannel client = SocketChannel.open(listener.getLocalAddress());
                SocketChannel accepted = listener.accept();
                FileChannel from = FileChannel.open(source);
                FileChannel to = FileChannel.open(copy, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (long sent = 0; sent < from.size();) { // one call need not send all of it
                sent += from.transferTo(sent, from.size() - sent, client);
            }
            client.shutdownOutput();
            for (long received = 0,
                    more; (more = to.transferFrom(accepted, received, Long.MAX_VALUE - received)) > 0;) {
                received += more;
            }
        }
        assertArrayEquals(content, Files.readAllBytes(copy));
    }
}
