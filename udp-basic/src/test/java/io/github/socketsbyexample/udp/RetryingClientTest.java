package io.github.socketsbyexample.udp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawDatagrams;

@ExtendWith(NoLeaks.class)
class RetryingClientTest {

    private static final Duration PATIENT = Duration.ofSeconds(20); // a second try comes after 645 ms
    private static final Duration HASTY = Duration.ofMillis(310);

    private static String ask(InetSocketAddress server, Duration timeout, String question) throws IOException {
        try (RetryingClient client = new RetryingClient(server, timeout)) {
            return new String(client.ask(question.getBytes(UTF_8), answer -> true), UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"question", ""})
    void aQuestionThatWasLostIsAskedAgain(String question) throws IOException {
        try (ScriptedDatagrams server = new ScriptedDatagrams(script -> {
            script.receive(); // and nothing else, as if it had never come
            RawDatagrams.Received again = script.receive();
            assertEquals(question, again.text());
            script.send(again.sender(), "answer");
        })) {
            assertEquals("answer", ask(server.address(), PATIENT, question));
        }
    }

    @Test
    void theAnswerToAnEarlierTryIsGoodEnough() throws IOException {
        try (ScriptedDatagrams server = new ScriptedDatagrams(script -> {
            InetSocketAddress client = script.receive().sender();
            script.receive();
            script.send(client, "late answer to the first try"); // none to the second
        })) {
            assertEquals("late answer to the first try", ask(server.address(), PATIENT, "question"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"question", ""})
    void whatAStrangerSendsIsNoAnswer(String question) throws IOException {
        try (ScriptedDatagrams server = new ScriptedDatagrams(script -> {
            InetSocketAddress client = script.receive().sender();
            try (RawDatagrams stranger = new RawDatagrams()) {
                stranger.send(client, "trust me"); // loopback keeps the order: this arrives first
            }
            script.send(client, "answer");
        })) {
            assertEquals("answer", ask(server.address(), PATIENT, question));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"question", ""})
    void theAnswerFromThisMachineIsTakenWhereAnyAddressWasAsked(String question) throws IOException {
        try (ScriptedDatagrams server = new ScriptedDatagrams(
                script -> script.send(script.receive().sender(), "answer"))) {
            InetSocketAddress any = new InetSocketAddress("0.0.0.0", server.address().getPort());
            assertEquals("answer", ask(any, PATIENT, question));
        }
    }

    @Test
    void anEmptyAnswerIsAnAnswer() throws IOException {
        try (ScriptedDatagrams server = new ScriptedDatagrams(script -> script.send(script.receive().sender()))) {
            assertEquals("", ask(server.address(), PATIENT, "question"));
        }
    }

    @Test
    void theLongestAnswerArrivesWhole() throws IOException {
        byte[] longest = "x".repeat(65_507).getBytes(UTF_8);
        try (ScriptedDatagrams server = new ScriptedDatagrams(
                script -> script.send(script.receive().sender(), longest));
                RetryingClient client = new RetryingClient(server.address(), PATIENT)) {
            assertArrayEquals(longest, client.ask(new byte[]{1}, answer -> true));
        }
    }

    @Test
    void aShortAnswerBringsNothingOfALongerOneBefore() throws IOException {
        try (ScriptedDatagrams server = new ScriptedDatagrams(script -> {
            script.send(script.receive().sender(), "a long answer");
            script.send(script.receive().sender(), "short");
        }); RetryingClient client = new RetryingClient(server.address(), PATIENT)) {
            client.ask(new byte[]{1}, answer -> true);
            assertEquals("short", new String(client.ask(new byte[]{2}, answer -> true), UTF_8));
        }
    }

    @Test
    void aPortWhereNobodyListensIsAnErrorAtOnce() throws IOException {
        InetSocketAddress nobody;
        try (RawDatagrams closed = new RawDatagrams()) {
            nobody = closed.address();
        }
        Duration forever = Duration.ofDays(1); // a try lasts 46 minutes
        ConnectException failure = assertThrows(ConnectException.class, () -> ask(nobody, forever, "question"));
        assertEquals("cannot reach " + Addresses.format(nobody) + ": port unreachable", failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"question", ""})
    void silenceEndsInATimeoutAfterAFewTries(String question) throws IOException {
        try (RawDatagrams silent = new RawDatagrams()) {
            long begin = System.nanoTime();
            assertThrows(SocketTimeoutException.class, () -> ask(silent.address(), HASTY, question));
            assertTrue(System.nanoTime() - begin >= HASTY.toNanos());
            silent.socket().setSoTimeout(1); // all of them have arrived: loopback does not linger
            AtomicInteger tries = new AtomicInteger();
            assertThrows(SocketTimeoutException.class, () -> {
                while (true) {
                    silent.receive();
                    tries.incrementAndGet();
                }
            });
            assertTrue(1 <= tries.get() && tries.get() <= 5, tries + " tries");
        }
    }

    @Test
    void theShortestTimeoutIsKeptToo() throws IOException {
        try (RawDatagrams silent = new RawDatagrams()) {
            assertThrows(SocketTimeoutException.class, () -> ask(silent.address(), Duration.ofMillis(1), "question"));
        }
    }

    @Test
    void aFloodOfWrongAnswersDoesNotProlongTheWait() throws IOException {
        CountDownLatch given = new CountDownLatch(1);
        try (ScriptedDatagrams server = new ScriptedDatagrams(script -> {
            InetSocketAddress client = script.receive().sender();
            while (!given.await(100, TimeUnit.MICROSECONDS)) {
                script.send(client, "wrong");
            }
        }); RetryingClient client = new RetryingClient(server.address(), HASTY)) {
            try {
                assertThrows(SocketTimeoutException.class, () -> client.ask(new byte[]{1}, answer -> false));
            } finally {
                given.countDown();
            }
        }
    }

    @Test
    void aQuestionThatNoDatagramHoldsIsAnErrorAtOnce() throws IOException {
        try (RawDatagrams server = new RawDatagrams()) {
            assertThrows(IOException.class, () -> ask(server.address(), Duration.ofDays(1), "x".repeat(65_508)));
        }
    }

    @Test
    void anUnknownHostIsNamed() {
        String tooLongForAName = "x".repeat(256); // no name server is asked for it
        InetSocketAddress server = InetSocketAddress.createUnresolved(tooLongForAName, 9999);
        ConnectException failure = assertThrows(ConnectException.class, () -> ask(server, PATIENT, "question"));
        assertEquals("cannot reach " + tooLongForAName + ":9999: unknown host", failure.getMessage());
    }
}
