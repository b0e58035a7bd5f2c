package io.github.socketsbyexample.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.NobodyThere;
import io.github.socketsbyexample.common.RunningServer;
import io.github.socketsbyexample.threaded.ConversationHandler;
import io.github.socketsbyexample.threaded.ThreadPerClientServer;

/** The load generator against servers that do as they should, and against some that do not. */
@ExtendWith(NoLeaks.class)
class LoadTest {

    private static final ConversationHandler ECHO = new EchoHandler(true);
    private static final int BUFFER_BYTES = 64 * 1024;

    private static final String IMPATIENT = " patience=500ms"; // to find soon that an answer does not come

    /** What a server does with a chunk that it has read. */
    @FunctionalInterface
    private interface Answer {
        void give(Socket client, byte[] chunk) throws IOException, InterruptedException;
    }

    /** What a server does wrong, once. */
    @SuppressWarnings("ImmutableEnumChecker") // functions that keep nothing
    enum Mistake {
        DROPS((client, chunk) -> {}), //
        DUPLICATES((client, chunk) -> {
            client.getOutputStream().write(chunk);
            client.getOutputStream().write(chunk);
        }), //
        CORRUPTS((client, chunk) -> {
            chunk[chunk.length - 1] ^= 1;
            client.getOutputStream().write(chunk);
        }), //
        CUTS((client, chunk) -> client.getOutputStream().write(chunk, 0, chunk.length - 1)), //
        CLOSES((client, chunk) -> client.close());

        private final Answer answer;

        Mistake(Answer answer) {
            this.answer = answer;
        }

        /** An echo that makes the mistake with one chunk, however many connections there are. */
        ConversationHandler handler(int when) {
            AtomicInteger chunks = new AtomicInteger();
            return answering((client, chunk) -> {
                int chunkNumber = chunks.incrementAndGet();
                if (chunkNumber == when) {
                    answer.give(client, chunk);
                } else {
                    Thread.sleep(chunkNumber < when ? 0 : 1); // the rest of the load's time need not be hard work
                    client.getOutputStream().write(chunk);
                }
            });
        }
    }

