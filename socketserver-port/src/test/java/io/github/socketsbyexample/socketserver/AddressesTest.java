package io.github.socketsbyexample.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawDatagrams;
import io.github.socketsbyexample.common.RawPeer;

/** Where servers listen: ports, options, address families, and sockets that somebody else has opened. */
@ExtendWith(NoLeaks.class)
class AddressesTest {

    private static final boolean WINDOWS = System.getProperty("os.name", "").startsWith("Windows");
    private static final boolean LINUX = System.getProperty("os.name", "").equals("Linux");

    /** An echo server with options of its own. */
    private static final class Configured extends TCPServer {

        private final boolean reuseAddress;
        private final boolean reusePort;

        Configured(InetSocketAddress address, boolean reuseAddress, boolean reusePort) throws IOException {
            this.reuseAddress = reuseAddress;
            this.reusePort = reusePort;
            open(address, Handlers.LineEcho::new);
        }

        @Override
        protected boolean allowReuseAddress() {
            return reuseAddress;
        }

        @Override
        protected boolean allowReusePort() {
            return reusePort;
        }
    }

    /** An echo server that serves IPv4 clients on an IPv6 address only if told so. */
    private static final class Stacked extends TCPServer {

        private final boolean both;

        Stacked(InetSocketAddress address, boolean both) throws IOException {
            this.both = both;
            open(address, Handlers.LineEcho::new);
        }

        @Override
        protected boolean dualStack() {
            return both;
        }
    }

    private static String ask(InetAddress host, int port, String line) throws IOException {
        try (RawPeer client = RawPeer.connect(new InetSocketAddress(host, port))) {
            client.send(line);
            return new String(client.readAll(), UTF_8);
        }
    }

    private static InetAddress ipv6Loopback() {
        Machine.requireIpv6();
        return InetAddress.ofLiteral("::1");
    }

