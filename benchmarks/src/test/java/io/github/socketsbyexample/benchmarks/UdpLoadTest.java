package io.github.socketsbyexample.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.DatagramSettings;
import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RunningServer;
import io.github.socketsbyexample.udp.HelloServer;

/** Datagrams are lost without anyone's fault; the rest is the server's. */
@ExtendWith(NoLeaks.class)
class UdpLoadTest {

    private static final int MISTAKE = 30; // the datagram that it happens to

    /** What a server sends instead of the answer to one datagram. */
    @FunctionalInterface
    private interface Instead {
        void send(ByteBuffer answer, SocketAddress client, DatagramChannel socket) throws IOException;
    }

    private static final String CLOSED = "udp connections=8 time=150ms";
    private static final String OPEN = "udp rate=2000 time=150ms";
    private static final String LONGER_THAN_A_LOSS = "600ms"; // is waited for
    private static final byte[] GREETING = "Hello, ".getBytes(StandardCharsets.US_ASCII);

    private static Figures load(String job, SocketAddress server) throws IOException {
        return LoadGenerator.run(Job.parse(List.of((job + " warmup=1ms patience=2s to="
                + Addresses.format(server)).split(" "))));
    }

    private static Figures loadServerThat(Instead mistake) throws Exception {
        return loadServerThat(mistake, count -> count == MISTAKE, CLOSED);
    }

    private static Figures loadServerThat(Instead mistake, IntPredicate when, String job) throws Exception {
        DatagramChannel socket = DatagramChannel.open().bind(RunningServer.ANY_PORT);
        Thread thread = Thread.ofPlatform().start(() -> serve(socket, mistake, when));
        try {
            return load(job, socket.getLocalAddress());
        } finally {
            socket.send(ByteBuffer.allocate(0), socket.getLocalAddress()); // ends it when it has taken all before
            thread.join(10_000);
            socket.close();
        }
    }

    private static void serve(DatagramChannel socket, Instead mistake, IntPredicate when) {
        try {
            for (int count = 1;; count++) {
                ByteBuffer buffer = ByteBuffer.allocate(1000).put(GREETING);
                SocketAddress client = socket.receive(buffer);
                if (buffer.position() == GREETING.length) {
                    return; // the end of the test
                }
                ByteBuffer answer = buffer.put((byte) '!').flip();
                if (when.test(count)) {
                    mistake.send(answer, client, socket);
                } else {
                    socket.send(answer, client);
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {CLOSED, OPEN})
    void rightAnswersAreCounted(String job) throws IOException {
        try (RunningServer server = new RunningServer(
                new HelloServer(RunningServer.ANY_PORT, DatagramSettings.DEFAULT, true))) {
            Figures result = load(job, server.address());
            assertTrue(result.rate() > 0 && result.p50() > 0, result.toString());
            assertTrue(result.lost() < result.rate() / 50, result.toString()); // of 150 ms, a few
        }
    }

    @Test
    void rateIsNotExceeded() throws IOException {
        try (RunningServer server = new RunningServer(
                new HelloServer(RunningServer.ANY_PORT, DatagramSettings.DEFAULT, true))) {
            Figures result = load(OPEN, server.address());
            assertTrue(result.rate() < 2100, result.toString()); // on a busy machine it is less
        }
    }

    /** Some as their places have another turn, the last ones at the end. */
    @Test
    void everyLostAnswerIsCountedInAnOpenLoop() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Figures result = loadServerThat((answer, client, socket) -> asked.incrementAndGet(), count -> true,
                "udp rate=200 time=" + LONGER_THAN_A_LOSS); // so few that the server's buffer has room for all
        assertTrue(asked.get() > 0);
        assertEquals(asked.get(), result.lost(), result.toString());
    }

    @Test
    void answerThatComesTwiceIsReportedInAnOpenLoop() {
        WrongAnswerException wrong = assertThrows(WrongAnswerException.class,
                () -> loadServerThat((answer, client, socket) -> {
                    socket.send(answer.duplicate(), client);
                    socket.send(answer, client);
                }, count -> count == MISTAKE, OPEN));
        assertTrue(wrong.toString().endsWith(": a second answer"), wrong.getMessage());
    }

    @Test
    void lostAnswerIsCountedAndItsPlaceGoesOn() throws Exception {
        Figures result = loadServerThat((answer, client, socket) -> {}, count -> count == MISTAKE,
                CLOSED.replace("150ms", LONGER_THAN_A_LOSS));
        assertTrue(result.lost() >= 1, result.toString());
        assertTrue(result.rate() > 0, result.toString());
    }

    @Test
    void answerThatComesTwiceIsReported() {
        WrongAnswerException wrong = assertThrows(WrongAnswerException.class,
                () -> loadServerThat((answer, client, socket) -> {
                    socket.send(answer.duplicate(), client);
                    socket.send(answer, client);
                }));
        assertTrue(wrong.toString().endsWith(": a second answer"), wrong.getMessage());
    }

    @Test
    void wrongAnswerIsReported() {
        WrongAnswerException wrong = assertThrows(WrongAnswerException.class,
                () -> loadServerThat((answer, client, socket) -> socket
                        .send(answer.put(answer.limit() - 2, (byte) ~answer.get(answer.limit() - 2)), client)));
        assertTrue(wrong.toString().endsWith(": the answer is wrong"), wrong.getMessage());
    }

    @Test
    void answerToNothingIsReported() {
        WrongAnswerException wrong = assertThrows(WrongAnswerException.class,
                () -> loadServerThat((answer, client, socket) -> socket.send(answer.putLong(7, 4711), client)));
        assertEquals("an answer to a datagram that was not sent", wrong.getMessage());
    }

    @Test
    void silentServerIsReported() throws IOException {
        try (DatagramChannel silent = DatagramChannel.open().bind(RunningServer.ANY_PORT)) {
            IOException silence = assertThrows(IOException.class, () -> LoadGenerator.run(Job.parse(List.of(
                    ("udp time=5s patience=500ms to=" + Addresses.format(silent.getLocalAddress())).split(" ")))));
            assertEquals("no answer to any datagram within 500ms", silence.getMessage());
        }
    }
}
