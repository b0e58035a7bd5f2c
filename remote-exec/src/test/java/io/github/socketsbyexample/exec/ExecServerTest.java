package io.github.socketsbyexample.exec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.RunningServer;
import io.github.socketsbyexample.common.ServerSettings;

/** {@link ExecServer} and {@link ExecConversation} from a client's side, in both protocols. */
@ExtendWith(NoLeaks.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its commands are for a POSIX shell")
class ExecServerTest {

    private final PrintStream screen = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private RunningServer server = running(CommandPolicy.shell(), ExecLimits.DEFAULT, RunningServer.SETTINGS);

    private static RunningServer running(CommandPolicy policy, ExecLimits limits, ServerSettings settings) {
        try {
            return new RunningServer(new ExecServer(RunningServer.ANY_PORT, settings, policy, limits, null));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void restart(CommandPolicy policy, ExecLimits limits, ServerSettings settings) throws IOException {
        server.close();
        server = running(policy, limits, settings);
    }

    @BeforeEach
    void watch() {
        System.setOut(new PrintStream(printed, true, UTF_8));
    }

    @AfterEach
    void stop() throws IOException {
        System.setOut(screen);
        server.close();
    }

    @Test
    void whatHappensIsPrintedOneLineEach() throws IOException {
        String name;
        try (RawPeer client = server.connect()) {
            name = Addresses.format(client.socket().getLocalSocketAddress());
            asked(client, "echo 'a\nb\u001b'", 4);
            asked(client, "true " + "x".repeat(2000), 11);
            client.halfClose();
            client.readAll();
        }
        server.close();
        assertEquals(List.of("Connected by " + name, "Received: echo 'a\\nb\\x1b'",
                "Received: true " + "x".repeat(1019) + "... (2005 bytes)", name + " close."),
                printed.toString(UTF_8).lines().toList());
    }

    // Raw

    @Test
    void aRawClientIsAnsweredWithoutBeingAsked() throws IOException {
        try (RawPeer client = server.connect()) {
            assertEquals("hello\n", asked(client, "echo hello", 6));
            assertEquals("return null", asked(client, "true", 11));
            assertEquals("err\n", asked(client, "echo out; echo err >&2; false", 4));
        }
    }

    @Test
    void aRawCommandOfOneByteIsACommand() throws IOException {
        try (RawPeer client = server.connect()) {
            assertEquals("return null", asked(client, ":", 11));
        }
    }

    @Test
    void aHalfClosedRawClientStillReceivesTheAnswer() throws IOException {
        try (RawPeer client = server.connect()) {
            client.send("sleep 0.3; seq 1 1000000");
            client.halfClose();
            assertEquals(6_888_896, client.readAll().length);
        }
    }

    @Test
    void aRawClientThatLeavesTakesItsCommandAlong() throws IOException {
        String time = Processes.uniqueTime();
        try (RawPeer client = server.connect()) {
            client.send("sleep " + time + "; true");
            Processes.awaitRunning(time);
        }
        Processes.awaitGone(time);
    }

    @Test
    void aRawAnswerOverTheLimitEndsInAMarker() throws IOException {
        restart(CommandPolicy.shell(), new ExecLimits(ExecLimits.DEFAULT_TIME, 10, 1), RunningServer.SETTINGS);
        try (RawPeer client = server.connect()) {
            String answer = "y\ny\ny\ny\ny\n\nremote-exec: killed after 10 bytes of output\n";
            assertEquals(answer, asked(client, "yes", answer.length()));
            assertEquals("hello\n", asked(client, "echo hello", 6));
        }
    }

    @Test
    void aRawCommandThatTakesTooLongSaysSo() throws IOException {
        restart(CommandPolicy.shell(), new ExecLimits(Duration.ofMillis(300), 10, 1), RunningServer.SETTINGS);
        try (RawPeer client = server.connect()) {
            String answer = "remote-exec: killed after 300ms\n";
            assertEquals(answer, asked(client, "sleep 1000", answer.length()));
        }
    }

    @Test
    void aBrowsersRequestIsNotRunButRefusedAndTheConnectionEnds() throws IOException {
        try (RawPeer client = server.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: localhost\r\n\r\ntrue");
            client.halfClose();
            assertEquals("remote-exec: that is an HTTP request, not a command\n", new String(client.readAll(), UTF_8));
        }
    }

    // Framed

    @Test
    void aFramedClientGetsBothStreamsAndTheExitCode() throws IOException {
        try (RawPeer client = server.connect()) {
            client.send(command("echo out; echo err >&2; exit 3"));
            assertEquals(new Framed("out\n", "err\n", 3), answer(client));
            client.send(command("printf '\\344\\270\\255'"));
            assertEquals(new Framed("中", "", 0), answer(client));
        }
    }

    @Test
    void outputIsStreamedWhileTheCommandRuns() throws IOException {
        String time = Processes.uniqueTime();
        try (RawPeer client = server.connect()) {
            client.send(command("echo early; sleep " + time));
            assertArrayEquals(new byte[]{1, 0, 0, 0, 6, 'e', 'a', 'r', 'l', 'y', '\n'}, client.read(11));
            Processes.awaitRunning(time); // begins after the output, and ends with the connection only
        }
        Processes.awaitGone(time);
    }

    @Test
    void aCommandFrameMayArriveByteByByte() throws IOException {
        try (RawPeer client = server.connect()) {
            for (byte b : command("echo hello")) {
                client.send(b);
            }
            assertEquals(new Framed("hello\n", "", 0), answer(client));
        }
    }

    @Test
    void commandsSentAheadAreAnsweredInOrder() throws IOException {
        try (RawPeer client = server.connect()) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int i = 0; i < 20; i++) {
                all.writeBytes(command("exit " + i));
            }
            client.send(all.toByteArray());
            for (int i = 0; i < 20; i++) {
                assertEquals(new Framed("", "", i), answer(client));
            }
        }
    }

    @Test
    void anEmptyCommandIsACommand() throws IOException {
        try (RawPeer client = server.connect()) {
            client.send(command(""));
            assertEquals(new Framed("", "", 0), answer(client));
        }
    }

    @Test
    void aFramedClientThatLeavesTakesItsCommandAlong() throws IOException {
        String time = Processes.uniqueTime();
        try (RawPeer client = server.connect()) {
            client.send(command("sleep " + time + " & sleep " + time));
            Processes.awaitRunning(time);
        }
        Processes.awaitGone(time);
    }

    @Test
    void aClientThatResetsTheConnectionTakesItsCommandAlong() throws IOException {
        String time = Processes.uniqueTime();
        try (RawPeer client = server.connect()) {
            client.send(command("sleep " + time));
            Processes.awaitRunning(time);
            client.reset();
        }
        Processes.awaitGone(time);
    }

    @Test
    void aCommandSentAheadIsNotRunForAClientThatHasLeft() throws IOException {
        String time = Processes.uniqueTime();
        String next = Processes.uniqueTime();
        try (RawPeer client = server.connect()) {
            client.send(command("sleep " + time));
            client.send(command("sleep " + next));
            Processes.awaitRunning(time);
        }
        Processes.awaitGone(time);
        server.close();
        assertFalse(Processes.run(next));
    }

    @Test
    void aClientThatReadsLateGetsAllThatWasPrintedAndTheReasonForTheEnd() throws IOException {
        restart(CommandPolicy.shell(), new ExecLimits(Duration.ofSeconds(1), 1L << 40, 1), RunningServer.SETTINGS);
        String time = Processes.uniqueTime();
        try (RawPeer client = server.connect()) {
            client.send(command("sleep " + time + " & yes"));
            Processes.awaitRunning(time);
            Processes.awaitGone(time); // a second later: the network is full, the command killed
            Framed answer = answer(client);
            assertTrue(answer.stdout().startsWith("y\ny\n"));
            assertEquals("remote-exec: killed after 1s\n", answer.stderr());
            assertEquals(124, answer.exitCode());
        }
    }

    @Test
    void aClientThatNeverReadsIsCutAndHoldsNothing() throws IOException {
        restart(CommandPolicy.shell(), new ExecLimits(Duration.ofSeconds(1), 1L << 40, 1), RunningServer.SETTINGS);
        String time = Processes.uniqueTime();
        try (RawPeer client = server.connect(); RawPeer other = server.connect()) {
            client.send(command("sleep " + time + " & yes"));
            Processes.awaitRunning(time);
            await().atMost(Duration.ofSeconds(25)).until(() -> { // a second to run, ten to read
                other.send(command("true"));
                return answer(other).exitCode() == 0;
            });
            assertFalse(Processes.run(time));
        }
    }

    @Test
    void aFrameThatIsTooLongIsRefusedInWordsAndTheConnectionEnds() throws IOException {
        try (RawPeer client = server.connect()) {
            client.send(ByteBuffer.allocate(5).put((byte) 0).putInt(1 << 20).array());
            client.send(new byte[1 << 20]);
            assertEquals(new Framed("", "remote-exec: a frame of 1048576 bytes is longer than 65531\n", 126),
                    answer(client));
            client.halfClose();
            assertEquals(0, client.readAll().length);
        }
    }

    @Test
    void aFrameOfAnotherTypeIsRefusedInWords() throws IOException {
        try (RawPeer client = server.connect()) {
            client.send(command("true"));
            assertEquals(new Framed("", "", 0), answer(client));
            client.send((byte) 7, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
            assertEquals(new Framed("", "remote-exec: there is no frame of type 7\n", 126), answer(client));
        }
    }

    @Test
    void aClientThatLeavesInsideAFrameRunsNothing() throws IOException {
        String time = Processes.uniqueTime();
        try (RawPeer client = server.connect()) {
            byte[] frame = command("sleep " + time);
            client.send(Arrays.copyOf(frame, frame.length - 1));
            client.halfClose();
            assertEquals(0, client.readAll().length);
        }
        assertFalse(Processes.run(time));
    }

    @Test
    void aListOfProgramsLeavesTheShellOut() throws IOException {
        restart(CommandPolicy.allowing("echo"), ExecLimits.DEFAULT, RunningServer.SETTINGS);
        try (RawPeer client = server.connect()) {
            client.send(command("echo $HOME; id 'a  b'"));
            assertEquals(new Framed("$HOME; id a  b\n", "", 0), answer(client));
            client.send(command("id"));
            assertEquals(new Framed("", "remote-exec: only these programs may be run: echo\n", 126), answer(client));
        }
    }

    // Both

    @Test
    void aClientThatSaysNothingHindersNobody() throws IOException {
        try (RawPeer silent = server.connect(); RawPeer client = server.connect()) {
            assertEquals("hello\n", asked(client, "echo hello", 6));
            silent.halfClose();
            assertEquals(0, silent.readAll().length);
        }
    }

    @Test
    void manyClientsAtOnceGetTheirOwnAnswers() throws IOException {
        List<RawPeer> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                RawPeer client = server.connect();
                clients.add(client);
                client.send(command("sleep 0.1; echo " + i));
            }
            for (int i = 0; i < 40; i++) {
                assertEquals(new Framed(i + "\n", "", 0), answer(clients.get(i)));
            }
        } finally {
            for (RawPeer client : clients) {
                client.close();
            }
        }
    }

    @Test
    void closingKillsWhatRuns() throws IOException {
        String time = Processes.uniqueTime();
        try (RawPeer client = server.connect()) {
            client.send(command("sleep " + time + " & sleep " + time));
            Processes.awaitRunning(time);
            server.close();
            assertFalse(Processes.run(time));
        }
    }

    @Test
    void closingLetsACommandEnd() throws Exception {
        restart(CommandPolicy.shell(), ExecLimits.DEFAULT,
                new ServerSettings(ServerSettings.DEFAULT_BACKLOG, true, Duration.ofSeconds(10)));
        try (RawPeer client = server.connect()) {
            client.send(command("echo begun; sleep 0.5; echo done"));
            client.read(11);
            Thread closing = Thread.ofPlatform().start(() -> {
                try {
                    server.close();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertEquals(new Framed("done\n", "", 0), answer(client));
            client.halfClose();
            closing.join();
        }
    }

    @Test
    void anAddressThatOthersCanReachIsRefusedWithoutTls() {
        for (String address : List.of("0.0.0.0", "::", "192.0.2.1")) {
            assertThrows(IllegalArgumentException.class,
                    () -> new ExecServer(new InetSocketAddress(address, 0), RunningServer.SETTINGS,
                            CommandPolicy.shell(), ExecLimits.DEFAULT, null));
        }
    }

    @Test
    void aHundredMegabytesPassThroughAFewOfMemory() throws IOException {
        byte[] sum = {0};
        long[] count = {0};
        PrintStream counting = new PrintStream(new OutputStream() {
            @Override
            public void write(int b) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                count[0] += length;
                sum[0] ^= bytes[offset];
            }
        });
        System.gc();
        long before = used();
        long most = 0;
        try (RawPeer client = server.connect()) {
            FramedClient framed = new FramedClient(client.socket().getInputStream(),
                    client.socket().getOutputStream(), counting, counting);
            assertEquals(0, framed.run("head -c 100000000 /dev/zero".getBytes(UTF_8)));
            System.gc();
            most = used();
        }
        assertEquals(100_000_000, count[0]);
        assertTrue(most - before < 20_000_000, (most - before) + " bytes are still held");
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static String asked(RawPeer client, String command, int answerLength) throws IOException {
        client.send(command);
        return client.readText(answerLength);
    }

    private static byte[] command(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return ByteBuffer.allocate(5 + bytes.length).put((byte) 0).putInt(bytes.length).put(bytes).array();
    }

    /** A whole answer, put together here without any class of the product. */
    private record Framed(String stdout, String stderr, int exitCode) {}

    private static Framed answer(RawPeer client) throws IOException {
        DataInputStream in = new DataInputStream(client.socket().getInputStream());
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        ByteArrayOutputStream stderr = new ByteArrayOutputStream();
        while (true) {
            int type = in.read();
            if (type == -1) {
                throw new EOFException();
            }
            byte[] payload = new byte[in.readInt()];
            in.readFully(payload);
            switch (type) {
                case 1 -> stdout.writeBytes(payload);
                case 2 -> stderr.writeBytes(payload);
                default -> {
                    return new Framed(stdout.toString(UTF_8), stderr.toString(UTF_8),
                            ByteBuffer.wrap(payload).getInt());
                }
            }
        }
    }
}
