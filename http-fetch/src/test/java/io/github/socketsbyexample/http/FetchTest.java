package io.github.socketsbyexample.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.NobodyThere;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.ScriptedServer;

@ExtendWith(NoLeaks.class)
class FetchTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration IMPATIENCE = Duration.ofMillis(300);
    private static final long DRIP_MILLIS = 50;
    private static final FetchSettings PATIENT = new FetchSettings(PATIENCE, PATIENCE, 1000, false, false);
    private static final FetchSettings IMPATIENT = new FetchSettings(IMPATIENCE, PATIENCE, 1000, false, false);
    private static final FetchSettings COMPRESSED = new FetchSettings(PATIENCE, PATIENCE, 1000, true, false);
    private static final FetchSettings HEAD = new FetchSettings(PATIENCE, PATIENCE, 1000, false, true);

    @TempDir
    private Path folder;
    private Path file = Path.of("set for each test");
    private final ByteArrayOutputStream heads = new ByteArrayOutputStream();

    @BeforeEach
    void setFile() {
        file = folder.resolve("page");
    }

    private long fetch(FetchSettings settings, String url) throws IOException {
        return new Fetch(settings, new PrintStream(heads, true, StandardCharsets.UTF_8))
                .fetch(HttpUrl.parse(url), file);
    }

    private static String url(InetSocketAddress address, String path) {
        return "http://127.0.0.1:" + address.getPort() + path;
    }

    private static String request(RawPeer client) throws IOException {
        StringBuilder request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0) {
            request.append(client.readText(1));
        }
        return request.toString();
    }

    /** Fetches from a server that reads the request, plays the script and closes. */
    private long fetch(FetchSettings settings, ScriptedServer.Script script) throws IOException {
        try (ScriptedServer server = new ScriptedServer(client -> {
            request(client);
            script.play(client);
        })) {
            return fetch(settings, url(server.address(), "/"));
        }
    }

    private String failure(FetchSettings settings, ScriptedServer.Script script) {
        IOException e = assertThrows(IOException.class, () -> fetch(settings, script));
        assertFalse(Files.exists(file));
        assertEquals(0, folder.toFile().list().length, "nothing is left behind");
        return String.valueOf(e.getMessage()).replaceAll("127\\.0\\.0\\.1:[0-9]+", "HOST");
    }

    @Test
    void requestIsTheDocumentsAndTheBodyIsSaved() throws Exception {
        String[] asked = new String[1];
        try (ScriptedServer server = new ScriptedServer(client -> {
            asked[0] = request(client);
            client.send("HTTP/1.1 200 OK\r\nServer: \u009b31m你\r\nContent-Length: 5\r\n\r\nhello");
        })) {
            assertEquals(5, fetch(PATIENT, url(server.address(), "/a%20b?c#d")));
            assertEquals("GET /a%20b?c HTTP/1.1\r\nHost: 127.0.0.1:" + server.address().getPort()
                    + "\r\nConnection: close\r\n\r\n", asked[0]);
        }
        assertEquals("hello", Files.readString(file));
        assertEquals("HTTP/1.1 200 OK\nServer: \\x9b31m你\nContent-Length: 5\n\n",
                heads.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"));
    }

    @Test
    void serverThatKeepsTheConnectionOpenIsNotWaitedFor() throws Exception {
        fetch(PATIENT, client -> {
            client.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
            assertEquals(0, client.readAll().length); // the client's end comes first
        });
        assertEquals("hello", Files.readString(file));
    }

    @Test
    void bodyUntilTheEndOfTheStreamIsSaved() throws Exception {
        fetch(PATIENT, client -> client.send("HTTP/1.0 200 OK\r\n\r\nhello"));
        assertEquals("hello", Files.readString(file));
    }

    @Test
    void compressedBodyIsAskedForAndExpanded() throws Exception {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write("hello".getBytes(StandardCharsets.UTF_8));
        }
        try (ScriptedServer server = new ScriptedServer(client -> {
            assertTrue(request(client).contains("\r\nAccept-Encoding: gzip\r\n"));
            client.send("HTTP/1.1 200 OK\r\nContent-Encoding: GZip\r\nContent-Length: " + gzip.size() + "\r\n\r\n");
            client.send(gzip.toByteArray());
        })) {
            assertEquals(5, fetch(COMPRESSED, url(server.address(), "/")));
        }
        assertEquals("hello", Files.readString(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"204 No Content\\\\", "200 OK\\Content-Length: 0\\\\", "200 OK\\\\",
            "200 OK\\Transfer-Encoding: chunked\\\\0\\\\"})
    void noContentAtAllIsNoErrorWhereGzipWasAskedFor(String response) throws Exception {
        assertEquals(0, fetch(COMPRESSED, client -> client.send("HTTP/1.1 "
                + response.replace("\\", "\r\n").replaceFirst("\r\n", "\r\nContent-Encoding: gzip\r\n"))));
        assertEquals("", Files.readString(file));
    }

    @Test
    void locationInBytesThatAreNoTextIsRefused() {
        String message = failure(PATIENT, client -> client.send(
                "HTTP/1.1 302 Found\r\nLocation: /caf\u00e9\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1)));
        assertEquals("http://HOST/: redirects, but '/caf\ufffd' holds bytes that are no UTF-8", message);
    }

    @Test
    void encodingThatNobodyAskedForIsRefused() {
        assertEquals("http://HOST/: content encoding 'br' was not asked for", failure(COMPRESSED,
                client -> client.send("HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 5\r\n\r\nhello")));
    }

    @Test
    void headAloneIsAskedForAndNothingSaved() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            assertTrue(request(client).startsWith("HEAD / HTTP/1.1\r\n"));
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
        })) {
            assertEquals(0, fetch(HEAD, url(server.address(), "/")));
        }
        assertFalse(Files.exists(file));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
            "404 Not Found\\Content-Length: 5\\\\hello         | 404 Not Found",
            "500 \\\\                                          | 500 ",
            "300 Multiple Choices\\\\                          | 300 Multiple Choices",
            "200 OK\\Content-Length: 10\\\\hello               | connection closed after 5 of 10 bytes",
            "200 OK\\Transfer-Encoding: chunked\\\\A\\hello    | connection closed after 5 of 10 bytes of a chunk",
            "200 OK\\Server: x                                 | connection closed inside a header line",
            "200 OK\\Content-Length: 1001\\\\hello             | the body is larger than 1000 bytes (--max-size allows more)",
            "200 OK\\Content-Length: 1\\Content-Length: 2\\\\x | Content-Length is both 1 and 2",
            "302 Found\\\\                                     | 302 Found without a Location",
            "302 Found\\Location: /a\\Location: /b\\\\         | several fields Location",
            "302 Found\\Location: file:///etc/passwd\\\\       "
                    + "| redirects, but 'file:///etc/passwd' is not an http:// or https:// URL",
            "302 Found\\Location: http://a b/\\\\              "
                    + "| redirects, but 'http://a b/' names the host 'a b', which is no domain name",
            "206 Partial Content\\Content-Length: 5\\\\hello   "
                    + "| 'HTTP/1.1 206 Partial Content', but nobody asked for a part",
            "226 IM Used\\Content-Length: 5\\\\hello           | 'HTTP/1.1 226 IM Used', but nobody asked for a part",
    })
    void whatIsWrongIsSaidInOneLineAndNothingIsSaved(String response, String reason) {
        assertEquals("http://HOST/: " + reason.strip(), failure(PATIENT,
                client -> client.send("HTTP/1.1 " + response.replace("\\", "\r\n"))).strip());
    }

    @Test
    void bodyUntilTheEndOfTheStreamThatIsResetIsAnError() {
        String message = failure(PATIENT, client -> {
            client.send("HTTP/1.0 200 OK\r\n\r\nhello");
            client.reset();
        });
        assertTrue(message.endsWith("Connection reset"), message);
    }

    @Test
    void bodyLargerThanAllowedIsCutOffAtOnce() {
        String message = failure(PATIENT, client -> {
            client.send("HTTP/1.0 200 OK\r\n\r\n" + "x".repeat(100_000));
            client.socket().getInputStream().read();
        });
        assertEquals("http://HOST/: the body is larger than 1000 bytes (--max-size allows more)", message);
    }

    @Test
    void failedFetchLeavesTheOldFileAsItWas() throws Exception {
        Files.writeString(file, "old");
        assertThrows(IOException.class,
                () -> fetch(PATIENT, client -> client.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")));
        assertEquals("old", Files.readString(file));
        assertEquals(1, folder.toFile().list().length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nServ"})
    void serverThatFallsSilentInItsHeadIsLeft(String begin) {
        assertEquals("http://HOST/: no complete head from HOST within 300ms", failure(IMPATIENT, client -> {
            client.send(begin);
            client.readAll();
        }));
    }

    @Test
    void serverThatSendsItsHeadByteByByteIsLeftAsWell() {
        assertEquals("http://HOST/: no complete head from HOST within 300ms", failure(IMPATIENT, client -> {
            client.send("HTTP/1.1 200 OK\r\nX: ");
            drip(client);
        }));
    }

    @Test
    void serverThatFallsSilentInItsBodyIsLeft() {
        assertEquals("http://HOST/: no more of the body from HOST within 300ms", failure(IMPATIENT, client -> {
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
            client.readAll();
        }));
    }

    @Test
    void slowBodyIsWaitedForUpToTheTimeForAllOfIt() throws Exception {
        FetchSettings settings = new FetchSettings(Duration.ofSeconds(2), Duration.ofSeconds(3), 1000, false, false);
        long begin = System.nanoTime();
        assertEquals("http://HOST/: no more of the body from HOST within the time for all of it",
                failure(settings, client -> {
                    client.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                    drip(client);
                }));
        assertTrue(System.nanoTime() - begin >= 1_000_000_000);
    }

    /** Sends a byte now and then until the client is gone. */
    private static void drip(RawPeer client) throws InterruptedException {
        try {
            while (true) {
                client.send((byte) 'x');
                Thread.sleep(DRIP_MILLIS);
            }
        } catch (IOException e) {
            // it is gone
        }
    }

    @Test
    @EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "a full backlog refuses elsewhere")
    void connectingIsPartOfTheTimeForAllOfIt() throws Exception {
        FetchSettings settings = new FetchSettings(PATIENCE.multipliedBy(3), IMPATIENCE, 1000, false, false);
        try (HappyEyeballsTest.Silence silence = HappyEyeballsTest.Silence.open()) {
            String url = url(silence.address(), "/");
            FutureTask<Long> fetching = new FutureTask<>(() -> fetch(settings, url));
            Thread.ofPlatform().start(fetching);
            ExecutionException e = assertThrows(ExecutionException.class,
                    () -> fetching.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            assertEquals("java.io.IOException: " + url + ": no connection to 127.0.0.1:" + silence.address().getPort()
                    + " within the time for all of it", e.getMessage());
        }
    }

    @Test
    void nobodyIsConnectedToAfterTheTimeForAllOfIt() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HttpUrl url = HttpUrl.parse("http://127.0.0.1:" + listener.getLocalPort());
            assertThrows(SocketTimeoutException.class, () -> HttpConnection.open(url, PATIENCE, System.nanoTime()));
        }
    }

    @Test
    void refusedConnectionNamesTheAddress() throws Exception {
        try (NobodyThere nobody = new NobodyThere()) {
            int port = nobody.address().getPort();
            ConnectException e = assertThrows(ConnectException.class, () -> fetch(PATIENT, "http://127.0.0.1:" + port));
            assertEquals("cannot connect to 127.0.0.1:" + port + ": Connection refused", e.getMessage());
        }
    }

    /** Answers every request with a redirect, or with a page where the path is {@code /page}. */
    private static HttpServer redirecting(int status, String location, AtomicInteger requests) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            answer(exchange, status, location);
        });
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange, int status, String location) throws IOException {
        try (exchange) {
            if (exchange.getRequestURI().getPath().equals("/page")) {
                exchange.sendResponseHeaders(200, 5);
                exchange.getResponseBody().write("hello".getBytes(StandardCharsets.UTF_8));
            } else {
                exchange.getResponseHeaders().set("Location", location);
                exchange.sendResponseHeaders(status, -1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectIsFollowed(int status) throws Exception {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = redirecting(status, "page?x", requests);
        try {
            fetch(PATIENT, url(server.getAddress(), "/"));
            assertEquals("hello", Files.readString(file));
            assertEquals(2, requests.get());
            assertTrue(heads.toString(StandardCharsets.UTF_8).startsWith("HTTP/1.1 " + status + " "));
            assertTrue(heads.toString(StandardCharsets.UTF_8).contains("HTTP/1.1 200 OK"));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void redirectsInACircleEnd() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = redirecting(302, "/", requests);
        try {
            String url = url(server.getAddress(), "/");
            IOException e = assertThrows(IOException.class, () -> fetch(PATIENT, url));
            assertEquals(url + ": more than 5 redirects", e.getMessage());
            assertEquals(6, requests.get());
            assertFalse(Files.exists(file));
        } finally {
            server.stop(0);
        }
    }
}
