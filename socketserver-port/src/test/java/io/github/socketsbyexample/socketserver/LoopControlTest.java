package io.github.socketsbyexample.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;

/** What handleRequest waits for, and how serveForever starts, stops and starts again. */
@ExtendWith(NoLeaks.class)
class LoopControlTest {

    private static final Duration WAIT = Duration.ofMillis(200);
    private static final int RUNS = 20;

    private final Trace trace = new Trace();

    private static TCPServer echo() throws IOException {
        return new TCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new);
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** A server that has patience for a while and then gives an answer of its own. */
    private static final class Impatient extends TCPServer {

        private final AtomicInteger timeouts = new AtomicInteger();
        private final Duration timeout;

        Impatient(Duration timeout) throws IOException {
            this.timeout = timeout;
            open(LoopRun.ANY_PORT, Handlers.LineEcho::new);
        }

        @Override
        public Duration timeout() {
            return timeout;
        }

        @Override
        public boolean handleTimeout() {
            timeouts.incrementAndGet();
            return true;
        }
    }

    @Test
    void handleRequestWaitsForItsTimeoutAndReturnsWhatHandleTimeoutReturns() throws IOException {
        try (Impatient server = new Impatient(WAIT)) {
            long begin = System.nanoTime();
            assertTrue(server.handleRequest());
            assertTrue(since(begin).compareTo(WAIT) >= 0);
            assertEquals(1, server.timeouts.get());
        }
    }

    @Test
    void withoutAnAnswerOfHandleTimeoutNoRequestMeansFalse() throws IOException {
        try (TracedServer server = new TracedServer(trace)) {
            trace.clear();
            assertFalse(server.handleRequest(WAIT));
            assertEquals(List.of("handleTimeout"), trace.calls());
        }
    }

    @Test
    void withATimeoutOfZeroOrLessOnlyAClientWhoIsThereIsServed() throws IOException {
        for (Duration none : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            try (Impatient server = new Impatient(none)) {
                assertTrue(server.handleRequest());
                assertEquals(1, server.timeouts.get());
                try (RawPeer client = RawPeer.connect(LoopRun.address(server))) {
                    client.send("hi\n");
                    LoopRun.until(() -> {
                        assertTrue(server.handleRequest());
                        return client.socket().getInputStream().available() > 0;
                    });
                    assertEquals("hi\n", new String(client.readAll(), UTF_8));
                }
            }
        }
    }

    @Test
    void wakeUpsWithoutARequestDoNotShortenTheWait() throws Exception {
        try (Impatient server = new Impatient(WAIT)) {
            AtomicBoolean done = new AtomicBoolean();
            Thread waker = Thread.ofPlatform().start(() -> {
                while (!done.get()) {
                    server.shutdown(); // wakes the selector; no loop runs
                    Thread.onSpinWait();
                }
            });
            long begin = System.nanoTime();
            assertTrue(server.handleRequest());
            assertTrue(since(begin).compareTo(WAIT) >= 0);
            done.set(true);
            LoopRun.join(waker);
        }
    }

    @Test
    void aTimeoutBeyondAllClocksIsForEver() throws Exception {
        Duration forEver = ChronoUnit.FOREVER.getDuration();
        try (Impatient server = new Impatient(forEver); LoopRun _ = LoopRun.start(server, server::handleRequest)) {
            try (RawPeer client = RawPeer.connect(LoopRun.address(server))) {
                client.send("hi\n");
                assertEquals("hi\n", new String(client.readAll(), UTF_8));
            }
        }
    }

