package io.github.socketsbyexample.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawDatagrams;
import io.github.socketsbyexample.common.RawPeer;

/** Threads for requests: the mix-in as users write it, its factory, the limit, and a pool instead of it. */
@ExtendWith(NoLeaks.class)
class ThreadingMixInTest {

    /** What a user writes, and nothing else. */
    private static final class MyServer extends TCPServer implements ThreadingMixIn {
        MyServer(SocketAddress address, Supplier<? extends BaseRequestHandler<Socket>> handler) throws IOException {
            super(address, handler);
        }
    }

    /** The shortest of all. */
    private static final class Shortest extends UDPServer implements ThreadingMixIn {}

    @Test
    void aUsersClassNeedsTheMixInAndNothingElse() throws IOException {
        AtomicReference<Thread> worker = new AtomicReference<>();
        try (LoopRun serving = LoopRun.start(new MyServer(LoopRun.ANY_PORT, Handlers.stream(handler -> {
            worker.set(Thread.currentThread());
            handler.wfile().write(handler.rfile().readLine());
        }))); RawPeer _ = serving.connect()) {
            assertEquals("hi\n", serving.ask("hi\n"));
            assertTrue(worker.get().isVirtual());
            assertTrue(worker.get().getName().startsWith("request-"), worker.get().getName());
        }
        try (Shortest server = new Shortest(); RawDatagrams client = new RawDatagrams()) {
            server.open(LoopRun.ANY_PORT, Handlers.DatagramEcho::new);
            try (LoopRun serving = LoopRun.start(server)) {
                client.send(serving.address(), "hi");
                assertEquals("hi", client.receive().text());
            }
        }
    }

    @Test
    void aFactoryOfPlatformThreadsIsUsed() throws IOException {
        AtomicReference<Thread> worker = new AtomicReference<>();
        try (LoopRun serving = LoopRun.start(new ThreadingTCPServer(LoopRun.ANY_PORT,
                Handlers.stream(_ -> worker.set(Thread.currentThread()))) {
            @Override
            public ThreadFactory threadFactory() {
                return Thread.ofPlatform().name("worker").factory();
            }
        })) {
            assertEquals("", serving.ask(""));
            assertEquals("worker", worker.get().getName());
            assertFalse(worker.get().isVirtual());
        }
    }

    /** Serves so many clients at once; each says when it begins and waits to be let go. */
    private static final class Limited extends ThreadingTCPServer {

        private final int limit;

        Limited(int limit, Semaphore begun, Semaphore goOn) throws IOException {
            this.limit = limit;
            open(LoopRun.ANY_PORT, Handlers.stream(handler -> {
                begun.release();
                goOn.acquire();
                handler.wfile().write("done".getBytes(UTF_8));
            }));
        }

        @Override
        public int maxRequests() {
            return limit;
        }
    }

    @Test
    void beyondTheLimitClientsWaitInTheBacklog() throws Exception {
        Semaphore begun = new Semaphore(0);
        Semaphore goOn = new Semaphore(0);
        try (Limited server = new Limited(2, begun, goOn);
                LoopRun serving = LoopRun.start(server);
                RawPeer first = serving.connect();
                RawPeer second = serving.connect();
                RawPeer third = serving.connect()) {
            assertTrue(begun.tryAcquire(2, LoopRun.DEADLINE.toSeconds(), TimeUnit.SECONDS));
            assertFalse(begun.tryAcquire(LoopRun.MOMENT.toMillis(), TimeUnit.MILLISECONDS));
            assertEquals(2, server.activeRequests().size());
            goOn.release();
            assertTrue(begun.tryAcquire(LoopRun.DEADLINE.toSeconds(), TimeUnit.SECONDS)); // the third
            goOn.release(2);
            for (RawPeer client : List.of(first, second, third)) {
                assertEquals("done", new String(client.readAll(), UTF_8));
            }
        }
    }

