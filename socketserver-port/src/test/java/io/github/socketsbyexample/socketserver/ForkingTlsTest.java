package io.github.socketsbyexample.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.List;

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
import io.github.socketsbyexample.common.RunningServer;
import io.github.socketsbyexample.common.TestKeys;

/** TLS ends in the server; its children know nothing of it. */
@ExtendWith({NoLeaks.class, ProcessNotes.class})
class ForkingTlsTest {

    @TempDir
    static Path folder;

    private static @Nullable SSLContext context;

    @BeforeAll
    static void makeKey() throws Exception {
        Path key = TestKeys.keystore(folder.resolve("key"), "ip:127.0.0.1");
        context = TestKeys.context(key, key);
    }

    /** Has its key in this process alone. */
    static final class TlsServer extends TCPServer implements ForkingMixIn {
        @Override
        protected SSLContext sslContext() {
            return BaseServer.opened(context);
        }

        @Override
        protected void handleError(Socket request, @Nullable SocketAddress clientAddress, Exception error) {
            ProcessNotes.add("handleError " + error.getClass().getSimpleName());
        }

        @Override
        public void childExited(long pid, int status) {
            ProcessNotes.add("exit " + status);
        }
    }

    static final class CountBytes extends StreamRequestHandler {
        @Override
        protected void handle() throws IOException {
            wfile().write((rfile().readAllBytes().length + " bytes").getBytes(UTF_8));
        }
    }

    private static TlsServer opened() throws IOException {
        TlsServer server = new TlsServer();
        server.open(RunningServer.ANY_PORT, CountBytes::new);
        return server;
    }

    @Test
    void theHandlerSeesPlainBytesAndTheClientAnOrderlyEnd() throws Exception {
        try (ForkingRun<TlsServer> run = new ForkingRun<>(opened())) {
            InetSocketAddress address = (InetSocketAddress) run.server().serverAddress();
            try (SSLSocket client = (SSLSocket) BaseServer.opened(context)
                    .getSocketFactory()
                    .createSocket(address.getAddress(), address.getPort())) {
                client.setSoTimeout((int) ForkingRun.PATIENCE.toMillis());
                client.getOutputStream().write(new byte[100_000]);
                client.shutdownOutput();
                assertEquals("100000 bytes", new String(client.getInputStream().readAllBytes(), UTF_8));
            }
        }
        assertEquals(List.of("exit 0"), ProcessNotes.ofParent());
    }

    /** Reports as servers do whose class overrides nothing. */
    static final class ReportingServer extends TCPServer implements ForkingMixIn {

        private final Reports reports = new Reports();

        @Override
        protected SSLContext sslContext() {
            return BaseServer.opened(context);
        }

        @Override
        Logger log() {
            return reports.log();
        }
    }

    @Test
    void aClientThatLeavesDuringTheHandshakeIsNotReported() throws Exception {
        ReportingServer server = new ReportingServer();
        server.open(RunningServer.ANY_PORT, CountBytes::new);
        try (ForkingRun<ReportingServer> run = new ForkingRun<>(server)) {
            RawPeer client = run.connect();
            await().atMost(ForkingRun.PATIENCE).until(() -> server.activeRequests().size() == 1);
            client.close();
            await().atMost(ForkingRun.PATIENCE).until(() -> server.activeRequests().isEmpty());
        }
        assertEquals(List.of(), server.reports.lines());
    }

    @Test
    void noChildIsStartedForAClientThatFailsTheHandshake() throws Exception {
        try (ForkingRun<TlsServer> run = new ForkingRun<>(opened()); RawPeer client = run.connect()) {
            client.send("GET / HTTP/1.0\r\n\r\n");
            await().atMost(ForkingRun.PATIENCE)
                    .until(() -> ProcessNotes.ofParent().equals(List.of("handleError SSLException")));
        }
        assertEquals(List.of(), ProcessNotes.ofChildren());
    }
}
