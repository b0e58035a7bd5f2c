package io.github.socketsbyexample.exec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.socketsbyexample.common.MultiAddressConnector;
import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.Reports;
import io.github.socketsbyexample.common.RunningServer;
import io.github.socketsbyexample.common.ScriptedServer;
import io.github.socketsbyexample.common.TestKeys;

/** {@link MutualTls}, with frames over it. */
@ExtendWith(NoLeaks.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its commands are for a POSIX shell")
class MutualTlsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    static Path folder;

    private static Path serverKeys;
    private static Path clientKeys;
    private static Path trusted;
    private static MutualTls atServer;
    private static MutualTls atClient;
    private static MutualTls elsewhere;
    private static MutualTls stranger;

    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(stdout, true, UTF_8);

    @BeforeAll
    static void makeKeys() throws Exception {
        serverKeys = TestKeys.keystore(folder.resolve("server"), "ip:127.0.0.1,dns:localhost");
        clientKeys = TestKeys.keystore(folder.resolve("client"), "dns:client.example");
        Path elsewhereKeys = TestKeys.keystore(folder.resolve("elsewhere"), "dns:elsewhere.example");
        Path strangerKeys = TestKeys.keystore(folder.resolve("stranger"), "dns:stranger.example");
        trusted = TestKeys.truststore(folder.resolve("trusted"), List.of(serverKeys, clientKeys, elsewhereKeys));
        atServer = new MutualTls(serverKeys, trusted, TestKeys.password());
        atClient = new MutualTls(clientKeys, trusted, TestKeys.password());
        elsewhere = new MutualTls(elsewhereKeys, trusted, TestKeys.password());
        stranger = new MutualTls(strangerKeys, trusted, TestKeys.password());
    }

    private static RunningServer start(MutualTls tls) throws IOException {
        return new RunningServer(new ExecServer(RunningServer.ANY_PORT, RunningServer.SETTINGS, CommandPolicy.shell(),
                ExecLimits.DEFAULT, tls));
    }

    private static Socket connect(InetSocketAddress server, MutualTls tls) throws IOException {
        Socket socket = MultiAddressConnector.connect(server, TIMEOUT);
        try {
            return tls.connect(socket, "127.0.0.1");
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private FramedClient framed(Socket socket) throws IOException {
        return new FramedClient(socket.getInputStream(), socket.getOutputStream(), out, out);
    }

    @Test
    void framesTravelWhenBothShowTrustedCertificates() throws IOException {
        try (RunningServer server = start(atServer); Socket socket = connect(server.address(), atClient)) {
            FramedClient client = framed(socket);
            assertEquals(3, client.run("echo hello; exit 3".getBytes(UTF_8)));
            assertEquals(0, client.run("seq 1 1000000".getBytes(UTF_8)));
            assertEquals(6 + 6_888_896, stdout.size());
        }
    }

    @Test
    void aClientThatLeavesTakesItsCommandAlong() throws IOException {
        String time = Processes.uniqueTime();
        try (RunningServer server = start(atServer)) {
            try (Socket socket = connect(server.address(), atClient)) {
                socket.getOutputStream()
                        .write(("\0\0\0\0" + (char) (12 + time.length()) + "yes & sleep " + time)
                                .getBytes(UTF_8));
                Processes.awaitRunning(time);
            }
            Processes.awaitGone(time);
        }
    }

    @Test
    void aClientWithoutACertificateRunsNothing() throws Exception {
        SSLContext nobody = TestKeys.context(trusted, trusted); // which holds no keys
        assertRunsNothing(socket -> nobody.getSocketFactory()
                .createSocket(socket, "127.0.0.1", socket.getPort(), true));
    }

    @Test
    void aClientWithACertificateThatIsNotTrustedRunsNothing() throws Exception {
        assertRunsNothing(socket -> stranger.connect(socket, "127.0.0.1"));
    }

    /** How a client gets at a server over a connection. */
    @FunctionalInterface
    private interface Approach {
        Socket secure(Socket connected) throws IOException;
    }

    private void assertRunsNothing(Approach approach) throws IOException {
        String time = Processes.uniqueTime();
        try (RunningServer server = start(atServer)) {
            try (Socket connected = MultiAddressConnector.connect(server.address(), TIMEOUT)) {
                // TLS 1.3: the client learns of the refusal only when it reads
                assertThrows(IOException.class, () -> {
                    try (Socket socket = approach.secure(connected)) {
                        framed(socket).run(("sleep " + time).getBytes(UTF_8));
                    }
                });
            }
            try (Socket socket = connect(server.address(), atClient)) {
                assertEquals(0, framed(socket).run("true".getBytes(UTF_8)));
            }
            assertFalse(Processes.run(time));
        }
    }

    @Test
    void aServerWithACertificateForAnotherHostIsRefused() throws IOException {
        try (RunningServer server = start(elsewhere)) {
            SSLHandshakeException e = assertThrows(SSLHandshakeException.class,
                    () -> connect(server.address(), atClient));
            assertTrue(String.valueOf(e.getMessage()).contains("No subject alternative names matching"), e.toString());
        }
    }

    @Test
    void aServerWithACertificateThatIsNotTrustedIsRefused() throws IOException {
        try (RunningServer server = start(stranger)) {
            assertThrows(SSLHandshakeException.class, () -> connect(server.address(), atClient));
        }
    }

    @ParameterizedTest
    @CsvSource({"past,-10d,has expired on", "future,+10d,is not valid before"})
    void aCertificateThatIsNotValidNowIsRefusedByBothSidesAlthoughItIsInTheTrustStore(String name, String begin,
            String line) throws Exception {
        Path other = TestKeys.keystore(folder.resolve(name), "ip:127.0.0.1", begin);
        Path both = TestKeys.truststore(folder.resolve("both" + name), List.of(serverKeys, other));
        MutualTls valid = new MutualTls(serverKeys, both, TestKeys.password());
        MutualTls invalid = new MutualTls(other, both, TestKeys.password());
        try (RunningServer server = start(invalid)) {
            IOException e = assertThrows(SSLHandshakeException.class, () -> connect(server.address(), valid));
            assertTrue(String.valueOf(e.getMessage()).contains(line), e.toString());
        }
        Reports reports = new Reports();
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = MultiAddressConnector.connect((InetSocketAddress) listener.getLocalSocketAddress(),
                        TIMEOUT)) {
            FutureTask<Integer> asking = new FutureTask<>(
                    () -> framed(invalid.connect(socket, "127.0.0.1")).run("true".getBytes(UTF_8)));
            Thread.ofVirtual().start(asking);
            try (ClientConnection connection = new ClientConnection(listener.accept(), valid, timer, reports.log())) {
                connection.report(assertThrows(IOException.class, () -> connection.secured(TIMEOUT)));
            }
            assertTrue(reports.lines().toString().contains(line), reports.lines().toString());
            ExecutionException told = assertThrows(ExecutionException.class,
                    () -> asking.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS));
            SSLException refusal = assertInstanceOf(SSLException.class, told.getCause());
            String explained = String.valueOf(invalid.explained(refusal).getMessage());
            assertTrue(explained.contains("Received fatal alert"), explained);
            assertTrue(explained.contains(line), explained);
        } finally {
            timer.shutdownNow();
        }
    }

    @Test
    void aClientThatSpeaksNoTlsRunsNothing() throws IOException {
        String time = Processes.uniqueTime();
        try (RunningServer server = start(atServer); RawPeer client = server.connect()) {
            client.send("sleep " + time);
            client.readAll(); // an alert, then the end
            assertFalse(Processes.run(time));
        }
    }

    @Test
    void aHandshakeThatFailsIsReported() throws IOException {
        Reports reports = new Reports();
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RawPeer client = RawPeer.connect((InetSocketAddress) listener.getLocalSocketAddress())) {
            client.send("no TLS at all");
            try (ClientConnection connection = new ClientConnection(listener.accept(), atServer, timer,
                    reports.log())) {
                IOException e = assertThrows(IOException.class, () -> connection.secured(TIMEOUT));
                connection.report(e);
                assertEquals(List.of(connection.peer() + ": " + e.getMessage()), reports.lines());
            }
        } finally {
            timer.shutdownNow();
        }
    }

    @Test
    void aHandshakeThatNeverComesHindersNobodyAndIsCut() throws IOException {
        try (RunningServer server = start(atServer); RawPeer silent = server.connect()) {
            try (Socket socket = connect(server.address(), atClient)) {
                assertEquals(0, framed(socket).run("true".getBytes(UTF_8)));
            }
            assertEquals(0, silent.readAll().length);
        }
    }

    @Test
    void anAnswerThatIsCutOffWithoutACloseNotifyIsNotWhole() throws IOException {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            Socket socket = atServer.accept(peer.socket());
            socket.getInputStream().readNBytes(9);
            socket.getOutputStream().write(new byte[]{1, 0, 0, 0, 4, 'h', 'a', 'l', 'f'});
            peer.socket().shutdownOutput(); // below TLS, as somebody on the way could
            peer.socket().getInputStream().readAllBytes();
        }); Socket socket = connect(server.address(), atClient)) {
            FramedClient client = framed(socket);
            assertThrows(EOFException.class, () -> client.run("true".getBytes(UTF_8)));
            assertEquals("half", stdout.toString(UTF_8));
        }
    }

    @Test
    void aStoreThatCanNotBeReadIsNamed() throws IOException {
        Path missing = folder.resolve("missing.p12");
        Path garbage = Files.writeString(folder.resolve("garbage.p12"), "no keys");
        for (Path file : List.of(missing, garbage)) {
            IOException e = assertThrows(IOException.class,
                    () -> new MutualTls(file, trusted, TestKeys.password()));
            assertTrue(String.valueOf(e.getMessage()).startsWith(file.toString()), e.toString());
        }
        IOException e = assertThrows(IOException.class,
                () -> new MutualTls(serverKeys, trusted, "wrong".toCharArray()));
        assertTrue(String.valueOf(e.getMessage()).startsWith(serverKeys.toString()), e.toString());
    }

    @Test
    void anAddressThatOthersCanReachIsServedWithTls() throws IOException {
        try (RunningServer server = new RunningServer(new ExecServer(new InetSocketAddress("0.0.0.0", 0),
                RunningServer.SETTINGS, CommandPolicy.shell(), ExecLimits.DEFAULT, atServer));
                Socket socket = connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.address().getPort()),
                        atClient)) {
            assertEquals(0, framed(socket).run("true".getBytes(UTF_8)));
        }
    }
}
