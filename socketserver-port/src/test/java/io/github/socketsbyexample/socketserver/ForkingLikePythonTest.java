package io.github.socketsbyexample.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.newsclub.net.unix.AFUNIXDatagramSocket;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RunningServer;

/** CPython's tests of the forking servers, under their names there: three echoes each, a stranger's child alive. */
@ExtendWith({NoLeaks.class, ProcessNotes.class})
class ForkingLikePythonTest {

    private static final int STRANGER_STATUS = 72;

    @TempDir
    Path folder;

    /** Has junixsocket start the thread that it keeps. */
    @BeforeAll
    static void prepare() throws IOException {
        AFUNIXSocket.newInstance().close();
    }

    /** A process that is none of the server's business. */
    static final class Stranger {
        private Stranger() {}

        /** Waits to be told to exit. */
        public static void main(String[] args) throws IOException {
            System.exit(System.in.read() < 0 ? STRANGER_STATUS : 0);
        }
    }

    static final class EchoLine extends StreamRequestHandler {
        @Override
        protected void handle() throws IOException {
            wfile().write(rfile().readLine());
        }
    }

    static final class EchoDatagram extends DatagramRequestHandler {
        @Override
        protected void handle() throws IOException {
            wfile().write(rfile().readAllBytes());
        }
    }

    /** One client's conversation. */
    private interface Client {
        String hear(String text) throws IOException;
    }

    private static void echoThrice(BaseServer<?> opened, Client client) throws Exception {
        Set<ProcessHandle> before = children();
        Process stranger = ForkingRun.java(Stranger.class);
        stranger.getOutputStream().close(); // it exits meanwhile: its status is there for anybody to take
        try (ForkingRun<?> _ = new ForkingRun<>(opened)) {
            for (int i = 0; i < 3; i++) {
                assertEquals("hello world\n", client.hear("hello world\n"));
            }
        }
        assertFalse(opened.channel().isOpen());
        assertEquals(Set.of(), ((ForkingMixIn) opened).activeChildren());
        assertTrue(stranger.waitFor(ForkingRun.PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertEquals(STRANGER_STATUS, stranger.exitValue());
        stranger.getInputStream().close();
        assertEquals(before, children());
    }

    private static Set<ProcessHandle> children() {
        return ProcessHandle.current().children().collect(Collectors.toSet());
    }

    private static String converse(Socket socket, String text) throws IOException {
        try (socket) {
            socket.setSoTimeout((int) ForkingRun.PATIENCE.toMillis());
            socket.getOutputStream().write(text.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static String exchange(DatagramSocket socket, SocketAddress server, String text) throws IOException {
        try (socket) {
            socket.setSoTimeout((int) ForkingRun.PATIENCE.toMillis());
            socket.connect(server); // so that answers from elsewhere are not heard
            byte[] data = text.getBytes(UTF_8);
            socket.send(new DatagramPacket(data, data.length));
            DatagramPacket answer = new DatagramPacket(new byte[100], 100);
            socket.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), UTF_8);
        }
    }

    @Test
    void test_ForkingTCPServer() throws Exception {
        ForkingTCPServer server = new ForkingTCPServer(RunningServer.ANY_PORT, EchoLine::new);
        InetSocketAddress address = (InetSocketAddress) server.serverAddress();
        echoThrice(server, text -> converse(new Socket(address.getAddress(), address.getPort()), text));
    }

    @Test
    void test_ForkingUDPServer() throws Exception {
        ForkingUDPServer server = new ForkingUDPServer(RunningServer.ANY_PORT, EchoDatagram::new);
        echoThrice(server, text -> exchange(new DatagramSocket(), server.serverAddress(), text));
    }

    @Test
    void test_ForkingUnixStreamServer() throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("stream"));
        echoThrice(new ForkingUnixStreamServer(address, EchoLine::new),
                text -> converse(AFUNIXSocket.connectTo(AFUNIXSocketAddress.of(address)), text));
    }

    @Test
    void test_ForkingUnixDatagramServer() throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("datagrams"));
        AFUNIXSocketAddress own = AFUNIXSocketAddress.of(folder.resolve("client"));
        echoThrice(new ForkingUnixDatagramServer(address, EchoDatagram::new), text -> {
            AFUNIXDatagramSocket client = AFUNIXDatagramSocket.newInstance();
            client.bind(own);
            return exchange(client, AFUNIXSocketAddress.of(address), text);
        });
    }

    /** Notes what becomes of its requests, and where. */
    static final class NotingServer extends TCPServer implements ForkingMixIn {
        @Override
        protected void handleError(Socket request, @Nullable SocketAddress clientAddress, Exception error) {
            ProcessNotes.add("handleError " + error.getMessage());
        }

        @Override
        public void childExited(long pid, int status) {
            ProcessNotes.add("exit " + status);
        }
    }

    static final class Throwing extends StreamRequestHandler {
        @Override
        protected void handle() {
            throw new IllegalArgumentException("test");
        }
    }

    static final class Fatal extends StreamRequestHandler {
        @Override
        protected void handle() {
            Thread.currentThread()
                    .setUncaughtExceptionHandler((thread, e) -> ProcessNotes.add("uncaught " + e.getMessage()));
            throw new Error("test");
        }
    }

    private static void handleOne(NotingServer server) throws IOException {
        try (server) {
            InetSocketAddress address = (InetSocketAddress) server.serverAddress();
            try (Socket client = new Socket(address.getAddress(), address.getPort())) {
                assertTrue(server.handleRequest());
                assertNotNull(client);
            }
        }
    }

    @Test
    void test_forking_handled() throws Exception {
        NotingServer server = new NotingServer();
        server.open(RunningServer.ANY_PORT, Throwing::new);
        handleOne(server);
        assertEquals(List.of("handleError test"), ProcessNotes.ofChildren());
        assertEquals(List.of("exit 1"), ProcessNotes.ofParent());
    }

    @Test
    void test_forking_not_handled() throws Exception {
        NotingServer server = new NotingServer();
        server.open(RunningServer.ANY_PORT, Fatal::new);
        handleOne(server);
        assertEquals(List.of("uncaught test"), ProcessNotes.ofChildren());
        assertEquals(List.of("exit 1"), ProcessNotes.ofParent());
    }
}