    @Test
    void portZeroBecomesTheRealPort() throws IOException {
        try (TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new);
                UDPServer datagrams = new UDPServer(LoopRun.ANY_PORT, Handlers.DatagramEcho::new)) {
            assertTrue(LoopRun.address(server).getPort() > 0);
            assertEquals(server.channel().getLocalAddress(), server.serverAddress());
            assertEquals(datagrams.channel().getLocalAddress(), datagrams.serverAddress());
            assertEquals(StandardProtocolFamily.INET, server.addressFamily());
            try (LoopRun serving = LoopRun.start(server)) {
                assertEquals("hi\n", serving.ask("hi\n"));
            }
        }
    }

    @Test
    void aPortThatIsTakenIsRefusedWithItsAddressInOneLine() throws IOException {
        try (TCPServer first = new Configured(LoopRun.ANY_PORT, true, false)) {
            InetSocketAddress taken = LoopRun.address(first);
            for (boolean reuse : new boolean[]{false, true}) {
                BindException refused = assertThrows(BindException.class,
                        () -> new Configured(taken, reuse, false).close());
                assertTrue(refused.toString().contains("127.0.0.1:" + taken.getPort()), refused.toString());
                assertFalse(refused.toString().contains("\n"));
            }
        }
        try (UDPServer first = new UDPServer(LoopRun.ANY_PORT, Handlers.DatagramEcho::new)) {
            BindException refused = assertThrows(BindException.class,
                    () -> new UDPServer(first.serverAddress(), Handlers.DatagramEcho::new).close());
            assertTrue(refused.toString().contains("127.0.0.1:" + LoopRun.address(first).getPort()));
        }
    }

    @Test
    void withAllowReusePortTwoServersShareAPort() throws IOException {
        try (TCPServer first = new Configured(LoopRun.ANY_PORT, true, true)) {
            assumeTrue(first.channel().supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT),
                    "this system has no SO_REUSEPORT");
            try (TCPServer second = new Configured(LoopRun.address(first), true, true)) {
                assertEquals(first.serverAddress(), second.serverAddress());
            }
        }
    }

    @Test
    void anUnknownHostIsRefusedAndAKnownOneLookedUp() throws IOException {
        BindException refused = assertThrows(BindException.class,
                () -> new TCPServer(InetSocketAddress.createUnresolved("no-such-host.invalid", 0),
                        Handlers.LineEcho::new).close());
        assertTrue(refused.toString().contains("no-such-host.invalid"), refused.toString());
        try (TCPServer server = new TCPServer(InetSocketAddress.createUnresolved("localhost", 0),
                Handlers.LineEcho::new)) {
            assertTrue(LoopRun.address(server).getAddress().isLoopbackAddress());
        }
    }

    @Test
    void aPortWithOldConnectionsIsFreeIfBothServersReuseAddresses() throws IOException {
        assumeTrue(LINUX, "other systems have other rules");
        for (boolean before : new boolean[]{false, true}) {
            for (boolean after : new boolean[]{false, true}) {
                TCPServer first = new Configured(LoopRun.ANY_PORT, before, false);
                InetSocketAddress address = LoopRun.address(first);
                try (LoopRun serving = LoopRun.start(first)) {
                    assertEquals("hi\n", serving.ask("hi\n")); // closed by the server first: TIME_WAIT is here
                }
                if (before && after) {
                    new Configured(address, after, false).close();
                } else {
                    assertThrows(BindException.class, () -> new Configured(address, after, false).close());
                }
            }
        }
    }

    @Test
    void withoutActivationTheAddressIsTakenAndClientsAreRefused() throws IOException {
        try (TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new, false)) {
            assertEquals(LoopRun.ANY_PORT, server.serverAddress());
            assertThrows(IllegalStateException.class, server::serveForever);
            server.serverBind();
            InetSocketAddress address = LoopRun.address(server);
            assertTrue(address.getPort() > 0);
            if (!WINDOWS) {
                assertThrows(ConnectException.class, () -> RawPeer.connect(address).close());
            }
            server.serverActivate();
            assertEquals(address, server.serverAddress());
            try (LoopRun serving = LoopRun.start(server)) {
                assertEquals("hi\n", serving.ask("hi\n"));
            }
        }
    }

    @Test
    void anAddressThatMayNotBeReusedCanBeActivatedToo() throws IOException {
        try (LoopRun serving = LoopRun.start(new Configured(LoopRun.ANY_PORT, false, false))) {
            assertEquals("hi\n", serving.ask("hi\n"));
        }
    }

    @Test
    void aServerThatIsOnlyBoundGivesItsAddressBack() throws IOException {
        InetSocketAddress address;
        try (TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new, false)) {
            server.serverBind();
            address = LoopRun.address(server);
        }
        new TCPServer(address, Handlers.LineEcho::new).close();
    }

    @Test
    void anIpv6AddressNeedsNoSubclass() throws IOException {
        InetAddress loopback = ipv6Loopback();
        try (TCPServer server = new TCPServer(new InetSocketAddress(loopback, 0), Handlers.LineEcho::new);
                LoopRun serving = LoopRun.start(server)) {
            assertEquals(StandardProtocolFamily.INET6, server.addressFamily());
            assertEquals("hi\n", serving.ask("hi\n"));
        }
        try (UDPServer server = new UDPServer(new InetSocketAddress(loopback, 0), Handlers.DatagramEcho::new);
                LoopRun serving = LoopRun.start(server);
                RawDatagrams client = new RawDatagrams(new InetSocketAddress(loopback, 0))) {
            client.send(serving.address(), "hi");
            assertEquals("hi", client.receive().text());
        }
    }

    @Test
    void aServerOnAllAddressesServesBothFamiliesOnlyIfItIsToldTo() throws IOException {
        InetAddress ipv6 = ipv6Loopback();
        InetAddress ipv4 = InetAddress.ofLiteral("127.0.0.1");
        InetSocketAddress everywhere = new InetSocketAddress(InetAddress.ofLiteral("::"), 0);
        try (LoopRun serving = LoopRun.start(new Stacked(everywhere, true))) {
            assertEquals("hi\n", ask(ipv6, serving.address().getPort(), "hi\n"));
            assertEquals("hi\n", ask(ipv4, serving.address().getPort(), "hi\n"));
        }
        try (LoopRun serving = LoopRun.start(new Stacked(everywhere, false))) {
            try (RawPeer client = RawPeer.connect(new InetSocketAddress(ipv4, serving.address().getPort()))) {
                assertEquals(0, client.readAll().length);
            }
            assertEquals("hi\n", ask(ipv6, serving.address().getPort(), "hi\n"));
        }
    }

    @Test
    void aDatagramServerOnAllAddressesDoesSoToo() throws IOException {
        InetAddress ipv6 = ipv6Loopback();
        InetSocketAddress everywhere = new InetSocketAddress(InetAddress.ofLiteral("::"), 0);
        for (boolean both : new boolean[]{true, false}) {
            try (UDPServer server = new UDPServer(everywhere, Handlers.DatagramEcho::new) {
                @Override
                protected boolean dualStack() {
                    return both;
                }
            };
                    LoopRun serving = LoopRun.start(server);
                    RawDatagrams four = new RawDatagrams(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
                    RawDatagrams six = new RawDatagrams(new InetSocketAddress(ipv6, 0))) {
                int port = serving.address().getPort();
                four.send(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), "four");
                six.send(new InetSocketAddress(ipv6, port), "six");
                assertEquals("six", six.receive().text());
                if (both) {
                    assertEquals("four", four.receive().text());
                } else {
                    four.socket().setSoTimeout((int) LoopRun.MOMENT.toMillis());
                    assertThrows(SocketTimeoutException.class, four::receive);
                }
            }
        }
    }

    @Test
    void aBurstOfClientsFitsTheBacklog() throws IOException {
        int clients = 100;
        try (TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new)) {
            List<RawPeer> burst = new ArrayList<>();
            for (int i = 0; i < clients; i++) { // nobody accepts yet: beyond the backlog, connect would time out
                burst.add(RawPeer.connect(LoopRun.address(server)));
            }
            try (LoopRun _ = LoopRun.start(server)) {
                for (RawPeer client : burst) {
                    client.send("hi\n");
                    assertEquals("hi\n", new String(client.readAll(), UTF_8));
                    client.close();
                }
            }
        }
    }

    @Test
    void aListenerThatSomebodyElseHasOpenedIsServedAndClosed() throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open().bind(LoopRun.ANY_PORT);
        try (TCPServer server = new ThreadingTCPServer()) {
            server.open(listener, Handlers.LineEcho::new);
            assertEquals(listener.getLocalAddress(), server.serverAddress());
            try (LoopRun serving = LoopRun.start(server)) {
                assertEquals("hi\n", serving.ask("hi\n"));
            }
        }
        assertFalse(listener.isOpen());
    }

    @Test
    void aDatagramSocketThatSomebodyElseHasOpenedIsServedAndClosed() throws IOException {
        DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET).bind(LoopRun.ANY_PORT);
        try (UDPServer server = new UDPServer(); RawDatagrams client = new RawDatagrams()) {
            server.open(channel, Handlers.DatagramEcho::new);
            try (LoopRun serving = LoopRun.start(server)) {
                client.send(serving.address(), "hi");
                assertEquals("hi", client.receive().text());
            }
        }
        assertFalse(channel.isOpen());
    }

    @Test
    void aServerSaysWhereItListens() throws IOException {
        try (TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new)) {
            assertEquals("TCPServer on 127.0.0.1:" + LoopRun.address(server).getPort(), server.toString());
        }
    }
}
