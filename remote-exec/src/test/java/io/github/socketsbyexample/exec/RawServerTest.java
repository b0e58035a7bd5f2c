package io.github.socketsbyexample.exec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.RunningServer;

/** {@link RawServer} from a client's side. */
@ExtendWith(NoLeaks.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its commands are for a POSIX shell")
class RawServerTest {

    private static final String HTTP = "remote-exec: that is an HTTP request, not a command\n";

    private RunningServer server = running(new ExecLimits(ExecLimits.DEFAULT_TIME, 1 << 20, 16));

    @TempDir
    private Path folder;

    private static RunningServer running(ExecLimits limits) {
        try {
            return new RunningServer(new RawServer(RunningServer.ANY_PORT, RunningServer.SETTINGS, limits));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void restart(ExecLimits limits) throws IOException {
        server.close();
        server = running(limits);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private static String asked(RawPeer client, String command, int answerLength) throws IOException {
        client.send(command);
        return client.readText(answerLength);
    }

    @Test
    void aChunkIsACommandAndAChunkItsAnswer() throws IOException {
        try (RawPeer client = server.connect()) {
            assertEquals("hello\n", asked(client, "echo hello", 6));
            assertEquals("return null", asked(client, "true", 11));
            assertEquals("err\n", asked(client, "echo out; echo err >&2; false", 4));
            assertEquals("return null", asked(client, "echo out; false", 11));
            assertEquals("return null", asked(client, ":", 11));
        }
    }

    @Test
    void aCommandInPiecesIsOneCommand() throws IOException {
        try (RawPeer client = server.connect()) {
            for (char c : "echo hello".toCharArray()) {
                client.send((byte) c);
            }
            assertEquals("hello\n", client.readText(6));
        }
    }

    @Test
    void aHalfClosedClientStillReceivesTheAnswer() throws IOException {
        try (RawPeer client = server.connect()) {
            client.send("sleep 0.3; head -c 1000000 /dev/zero");
            client.halfClose();
            assertEquals(1_000_000, client.readAll().length);
        }
    }

    @Test
    void aClientThatLeavesTakesItsCommandAlong() throws IOException {
        String time = Processes.uniqueTime();
        try (RawPeer client = server.connect()) {
            client.send("sleep " + time + "; true");
            Processes.awaitRunning(time);
        }
        Processes.awaitGone(time);
    }

    @Test
    void anAnswerOverTheLimitEndsInAMarker() throws IOException {
        restart(new ExecLimits(ExecLimits.DEFAULT_TIME, 10, 1));
        try (RawPeer client = server.connect()) {
            String answer = "y\ny\ny\ny\ny\n\nremote-exec: killed after 10 bytes of output\n";
            assertEquals(answer, asked(client, "yes", answer.length()));
            assertEquals("hello\n", asked(client, "echo hello", 6));
        }
    }

    @Test
    void aCommandThatTakesTooLongSaysSoAfterAllThatItPrinted() throws IOException {
        restart(new ExecLimits(Duration.ofMillis(300), 10, 1));
        try (RawPeer client = server.connect()) {
            String answer = "out\nerr\n\nremote-exec: killed after 300ms\n";
            assertEquals(answer, asked(client, "echo out; echo err >&2; sleep 1000", answer.length()));
        }
    }

    @Test
    void aCommandIsAsLongAsTheDocumentsReadAndNoLonger() throws IOException {
        try (RawPeer client = server.connect()) {
            assertEquals("return null", asked(client, "true " + "x".repeat(1019), 11));
            client.send("true " + "x".repeat(1020));
            client.halfClose();
            assertEquals("remote-exec: a command is at most 1024 bytes long\n", new String(client.readAll(), UTF_8));
        }
    }

    @Test
    void framesAreRefusedInOneLine() throws IOException {
        try (RawPeer client = server.connect()) {
            client.send("\0\0\0\0\4true");
            client.halfClose();
            assertEquals("remote-exec: this server takes raw commands, and no frames\n",
                    new String(client.readAll(), UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /?;touch$IFS%s; HTTP/1.1\r\nHost: localhost\r\n\r\n", "touch %s HTTP/1.1\r\n\r\n",
            "X-A /?;touch$IFS%s; HTTP/1.1\r\nA: b\r\n\r\n", "\r\nGET /;touch$IFS%s HTTP/0.9\r\n",
            "GET  /?;touch$IFS%s;  HTTP/1.1\r\nHost: localhost\r\n\r\n", "touch  %s HTTP/2\n\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\ntouch %s\n"})
    void noRequestRunsAnythingWhereverItPauses(String form) throws Exception {
        Path proof = folder.resolve("x");
        String request = form.formatted(proof);
        List<RawPeer> clients = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        try {
            for (int cut : IntStream.range(1, request.length()).toArray()) {
                RawPeer client = server.connect();
                clients.add(client);
                threads.add(Thread.ofVirtual().start(() -> inTwo(client, request, cut)));
            }
            for (Thread thread : threads) {
                assertTrue(thread.join(Duration.ofSeconds(30)));
            }
            for (RawPeer client : clients) {
                assertEquals(HTTP, new String(client.readAll(), UTF_8));
            }
        } finally {
            for (RawPeer client : clients) {
                client.close();
            }
        }
        assertFalse(Files.exists(proof));
    }

    private static void inTwo(RawPeer client, String request, int cut) {
        byte[] bytes = request.getBytes(UTF_8);
        try {
            client.send(Arrays.copyOf(bytes, cut));
            Thread.sleep(50); // not to wait for anything: the pause is what is tested
            client.send(Arrays.copyOfRange(bytes, cut, bytes.length));
            client.halfClose();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 130_000, 1_000_000})
    void aLongRequestRunsNothing(int length) throws IOException {
        Path proof = folder.resolve("x");
        for (int i = 0; i < 20; i++) {
            try (RawPeer client = server.connect()) {
                client.send("GET /" + (";touch$IFS" + proof + ";").repeat(1 + length / 40) + " HTTP/1.1\r\n\r\n");
                client.halfClose();
                assertTrue(new String(client.readAll(), UTF_8).startsWith("remote-exec: "));
            }
        }
        assertFalse(Files.exists(proof));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST / HTTP/1.1\r\nHost: localhost\r\n\r\n", "\u0016\u0003\u0001", "\u0001\u0002"})
    void nothingRunsOnAConnectionThatHasCarriedSomethingElse(String first) throws IOException {
        Path proof = folder.resolve("x");
        try (RawPeer client = server.connect()) {
            client.send(first);
            String refusal = client.readText(20);
            assertTrue(refusal.startsWith("remote-exec: "), refusal);
            client.send("touch " + proof);
            client.halfClose();
            client.readAll();
        }
        assertFalse(Files.exists(proof));
    }

    @Test
    void whatIsHeldForClientsThatDoNotReadIsTheirSlotsAndForABoundedTime() throws IOException {
        restart(new ExecLimits(ExecLimits.DEFAULT_TIME, 8 << 20, 1));
        try (RawPeer silent = server.connect(); RawPeer other = server.connect()) {
            silent.send("head -c 8000000 /dev/zero"); // more than the network holds
            await().atMost(Duration.ofSeconds(20)).until(() -> silent.socket().getInputStream().available() > 0);
            other.send("true");
            String refusal = "remote-exec: 1 commands are running already; try again\n";
            assertEquals(refusal, other.readText(refusal.length())); // the slot is the unread answer's
            assertEquals("return null", asked(other, "true;", 11)); // until it is cut
        }
    }

    @Test
    void anAddressThatOthersCanReachIsRefused() {
        for (String address : List.of("0.0.0.0", "::", "192.0.2.1")) {
            assertThrows(IllegalArgumentException.class, () -> new RawServer(new InetSocketAddress(address, 0),
                    RunningServer.SETTINGS, ExecLimits.DEFAULT));
        }
    }
}
