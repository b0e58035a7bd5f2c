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
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.RunningServer;
import io.github.socketsbyexample.common.ServerSettings;

/** {@link ExecServer} from a client's side. */
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
            client.send(command("echo 'a\nb\u001b'"));
            answer(client);
            client.send(command("true " + "x".repeat(2000)));
            answer(client);
            client.halfClose();
            client.readAll();
        }
        server.close();
        assertEquals(List.of("Connected by " + name, "Received: echo 'a\\nb\\x1b'",
                "Received: true " + "x".repeat(1019) + "... (2005 bytes)", name + " close."),
                printed.toString(UTF_8).lines().toList());
    }

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

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 6, 7, 100, 2_000})
    void aClientThatLeavesTakesItsCommandAlongHoweverManyItHasSentAhead(int count) throws IOException {
        String time = Processes.uniqueTime();
        try (RawPeer client = server.connect()) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int i = 0; i < count; i++) {
                all.writeBytes(command("sleep " + time + "; echo x"));
            }
            client.send(all.toByteArray());
            Processes.awaitRunning(time);
        }
        Processes.awaitGone(time);
        server.close(); // nothing of what waited has begun meanwhile
        assertFalse(Processes.run(time));
    }

    @Test
    void whoSendsMoreAheadThanThereIsRoomForIsToldSoAndLeavesNothing() throws IOException {
        String time = Processes.uniqueTime();
        try (RawPeer client = server.connect()) {
            client.send(command("sleep " + time));
            Processes.awaitRunning(time);
            byte[] longest = command("echo " + "x".repeat(Frame.MAX_PAYLOAD - 5));
            for (int i = 0; i < 3; i++) {
                client.send(longest);
            }
            assertEquals(new Framed("", "remote-exec: more than 131072 bytes of commands sent ahead of their turn\n",
                    126), answer(client));
            assertFalse(Processes.run(time));
            client.halfClose();
            assertEquals(0, client.readAll().length);
        }
    }

    @Test
    void theStopKillsWhatRunsForClientsThatHaveSentAheadAndDoNotRead() throws IOException {
        String time = Processes.uniqueTime();
        List<RawPeer> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                RawPeer client = server.connect();
                clients.add(client);
                for (int k = 0; k < 50; k++) {
                    client.send(command(i % 2 == 0 ? "sleep " + time : "sleep " + time + " & yes"));
                }
            }
            await().atMost(Processes.DEADLINE).until(() -> Processes.count(time) == 10);
            server.close(); // fails if they do not end in time
            assertFalse(Processes.run(time));
        } finally {
            for (RawPeer client : clients) {
                client.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ls -l", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"})
    void textIsRefusedInOneLineOfText(String text) throws IOException {
        try (RawPeer client = server.connect()) {
            client.send(text);
            client.halfClose();
            assertEquals("remote-exec: that is no frame: does the other side speak the raw protocol?\n",
                    new String(client.readAll(), UTF_8));
        }
    }

    @Test
    void anErrorInAConversationEndsTheServerAndWhatItRuns() throws IOException {
        String time = Processes.uniqueTime();
        List<String> fails = new ArrayList<>();
        ExecServer failing = new ExecServer(RunningServer.ANY_PORT, RunningServer.SETTINGS, CommandPolicy.shell(),
                ExecLimits.DEFAULT, null) {
            @Override
            void converse(Socket socket, ClientConnection client, CommandRunner runner) throws IOException {
                if (!fails.isEmpty()) {
                    throw new OutOfMemoryError("Java heap space");
                }
                super.converse(socket, client, runner);
            }
        };
        FutureTask<IOException> serving = new FutureTask<>(() -> {
            try (failing) {
                return assertThrows(IOException.class, failing::serve);
            }
        });
        Thread.ofPlatform().start(serving);
        InetSocketAddress address = (InetSocketAddress) failing.localAddress();
        try (RawPeer client = RawPeer.connect(address)) {
            client.send(command("sleep " + time));
            Processes.awaitRunning(time);
            fails.add("the next one");
            RawPeer.connect(address).close();
            assertEquals("the server has stopped: java.lang.OutOfMemoryError: Java heap space",
                    serving.get(20, TimeUnit.SECONDS).getMessage());
            assertFalse(Processes.run(time));
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
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

    @Test
    void aClientThatSaysNothingHindersNobody() throws IOException {
        try (RawPeer silent = server.connect(); RawPeer client = server.connect()) {
            client.send(command("echo hello"));
            assertEquals(new Framed("hello\n", "", 0), answer(client));
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