    private static ConversationHandler answering(Answer answer) {
        return client -> {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int n; (n = client.getInputStream().read(buffer)) != -1;) {
                answer.give(client, Arrays.copyOf(buffer, n));
            }
        };
    }

    private static RunningServer serving(ConversationHandler handler) throws IOException {
        return new RunningServer(new ThreadPerClientServer(
                RunningServer.SETTINGS.listen(RunningServer.ANY_PORT), handler, Thread.ofVirtual()));
    }

    private static Figures load(String job, SocketAddress server) throws IOException {
        return LoadGenerator.run(Job.parse(List.of((job + " to=" + Addresses.format(server)).split(" "))));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "echo connections=MANY", "echo connections=3 rate=2000", "churn connections=8", "bulk connections=3",
            "download bytes=64 say=0123456789012345678901234567890123456789012345678901234567890123 expect=0123"})
    void rightAnswersAreCounted(String job) throws IOException {
        try (RunningServer server = serving(ECHO)) {
            String many = Integer.toString(Machine.connections(200));
            Figures result = load(
                    job.replace("MANY", many) + " warmup=50ms time=200ms pid=" + ProcessHandle.current().pid(),
                    server.address());
            assertTrue(result.rate() > 0, result.toString());
            assertTrue(!(result.p50() > result.p99() || result.p99() > result.p999()), result.toString());
            assertTrue(!(result.slowest() > 1), result.toString());
            assertTrue(result.loadCpu() >= 0, result.toString()); // counted in ticks: may be too little to see
            assertEquals(result.toString(), Figures.parse(result.toString()).toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo connections=1 size=16", "echo connections=3 size=65536", "bulk connections=1"})
    @Tag("full")
    void rightAnswersAreCountedAtTheBoundsToo(String job) throws IOException {
        rightAnswersAreCounted(job);
    }

    @ParameterizedTest
    @ValueSource(strings = {"churn", "bulk"})
    @Tag("full")
    void allModesGoOverUnixSockets(String mode, @TempDir Path folder) throws Exception {
        unixSocketsAreServedToo(mode, folder);
    }

    @ParameterizedTest
    @ValueSource(strings = "echo")
    void unixSocketsAreServedToo(String mode, @TempDir Path folder) throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("echo"));
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
        Thread server = Thread.ofPlatform().start(() -> echoOneAfterAnother(listener));
        try {
            assertTrue(load(mode + " connections=1 warmup=1ms time=500ms", address).rate() > 0);
        } finally {
            listener.close();
            server.join(10_000);
        }
    }

    private static void echoOneAfterAnother(ServerSocketChannel listener) {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try {
            while (true) {
                try (SocketChannel client = listener.accept()) {
                    while (client.read(buffer.clear()) > 0) {
                        client.write(buffer.flip());
                    }
                }
            }
        } catch (ClosedChannelException e) {
            return; // the end of the test
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void connectionsThatAreHeldAreAnsweredOnce() throws IOException {
        int held = Machine.connections(100);
        AtomicInteger chunks = new AtomicInteger();
        try (RunningServer server = serving(answering((client, chunk) -> {
            chunks.incrementAndGet();
            client.getOutputStream().write(chunk);
        }))) {
            assertEquals(0, load("hold connections=" + held + " warmup=1ms time=50ms", server.address()).rate());
            assertEquals(held, chunks.get());
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneMistakeAmongManyAnswersIsReported(Mistake mistake) throws IOException {
        for (String job : List.of("echo connections=5", "echo connections=5 rate=3000", "bulk connections=2",
                "churn connections=5")) {
            try (RunningServer server = serving(mistake.handler(10))) {
                Class<? extends IOException> expected = mistake == Mistake.CLOSES
                        ? IOException.class // while we send to it, it is a reset
                        : WrongAnswerException.class;
                assertThrows(expected, () -> load(job + IMPATIENT + " warmup=1ms time=400ms", server.address()), job);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void mistakeWithTheLastAnswerIsReported(Mistake mistake) throws IOException {
        try (RunningServer server = serving(mistake.handler(7))) { // of the seven that hold asks for
            assertThrows(WrongAnswerException.class,
                    () -> load("hold connections=7" + IMPATIENT + " warmup=1ms time=1ms", server.address()));
        }
    }

    @Test
    void anotherConnectionsAnswerIsReported() throws IOException {
        AtomicReference<byte[]> before = new AtomicReference<>(new byte[64]);
        try (RunningServer server = serving(answering(
                (client, chunk) -> client.getOutputStream().write(before.getAndSet(chunk))))) {
            WrongAnswerException wrong = assertThrows(WrongAnswerException.class,
                    () -> load("echo connections=2", server.address()));
            assertTrue(
                    String.valueOf(wrong.getMessage())
                            .matches("connection [01], request 0: byte [0-9]+ of the answer is wrong"),
                    wrong.getMessage());
        }
    }

    @Test
    void serverThatKeepsAConnectionWhoseClientEndedItIsReported() throws IOException {
        try (RunningServer server = serving(client -> {
            ECHO.converse(client);
            Thread.sleep(Duration.ofSeconds(20));
        })) {
            WrongAnswerException wrong = assertThrows(WrongAnswerException.class,
                    () -> load("echo connections=2 time=10ms" + IMPATIENT, server.address()));
            assertEquals("2 connections whose clients ended their side were not closed by the server within 500ms",
                    wrong.getMessage());
        }
    }

    /** The point of an open loop: one stop of 300 ms is charged to all requests that were due meanwhile. */
    @ParameterizedTest
    @CsvSource({"rate=1000, 200000, 60000000", "rate=0, 0, 200000"})
    void stopOfTheServerIsChargedToAllWhoWereDue(String rate, double atLeast, double atMost) throws IOException {
        AtomicInteger chunks = new AtomicInteger();
        try (RunningServer server = serving(answering((client, chunk) -> {
            if (chunks.incrementAndGet() == 100) {
                Thread.sleep(300);
            }
            client.getOutputStream().write(chunk);
        }))) {
            Figures result = load("echo connections=1 warmup=1ms time=500ms " + rate, server.address());
            assertTrue(result.p99() >= atLeast && result.p99() <= atMost, result.toString());
        }
    }

    @Test
    void absentServerIsNamed() throws IOException {
        try (NobodyThere nobody = new NobodyThere()) {
            for (String mode : List.of("echo", "churn", "hold")) {
                IOException refused = assertThrows(IOException.class, () -> load(mode, nobody.address()));
                assertTrue(refused.toString().contains("onnection refused"), refused.toString());
            }
        }
    }
}
