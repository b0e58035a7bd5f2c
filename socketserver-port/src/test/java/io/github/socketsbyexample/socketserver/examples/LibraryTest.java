package io.github.socketsbyexample.socketserver.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawDatagrams;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.socketserver.BaseRequestHandler;
import io.github.socketsbyexample.socketserver.BaseServer;
import io.github.socketsbyexample.socketserver.DatagramRequestHandler;
import io.github.socketsbyexample.socketserver.ForkingTCPServer;
import io.github.socketsbyexample.socketserver.ServerOptions;
import io.github.socketsbyexample.socketserver.StreamRequestHandler;
import io.github.socketsbyexample.socketserver.TCPServer;
import io.github.socketsbyexample.socketserver.ThreadingTCPServer;
import io.github.socketsbyexample.socketserver.UDPServer;

/** The library as one uses it from another package, without a class of one's own. */
@ExtendWith(NoLeaks.class)
class LibraryTest {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Duration MOMENT = Duration.ofMillis(100);

    /** What a test does with a server that serves. */
    private interface Use {
        void of(InetSocketAddress address) throws Exception;
    }

    private static void serving(BaseServer<?> server, Use use) throws Exception {
        Thread loop = Thread.ofPlatform().start(server::serveForever);
        try (server) {
            use.of((InetSocketAddress) server.serverAddress());
        }
        assertTrue(loop.join(Duration.ofSeconds(20)));
    }

    private static String ask(InetSocketAddress address, String line) throws IOException {
        try (RawPeer client = RawPeer.connect(address)) {
            client.send(line);
            return new String(client.readAll(), UTF_8);
        }
    }

    @Test
    void aLambdaHandlesAStream() throws Exception {
        ThreadingTCPServer server = new ThreadingTCPServer();
        server.open(ANY_PORT, StreamRequestHandler.of((in, out) -> out.write(in.readLine())));
        serving(server, address -> assertEquals("hi\n", ask(address, "hi\n")));
    }

    @Test
    void aLambdaHandlesASocket() throws Exception {
        TCPServer server = new TCPServer();
        server.open(ANY_PORT, BaseRequestHandler.<Socket>of(
                socket -> socket.getOutputStream().write(("" + socket.getPort()).getBytes(UTF_8))));
        serving(server, address -> {
            try (RawPeer client = RawPeer.connect(address)) {
                assertEquals("" + client.socket().getLocalPort(), new String(client.readAll(), UTF_8));
            }
        });
    }

    @Test
    void aLambdaHandlesADatagram() throws Exception {
        UDPServer server = new UDPServer();
        server.open(ANY_PORT, DatagramRequestHandler.of(
                (packet, out) -> out.write(new String(packet, UTF_8).toUpperCase(Locale.ROOT).getBytes(UTF_8))));
        serving(server, address -> {
            try (RawDatagrams client = new RawDatagrams()) {
                client.send(address, "hi");
                assertEquals("HI", client.receive().text());
            }
        });
    }

    private static final Supplier<StreamRequestHandler> READS_TO_THE_END = StreamRequestHandler
            .of((in, _) -> in.readAllBytes());

    @Test
    void optionsAreValues() throws Exception {
        CountDownLatch made = new CountDownLatch(1);
        ServerOptions options = ServerOptions.DEFAULTS.backlog(7)
                .reuseAddress(false)
                .maxRequests(1)
                .deadline(MOMENT)
                .threads(task -> {
                    made.countDown();
                    return Thread.ofPlatform().unstarted(task);
                });
        ThreadingTCPServer server = new ThreadingTCPServer();
        server.open(ANY_PORT, READS_TO_THE_END, options);
        assertEquals(options, server.options());
        assertEquals(1, server.maxRequests());
        serving(server, address -> {
            try (RawPeer silent = RawPeer.connect(address); RawPeer second = RawPeer.connect(address)) {
                assertEquals(0, silent.readAll().length); // cut by the deadline, after which there is room
                assertEquals(0, second.readAll().length);
            }
        });
        assertEquals(0, made.getCount());
    }

    @Test
    void aTimeoutOfTheOptionsLimitsARead() throws Exception {
        TCPServer server = new TCPServer();
        server.open(ANY_PORT, READS_TO_THE_END, ServerOptions.DEFAULTS.timeout(MOMENT));
        serving(server, address -> {
            try (RawPeer silent = RawPeer.connect(address)) {
                assertEquals(0, silent.readAll().length);
            }
        });
    }

    @Test
    void optionsThatCanNotBeAreRefused() throws Exception {
        assertThrows(IllegalArgumentException.class, () -> ServerOptions.DEFAULTS.backlog(0));
        assertThrows(IllegalArgumentException.class, () -> ServerOptions.DEFAULTS.maxRequests(0));
        try (ForkingTCPServer server = new ForkingTCPServer()) { // whose children would not know of it
            assertThrows(IllegalStateException.class,
                    () -> server.open(ANY_PORT, Greeter::new, ServerOptions.DEFAULTS.deadline(MOMENT)));
        }
    }

    /** A server that its handlers ask. */
    private static final class Greeting extends TCPServer {
        byte[] text() {
            return "welcome".getBytes(UTF_8);
        }
    }

    private static final class Greeter extends StreamRequestHandler {
        @Override
        protected void handle() throws IOException {
            wfile().write(server(Greeting.class).text());
        }
    }

    @Test
    void aHandlerReachesItsServerAsWhatItIs() throws Exception {
        Greeting server = new Greeting();
        server.open(ANY_PORT, Greeter::new);
        serving(server, address -> assertEquals("welcome", ask(address, "")));
    }
}
