package io.github.socketsbyexample.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawDatagrams;
import io.github.socketsbyexample.common.RawPeer;

/** What serverClose and close(grace) end, what they wait for, and for how long. */
@ExtendWith(NoLeaks.class)
class ClosingTest {

    private final CountDownLatch handling = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    /** A handler that is in the middle of its work until the test lets it go on, and then answers. */
    private Handlers.Work<StreamRequestHandler> busy() {
        return handler -> {
            handling.countDown();
            goOn.await();
            handler.wfile().write("done".getBytes(UTF_8));
        };
    }

    private static Thread closing(BaseServer<?> server) {
        return Thread.ofPlatform().start(() -> {
            try {
                server.serverClose();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void closingEndsTheLoopAndFreesThePortAtOnce() throws Exception {
        TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new);
        try (LoopRun serving = LoopRun.start(server)) {
            assertEquals("hi\n", serving.ask("hi\n"));
            server.serverClose();
            assertThrows(ConnectException.class, serving::connect);
            try (TCPServer next = new TCPServer(serving.address(), Handlers.LineEcho::new) {
                @Override
                protected boolean allowReuseAddress() {
                    return true;
                }
            }) {
                assertEquals(serving.address(), next.serverAddress());
            }
            assertNull(serving.awaitEnd());
            assertFalse(server.channel().isOpen());
        }
    }

    @Test
    void aLoopWhoseChannelSomebodyElseHasClosedEndsInsteadOfSpinning() throws Exception {
        TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new) {
            @Override
            public void serviceActions() {} // so that the loop wakes up without a stop
        };
        try (LoopRun serving = LoopRun.start(server, () -> server.serveForever(Duration.ofMillis(5)))) {
            LoopRun.until(server::isServing);
            server.channel().close();
            assertNull(serving.awaitEnd());
        }
    }

    @Test
    void tryWithResourcesClosesTheServerAndEndsItsLoop() throws Exception {
        Thread loop;
        TCPServer left;
        try (TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new)) {
            left = server;
            loop = Thread.ofPlatform().start(server::serveForever);
            LoopRun.until(server::isServing);
        }
        LoopRun.join(loop);
        assertTrue(left.isClosed());
        assertFalse(left.channel().isOpen());
    }

    @Test
    void afterClosingMoreClosingDoesNoHarmAndServingIsRefused() throws IOException {
        TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new);
        server.serverClose();
        server.serverClose();
        server.close(Duration.ZERO);
        server.close();
        server.shutdown();
        assertThrows(IllegalStateException.class, server::serveForever);
        assertThrows(IllegalStateException.class, server::handleRequest);
        assertThrows(IllegalStateException.class, () -> server.open(LoopRun.ANY_PORT, Handlers.LineEcho::new));
    }

