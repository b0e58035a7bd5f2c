package io.github.socketsbyexample.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.Reports;
import io.github.socketsbyexample.common.TestKeys;

/** Encrypted connections, with a certificate that keytool makes for these tests. */
@ExtendWith(NoLeaks.class)
class TlsTest {

    private static final int MEGABYTES_16 = 16 * 1024 * 1024;
    private static final byte[] HALF_A_RECORD = {22, 3, 1, 2, 0, 1}; // a handshake's, of 512 bytes

    @TempDir
    private static Path keys;
    private static @Nullable SSLContext context;

    /** What handleError was told. */
    private record Failure(@Nullable SocketAddress client, Exception error) {}

    private final BlockingQueue<Failure> failures = new LinkedBlockingQueue<>();

    @BeforeAll
    static void makeTheCertificate() throws Exception {
        Path key = TestKeys.keystore(keys.resolve("key"), "ip:127.0.0.1");
        context = TestKeys.context(key, key);
    }

    private static SSLContext context() {
        return BaseServer.opened(context);
    }

    /** A server that encrypts, and has a certain patience for handshakes. */
    private final class TlsServer extends ThreadingTCPServer {

        private final Duration patience;

        TlsServer(Duration patience, Supplier<? extends BaseRequestHandler<Socket>> handler) throws IOException {
            this.patience = patience;
            open(LoopRun.ANY_PORT, handler);
        }

        @Override
        protected SSLContext sslContext() {
            return context();
        }

        @Override
        protected Duration handshakeTimeout() {
            return patience;
        }

        @Override
        protected void handleError(Socket request, @Nullable SocketAddress clientAddress, Exception error) {
            failures.add(new Failure(clientAddress, error));
        }
    }

    private Failure failure() throws InterruptedException {
        Failure failure = failures.poll(LoopRun.DEADLINE.toSeconds(), TimeUnit.SECONDS);
        if (failure == null) {
            throw new AssertionError("handleError was not called");
        }
        return failure;
    }

    private static SSLSocket connect(LoopRun serving) throws IOException {
        SSLSocket socket = (SSLSocket) context().getSocketFactory()
                .createSocket(serving.address().getAddress(),
                        serving.address().getPort());
        socket.setSoTimeout((int) LoopRun.DEADLINE.toMillis());
        socket.startHandshake();
        return socket;
    }