    @Test
    void anIdleLoopIsWokenAndNotWaitedFor() throws Exception {
        try (TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new) {
            @Override
            public void serviceActions() {} // else it would not be called once in an interval
        }) {
            for (int i = 0; i < RUNS; i++) {
                Thread loop = Thread.ofPlatform().start(() -> server.serveForever(Duration.ofDays(1)));
                LoopRun.until(server::isServing);
                server.shutdown(); // Python's takes its poll_interval
                LoopRun.join(loop);
            }
        }
    }

    @Test
    void aLoopThatIsJustBeingStartedDoesNotMissTheShutdown() throws Exception {
        for (int i = 0; i < RUNS; i++) {
            try (TCPServer server = echo()) {
                Thread loop = Thread.ofPlatform().start(server::serveForever);
                server.shutdown();
                LoopRun.join(loop);
            }
        }
    }

    @Test
    void aShutdownBeforeTheFirstLoopReturnsAndIsKeptForIt() throws Exception {
        try (TCPServer server = echo()) {
            server.shutdown();
            server.serveForever();
            try (LoopRun serving = LoopRun.start(server)) {
                assertEquals("hi\n", serving.ask("hi\n"));
            }
        }
    }

    @Test
    void aSecondLoopThatIsJustBeingStartedDoesNotMissTheShutdownEither() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new)) {
                for (int loops = 0; loops < 3; loops++) {
                    Thread loop = Thread.ofPlatform().start(server::serveForever);
                    server.shutdown();
                    LoopRun.join(loop);
                }
            }
        }
    }

    @Test
    void whoShutsDownAndServesAgainServes() throws Exception {
        try (TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new)) {
            AtomicInteger loops = new AtomicInteger();
            Thread again = Thread.ofPlatform().start(() -> {
                server.shutdown();
                server.serveForever(); // at once over: the stop came before the first
                server.shutdown();
                server.serveForever();
                loops.incrementAndGet();
            });
            LoopRun.until(server::isServing);
            server.shutdown();
            LoopRun.join(again);
            assertEquals(1, loops.get());
        }
    }

    @Test
    void aShutdownTooManyDoesNotEndTheNextLoop() throws Exception {
        try (TCPServer server = echo()) {
            Thread loop = Thread.ofPlatform().start(server::serveForever);
            LoopRun.until(server::isServing);
            server.shutdown();
            LoopRun.join(loop);
            server.shutdown();
            try (LoopRun serving = LoopRun.start(server)) {
                assertEquals("hi\n", serving.ask("hi\n"));
            }
        }
    }

    @Test
    void aClientWhoCameBetweenTwoLoopsIsServedByTheSecond() throws Exception {
        try (TCPServer server = echo()) {
            Thread loop = Thread.ofPlatform().start(server::serveForever);
            LoopRun.until(server::isServing);
            server.shutdown();
            LoopRun.join(loop);
            try (RawPeer client = RawPeer.connect(LoopRun.address(server))) {
                client.send("queued\n");
                try (LoopRun _ = LoopRun.start(server)) {
                    assertEquals("queued\n", new String(client.readAll(), UTF_8));
                }
            }
        }
    }

    @Test
    void aHandlerOfASynchronousServerMayShutItDown() throws Exception {
        try (TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.stream(handler -> {
            handler.server().shutdown();
            handler.wfile().write("bye".getBytes(UTF_8));
        })); LoopRun serving = LoopRun.start(server)) {
            assertEquals("bye", serving.ask("x\n"));
            assertNull(serving.awaitEnd());
        }
    }

    @Test
    void aHandlerOfAThreadingServerMayShutItDown() throws Exception {
        AtomicBoolean served = new AtomicBoolean(true);
        try (TCPServer server = new ThreadingTCPServer(LoopRun.ANY_PORT, Handlers.stream(handler -> {
            handler.server().shutdown();
            served.set(handler.server().isServing());
            handler.wfile().write("bye".getBytes(UTF_8));
        })); LoopRun serving = LoopRun.start(server)) {
            assertEquals("bye", serving.ask("x\n"));
            assertFalse(served.get(), "shutdown() returned before the loop had ended");
            assertNull(serving.awaitEnd());
        }
    }

    @Test
    void shutdownWaitsForTheHandlerThatTheLoopRuns() throws Exception {
        CountDownLatch handling = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean handled = new AtomicBoolean();
        try (TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.stream(_ -> {
            handling.countDown();
            goOn.await();
            handled.set(true);
        })); LoopRun serving = LoopRun.start(server); RawPeer _ = serving.connect()) {
            handling.await();
            Thread stopper = Thread.ofPlatform().start(server::shutdown);
            assertFalse(stopper.join(LoopRun.MOMENT));
            goOn.countDown();
            LoopRun.join(stopper);
            assertTrue(handled.get());
        }
    }

    @Test
    void afterShutdownNoFurtherClientIsTaken() throws Exception {
        CountDownLatch handling = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger handled = new AtomicInteger();
        try (TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.stream(_ -> {
            handled.incrementAndGet();
            handling.countDown();
            goOn.await();
        }));
                LoopRun serving = LoopRun.start(server);
                RawPeer _ = serving.connect();
                RawPeer _ = serving.connect()) {
            handling.await();
            Thread stopper = Thread.ofPlatform().start(server::shutdown);
            LoopRun.until(() -> stopper.getState() == Thread.State.WAITING);
            goOn.countDown();
            LoopRun.join(stopper);
            assertEquals(1, handled.get());
        }
    }

    @Test
    void aSecondLoopAtTheSameTimeIsRefused() throws Exception {
        try (TCPServer server = echo(); LoopRun serving = LoopRun.start(server)) {
            assertThrows(IllegalStateException.class, server::serveForever);
            assertEquals("hi\n", serving.ask("hi\n"));
        }
    }

    @Test
    void serviceActionsIsCalledAfterEachRequestAndEachPollInterval() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new) {
            @Override
            public void serviceActions() {
                calls.incrementAndGet();
            }
        }) {
            try (LoopRun serving = LoopRun.start(server, () -> server.serveForever(Duration.ofHours(1)))) {
                for (int i = 1; i <= 3; i++) {
                    assertEquals("hi\n", serving.ask("hi\n"));
                    int requests = i;
                    LoopRun.until(() -> calls.get() == requests);
                }
                server.shutdown();
                assertNull(serving.awaitEnd());
                assertEquals(3, calls.get());
                Thread loop = Thread.ofPlatform().start(() -> server.serveForever(Duration.ofMillis(5)));
                LoopRun.until(() -> calls.get() > 10);
                server.shutdown();
                LoopRun.join(loop);
            }
        }
    }

    @Test
    void anExceptionOfServiceActionsEndsTheLoopAndLeavesTheServerUsable() throws Exception {
        IllegalStateException failure = new IllegalStateException("service");
        AtomicBoolean failing = new AtomicBoolean(true);
        try (TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new) {
            @Override
            public void serviceActions() {
                if (failing.get()) {
                    throw failure;
                }
            }
        }) {
            assertSame(failure, assertThrows(IllegalStateException.class, () -> server.serveForever(WAIT)));
            server.shutdown();
            failing.set(false);
            try (LoopRun serving = LoopRun.start(server)) {
                assertEquals("hi\n", serving.ask("hi\n"));
            }
        }
    }

    @Test
    void manyThreadsMayHandleRequests() throws Exception {
        int threads = 8;
        AtomicInteger served = new AtomicInteger();
        try (TCPServer server = echo()) {
            List<Thread> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                workers.add(Thread.ofPlatform().start(() -> {
                    if (server.handleRequest(WAIT)) {
                        served.incrementAndGet();
                    }
                }));
            }
            try (RawPeer client = RawPeer.connect(LoopRun.address(server))) {
                client.send("one for all\n");
                assertEquals("one for all\n", new String(client.readAll(), UTF_8));
            }
            for (Thread worker : workers) { // in Python most runs leave one of them stuck in accept
                LoopRun.join(worker);
            }
            assertEquals(1, served.get());
        }
    }

    /** Of threads that wait for a request one is in the selector, the others wait for it: returns how many do. */
    private static long queuing(List<Thread> waiters) {
        return waiters.stream().filter(waiter -> waiter.getState() == Thread.State.TIMED_WAITING).count();
    }

    @Test
    void threadsThatWaitForARequestDoNotKeepTheLoopFromEnding() throws Exception {
        int waiting = 4;
        try (TCPServer server = echo()) {
            List<Thread> waiters = new ArrayList<>();
            Semaphore served = new Semaphore(0);
            for (int i = 0; i < waiting; i++) {
                waiters.add(Thread.ofPlatform().start(() -> {
                    if (server.handleRequest(null)) {
                        served.release();
                    }
                }));
            }
            LoopRun.until(() -> queuing(waiters) == waiting - 1);
            for (int i = 0; i < 3; i++) {
                Thread loop = Thread.ofPlatform().start(server::serveForever);
                LoopRun.until(() -> server.isServing() && loop.getState() == Thread.State.TIMED_WAITING);
                Thread stopper = Thread.ofPlatform().start(server::shutdown);
                LoopRun.join(stopper);
                LoopRun.join(loop);
            }
            for (int i = 0; i < waiting; i++) {
                try (RawPeer client = RawPeer.connect(LoopRun.address(server))) {
                    client.send("hi\n");
                    assertEquals("hi\n", new String(client.readAll(), UTF_8));
                }
            }
            assertTrue(served.tryAcquire(waiting, 20, TimeUnit.SECONDS));
            for (Thread waiter : waiters) {
                LoopRun.join(waiter);
            }
        }
    }

    @Test
    void closingEndsEveryWait() throws Exception {
        List<Thread> waiters = new ArrayList<>();
        List<Boolean> answers = Collections.synchronizedList(new ArrayList<>());
        try (Impatient server = new Impatient(LoopRun.DEADLINE)) {
            for (int i = 0; i < 3; i++) {
                waiters.add(Thread.ofPlatform().start(() -> answers.add(server.handleRequest(null))));
            }
            LoopRun.until(() -> queuing(waiters) == 2);
            server.serverClose();
            for (Thread waiter : waiters) {
                LoopRun.join(waiter);
            }
            assertEquals(List.of(false, false, false), answers);
            assertEquals(0, server.timeouts.get());
        }
    }

    @Test
    void aHandlerMayHandleTheNextRequestItself() throws Exception {
        AtomicInteger depth = new AtomicInteger();
        try (TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.stream(handler -> {
            if (depth.incrementAndGet() == 1) {
                assertTrue(handler.server().handleRequest(LoopRun.DEADLINE));
            }
            handler.wfile().write(handler.rfile().readLine());
        })); LoopRun serving = LoopRun.start(server); RawPeer outer = serving.connect()) {
            LoopRun.until(() -> depth.get() == 1);
            assertEquals("inner\n", serving.ask("inner\n"));
            outer.send("outer\n");
            assertEquals("outer\n", new String(outer.readAll(), UTF_8));
        }
    }
}
