package io.github.socketsbyexample.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.jspecify.annotations.Nullable;

import com.sun.net.httpserver.HttpHandler;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.RunningServer;
import io.github.socketsbyexample.common.ServerSettings;

@ExtendWith(NoLeaks.class)
class StaticServerTest {

    @TempDir
    private Path outside;
    private Path folder = Path.of("set for each test");

    @BeforeEach
    void fillTheFolder() throws IOException {
        Files.writeString(outside.resolve("secret"), "secret");
        folder = Files.createDirectory(outside.resolve("folder"));
        Files.writeString(folder.resolve("page.txt"), "hello");
        Files.writeString(folder.resolve(".hidden"), "secret");
        Files.createDirectory(folder.resolve("sub"));
    }

    private static RunningServer serving(@Nullable Path folder) throws IOException {
        return new RunningServer(new StaticServer(RunningServer.ANY_PORT, RunningServer.SETTINGS, folder));
    }

    private static String ask(RunningServer server, String request) throws IOException {
        try (RawPeer client = server.connect()) {
            client.send(request + "\r\nHost: x\r\nConnection: close\r\n\r\n");
            return new String(client.readAll(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void anErrorStopsTheServerInsteadOfLeavingItHalfDead() throws Exception {
        HttpHandler fragile = exchange -> {
            throw new OutOfMemoryError("as if");
        };
        try (StaticServer server = new StaticServer(fragile, RunningServer.ANY_PORT, RunningServer.SETTINGS);
                RawPeer client = RawPeer.connect((InetSocketAddress) server.localAddress())) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n"); // is answered once the server serves
            IOException e = assertTimeoutPreemptively(Duration.ofSeconds(20),
                    () -> assertThrows(IOException.class, server::serve));
            assertEquals("the server has stopped: java.lang.OutOfMemoryError: as if", e.getMessage());
        }
    }

    @Test
    void bodyInChunksDoesNotLookWholeAfterAnException() throws Exception {
        HttpHandler failing = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            throw new IOException("as if");
        };
        try (RunningServer server = new RunningServer(
                new StaticServer(failing, RunningServer.ANY_PORT, RunningServer.SETTINGS))) {
            String answer = ask(server, "GET / HTTP/1.1");
            assertTrue(answer.endsWith("\r\n\r\n1\r\nx\r\n"), answer);
        }
    }

    @Test
    void pageIsServedWhereNoFolderIs() throws Exception {
        try (RunningServer server = serving(null)) {
            String answer = ask(server, "GET / HTTP/1.1");
            assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
            assertTrue(answer.endsWith("</html>\n"), answer);
            assertTrue(ask(server, "GET /other HTTP/1.1").startsWith("HTTP/1.1 404 "));
        }
    }

    @Test
    void headIsAnsweredWithoutABody() throws Exception {
        try (RunningServer server = serving(folder)) {
            String answer = ask(server, "HEAD /page.txt HTTP/1.1");
            assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
            assertTrue(answer.contains("Content-length: 5\r\n"), answer);
            assertTrue(answer.endsWith("\r\n\r\n"), answer);
        }
    }

    @Test
    void filesOfTheFolderAreServed() throws Exception {
        try (RunningServer server = serving(folder)) {
            assertTrue(ask(server, "GET /page.txt HTTP/1.1").endsWith("\r\n\r\nhello"));
            assertTrue(ask(server, "GET / HTTP/1.1").contains("page.txt"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../secret", "/%2e%2e/secret", "/..%2fsecret", "/sub/../../secret", "//../secret",
            "/.hidden",
            "/link", "/linked/secret", "/linked/", "/sub/index.html", "/none", "/%00", "/page.txt%00", "/page.txt/",
            "/sub//", "/..", "/%2e/page.txt", "/sub%2findex.html", "//page.txt", "http://x//page.txt"})
    void nothingElseIs(String path) throws Exception {
        try {
            Files.createSymbolicLink(folder.resolve("link"), outside.resolve("secret"));
            Files.createSymbolicLink(folder.resolve("linked"), outside);
            Files.createSymbolicLink(folder.resolve("sub").resolve("index.html"), outside.resolve("secret"));
        } catch (UnsupportedOperationException | IOException e) {
            Assumptions.abort("no symbolic links here: " + e);
        }
        try (RunningServer server = serving(folder)) {
            String answer = ask(server, "GET " + path + " HTTP/1.1");
            assertTrue(answer.startsWith("HTTP/1.1 404 ") || answer.startsWith("HTTP/1.1 400 "), answer);
            assertFalse(answer.endsWith("\r\n\r\nsecret"), answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "X"})
    void otherMethodsAreRefused(String method) throws Exception {
        try (RunningServer server = serving(folder)) {
            assertTrue(ask(server, method + " / HTTP/1.1").startsWith("HTTP/1.1 405 "));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 9000000000", "Transfer-Encoding: chunked"})
    void bodyOfARequestIsRefusedAndNotReadForEver(String field) throws Exception {
        try (RunningServer server = serving(folder); RawPeer client = server.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\n" + field + "\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
            client.halfClose();
            assertTrue(new String(client.readAll(), StandardCharsets.UTF_8).startsWith("HTTP/1.1 413 "));
        }
    }

    @Test
    void silentClientKeepsNobodyWaiting() throws Exception {
        try (RunningServer server = serving(folder); RawPeer silent = server.connect()) {
            silent.send("GET / HT");
            assertTrue(ask(server, "GET /page.txt HTTP/1.1").endsWith("hello"));
        }
    }

    @Test
    void answerInProgressMayEndAfterTheServerWasToldToStop() throws Exception {
        Path large = folder.resolve("large");
        Files.write(large, new byte[32 * 1024 * 1024]); // more than both systems' buffers hold
        ServerSettings patient = new ServerSettings(1, true, Duration.ofSeconds(20));
        RunningServer server = new RunningServer(new StaticServer(RunningServer.ANY_PORT, patient, folder));
        try (RawPeer client = server.connect()) {
            client.send("GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            client.readText(15);
            Thread stopping = Thread.ofPlatform().start(() -> {
                try {
                    server.close();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertTrue(client.readAll().length > 32 * 1024 * 1024);
            assertTrue(stopping.join(Duration.ofSeconds(20)));
            assertThrows(ConnectException.class, server::connect);
        }
    }

    @Test
    void idleServerStopsAtOnce() throws Exception {
        ServerSettings patient = new ServerSettings(1, true, Duration.ofHours(1));
        RunningServer server = new RunningServer(new StaticServer(RunningServer.ANY_PORT, patient, folder));
        ask(server, "GET / HTTP/1.1");
        server.close();
        server.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError("the test was interrupted", e);
        }
    }

    /** As a handler of what no thread catches may do; both threads are caught at what they tell the JDK's log. */
    @Test
    void theJdksThreadMayCloseTheServerWhileAnotherDoesSoAndWaitsForIt() throws Exception {
        StaticServer server = new StaticServer(RunningServer.ANY_PORT, RunningServer.SETTINGS, folder);
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch waiting = new CountDownLatch(1);
        Logger engine = Logger.getLogger("com.sun.net.httpserver");
        engine.setFilter(line -> {
            if (line.getMessage().equals("Write Finished")) { // by the JDK's thread
                written.countDown();
                await(waiting);
                server.close();
            } else if (line.getMessage().equals("waiting for dispatcher thread")) { // by who closes
                waiting.countDown();
            }
            return false;
        });
        engine.setLevel(Level.FINER);
        try (RunningServer running = new RunningServer(server); RawPeer client = running.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            await(written);
            assertTimeoutPreemptively(Duration.ofSeconds(20), running::stop);
            assertEquals(0, waiting.getCount());
        } finally {
            engine.setLevel(null);
            engine.setFilter(null);
        }
    }
}