    private static String ask(LoopRun serving, String line) throws IOException {
        try (SSLSocket client = connect(serving)) {
            client.getOutputStream().write(line.getBytes(UTF_8));
            return new String(client.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void theHandlerSpeaksThroughTls() throws Exception {
        try (LoopRun serving = LoopRun.start(new TlsServer(LoopRun.DEADLINE, Handlers.stream(handler -> {
            assertInstanceOf(SSLSocket.class, handler.request());
            handler.wfile().write(handler.rfile().readLine());
        })))) {
            assertEquals("secret\n", ask(serving, "secret\n"));
        }
        assertNull(failures.poll());
    }

    @Test
    void theClientCanTellTheEndFromACut() throws Exception { // else readAllBytes throws for want of a close_notify
        try (LoopRun serving = LoopRun.start(new TlsServer(LoopRun.DEADLINE,
                Handlers.stream(handler -> handler.wfile().write("answer".getBytes(UTF_8)))))) {
            for (int i = 0; i < 5; i++) {
                assertEquals("answer", ask(serving, "not read\n"));
            }
        }
    }

    @Test
    void aClientThatSaysNothingBlocksNobodyAndIsCut() throws Exception {
        Duration patience = Duration.ofMillis(500);
        long begin = System.nanoTime();
        try (BusyCommonPool _ = new BusyCommonPool();
                LoopRun serving = LoopRun.start(new TlsServer(patience, Handlers.LineEcho::new));
                RawPeer silent = serving.connect()) {
            assertEquals(0, silent.readAll().length);
            assertTrue(System.nanoTime() - begin >= patience.toNanos());
            Failure failure = failure();
            assertEquals(silent.socket().getLocalSocketAddress(), failure.client());
            assertInstanceOf(SocketTimeoutException.class, failure.error());
        }
        try (LoopRun serving = LoopRun.start(new TlsServer(LoopRun.DEADLINE, Handlers.LineEcho::new));
                RawPeer silent = serving.connect()) {
            assertEquals("hi\n", ask(serving, "hi\n"));
            silent.reset();
        }
    }

    @Test
    void aFailedHandshakeIsAnErrorWithTheAddressOfTheClient() throws Exception {
        try (LoopRun serving = LoopRun.start(new TlsServer(LoopRun.DEADLINE, Handlers.LineEcho::new));
                RawPeer client = serving.connect()) {
            client.send("GET / HTTP/1.0\r\n\r\n");
            Failure failure = failure();
            assertEquals(client.socket().getLocalSocketAddress(), failure.client());
            assertInstanceOf(IOException.class, failure.error());
            assertEquals("hi\n", ask(serving, "hi\n"));
        }
    }

    @Test
    void aClientThatLeavesDuringTheHandshakeIsNotReportedAndOneThatFailsItIs() throws Exception {
        Reports reports = new Reports();
        ThreadingTCPServer server = new ThreadingTCPServer() {
            @Override
            protected SSLContext sslContext() {
                return context();
            }

            @Override
            Logger log() {
                return reports.log();
            }
        };
        server.open(LoopRun.ANY_PORT, Handlers.LineEcho::new);
        try (LoopRun serving = LoopRun.start(server)) {
            for (byte[] begun : new byte[][]{{}, HALF_A_RECORD}) {
                RawPeer leaving = serving.connect();
                leaving.send(begun);
                leaving.close();
                RawPeer resetting = serving.connect();
                resetting.send(begun);
                resetting.reset();
            }
            assertEquals("hi\n", ask(serving, "hi\n")); // so all of them have been accepted
            LoopRun.until(() -> server.activeRequests().isEmpty());
            assertEquals(List.of(), reports.lines());
            try (RawPeer failing = serving.connect()) {
                failing.send("GET / HTTP/1.0\r\n\r\n");
                LoopRun.until(() -> reports.lines().size() == 1);
            }
        }
    }

    @Test
    void aDeadlineCutsAClientThatSaysNothingMore() throws Exception {
        try (LoopRun serving = LoopRun.start(new TlsServer(LoopRun.DEADLINE, () -> new StreamRequestHandler() {
            @Override
            protected Duration deadline() {
                return LoopRun.MOMENT;
            }

            @Override
            protected boolean disableNagleAlgorithm() {
                return true;
            }

            @Override
            protected void handle() throws Exception {
                rfile().readLine();
            }
        })); SSLSocket client = connect(serving)) {
            assertInstanceOf(IOException.class, failure().error());
            assertThrows(IOException.class, () -> client.getInputStream().readAllBytes()); // a cut, and no close_notify
        }
    }

    @Test
    void aDeadlineCutsAClientThatDoesNotReadItsAnswer() throws Exception {
        try (LoopRun serving = LoopRun.start(new TlsServer(LoopRun.DEADLINE, () -> new StreamRequestHandler() {
            @Override
            protected Duration deadline() {
                return Duration.ofMillis(300);
            }

            @Override
            protected void handle() throws Exception {
                wfile().write(new byte[MEGABYTES_16]);
            }
        })); SSLSocket _ = connect(serving)) {
            assertInstanceOf(IOException.class, failure().error());
        }
    }

    @Test
    void aHandlerMayCloseItsConnection() throws Exception {
        try (TlsServer server = new TlsServer(LoopRun.DEADLINE, Handlers.stream(handler -> {
            handler.wfile().write(handler.rfile().readLine());
            handler.request().close();
        })); LoopRun serving = LoopRun.start(server); SSLSocket client = connect(serving)) {
            client.getOutputStream().write("bye\n".getBytes(UTF_8));
            LoopRun.until(() -> server.activeRequests().isEmpty()); // without waiting for the client's close_notify
            assertEquals("bye\n", new String(client.getInputStream().readAllBytes(), UTF_8));
        }
    }

    @Test
    void closingWithAGraceCutsTlsClientsToo() throws Exception {
        CountDownLatch handling = new CountDownLatch(2);
        TlsServer server = new TlsServer(LoopRun.DEADLINE, Handlers.stream(handler -> {
            handling.countDown();
            if (handler.rfile().read() == 'w') {
                handler.wfile().write(new byte[MEGABYTES_16]);
            }
        }));
        try (LoopRun serving = LoopRun.start(server);
                SSLSocket silent = connect(serving);
                SSLSocket notReading = connect(serving);
                RawPeer notEvenBegun = serving.connect()) {
            notReading.getOutputStream().write('w');
            handling.await();
            LoopRun.until(() -> server.activeRequests().size() == 3);
            server.close(LoopRun.MOMENT);
            assertTrue(server.activeRequests().isEmpty());
            assertEquals(0, notEvenBegun.readAll().length);
            assertThrows(IOException.class, () -> silent.getInputStream().readAllBytes());
        }
    }
}
