package io.github.socketsbyexample.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;

/** What passes between a client and a child process, here both played by sockets of the test. */
@ExtendWith(NoLeaks.class)
class ForkStreamRelayTest {

    private static final int CHUNK = 1 << 20;
    private static final int TOO_MUCH = 256 * CHUNK; // no system buffers that

    private Pair toClient;
    private Pair toChild;
    private Thread relay;

    /** Both ends of a connection: the peer's and the relay's. */
    private record Pair(RawPeer peer, Socket end) {

        static Pair connected() throws IOException {
            try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                RawPeer peer = RawPeer.connect((InetSocketAddress) listener.getLocalSocketAddress());
                return new Pair(peer, listener.accept());
            }
        }

        void close() throws IOException {
            peer.close();
            end.close();
        }
    }

    @BeforeEach
    void connectBoth() throws IOException {
        toClient = Pair.connected();
        toChild = Pair.connected();
        relay = Thread.ofVirtual().start(() -> {
            try {
                new ForkStreamRelay(toClient.end(), toClient.end(), toChild.end()).run();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @AfterEach
    void closeBoth() throws Exception {
        toClient.close();
        toChild.close();
        assertTrue(relay.join(Duration.ofSeconds(20)));
    }

    private RawPeer client() {
        return toClient.peer();
    }

    private RawPeer child() {
        return toChild.peer();
    }

    @Test
    void bytesPassUnchangedBothWays() throws Exception {
        byte[] question = new byte[1 << 20];
        new Random(1).nextBytes(question);
        Thread sender = Thread.ofVirtual().start(() -> {
            try {
                client().send(question);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });

        assertArrayEquals(question, child().read(question.length));
        child().send("answer");

        assertEquals("answer", client().readText(6));
        sender.join();
    }

    @Test
    void afterTheClientsEndOfStreamItStillGetsItsAnswer() throws Exception {
        client().send("question");
        client().halfClose();

        assertEquals("question", new String(child().readAll(), UTF_8));
        child().send("answer");
        child().halfClose();

        assertEquals("answer", new String(client().readAll(), UTF_8));
        assertTrue(relay.join(Duration.ofSeconds(20)));
    }

    @Test
    void afterTheChildsEndOfStreamItStillGetsTheRest() throws Exception {
        child().send("answer");
        child().halfClose();
        assertEquals("answer", new String(client().readAll(), UTF_8));

        client().send("more");
        client().halfClose();

        assertEquals("more", new String(child().readAll(), UTF_8));
    }

    @Test
    void aResetByTheClientIsAResetForTheChild() throws Exception {
        client().send("x");
        assertEquals("x", child().readText(1));

        client().reset();

        assertThrows(SocketException.class, () -> child().read(1));
    }

    @Test
    void aResetByTheChildIsAResetForTheClient() throws Exception {
        child().send("x");
        assertEquals("x", client().readText(1));

        child().reset();

        assertThrows(SocketException.class, () -> client().read(1));
    }

    @Test
    void aChildThatSendsToAClientWhoHasGoneIsReset() throws Exception {
        client().close();
        assertEquals(-1, child().socket().getInputStream().read());

        assertThrows(SocketException.class, () -> {
            while (true) {
                child().send(new byte[1024]);
            }
        });
    }

    @Test
    void anAnswerArrivesWholeAlthoughTheChildDidNotReadEverything() throws Exception {
        client().send(new byte[300_000]);
        byte[] answer = new byte[100_000];
        new Random(2).nextBytes(answer);

        child().send(answer);
        child().halfClose();
        child().close(); // with input unread: a reset follows the end of stream

        assertArrayEquals(answer, client().readAll());
    }

    /** A child that reads nothing, and answers when that has been noticed. */
    private static final class DeafChild extends Socket {

        private final CountDownLatch noticed = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public OutputStream getOutputStream() {
            return new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    noticed.countDown();
                    throw new SocketException("Broken pipe");
                }
            };
        }

        @Override
        public InputStream getInputStream() {
            return new FilterInputStream(new ByteArrayInputStream("answer".getBytes(UTF_8))) {
                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    try {
                        noticed.await();
                        if (closed.await(200, TimeUnit.MILLISECONDS)) { // nobody should do that now
                            throw new SocketException("Socket closed");
                        }
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    return super.read(bytes, offset, length);
                }
            };
        }

        @Override
        public void close() throws IOException {
            super.close();
            closed.countDown();
        }
    }

    @Test
    void aChildThatReadsNoMoreMayStillAnswer() throws Exception {
        Pair pair = Pair.connected();
        try (DeafChild child = new DeafChild()) {
            pair.peer().send("question");
            new ForkStreamRelay(pair.end(), pair.end(), child).run();
            assertEquals("answer", new String(pair.peer().readAll(), UTF_8));
        } finally {
            pair.close();
        }
    }

    @Test
    void aClientHasToWaitForAChildThatDoesNotRead() throws Exception {
        AtomicLong sent = new AtomicLong();
        Thread sender = Thread.ofVirtual().start(() -> {
            try {
                while (sent.get() < TOO_MUCH) {
                    client().send(new byte[CHUNK]);
                    sent.addAndGet(CHUNK);
                }
            } catch (IOException e) {
                return; // the end of the test
            }
        });

        await().atMost(Duration.ofSeconds(20)).until(() -> {
            long before = sent.get();
            return !sender.join(Duration.ofMillis(300)) && before > 0 && sent.get() == before;
        });
        assertTrue(sent.get() < TOO_MUCH);
        client().close();
        sender.join();
    }
}
