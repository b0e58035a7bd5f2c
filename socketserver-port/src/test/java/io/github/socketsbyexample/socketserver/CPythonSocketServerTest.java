package io.github.socketsbyexample.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Modifier;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.NetworkChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;

/**
 * What CPython's own tests of socketserver demand, each under a name that begins with the original's. Those of forking
 * servers are elsewhere; the module's README has the table of all 27.
 */
@ExtendWith(NoLeaks.class)
class CPythonSocketServerTest {

    private static final int SHUTDOWNS = 20;
    private static final int FAILED_BINDS = 1024;
    private static final int REAPED = 10;
    private static final int HUGE = 16 * 1024 * 1024 + 1;
    private static final int PAUSE_AFTER = 100;

    @TempDir
    private Path folder;

    /** Serves three clients, and leaves nothing behind. */
    private void echoThrice(ServerKind kind) throws Exception {
        ServerKind.Watch watch = new ServerKind.Watch();
        BaseServer<?> server = kind.open(folder, watch);
        assertEquals(UnixAddress.forJdk(((NetworkChannel) server.channel()).getLocalAddress()),
                server.serverAddress());
        LoopRun serving = LoopRun.start(server);
        for (int i = 0; i < 3; i++) {
            assertEquals("hello world\n", kind.ask(server, folder, "hello world\n"));
        }
        server.shutdown();
        assertNull(serving.awaitEnd());
        server.serverClose();
        assertFalse(server.channel().isOpen());
        watch.assertCalm();
    }

    @Test
    void testTCPServerEchoesToThreeClients() throws Exception {
        echoThrice(ServerKind.TCP);
    }

    @Test
    void testThreadingTCPServerEchoesToThreeClients() throws Exception {
        echoThrice(ServerKind.THREADING_TCP);
    }

    @Test
    void testUnixStreamServerEchoesToThreeClients() throws Exception {
        echoThrice(ServerKind.UNIX_STREAM);
    }

    @Test
    void testThreadingUnixStreamServerEchoesToThreeClients() throws Exception {
        echoThrice(ServerKind.THREADING_UNIX_STREAM);
    }

    @Test
    void testUDPServerEchoesToThreeClients() throws Exception {
        echoThrice(ServerKind.UDP);
    }

    @Test
    void testThreadingUDPServerEchoesToThreeClients() throws Exception {
        echoThrice(ServerKind.THREADING_UDP);
    }

    @Test
    void testUnixDatagramServerEchoesToThreeClientsThatHaveNames() throws Exception {
        echoThrice(ServerKind.UNIX_DATAGRAM);
    }

    @Test
    void testThreadingUnixDatagramServerEchoesToThreeClientsThatHaveNames() throws Exception {
        echoThrice(ServerKind.THREADING_UNIX_DATAGRAM);
    }

