package io.github.socketsbyexample.threaded;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.RunningServer;
import io.github.socketsbyexample.common.Server;

/** What the one thread must take care of by itself. */
@ExtendWith(NoLeaks.class)
class SelectorServerTest {

    private static final long FAR_BEYOND_ALL_BUFFERS = 256L * 1024 * 1024;
    private static final Duration STUCK = Duration.ofMillis(500);

    private static ServerSocketChannel listener() throws IOException {
        return RunningServer.SETTINGS.listen(ServerSocketChannel.open().socket(), RunningServer.ANY_PORT).getChannel();
    }

    private static void assertEcho(RawPeer peer, String text) throws IOException {
        peer.send(text);
        assertEquals(text, peer.readText(text.length()));
    }

    @Test
    void readsNoMoreFromAClientThatDoesNotReadAndGoesOnWhenItDoes() throws Exception {
        try (RunningServer server = new RunningServer(
                new SelectorServer(listener(), Protocols.ECHO.states(), Duration.ZERO));
                SocketChannel greedy = SocketChannel.open(server.address())) {
            greedy.configureBlocking(false);
            long sent = sendUntilStuck(greedy);
            assertTrue(sent < FAR_BEYOND_ALL_BUFFERS, "the server holds what the client does not read");
            assertIdle();
            try (RawPeer other = server.connect()) {
                assertEcho(other, "not held up");
            }
            greedy.configureBlocking(true);
            ByteBuffer echo = ByteBuffer.allocate(64 * 1024);
            long received = 0;
            while (received < sent) {
                received += greedy.read(echo.clear());
            }
            assertEquals(sent, received);
        }
    }

    /** A selector that is told of readiness which nobody uses would spin. */
    private static void assertIdle() throws InterruptedException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long serving = Thread.getAllStackTraces()
                .keySet()
                .stream()
                .filter(thread -> thread.getName().equals("serving"))
                .findFirst()
                .orElseThrow()
                .threadId();
        long before = threads.getThreadCpuTime(serving);
        Thread.sleep(STUCK);
        assertTrue(threads.getThreadCpuTime(serving) - before < STUCK.toNanos() / 5, "the selector spins");
    }

    private static long sendUntilStuck(SocketChannel channel) throws IOException, InterruptedException {
        long sent = 0;
        long lastProgress = System.nanoTime();
        while (System.nanoTime() - lastProgress < STUCK.toNanos() && sent < FAR_BEYOND_ALL_BUFFERS) {
            int n = channel.write(ByteBuffer.allocate(64 * 1024));
            if (n == 0) {
                Thread.sleep(1); // until there is room, or it is clear that there will be none
            } else {
                sent += n;
                lastProgress = System.nanoTime();
            }
        }
        return sent;
    }

    @Test
    void anAcceptThatFailsIsTriedAgainWithoutSpinningWhileOthersAreServed() throws Exception {
        ServerSocketChannel listener = listener();
        AtomicInteger attempts = new AtomicInteger();
        AtomicBoolean outage = new AtomicBoolean();
        SelectorServer.Accept accept = () -> {
            if (outage.get()) {
                attempts.incrementAndGet();
                throw new IOException("Too many open files");
            }
            return listener.accept();
        };
        try (RunningServer server = new RunningServer(
                new SelectorServer(listener, accept, Protocols.ECHO.states(), Duration.ZERO));
                RawPeer before = server.connect()) {
            assertEcho(before, "before");
            outage.set(true);
            try (RawPeer peer = server.connect()) {
                peer.send("waiting");
                await().until(() -> attempts.get() > 3);
                peer.socket().setSoTimeout(200);
                assertThrows(SocketTimeoutException.class, () -> peer.read(1));
                assertEcho(before, "meanwhile");
                assertTrue(attempts.get() < 30, attempts + " attempts");
                outage.set(false);
                peer.socket().setSoTimeout(20_000);
                assertEquals("waiting", peer.readText(7));
            }
        }
    }

    @Test
    void closeWakesAThreadThatWaitsForNothing() throws Exception {
        Server server = new SelectorServer(listener(), Protocols.ECHO.states(), Duration.ofHours(1));
        try (RunningServer running = new RunningServer(server); RawPeer peer = running.connect()) {
            assertEcho(peer, "then gone");
            peer.halfClose();
            assertEquals(0, peer.readAll().length);
            server.close();
            running.awaitEnd();
        }
    }

    @Test
    void anErrorAtTheFirstWordStopsTheServerAndEndsThatConversationToo() throws Exception {
        ServerSocketChannel listener = listener();
        try (RawPeer peer = RawPeer.connect((InetSocketAddress) listener.getLocalAddress());
                Server server = new SelectorServer(listener, client -> {
                    throw new OutOfMemoryError("as if");
                }, Duration.ZERO)) {
            IOException e = assertThrows(IOException.class, server::serve);
            assertEquals("the server has stopped: java.lang.OutOfMemoryError: as if", e.getMessage());
            assertEquals(0, peer.readAll().length);
        }
    }

    @Test
    void aProtocolThatFailsAtTheFirstWordLosesThatClientAlone() throws Exception {
        AtomicInteger clients = new AtomicInteger();
        Function<String, SelectorConversation> protocol = client -> {
            if (clients.incrementAndGet() == 1) {
                throw new IllegalStateException("bug");
            }
            return Protocols.ECHO.states().apply(client);
        };
        try (RunningServer server = new RunningServer(new SelectorServer(listener(), protocol, Duration.ZERO))) {
            try (RawPeer first = server.connect()) {
                assertEquals(0, first.readAll().length);
            }
            try (RawPeer second = server.connect()) {
                assertEcho(second, "served");
            }
        }
    }
}
