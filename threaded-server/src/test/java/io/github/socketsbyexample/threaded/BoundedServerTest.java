package io.github.socketsbyexample.threaded;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import io.github.socketsbyexample.common.BackOff;
import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.RunningServer;
import io.github.socketsbyexample.common.Server;

/** The bounds: on clients, on time, on failing accepts, and on each step of the stop. */
@ExtendWith(NoLeaks.class)
class BoundedServerTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final ConversationHandler ECHO = Protocols.ECHO.handler();

    private static ServerSocket listener() throws IOException {
        return RunningServer.SETTINGS.listen(new ServerSocket(), RunningServer.ANY_PORT);
    }

    private static Server bounded(ConversationHandler handler, int maxClients, Duration deadline, Duration grace)
            throws IOException {
        return new BoundedServer(listener(), handler, maxClients, deadline, grace);
    }

    private static void assertEcho(RawPeer peer, String text) throws IOException {
        peer.send(text);
        assertEquals(text, peer.readText(text.length()));
    }

    private static void assertNotServed(RawPeer peer) throws IOException {
        peer.send("waiting");
        peer.socket().setSoTimeout(200);
        assertThrows(SocketTimeoutException.class, () -> peer.read(1));
        peer.socket().setSoTimeout(20_000);
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    // The limit

    @Test
    void aClientBeyondTheLimitWaitsInTheBacklogAndIsServedWhenOneLeaves() throws Exception {
        CountingProtocol protocol = new CountingProtocol(Protocols.ECHO);
        try (RunningServer server = new RunningServer(
                bounded(protocol.handler(), 2, LONG, Duration.ZERO));
                RawPeer first = server.connect();
                RawPeer second = server.connect()) {
            assertEcho(first, "1");
            assertEcho(second, "2");
            try (RawPeer third = server.connect()) {
                assertNotServed(third);
                assertEquals(2, protocol.begun());
                first.halfClose();
                assertEquals("waiting", third.readText(7));
            }
        }
    }

    @Test
    void permitsComeBackHoweverAConversationEnds() throws Exception {
        CountingProtocol protocol = new CountingProtocol(Protocols.FRAGILE);
        try (RunningServer server = new RunningServer(
                bounded(protocol.handler(), 2, LONG, Duration.ZERO))) {
            for (int i = 0; i < 10; i++) {
                RawPeer reset = server.connect();
                assertEcho(reset, "reset");
                reset.reset();
                try (RawPeer bug = server.connect()) {
                    bug.send("X");
                    assertEquals(0, bug.readAll().length);
                }
                try (RawPeer halfClosed = server.connect()) {
                    halfClosed.halfClose();
                    assertEquals(0, halfClosed.readAll().length);
                }
            }
            protocol.awaitInProgress(0);
            try (RawPeer first = server.connect();
                    RawPeer second = server.connect();
                    RawPeer third = server.connect()) {
                assertEcho(first, "1");
                assertEcho(second, "2"); // no permit was lost
                assertNotServed(third); // and none was made
            }
        }
    }

    @Test
    void theStopReachesAServerThatWaitsForAPermit() throws Exception {
        try (RunningServer server = new RunningServer(bounded(ECHO, 1, LONG, Duration.ofMillis(100)));
                RawPeer idle = server.connect()) {
            assertEcho(idle, "the only one");
        }
    }

    // The deadline

    static final List<Protocol> ENDLESS = List.of(
            Protocols.ECHO, Protocols.FLOOD, Protocols.slowEcho(Duration.ofHours(1)));

    @ParameterizedTest
    @FieldSource("ENDLESS")
    void aConversationIsCutAtItsDeadlineWhateverItWaitsFor(Protocol endless) throws Exception {
        CountingProtocol protocol = new CountingProtocol(endless);
        Duration deadline = Duration.ofMillis(300);
        try (RunningServer server = new RunningServer(
                bounded(protocol.handler(), 1, deadline, Duration.ZERO))) {
            long begin = System.nanoTime();
            RawPeer silent = server.connect();
            silent.send("!");
            await().until(() -> protocol.begun() == 1);
            protocol.awaitInProgress(0);
            assertTrue(since(begin).compareTo(deadline) >= 0);
            silent.close();
            try (RawPeer _ = server.connect()) { // the permit came back
                await().until(() -> protocol.begun() == 2);
            }
        }
    }

    @Test
    void aClientThatSendsAByteNowAndThenIsCutAtTheDeadlineToo() throws Exception {
        CountingProtocol protocol = new CountingProtocol(Protocols.ECHO);
        try (RunningServer server = new RunningServer(
                bounded(protocol.handler(), 1, Duration.ofMillis(300), Duration.ZERO));
                RawPeer trickling = server.connect()) {
            long begin = System.nanoTime();
            assertThrows(IOException.class, () -> {
                while (since(begin).compareTo(LONG) < 0) {
                    trickling.send((byte) '.');
                    Thread.sleep(20); // a slow client, scaled down
                }
            });
            protocol.awaitInProgress(0);
        }
    }

    @Test
    void aConversationThatEndsInTimeIsNotCut() throws Exception {
        Duration deadline = Duration.ofSeconds(20);
        try (RunningServer server = new RunningServer(bounded(ECHO, 1, deadline, Duration.ZERO))) {
            for (int i = 0; i < 50; i++) {
                try (RawPeer peer = server.connect()) {
                    assertEcho(peer, "in time");
                }
            }
        }
    }

    // No memory left

    @Test
    void anErrorOfAcceptStopsTheServerAndEndsAllConversations() throws Exception {
        NoMemory listener = RunningServer.SETTINGS.listen(new NoMemory(), RunningServer.ANY_PORT);
        InetSocketAddress address = (InetSocketAddress) listener.getLocalSocketAddress();
        try (RawPeer first = RawPeer.connect(address); RawPeer _ = RawPeer.connect(address)) {
            IOException e = assertThrows(IOException.class, () -> {
                try (Server server = new BoundedServer(listener, ECHO, 3, LONG, Duration.ofMillis(50))) {
                    server.serve();
                }
            });
            assertEquals("the server has stopped: java.lang.OutOfMemoryError: Java heap space", e.getMessage());
            assertEquals(0, bytesUntilTheEnd(first));
        }
    }

    /** Whose thread has not begun until then is refused. */
    private static int bytesUntilTheEnd(RawPeer peer) throws IOException {
        try {
            return peer.readAll().length;
        } catch (SocketException e) {
            return 0;
        }
    }

    /** A machine that has no memory for the second client. */
    private static final class NoMemory extends ServerSocket {

        private int clients; // accepted in one thread

        NoMemory() throws IOException {}

        @Override
        public Socket accept() throws IOException {
            if (++clients == 2) {
                throw new OutOfMemoryError("Java heap space");
            }
            return super.accept();
        }
    }

    @Test
    void anErrorAtADeadlineStopsTheServer() throws Exception {
        NoMemoryToCut listener = RunningServer.SETTINGS.listen(new NoMemoryToCut(), RunningServer.ANY_PORT);
        InetSocketAddress address = (InetSocketAddress) listener.getLocalSocketAddress();
        try (RawPeer _ = RawPeer.connect(address);
                Server server = new BoundedServer(listener, ECHO, 3, Duration.ofMillis(50), Duration.ZERO)) {
            IOException e = assertThrows(IOException.class, server::serve);
            assertEquals("the server has stopped: java.lang.OutOfMemoryError: Java heap space", e.getMessage());
        }
    }

    /** A machine that has no memory for what follows a deadline. */
    private static final class NoMemoryToCut extends ServerSocket {

        NoMemoryToCut() throws IOException {}

        @Override
        public Socket accept() throws IOException {
            Socket client = new Socket((SocketImpl) null) {
                @Override
                public void close() throws IOException {
                    if (Thread.currentThread().getName().equals("deadlines")) {
                        throw new OutOfMemoryError("Java heap space");
                    }
                    super.close();
                }
            };
            implAccept(client);
            return client;
        }
    }

    // The back-off

    /** A system that has no descriptor for the next client, for some time. */
    private static final class Outage extends ServerSocket {

        final AtomicInteger attempts = new AtomicInteger();
        volatile long lastAttempt;
        volatile boolean over;

        Outage() throws IOException {}

        @Override
        public Socket accept() throws IOException {
            if (over || isClosed()) {
                return super.accept();
            }
            lastAttempt = System.nanoTime();
            attempts.incrementAndGet();
            throw new IOException("Too many open files");
        }
    }

    @Test
    void anAcceptThatFailsIsTriedAgainAndAgainWithoutSpinning() throws Exception {
        Outage outage = RunningServer.SETTINGS.listen(new Outage(), RunningServer.ANY_PORT);
        try (RunningServer server = new RunningServer(new BoundedServer(outage, ECHO, 1, LONG, Duration.ZERO));
                RawPeer peer = server.connect()) {
            await().until(() -> outage.attempts.get() > 3);
            assertNotServed(peer);
            assertTrue(outage.attempts.get() < 30, outage.attempts + " attempts");
            outage.over = true;
            assertEquals("waiting", peer.readText(7)); // and no permit was lost
        }
    }

    @Test
    void theStopDoesNotWaitForTheBackOff() throws Exception {
        Duration took = LONG;
        for (int i = 0; i < 9 && took.compareTo(BackOff.LONGEST) >= 0; i++) { // a loaded machine is slow
            Outage outage = RunningServer.SETTINGS.listen(new Outage(), RunningServer.ANY_PORT);
            Server server = new BoundedServer(outage, ECHO, 1, LONG, LONG);
            try (RunningServer running = new RunningServer(server)) {
                await().pollInterval(Duration.ofMillis(5)).until(() -> outage.attempts.get() >= 9); // a wait of a second
                server.close();
                running.awaitEnd(); // it is serve() that waits
                took = since(outage.lastAttempt);
            }
        }
        assertTrue(took.compareTo(BackOff.LONGEST) < 0, "took " + took);
    }

    // The stop

    /** Lets nobody in any more once it has let one in, who does not know. */
    private static final class ClosingDoor extends ServerSocket {

        ClosingDoor() throws IOException {}

        @Override
        public Socket accept() throws IOException {
            Socket client = super.accept();
            close();
            return client;
        }
    }

    @Test
    void whoComesInAsTheServerClosesIsRefusedAndNotEnded() throws Exception {
        ServerSocket door = RunningServer.SETTINGS.listen(new ClosingDoor(), RunningServer.ANY_PORT);
        try (RunningServer server = new RunningServer(new BoundedServer(door, ECHO, 1, LONG, Duration.ZERO))) {
            assertThrows(SocketException.class, () -> {
                try (RawPeer peer = server.connect()) { // which may come to know at once
                    peer.readAll();
                }
            });
        }
    }

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    private void assertSeen(String event) throws InterruptedException {
        assertEquals(event, seen.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void theSecondStepLetsAConversationEnd() throws Exception {
        CountDownLatch enough = new CountDownLatch(1);
        Server server = bounded(client -> {
            seen.add("began");
            uninterrupted(enough::await);
            seen.add(client.getInputStream().read() == 'x' ? "read" : "cut");
        }, 1, LONG, LONG);
        try (RunningServer running = new RunningServer(server); RawPeer peer = running.connect()) {
            assertSeen("began");
            Thread stop = Thread.startVirtualThread(() -> uninterrupted(server::close));
            RefusedConnections.await(running.address());
            peer.send("x");
            enough.countDown();
            assertSeen("read");
            assertTrue(stop.join(Duration.ofSeconds(20)));
        }
    }

    @Test
    void theThirdStepEndsTheInputAndLetsTheLastWordsOut() throws Exception {
        Server server = bounded(client -> {
            seen.add("began");
            int end = client.getInputStream().read();
            seen.add(end == -1 ? "end of stream" : "byte");
            client.getOutputStream().write('.');
        }, 1, LONG, Duration.ofMillis(400));
        try (RunningServer running = new RunningServer(server); RawPeer peer = running.connect()) {
            assertSeen("began");
            server.close();
            assertSeen("end of stream");
            assertEquals(".", peer.readText(1));
        }
    }

    @Test
    void theFourthStepClosesTheSocketAndInterruptsTheThread() throws Exception {
        Server server = bounded(client -> {
            seen.add("began");
            try {
                Thread.sleep(LONG);
            } catch (InterruptedException e) {
                seen.add(client.isClosed() ? "closed and interrupted" : "interrupted");
            }
        }, 1, LONG, Duration.ofMillis(100));
        try (RunningServer running = new RunningServer(server); RawPeer peer = running.connect()) {
            assertSeen("began");
            server.close();
            assertSeen("closed and interrupted");
            assertEquals(0, peer.readAll().length);
        }
    }

    @Test
    void theStopReturnsEvenIfAHandlerIgnoresEverything() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        Server server = bounded(client -> {
            seen.add("began");
            while (released.getCount() > 0) {
                try {
                    released.await();
                } catch (InterruptedException e) {
                    seen.add("interrupted");
                }
            }
        }, 1, LONG, Duration.ofMillis(100));
        try (RunningServer running = new RunningServer(server); RawPeer peer = running.connect()) {
            assertSeen("began");
            server.close();
            assertEquals(0, peer.readAll().length);
            released.countDown();
        }
    }

    /** By a signal, and by {@code serve()} that ends because of it. */
    @Test
    void theStepsAreTakenOnceHoweverOftenItIsClosed() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        Server server = bounded(client -> {
            seen.add("began");
            while (released.getCount() > 0) {
                try {
                    released.await();
                } catch (InterruptedException e) {
                    seen.add("interrupted");
                }
            }
            seen.add("ended");
        }, 1, LONG, Duration.ZERO);
        try (RunningServer running = new RunningServer(server); RawPeer _ = running.connect()) {
            assertSeen("began");
            server.close();
            server.close();
            released.countDown();
            assertSeen("interrupted");
            assertSeen("ended");
        }
    }

    @Test
    void aHandlerMayStopItsOwnServer() throws Exception {
        AtomicReference<Server> self = new AtomicReference<>();
        self.set(bounded(client -> {
            seen.add("began");
            self.get().close();
            seen.add("closed");
        }, 1, LONG, Duration.ofMillis(100)));
        try (RunningServer running = new RunningServer(self.get()); RawPeer _ = running.connect()) {
            assertSeen("began");
            assertSeen("closed");
            running.awaitEnd();
        }
    }

    @Test
    void twoThreadsMayStopItAtOnce() throws Exception {
        Server server = bounded(ECHO, 3, LONG, Duration.ofMillis(200));
        try (RunningServer running = new RunningServer(server); RawPeer peer = running.connect()) {
            assertEcho(peer, "idle from now on");
            Thread other = Thread.startVirtualThread(() -> uninterrupted(server::close));
            server.close();
            assertTrue(other.join(Duration.ofSeconds(20)));
        }
    }

    private interface Action {
        void run() throws IOException, InterruptedException;
    }

    private static void uninterrupted(Action action) {
        try {
            action.run();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
