package io.github.socketsbyexample.threaded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.RunningServer;
import io.github.socketsbyexample.common.Server;
import io.github.socketsbyexample.common.ServerSettings;

/** What every design does alike, whatever the client does; and where the iterative one and the pool show their problem. */
@ExtendWith(NoLeaks.class)
class DesignsTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int POOL = 4;

    @RegisterExtension
    final PrintedLines printed = new PrintedLines();

    private static Server open(Design design, Protocol protocol, Duration grace) throws IOException {
        return design.open(RunningServer.ANY_PORT, new ServerSettings(128, true, grace),
                new Design.Limits(POOL, 2_000, LONG), protocol.handler(), protocol.states());
    }

    private static RunningServer serve(Design design, Protocol protocol, Duration grace) throws IOException {
        return new RunningServer(open(design, protocol, grace));
    }

    private static RunningServer serve(Design design, Protocol protocol) throws IOException {
        return serve(design, protocol, Duration.ZERO);
    }

    private static void assertEcho(RawPeer peer, String text) throws IOException {
        peer.send(text);
        assertEquals(text, peer.readText(text.length()));
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    // What it answers

    @ParameterizedTest
    @EnumSource
    void aHalfClosedClientStillGetsItsAnswer(Design design) throws Exception {
        try (RunningServer server = serve(design, Protocols.slowEcho(Duration.ofMillis(50)));
                RawPeer peer = server.connect()) {
            peer.send("late");
            peer.halfClose();
            assertEquals("late", new String(peer.readAll(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @EnumSource
    void megabytesComeBackWholeWhenTheClientIsSlowToRead(Design design) throws Exception {
        byte[] sent = new byte[8 * 1024 * 1024];
        new Random(42).nextBytes(sent);
        try (RunningServer server = serve(design, Protocols.ECHO);
                RawPeer peer = server.connect();
                ExecutorService writing = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> all = writing.submit(() -> {
                peer.send(sent);
                peer.halfClose();
                return null;
            });
            byte[] received = new byte[sent.length];
            int begin = 0;
            for (int n; begin < sent.length; begin += n) {
                n = Math.min(100_000, sent.length - begin);
                System.arraycopy(peer.read(n), 0, received, begin, n);
                if (begin < 1_000_000) {
                    Thread.sleep(5); // slower than the server writes, so that its output is pending
                }
            }
            assertTrue(Arrays.equals(sent, received));
            assertEquals(0, peer.readAll().length);
            all.get();
        }
    }

    // Many at once

    @ParameterizedTest
    @EnumSource(names = "ITERATIVE", mode = EXCLUDE)
    void anIdleClientDelaysNobody(Design design) throws Exception {
        CountingProtocol protocol = new CountingProtocol(Protocols.ECHO);
        try (RunningServer server = serve(design, protocol); RawPeer idle = server.connect()) {
            protocol.awaitInProgress(1);
            try (RawPeer peer = server.connect()) {
                assertEcho(peer, "at once");
            }
            assertEcho(idle, "still there");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ITERATIVE", "POOL"})
    void asManyIdleClientsAsThreadsDelayAllOthersUntilOneLeaves(Design design) throws Exception {
        int threads = design == Design.ITERATIVE ? 1 : POOL;
        CountingProtocol protocol = new CountingProtocol(Protocols.ECHO);
        try (RunningServer server = serve(design, protocol); Peers idle = new Peers()) {
            for (int i = 0; i < threads; i++) {
                idle.add(server.connect());
            }
            protocol.awaitInProgress(threads);
            try (RawPeer peer = server.connect()) {
                peer.send("late");
                peer.socket().setSoTimeout(200);
                assertThrows(SocketTimeoutException.class, () -> peer.read(1));
                peer.socket().setSoTimeout(20_000);
                idle.first().close();
                assertEquals("late", peer.readText(4));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ITERATIVE", "POOL"}, mode = EXCLUDE)
    void delaysOfManyClientsPassAtTheSameTime(Design design) throws Exception {
        int clients = 50;
        Duration delay = Duration.ofMillis(300);
        try (RunningServer server = serve(design, Protocols.slowEcho(delay)); Peers peers = new Peers()) {
            long begin = System.nanoTime();
            for (int i = 0; i < clients; i++) {
                peers.add(server.connect()).send("client " + (10 + i));
            }
            for (int i = 0; i < clients; i++) {
                assertEquals("client " + (10 + i), peers.get(i).readText(9));
            }
            Duration taken = since(begin);
            assertTrue(taken.compareTo(delay) >= 0, "answered before the delay: " + taken);
            assertTrue(taken.compareTo(delay.multipliedBy(clients)) < 0, "one after another: " + taken);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"VIRTUAL", "BOUNDED", "SELECTOR"})
    void aThousandSilentClientsDelayNobody(Design design) throws Exception {
        int clients = Machine.connections(1_000);
        CountingProtocol protocol = new CountingProtocol(Protocols.ECHO);
        try (RunningServer server = serve(design, protocol); Peers silent = new Peers()) {
            for (int i = 0; i < clients; i++) {
                silent.add(server.connect());
            }
            protocol.awaitInProgress(clients);
            try (RawPeer peer = server.connect()) {
                assertEcho(peer, "not after them");
            }
        }
        protocol.awaitInProgress(0);
    }

    @ParameterizedTest
    @EnumSource(names = {"ITERATIVE", "POOL"}, mode = EXCLUDE)
    void aClientThatSendsByteByByteGetsEachBackAndDelaysNobody(Design design) throws Exception {
        try (RunningServer server = serve(design, Protocols.ECHO);
                RawPeer slow = server.connect();
                RawPeer quick = server.connect()) {
            for (int i = 0; i < 10; i++) {
                assertEcho(slow, "s");
                assertEcho(quick, "quick");
                Thread.sleep(10); // a slow client, scaled down
            }
        }
    }

    // Whatever the client does

    @ParameterizedTest
    @EnumSource
    void aResetEndsThatConversationAlone(Design design) throws Exception {
        CountingProtocol protocol = new CountingProtocol(Protocols.ECHO);
        try (RunningServer server = serve(design, protocol)) {
            for (int i = 0; i < 3 * POOL; i++) {
                try (RawPeer peer = server.connect()) {
                    assertEcho(peer, "reset follows");
                    peer.reset();
                }
            }
            try (RawPeer peer = server.connect()) {
                assertEcho(peer, "next");
            }
        }
        protocol.awaitInProgress(0);
    }

    @ParameterizedTest
    @EnumSource
    void aResetWhileTheAnswerIsDelayedEndsThatConversationAlone(Design design) throws Exception {
        CountingProtocol protocol = new CountingProtocol(Protocols.slowEcho(Duration.ofMillis(20)));
        try (RunningServer server = serve(design, protocol)) {
            for (int i = 0; i < 2 * POOL; i++) {
                RawPeer peer = server.connect();
                peer.send("gone before the answer");
                peer.reset();
            }
            protocol.awaitInProgress(0);
            try (RawPeer peer = server.connect()) {
                assertEcho(peer, "next");
            }
        }
        protocol.awaitInProgress(0);
    }

    @ParameterizedTest
    @EnumSource
    void aResetWhileTheServerWritesEndsThatConversationAlone(Design design) throws Exception {
        CountingProtocol protocol = new CountingProtocol(Protocols.FLOOD);
        try (RunningServer server = serve(design, protocol)) {
            for (int i = 0; i < POOL; i++) {
                RawPeer peer = server.connect();
                peer.read(1);
                peer.reset();
            }
            protocol.awaitInProgress(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void clientsThatComeAndGoLeaveNothing(Design design) throws Exception {
        CountingProtocol protocol = new CountingProtocol(Protocols.ECHO);
        try (RunningServer server = serve(design, protocol)) {
            for (int i = 0; i < 300; i++) {
                RawPeer peer = server.connect();
                if (i % 3 == 0) {
                    peer.reset();
                } else if (i % 3 == 1) {
                    peer.send("unread");
                    peer.close();
                } else {
                    peer.close();
                }
            }
            try (RawPeer peer = server.connect()) {
                assertEcho(peer, "last");
            }
            protocol.awaitInProgress(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBugInTheProtocolEndsThatConversationAlone(Design design) throws Exception {
        CountingProtocol protocol = new CountingProtocol(Protocols.FRAGILE);
        try (RunningServer server = serve(design, protocol)) {
            for (int i = 0; i < 2 * POOL; i++) {
                try (RawPeer peer = server.connect()) {
                    peer.send("X");
                    assertEquals(0, peer.readAll().length);
                }
            }
            try (RawPeer peer = server.connect()) {
                assertEcho(peer, "next");
            }
        }
        protocol.awaitInProgress(0);
    }

    @ParameterizedTest
    @EnumSource
    void anErrorStopsTheServerAndEndsAllConversations(Design design) throws Exception {
        CountingProtocol protocol = new CountingProtocol(Protocols.FRAGILE);
        Server server = open(design, protocol, Duration.ofMillis(50));
        InetSocketAddress address = (InetSocketAddress) server.localAddress();
        try (RawPeer idle = RawPeer.connect(address);
                RawPeer peer = design == Design.ITERATIVE ? idle : RawPeer.connect(address);
                ExecutorService serving = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> end = serving.submit(() -> {
                try (server) {
                    server.serve();
                }
                return null;
            });
            assertEcho(idle, "idle from now on");
            assertEcho(peer, "well so far");
            peer.send("O");
            ExecutionException e = assertThrows(ExecutionException.class, () -> end.get(20, TimeUnit.SECONDS));
            assertInstanceOf(IOException.class, e.getCause());
            assertEquals("the server has stopped: java.lang.OutOfMemoryError: as if", e.getCause().getMessage());
            assertEquals(0, idle.readAll().length);
            assertEquals(0, peer.readAll().length);
            assertThrows(ConnectException.class, () -> RawPeer.connect(address));
        }
        protocol.awaitInProgress(0);
    }

    // The stop

    @ParameterizedTest
    @EnumSource
    void theStopLetsAnAnswerInProgressArriveAndFreesThePortMeanwhile(Design design) throws Exception {
        CountingProtocol protocol = new CountingProtocol(Protocols.slowEcho(Duration.ofMillis(400)));
        Server server = open(design, protocol, LONG);
        try (RunningServer running = new RunningServer(server);
                RawPeer peer = running.connect();
                ExecutorService stopping = Executors.newVirtualThreadPerTaskExecutor()) {
            InetSocketAddress address = running.address();
            peer.send("in progress");
            protocol.awaitInProgress(1);
            Future<?> stop = stopping.submit(() -> {
                server.close();
                return null;
            });
            RefusedConnections.await(address);
            assertEquals(1, protocol.inProgress());
            assertEquals("in progress", peer.readText(11));
            peer.halfClose();
            stop.get(); // at once, not after the grace
        }
    }

    @ParameterizedTest
    @EnumSource
    void theStopEndsIdleConversationsAfterTheGrace(Design design) throws Exception {
        CountingProtocol protocol = new CountingProtocol(Protocols.ECHO);
        Duration grace = Duration.ofMillis(300);
        Server server = open(design, protocol, grace);
        try (RunningServer running = new RunningServer(server); RawPeer idle = running.connect()) {
            protocol.awaitInProgress(1);
            long begin = System.nanoTime();
            server.close();
            assertTrue(since(begin).compareTo(grace) >= 0, "cut before the grace");
            assertEquals(0, idle.readAll().length); // an end, not a reset
        }
        protocol.awaitInProgress(0);
    }

    @ParameterizedTest
    @EnumSource
    void theStopCutsAConversationWhoseClientDoesNotRead(Design design) throws Exception {
        CountingProtocol protocol = new CountingProtocol(Protocols.FLOOD);
        Server server = open(design, protocol, Duration.ofMillis(200));
        try (RunningServer running = new RunningServer(server); RawPeer peer = running.connect()) {
            peer.read(1);
            server.close();
            protocol.awaitInProgress(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theStopCutsAConversationInItsDelay(Design design) throws Exception {
        CountingProtocol protocol = new CountingProtocol(Protocols.slowEcho(Duration.ofHours(1)));
        Server server = open(design, protocol, Duration.ZERO);
        try (RunningServer running = new RunningServer(server); RawPeer peer = running.connect()) {
            peer.send("never answered");
            protocol.awaitInProgress(1);
            server.close();
            protocol.awaitInProgress(0);
            assertEquals(0, peer.readAll().length);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatWasClosedBeforeItServedServesNobody(Design design) throws Exception {
        Server server = open(design, Protocols.ECHO, Duration.ZERO);
        InetSocketAddress address = (InetSocketAddress) server.localAddress();
        server.close();
        server.close();
        server.serve();
        assertThrows(ConnectException.class, () -> RawPeer.connect(address));
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatConnectsBeforeTheServerServesWaits(Design design) throws Exception {
        Server server = open(design, Protocols.ECHO, Duration.ZERO);
        try (RawPeer peer = RawPeer.connect((InetSocketAddress) server.localAddress());
                RunningServer _ = new RunningServer(server)) {
            assertEcho(peer, "waited");
        }
    }

    // The threads

    @ParameterizedTest
    @EnumSource
    void servesInTheThreadsThatTheDesignNames(Design design) throws Exception {
        Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        Protocol protocol = Protocol.of(client -> {
            threads.add(Thread.currentThread());
            Protocols.ECHO.handler().converse(client);
        }, client -> {
            threads.add(Thread.currentThread());
            return Protocols.ECHO.states().apply(client);
        });
        try (RunningServer server = serve(design, protocol)) {
            try (RawPeer peer = server.connect()) {
                assertEcho(peer, "1");
            }
        }
        Thread thread = threads.remove();
        String name = switch (design) {
            case ITERATIVE -> "worker-1";
            case POOL -> "worker-[1-" + POOL + "]";
            case PLATFORM, VIRTUAL -> "client-1";
            case BOUNDED -> "client 127\\.0\\.0\\.1:[0-9]+";
            case SELECTOR -> "serving";
        };
        assertTrue(thread.getName().matches(name), thread.getName());
        assertEquals(design == Design.VIRTUAL || design == Design.BOUNDED, thread.isVirtual());
        assertTrue(thread.isDaemon() || design == Design.SELECTOR); // which serves in the caller's
    }

    /** Clients that are closed together. */
    private static final class Peers implements AutoCloseable {

        private final List<RawPeer> peers = new ArrayList<>();

        RawPeer add(RawPeer peer) {
            peers.add(peer);
            return peer;
        }

        RawPeer get(int index) {
            return peers.get(index);
        }

        RawPeer first() {
            return peers.getFirst();
        }

        @Override
        public void close() throws IOException {
            for (RawPeer peer : peers) {
                peer.close();
            }
        }
    }
}
