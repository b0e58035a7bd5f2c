package io.github.socketsbyexample.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.ScriptedServer;
import io.github.socketsbyexample.tools.ExampleProcess;
import io.github.socketsbyexample.tools.Installation;

/** http-fetch's fetch as a process: exit codes, what goes to which stream, which files there are, how much memory. */
class FetchIT {

    /** How to trust a certificate, as http-fetch/README.md has it. */
    static final String IMPORT = "keytool -importcert -noprompt -alias own -file server.pem -keystore trusted.p12"
            + " -storepass changeit";
    static final String FETCH_WITH_TRUST = "java -Djavax.net.ssl.trustStore=trusted.p12"
            + " -Djavax.net.ssl.trustStorePassword=changeit"
            + " -jar http-fetch/target/http-fetch.jar fetch https://127.0.0.1:8443/";

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private ExampleProcess fetch(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("fetch"));
        command.addAll(List.of(arguments));
        return new ExampleProcess(Installation.java("http-fetch", command), folder, line -> {}, line -> {});
    }

    private static String url(InetSocketAddress server) {
        return "http://127.0.0.1:" + server.getPort() + "/";
    }

    private static void readRequest(RawPeer client) throws IOException {
        StringBuilder request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0) {
            request.append(client.readText(1));
        }
    }

    private void assertFails(int exit, String line, ExampleProcess fetch) throws Exception {
        try (fetch) {
            assertEquals(exit, fetch.awaitExit(DEADLINE));
            assertEquals(List.of(line), fetch.complaints());
            assertEquals(0, folder.toFile().list().length, "nothing is left behind");
        }
    }

    private void assertFails(String reason, ScriptedServer.Script script) throws Exception {
        assertFails(reason, "30s", script);
    }

    private void assertFails(String reason, String timeout, ScriptedServer.Script script) throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            readRequest(client);
            script.play(client);
        })) {
            String address = "127.0.0.1:" + server.address().getPort();
            assertFails(1, "http://" + address + "/: " + reason.replace("HOST", address),
                    fetch("--timeout", timeout, url(server.address())));
        }
    }

    @Test
    void whatAServerDoesWrongIsOneLineWithItsUrl() throws Exception {
        assertFails("connection closed inside the status line", RawPeer::halfClose);
        assertFails("Connection reset", RawPeer::reset);
        assertFails("no complete head from HOST within 500ms", "500ms", client -> {
            client.send("HTTP/1.1 200 OK\r\nServer: x");
            client.readAll();
        });
        assertFails("connection closed after 5 of 10 bytes",
                client -> client.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello"));
        assertFails("404 Not Found", client -> client.send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "127.0.0.1:80", "http://127.0.0.1/a b", "http://127.0.0.1/\r\nX: y"})
    void whatIsNoUrlIsWrongUsage(String url) throws Exception {
        try (ExampleProcess fetch = fetch(url)) {
            assertEquals(2, fetch.awaitExit(DEADLINE));
            assertEquals(1, fetch.complaints().size());
            assertTrue(fetch.complaints().getFirst().startsWith("URL: "), fetch.complaints().toString());
        }
    }

    @Test
    void missingUrlIsWrongUsage() throws Exception {
        assertFails(2, "URL is missing (see ./sockets http-fetch fetch --help)", fetch());
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "other systems have file names in a charset that has all characters")
    void fileNameThatTheLocaleCannotHoldStaysEncoded() throws Exception {
        CommandLineIT.requirePathWithoutALocale();
        try (ScriptedServer server = new ScriptedServer(client -> {
            readRequest(client);
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        })) {
            List<String> command = new ArrayList<>(List.of("env", "LC_ALL=POSIX"));
            command.addAll(Installation.java("http-fetch", List.of("fetch", url(server.address()) + "%E4%BD%A0.txt")));
            try (ExampleProcess fetch = new ExampleProcess(command, folder, line -> {}, line -> {})) {
                assertEquals(0, fetch.awaitExit(DEADLINE), () -> fetch.complaints().toString());
                assertEquals("Saved %E4%BD%A0.txt (5 bytes)", fetch.printed().getLast());
            }
        }
        assertEquals("hello", Files.readString(folder.resolve("%E4%BD%A0.txt")));
    }

    @Test
    void bodyOnStandardOutputIsAloneThere() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            readRequest(client);
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello\n");
        }); ExampleProcess fetch = fetch("-o", "-", url(server.address()))) {
            assertEquals(0, fetch.awaitExit(DEADLINE));
            assertEquals(List.of("hello"), fetch.printed());
            assertEquals(List.of("HTTP/1.1 200 OK", "Content-Length: 6", ""), fetch.complaints());
            assertEquals(0, folder.toFile().list().length);
        }
    }

    @Test
    void contentCodingThatNobodyAskedForIsSaid() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            readRequest(client);
            client.send("HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 6\r\n\r\npacked");
        }); ExampleProcess fetch = fetch(url(server.address()))) {
            assertEquals(0, fetch.awaitExit(DEADLINE));
            assertEquals(List.of("content encoding 'br' was not asked for: saved as it comes"
                    + " (--compressed asks for gzip, and expands it)"), fetch.complaints());
            assertEquals("packed", Files.readString(folder.resolve("index.html")));
        }
    }

    @Test
    void fileWhereNoneCanBeIsAFailureInOneLine() throws Exception {
        Files.writeString(folder.resolve("file"), "");
        try (ScriptedServer server = new ScriptedServer(client -> {
            readRequest(client);
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello\n");
        }); ExampleProcess fetch = fetch("-o", "file/page", url(server.address()))) {
            assertEquals(1, fetch.awaitExit(DEADLINE));
            assertEquals(1, fetch.complaints().size(), () -> fetch.complaints().toString());
        }
    }

    @Test
    void fetchThatIsStoppedLeavesNothing() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            readRequest(client);
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
            client.readAll();
        }); ExampleProcess fetch = fetch(url(server.address()))) {
            fetch.awaitLines(3, DEADLINE); // the head: the body has begun, or does now
            fetch.terminate();
            fetch.awaitExit(DEADLINE);
            List<String> complaints = new ArrayList<>(fetch.complaints());
            complaints.removeIf(line -> line.endsWith("the program is being stopped")); // just before it made the file
            assertEquals(List.of(), complaints);
            assertEquals(0, folder.toFile().list().length);
        }
    }

    @Test
    void largeBodyIsSavedInFlatMemory() throws Exception {
        long size = 256L << 20;
        byte[] chunk = new byte[1 << 20];
        try (ScriptedServer server = new ScriptedServer(client -> {
            readRequest(client);
            client.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
            for (long sent = 0; sent < size; sent += chunk.length) {
                client.send(chunk);
            }
        })) {
            List<String> command = new ArrayList<>(Installation.java("http-fetch",
                    List.of("fetch", "-o", "large", url(server.address()))));
            command.addAll(1, List.of("-Xmx16m", "-XX:MaxDirectMemorySize=1m"));
            try (ExampleProcess fetch = new ExampleProcess(command, folder, line -> {}, line -> {})) {
                assertEquals(0, fetch.awaitExit(DEADLINE), () -> fetch.complaints().toString());
                assertEquals(size, Files.size(folder.resolve("large")));
            }
        }
    }

    @Test
    void aCertificateOfOnesOwnIsRefusedUntilItIsTrustedAsTheReadmeSays() throws Exception {
        run("keytool -J-XX:TieredStopAtLevel=1 -genkeypair -alias own -keyalg EC -dname CN=own -ext san=ip:127.0.0.1 -validity 2"
                + " -keystore server.p12 -storepass changeit");
        run("keytool -J-XX:TieredStopAtLevel=1 -exportcert -rfc -alias own -file server.pem -keystore server.p12 -storepass changeit");
        try (SSLServerSocket server = (SSLServerSocket) serverContext().getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout((int) DEADLINE.toMillis());
            Thread answering = Thread.ofPlatform().start(() -> answerTwo(server));
            String url = "https://127.0.0.1:" + server.getLocalPort() + "/";
            try (ExampleProcess fetch = fetch(url)) {
                assertEquals(1, fetch.awaitExit(DEADLINE));
                assertEquals(List.of(url + ": nobody whom this JVM trusts has signed the server's certificate"
                        + " (PKIX path building failed); if you do trust it, http-fetch/README.md tells how to say so"),
                        fetch.complaints());
            }
            run(IMPORT);
            run(FETCH_WITH_TRUST.replace("https://127.0.0.1:8443/", url));
            assertEquals("hello", Files.readString(folder.resolve("index.html")));
            assertTrue(answering.join(DEADLINE));
        }
    }

    private void run(String line) throws Exception {
        List<String> command = new ArrayList<>(List.of(line.split(" ")));
        command.set(0, Path.of(System.getProperty("java.home"), "bin", command.getFirst()).toString());
        command.replaceAll(word -> word.endsWith(".jar") ? Installation.home().resolve(word).toString() : word);
        try (ExampleProcess process = new ExampleProcess(command, folder, each -> {}, each -> {})) {
            assertEquals(0, process.awaitExit(DEADLINE), () -> process.complaints().toString());
        }
    }

    private SSLContext serverContext() throws Exception {
        char[] password = "changeit".toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(folder.resolve("server.p12").toFile(), password), password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static void answerTwo(SSLServerSocket server) {
        for (int i = 0; i < 2; i++) {
            try {
                answer(server);
            } catch (IOException e) {
                assertEquals(0, i, e::toString); // the first client refuses the certificate
            }
        }
    }

    private static void answer(SSLServerSocket server) throws IOException {
        try (Socket client = server.accept()) {
            client.setSoTimeout((int) DEADLINE.toMillis());
            client.getInputStream().read(new byte[8192]);
            client.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello".getBytes(UTF_8));
        }
    }
}
