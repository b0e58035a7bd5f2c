package io.github.socketsbyexample.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.RunningServer;

/** TLS ends in the server; its children know nothing of it. */
@ExtendWith({NoLeaks.class, ProcessNotes.class})
class ForkingTlsTest {

    private static final char[] PASSWORD = "password".toCharArray();

    @TempDir
    static Path folder;

    private static @Nullable SSLContext context;

    @BeforeAll
    static void makeKey() throws Exception {
        Path file = folder.resolve("key");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "key", "-keyalg", "EC", "-dname", "CN=test", "-validity", "2", "-keystore",
                file.toString(), "-storepass", new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertTrue(keytool.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, keytool.exitValue());
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("key", store.getCertificate("key"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        context = tls;
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