    @Test
    void atTheLimitTheServerCanStillBeShutDown() throws Exception {
        Semaphore begun = new Semaphore(0);
        Semaphore goOn = new Semaphore(0);
        try (Limited server = new Limited(1, begun, goOn);
                LoopRun serving = LoopRun.start(server);
                RawPeer first = serving.connect();
                RawPeer _ = serving.connect()) {
            begun.acquire();
            server.shutdown();
            LoopRun.join(serving.thread());
            goOn.release();
            assertEquals("done", new String(first.readAll(), UTF_8));
        }
    }

    @Test
    void theLimitHoldsForManyThreadsThatTakeRequests() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        int clients = 40;
        try (TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.stream(_ -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            Thread.sleep(1);
            now.decrementAndGet();
        })) {
            @Override
            public int maxRequests() {
                return 1;
            }
        }) {
            List<Thread> takers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                takers.add(Thread.ofPlatform().start(() -> {
                    while (server.handleRequest(LoopRun.DEADLINE)) {
                        Thread.onSpinWait();
                    }
                }));
            }
            List<RawPeer> peers = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                peers.add(RawPeer.connect(LoopRun.address(server)));
            }
            for (RawPeer peer : peers) {
                assertEquals(0, peer.readAll().length);
                peer.close();
            }
            server.serverClose();
            for (Thread taker : takers) {
                LoopRun.join(taker);
            }
        }
        assertEquals(1, most.get());
    }

    @Test
    void aPoolNeedsOneOverriddenMethod() throws Exception {
        int threads = 2;
        try (ExecutorService pool = Executors.newFixedThreadPool(threads,
                Thread.ofPlatform().name("pool-", 0).factory())) {
            AtomicReference<String> worker = new AtomicReference<>("");
            CountDownLatch both = new CountDownLatch(threads);
            try (LoopRun serving = LoopRun.start(new TCPServer(LoopRun.ANY_PORT, Handlers.stream(handler -> {
                worker.set(Thread.currentThread().getName());
                both.countDown();
                both.await();
                handler.wfile().write(handler.rfile().readLine());
            })) {
                @Override
                protected void processRequest(ActiveRequest<Socket> request) {
                    pool.execute(request::process);
                }
            }); RawPeer one = serving.connect(); RawPeer two = serving.connect()) {
                one.send("one\n");
                two.send("two\n");
                assertEquals("one\n", new String(one.readAll(), UTF_8));
                assertEquals("two\n", new String(two.readAll(), UTF_8));
                assertTrue(worker.get().startsWith("pool-"), worker.get());
            }
        }
    }

    @Test
    void aRequestThatWaitsForAPoolCountsAsInProgressAndIsWaitedFor() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
            pool.execute(() -> {
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new) {
                @Override
                protected void processRequest(ActiveRequest<Socket> request) {
                    pool.execute(request::process);
                }
            };
            try (LoopRun serving = LoopRun.start(server, () -> {
                assertTrue(server.handleRequest(LoopRun.DEADLINE));
                try {
                    server.serverClose(); // in the thread that took it: it is no longer its own
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }); RawPeer client = serving.connect()) {
                client.send("hi\n");
                LoopRun.until(server::isClosed);
                assertFalse(serving.thread().join(LoopRun.MOMENT));
                assertEquals(1, server.activeRequests().size());
                goOn.countDown();
                assertEquals("hi\n", new String(client.readAll(), UTF_8));
                LoopRun.join(serving.thread());
                assertTrue(server.activeRequests().isEmpty());
            }
        }
    }

    @Test
    void aPoolThatTakesNoMoreIsAnErrorOfTheRequest() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        pool.shutdown();
        AtomicInteger errors = new AtomicInteger();
        try (TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new) {
            @Override
            protected void processRequest(ActiveRequest<Socket> request) {
                pool.execute(request::process);
            }

            @Override
            protected void handleError(Socket request, @Nullable SocketAddress clientAddress,
                    Exception error) {
                errors.incrementAndGet();
            }
        }; LoopRun serving = LoopRun.start(server)) {
            assertEquals("", serving.ask(""));
            assertEquals(1, errors.get());
        }
    }
}