    @Test
    void aServerCanNotBeOpenedTwice() throws IOException {
        try (TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new)) {
            assertThrows(IllegalStateException.class, () -> server.open(LoopRun.ANY_PORT, Handlers.LineEcho::new));
            assertTrue(server.channel().isOpen());
        }
    }

    @Test
    void aServerThatWasNeverOpenedCanBeClosedButNotUsed() throws IOException {
        try (TCPServer server = new TCPServer()) {
            assertThrows(IllegalStateException.class, server::serveForever);
            assertThrows(IllegalStateException.class, server::serverAddress);
            assertThrows(IllegalStateException.class, server::channel);
            assertEquals("TCPServer", server.toString());
        }
    }

    @Test
    void aThreadingServerCanBeClosedBeforeItsFirstRequest() throws IOException {
        try (ThreadingTCPServer server = new ThreadingTCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new)) {
            assertTrue(server.activeRequests().isEmpty());
        }
        try (ThreadingUDPServer server = new ThreadingUDPServer(LoopRun.ANY_PORT, Handlers.DatagramEcho::new)) {
            assertTrue(server.activeRequests().isEmpty());
        }
    }

    @Test
    void closingWaitsForTheRequestsInThreads() throws Exception {
        ThreadingTCPServer server = new ThreadingTCPServer(LoopRun.ANY_PORT, Handlers.stream(busy()));
        try (LoopRun serving = LoopRun.start(server); RawPeer client = serving.connect()) {
            handling.await();
            server.shutdown();
            Thread closer = closing(server);
            assertFalse(closer.join(LoopRun.MOMENT));
            assertThrows(ConnectException.class, serving::connect);
            goOn.countDown();
            LoopRun.join(closer);
            assertTrue(server.activeRequests().isEmpty());
            assertEquals("done", new String(client.readAll(), UTF_8));
        }
    }

    @Test
    void closingWaitsForTheRequestThatALoopInAnotherThreadIsProcessing() throws Exception {
        TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.stream(busy()));
        try (LoopRun serving = LoopRun.start(server); RawPeer client = serving.connect()) {
            handling.await();
            Thread closer = closing(server);
            assertFalse(closer.join(LoopRun.MOMENT));
            goOn.countDown();
            LoopRun.join(closer);
            assertEquals("done", new String(client.readAll(), UTF_8));
        }
    }

    @Test
    void anAnswerToADatagramStillLeavesWhileTheServerCloses() throws Exception {
        ThreadingUDPServer server = new ThreadingUDPServer(LoopRun.ANY_PORT, Handlers.datagram(handler -> {
            handling.countDown();
            goOn.await();
            handler.wfile().write("done".getBytes(UTF_8));
        }));
        try (LoopRun serving = LoopRun.start(server); RawDatagrams client = new RawDatagrams()) {
            client.send(serving.address(), "x");
            handling.await();
            Thread closer = closing(server);
            LoopRun.until(server::isClosed);
            goOn.countDown();
            assertEquals("done", client.receive().text()); // Python has closed its socket and loses it
            LoopRun.join(closer);
            assertFalse(server.channel().isOpen());
        }
    }

    @Test
    void nobodyWaitsForDaemonThreadsAndTheirClientsAreServedAllTheSame() throws Exception {
        for (ThreadFactory factory : new ThreadFactory[]{ThreadingMixIn.VIRTUAL_THREADS,
                Thread.ofPlatform().factory()}) {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch late = new CountDownLatch(1);
            AtomicReference<Thread> worker = new AtomicReference<>();
            ThreadingTCPServer server = new ThreadingTCPServer(LoopRun.ANY_PORT, Handlers.stream(handler -> {
                worker.set(Thread.currentThread());
                begun.countDown();
                late.await();
                handler.wfile().write("late".getBytes(UTF_8));
            })) {
                @Override
                public boolean daemonThreads() {
                    return true;
                }

                @Override
                public ThreadFactory threadFactory() {
                    return factory;
                }
            };
            try (LoopRun serving = LoopRun.start(server); RawPeer client = serving.connect()) {
                begun.await();
                server.serverClose();
                assertEquals(1, server.activeRequests().size());
                late.countDown();
                assertEquals("late", new String(client.readAll(), UTF_8));
                assertTrue(worker.get().isDaemon());
                LoopRun.join(worker.get());
            }
        }
    }

    @Test
    void platformThreadsThatAreNotDaemonsKeepTheProgramAlive() throws Exception {
        AtomicBoolean daemon = new AtomicBoolean(true);
        ThreadingTCPServer server = new ThreadingTCPServer(LoopRun.ANY_PORT,
                Handlers.stream(_ -> daemon.set(Thread.currentThread().isDaemon()))) {
            @Override
            public ThreadFactory threadFactory() {
                return Thread.ofPlatform().daemon().factory();
            }
        };
        try (LoopRun serving = LoopRun.start(server)) {
            assertEquals("", serving.ask("x"));
            assertFalse(daemon.get()); // as daemonThreads() says
        }
    }

    @Test
    void withoutBlockOnCloseNobodyWaitsEither() throws Exception {
        ThreadingTCPServer server = new ThreadingTCPServer(LoopRun.ANY_PORT, Handlers.stream(busy())) {
            @Override
            public boolean blockOnClose() {
                return false;
            }
        };
        try (LoopRun serving = LoopRun.start(server); RawPeer client = serving.connect()) {
            handling.await();
            server.serverClose();
            goOn.countDown();
            assertEquals("done", new String(client.readAll(), UTF_8));
        }
    }

    @Test
    void closingWithAGraceCutsAClientWhoSaysNothing() throws Exception {
        AtomicReference<Exception> failure = new AtomicReference<>();
        AtomicBoolean finished = new AtomicBoolean();
        ThreadingTCPServer server = new ThreadingTCPServer(LoopRun.ANY_PORT, () -> new StreamRequestHandler() {
            @Override
            protected void handle() throws IOException {
                handling.countDown();
                rfile().readLine();
            }

            @Override
            protected void finish() throws Exception {
                finished.set(true);
                super.finish();
            }
        }) {
            @Override
            protected void handleError(Socket request, @Nullable SocketAddress clientAddress, Exception error) {
                failure.set(error);
            }
        };
        try (LoopRun serving = LoopRun.start(server); RawPeer client = serving.connect()) {
            handling.await();
            Duration grace = Duration.ofMillis(200);
            long begin = System.nanoTime();
            server.close(grace);
            assertTrue(System.nanoTime() - begin >= grace.toNanos());
            assertTrue(server.activeRequests().isEmpty());
            assertArrayEquals(new byte[0], client.readAll());
            assertTrue(finished.get());
            assertTrue(failure.get() instanceof IOException, () -> String.valueOf(failure.get()));
        }
    }

    @Test
    void closingWithAGraceCutsAClientOfASynchronousServerToo() throws Exception {
        TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.stream(handler -> {
            handling.countDown();
            handler.rfile().readLine();
        }));
        try (LoopRun serving = LoopRun.start(server); RawPeer client = serving.connect()) {
            handling.await();
            server.close(Duration.ZERO);
            assertArrayEquals(new byte[0], client.readAll());
            assertNull(serving.awaitEnd());
        }
    }

    @Test
    void closingWithAGraceLetsRequestsEnd() throws Exception {
        ThreadingTCPServer server = new ThreadingTCPServer(LoopRun.ANY_PORT, Handlers.stream(handler -> {
            handling.countDown();
            Thread.sleep(LoopRun.MOMENT);
            handler.wfile().write("done".getBytes(UTF_8));
        }));
        try (LoopRun serving = LoopRun.start(server); RawPeer client = serving.connect()) {
            handling.await();
            server.close(LoopRun.DEADLINE);
            assertEquals("done", new String(client.readAll(), UTF_8));
        }
    }

    @Test
    void aHandlerThatIgnoresBeingCutIsWaitedForNoLonger() throws Exception {
        AtomicBoolean end = new AtomicBoolean();
        ThreadingTCPServer server = new ThreadingTCPServer(LoopRun.ANY_PORT, Handlers.stream(_ -> {
            handling.countDown();
            while (!end.get()) {
                Thread.onSpinWait();

            }
        }));
        try (LoopRun serving = LoopRun.start(server); RawPeer _ = serving.connect()) {
            handling.await();
            server.close(Duration.ZERO);
            assertTrue(server.activeRequests().isEmpty());
        } finally {
            end.set(true);
        }
    }

    @Test
    void aHandlerMayCloseItsServer() throws Exception {
        for (boolean threading : new boolean[]{false, true}) {
            Handlers.Work<StreamRequestHandler> work = handler -> {
                handler.server().serverClose();
                handler.wfile().write("bye".getBytes(UTF_8));
            };
            BaseServer<Socket> server = threading
                    ? new ThreadingTCPServer(LoopRun.ANY_PORT, Handlers.stream(work))
                    : new TCPServer(LoopRun.ANY_PORT, Handlers.stream(work));
            try (LoopRun serving = LoopRun.start(server)) {
                assertEquals("bye", serving.ask("x"));
                assertNull(serving.awaitEnd());
            }
        }
    }

    @Test
    void aHandlerThatClosesItsServerWithAGraceCutsTheOthersAndNotItself() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        ThreadingTCPServer server = new ThreadingTCPServer(LoopRun.ANY_PORT, Handlers.stream(handler -> {
            int first = handler.rfile().read();
            both.countDown();
            both.await();
            if (first == 'c') {
                handler.server().close(Duration.ZERO);
                handler.wfile().write("bye".getBytes(UTF_8));
            } else {
                handler.rfile().readLine();
            }
        }));
        try (LoopRun serving = LoopRun.start(server);
                RawPeer other = serving.connect();
                RawPeer closer = serving.connect()) {
            other.send("o");
            closer.send("c");
            assertEquals("bye", new String(closer.readAll(), UTF_8));
            assertArrayEquals(new byte[0], other.readAll());
        }
    }

    @Test
    void twoHandlersMayCloseTheirServerAtOnce() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        ThreadingTCPServer server = new ThreadingTCPServer(LoopRun.ANY_PORT, Handlers.stream(handler -> {
            both.countDown();
            both.await();
            handler.server().serverClose();
            handler.wfile().write("bye".getBytes(UTF_8));
        }));
        try (LoopRun serving = LoopRun.start(server);
                RawPeer one = serving.connect();
                RawPeer two = serving.connect()) {
            assertEquals("bye", new String(one.readAll(), UTF_8));
            assertEquals("bye", new String(two.readAll(), UTF_8));
        }
    }

    @Test
    void whoClosesFromOutsideWaitsForAHandlerThatClosesToo() throws Exception {
        ActiveRequests requests = new ActiveRequests();
        try (TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new)) {
            RequestLoop<Socket> loop = new RequestLoop<>(server);
            ActiveRequest<Socket> other = new ActiveRequest<>(server, loop,
                    new Request<>(new Socket(), null));
            other.handedOn(); // to nobody that matters here
            assertTrue(requests.add(other));
            Thread handler = Thread.ofPlatform().start(() -> {
                ActiveRequest<Socket> own = new ActiveRequest<>(server, loop,
                        new Request<>(new Socket(), null));
                assertTrue(requests.add(own));
                assertTrue(requests.awaitNone(RequestQueue.FOREVER)); // does not wait for itself, but for the other
                requests.remove(own);
            });
            LoopRun.until(() -> handler.getState() == Thread.State.TIMED_WAITING);
            synchronized (requests) { // so that the handler can't be quicker
                requests.remove(other);
                assertFalse(requests.awaitNone(0), "the handler's last words are not waited for");
            }
            assertTrue(requests.awaitNone(LoopRun.DEADLINE.toNanos()));
            LoopRun.join(handler);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void everyHookMayCloseTheServer() throws Exception {
        for (String hook : new String[]{"verifyRequest", "processRequest", "finishRequest", "setup", "finish",
                "shutdownRequest", "closeRequest"}) {
            Trace trace = new Trace();
            TracedServer server = new TracedServer(trace);
            trace.on(hook, server::serverClose);
            try (LoopRun serving = LoopRun.start(server)) {
                assertEquals("hi\n", serving.ask("hi\n"), hook);
                assertNull(serving.awaitEnd());
            }
        }
    }

    @Test
    void aClientTakenInTheMomentOfClosingIsNotServedAfterwards() throws Exception {
        CountDownLatch taking = new CountDownLatch(1);
        AtomicBoolean handled = new AtomicBoolean();
        TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.stream(_ -> handled.set(true))) {
            @Override
            protected @Nullable Request<Socket> getRequest() throws IOException {
                Request<Socket> request = super.getRequest();
                taking.countDown();
                awaitQuietly(goOn);
                return request;
            }
        };
        try (LoopRun serving = LoopRun.start(server); RawPeer client = serving.connect()) {
            taking.await();
            server.serverClose();
            goOn.countDown();
            assertArrayEquals(new byte[0], client.readAll());
            assertNull(serving.awaitEnd());
            assertFalse(handled.get());
        }
    }

    @Test
    void anInterruptedThreadClosesWithoutWaiting() throws Exception {
        ThreadingTCPServer server = new ThreadingTCPServer(LoopRun.ANY_PORT, Handlers.stream(busy()));
        try (LoopRun serving = LoopRun.start(server); RawPeer client = serving.connect()) {
            handling.await();
            Thread closer = closing(server);
            assertFalse(closer.join(LoopRun.MOMENT));
            closer.interrupt();
            LoopRun.join(closer);
            goOn.countDown();
            assertEquals("done", new String(client.readAll(), UTF_8));
        }
    }
}