    @Test
    void testShutdownEndsLoopsThatAreOnlyBeingStarted() throws Exception {
        for (int i = 0; i < SHUTDOWNS; i++) {
            try (TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new)) {
                Thread loop = Thread.ofPlatform().start(server::serveForever);
                server.shutdown();
                LoopRun.join(loop);
            }
        }
    }

    @Test
    void testCloseImmediatelyIsNoErrorOfAThreadingServer() throws IOException {
        ThreadingTCPServer server = new ThreadingTCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new);
        server.serverClose();
        assertFalse(server.channel().isOpen());
    }

    @Test
    void testTcpserverBindLeakLeavesNoDescriptorOfFailedServers() {
        InetSocketAddress notOurs = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 0); // RFC 5737: nobody's
        for (int i = 0; i < FAILED_BINDS; i++) {
            assertThrows(BindException.class, () -> new TCPServer(notOurs, Handlers.LineEcho::new).close());
        }
    }

    @Test
    void testContextManagerClosesTheSocket() throws IOException {
        TCPServer outside;
        try (TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new)) {
            outside = server;
            assertTrue(server.channel().isOpen());
        }
        assertFalse(outside.channel().isOpen());
    }

    /** Has one client served by a handler that throws; returns the hooks called then, closing included. */
    private static Trace serveThrowing(Trace trace, TracedServer server) throws IOException {
        trace.clear();
        try (RawPeer client = RawPeer.connect(LoopRun.address(server))) {
            assertTrue(server.handleRequest(LoopRun.DEADLINE));
            assertEquals(0, client.readAll().length);
        }
        LoopRun.until(() -> trace.count("closeRequest") == 1 && server.activeRequests().isEmpty());
        return trace;
    }

    @Test
    void testSyncHandledExceptionReachesHandleErrorOnce() throws IOException {
        Trace trace = new Trace();
        try (TracedServer server = new TracedServer(trace, _ -> {
            throw new IllegalArgumentException("handled");
        })) {
            assertEquals(1, serveThrowing(trace, server).count("handleError"));
        }
    }

    @Test
    void testSyncNotHandledErrorReachesTheCaller() throws IOException {
        Trace trace = new Trace();
        AssertionError exit = new AssertionError("exit");
        try (TracedServer server = new TracedServer(trace, _ -> {
            throw exit;
        }); RawPeer client = RawPeer.connect(LoopRun.address(server))) {
            assertSame(exit, assertThrows(AssertionError.class, () -> server.handleRequest(LoopRun.DEADLINE)));
            assertEquals(0, client.readAll().length);
            assertEquals(0, trace.count("handleError"));
        }
    }

    @Test
    void testThreadingHandledExceptionReachesHandleErrorBeforeTheRequestIsShutDown() throws IOException {
        Trace trace = new Trace();
        try (TracedServer server = new TracedServer.Threading(trace, _ -> {
            throw new IllegalArgumentException("handled");
        })) {
            List<String> calls = serveThrowing(trace, server).calls();
            assertEquals(List.of("handleError", "shutdownRequest", "closeRequest"),
                    calls.subList(calls.size() - 3, calls.size()));
            assertEquals(1, trace.count("handleError"));
        }
    }

    @Test
    void testThreadingNotHandledErrorReachesTheUncaughtExceptionHandler() throws IOException {
        AssertionError exit = new AssertionError("exit");
        AtomicReference<Throwable> uncaught = new AtomicReference<>();
        AtomicReference<Exception> handled = new AtomicReference<>();
        try (ThreadingTCPServer server = new ThreadingTCPServer(LoopRun.ANY_PORT, Handlers.stream(_ -> {
            throw exit;
        })) {
            @Override
            public ThreadFactory threadFactory() {
                return Thread.ofVirtual().uncaughtExceptionHandler((_, e) -> uncaught.set(e)).factory();
            }

            @Override
            protected void handleError(Socket request, @Nullable SocketAddress clientAddress, Exception error) {
                handled.set(error);
            }
        }; RawPeer client = RawPeer.connect(LoopRun.address(server))) {
            assertTrue(server.handleRequest(LoopRun.DEADLINE));
            assertEquals(0, client.readAll().length);
            LoopRun.until(() -> exit.equals(uncaught.get()));
            assertNull(handled.get());
        }
    }

    @Test
    void testBasicsOfSocketWriterAreAnOutputStreamOnTheRequestsOwnConnection() throws IOException {
        try (LoopRun serving = LoopRun.start(new TCPServer(LoopRun.ANY_PORT, Handlers.stream(handler -> {
            OutputStream wfile = handler.wfile();
            assertSame(handler.request(), handler.connection());
            assertSame(wfile, handler.wfile());
            wfile.write("to whom ".getBytes(UTF_8));
            handler.request().getOutputStream().write("it ".getBytes(UTF_8)); // keeps its place: nothing is kept back
            wfile.write("concerns".getBytes(UTF_8));
        })))) {
            assertEquals("to whom it concerns", serving.ask(""));
        }
    }

    @Test
    void testWriteOfSocketWriterSendsAllAtOnceWithoutAFlush() throws IOException {
        byte[] huge = new byte[HUGE];
        new Random(HUGE).nextBytes(huge);
        AtomicReference<Thread> writer = new AtomicReference<>(Thread.currentThread());
        try (LoopRun serving = LoopRun.start(new TCPServer(LoopRun.ANY_PORT, Handlers.stream(handler -> {
            handler.wfile().write('a');
            assertEquals('b', handler.rfile().read());
            writer.set(Thread.currentThread());
            handler.wfile().write(huge);
        }))); RawPeer client = serving.connect()) {
            assertEquals("a", client.readText(1)); // nothing was flushed: the handler waits for us
            client.send("b");
            assertArrayEquals(Arrays.copyOf(huge, PAUSE_AFTER), client.read(PAUSE_AFTER));
            LoopRun.until(() -> LoopRun.isIdle(writer.get())); // the buffers are full: it waits in the middle of its write
            assertArrayEquals(Arrays.copyOfRange(huge, PAUSE_AFTER, HUGE), client.readAll());
        }
    }

    @Test
    void testAllNamesOfTheModuleAreThereAndPublic() throws ClassNotFoundException {
        for (String name : List.of("BaseServer", "TCPServer", "UDPServer", "UnixStreamServer", "UnixDatagramServer",
                "ThreadingMixIn", "ThreadingTCPServer", "ThreadingUDPServer", "ThreadingUnixStreamServer",
                "ThreadingUnixDatagramServer", "ForkingMixIn", "ForkingTCPServer", "ForkingUDPServer",
                "ForkingUnixStreamServer", "ForkingUnixDatagramServer", "BaseRequestHandler", "StreamRequestHandler",
                "DatagramRequestHandler")) {
            Class<?> type = Class.forName(BaseServer.class.getPackageName() + "." + name);
            assertTrue(Modifier.isPublic(type.getModifiers()), name);
        }
    }

    @Test
    void testShutdownRequestCalledIfVerifyRequestFalse() throws IOException {
        Trace trace = new Trace();
        try (TracedServer server = new TracedServer(trace) {
            @Override
            protected boolean verifyRequest(Socket request, @Nullable SocketAddress clientAddress) {
                return false;
            }
        }) {
            assertEquals(1, serveThrowing(trace, server).count("shutdownRequest"));
        }
    }

    @Test
    void testThreadsReapedAsTheyEnd() throws IOException {
        ServerKind.Watch watch = new ServerKind.Watch();
        try (BaseServer<?> server = ServerKind.THREADING_TCP.open(folder, watch)) {
            for (int i = 0; i < REAPED; i++) {
                try (RawPeer client = RawPeer.connect(LoopRun.address(server))) {
                    client.send("hi\n");
                    assertTrue(server.handleRequest(LoopRun.DEADLINE));
                    assertEquals("hi\n", new String(client.readAll(), UTF_8));
                }
            }
            watch.assertCalm(); // Python: fewer than ten threads are left; here: none
            assertTrue(server.activeRequests().isEmpty());
        }
    }
}
