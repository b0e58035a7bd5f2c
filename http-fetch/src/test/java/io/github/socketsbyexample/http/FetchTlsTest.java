package io.github.socketsbyexample.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.ScriptedServer;
import io.github.socketsbyexample.common.TestKeys;

/** The client against servers whose certificates it trusts, made by keytool for these tests. */
@ExtendWith(NoLeaks.class)
class FetchTlsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int DEADLINE_MILLIS = 20_000;
    private static final FetchSettings SETTINGS = new FetchSettings(PATIENCE, PATIENCE, 1000, false, false);

    @TempDir
    private static Path keys;
    private static @Nullable SSLContext before;

    @TempDir
    private Path folder;

    @BeforeAll
    static void trustTheCertificates() throws Exception {
        Class.forName(HttpConnection.class.getName()); // asks for close_notify before the first TLS socket there is
        before = SSLContext.getDefault();
        Path trusted = TestKeys.truststore(keys.resolve("trusted"),
                List.of(TestKeys.keystore(keys.resolve("right"), "ip:127.0.0.1"),
                        TestKeys.keystore(keys.resolve("other"), "dns:other.example")));
        SSLContext.setDefault(TestKeys.context(trusted, trusted));
    }

    @AfterAll
    static void restore() {
        SSLContext.setDefault(before);
    }

    /** What a server sends, and whether it then ends TLS as it should or just cuts the connection. */
    private record Answer(String certificate, String text, boolean orderly) {

        void give(ServerSocket listener) throws Exception {
            SSLContext context = TestKeys.context(keys.resolve(certificate), keys.resolve(certificate));
            try (Socket raw = listener.accept();
                    SSLSocket client = (SSLSocket) context.getSocketFactory().createSocket(raw, null, true)) {
                raw.setSoTimeout(DEADLINE_MILLIS);
                String request = "";
                while (!request.endsWith("\r\n\r\n")) {
                    int b = client.getInputStream().read();
                    if (b == -1) {
                        return; // the client does not want to talk
                    }
                    request += (char) b;
                }
                client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
                if (!orderly) {
                    raw.shutdownOutput(); // no message of TLS can follow
                }
            }
        }
    }

    private long fetch(Answer answer) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setSoTimeout(DEADLINE_MILLIS);
            Thread server = Thread.ofPlatform().name("tls").start(() -> {
                try {
                    answer.give(listener);
                } catch (Exception e) {
                    return; // the client refused it, which is what the test wants to know
                }
            });
            try {
                return fetch("https://127.0.0.1:" + listener.getLocalPort() + "/");
            } finally {
                assertTrue(server.join(PATIENCE));
            }
        }
    }

    private long fetch(String url) throws IOException {
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        return new Fetch(SETTINGS, nowhere).fetch(HttpUrl.parse(url), page());
    }

    private static String failure(Executable fetch) {
        return String.valueOf(assertThrows(IOException.class, fetch).getMessage());
    }

    private Path page() {
        return folder.resolve("page");
    }

    @Test
    void pageArrivesFromTheHostThatTheCertificateIsFor() throws Exception {
        assertEquals(5, fetch(new Answer("right", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", true)));
        assertEquals("hello", Files.readString(page()));
    }

    @Test
    void trustedCertificateForAnotherHostIsRefused() {
        String message = failure(
                () -> fetch(new Answer("other", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", true)));
        assertTrue(message.contains("No subject alternative names"), message);
        assertFalse(Files.exists(page()));
    }

    @Test
    void certificateOfAStrangerIsRefusedAndTheMessageSaysWhatToDo() throws Exception {
        TestKeys.keystore(keys.resolve("stranger"), "ip:127.0.0.1");
        String message = failure(() -> fetch(new Answer("stranger", "HTTP/1.1 200 OK\r\n\r\n", true)));
        assertTrue(message.contains("PKIX path building failed"), message);
        assertTrue(message.endsWith("http-fetch/README.md tells how to say so"), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void cutConnectionIsAnErrorWhereTheLengthIsKnown() {
        String message = failure(
                () -> fetch(new Answer("right", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello", false)));
        assertFalse(Files.exists(page()), message);
    }

    @Test
    void completeBodyNeedsNoOrderlyEndOfTls() throws Exception {
        assertEquals(5, fetch(new Answer("right", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", false)));
    }

    @Test
    void orderlyEndOfTlsEndsABodyWithoutALength() throws Exception {
        assertEquals(5, fetch(new Answer("right", "HTTP/1.1 200 OK\r\n\r\nhello", true)));
    }

    @Test
    void cutConnectionDoesNotPassForTheEndOfABodyWithoutALength() {
        String message = failure(
                () -> fetch(new Answer("right", "HTTP/1.1 200 OK\r\n\r\nhello", false)));
        assertFalse(Files.exists(page()), message);
    }

    @Test
    void redirectToPlainHttpIsRefused() {
        String message = failure(() -> fetch(new Answer("right",
                "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\n\r\n", true)));
        assertTrue(message.contains("redirects from https to http://127.0.0.1/"), message);
    }

    @Test
    void serverThatDoesNotSpeakTlsIsAnErrorInOneLine() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            client.read(1);
            client.send("HTTP/1.1 400 Bad Request\r\n\r\n");
        })) {
            String url = "https://127.0.0.1:" + server.address().getPort() + "/";
            String message = failure(() -> fetch(url));
            assertTrue(message.startsWith(url + ": "), message);
            assertFalse(message.contains("\n"), message);
        }
    }

    @Test
    void handshakeThatDoesNotEndIsLeft() throws Exception {
        FetchSettings impatient = new FetchSettings(Duration.ofMillis(300), PATIENCE, 1000, false, false);
        try (ScriptedServer server = new ScriptedServer(client -> client.readAll())) {
            InetSocketAddress address = server.address();
            HttpUrl url = HttpUrl.parse("https://127.0.0.1:" + address.getPort() + "/");
            String message = failure(() -> new Fetch(impatient, System.out).fetch(url, page()));
            assertEquals(url + ": no TLS handshake from 127.0.0.1:" + address.getPort() + " within 300ms",
                    message);
        }
    }
}
