package io.github.socketsbyexample.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawDatagrams;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.Reports;

/** Which hooks are called, in which order, and what becomes of a request when one of them throws. */
@ExtendWith(NoLeaks.class)
class DispatchTest {

    private static final List<String> TAKEN = List.of("getRequest", "verifyRequest", "processRequest",
            "finishRequest", "setup");
    private static final List<String> CLOSED = List.of("shutdownRequest", "closeRequest");

    private final Trace trace = new Trace();

    private static List<String> taken(String... more) {
        List<String> hooks = new ArrayList<>(TAKEN);
        Collections.addAll(hooks, more);
        hooks.addAll(CLOSED);
        return hooks;
    }

    /** Serves one client that sends a line; returns what the client gets. */
    private static String serveOne(TracedServer server, String line) throws IOException {
        try (RawPeer client = RawPeer.connect(LoopRun.address(server))) {
            client.send(line);
            assertTrue(server.handleRequest(LoopRun.DEADLINE));
            return new String(client.readAll(), UTF_8);
        }
    }

    @Test
    void openingBindsAndThenActivates() throws IOException {
        try (TracedServer server = new TracedServer(trace)) {
            assertFalse(server.isClosed());
            assertEquals(List.of("serverBind", "serverActivate"), trace.calls());
        }
    }

    @Test
    void aRequestGoesThroughAllHooksInOrder() throws IOException {
        try (TracedServer server = new TracedServer(trace)) {
            trace.clear();
            assertEquals("hi\n", serveOne(server, "hi\n"));
            assertEquals(taken("handle", "finish"), trace.calls());
        }
    }

    @Test
    void inAThreadingServerTheWorkerHasTheRestOfTheHooks() throws IOException {
        try (TracedServer server = new TracedServer.Threading(trace,
                handler -> handler.wfile().write(handler.rfile().readLine()))) {
            trace.clear();
            assertEquals("hi\n", serveOne(server, "hi\n"));
            LoopRun.until(() -> server.activeRequests().isEmpty());
            List<String> expected = new ArrayList<>(taken("handle", "finish"));
            expected.add(3, "processRequestThread");
            assertEquals(expected, trace.calls());
        }
    }

    @Test
    void aRequestThatIsNotVerifiedIsClosedWithoutAWordAndWithoutAHandler() throws IOException {
        AtomicBoolean verified = new AtomicBoolean();
        try (TracedServer server = new TracedServer(trace) {
            @Override
            protected boolean verifyRequest(Socket request, @Nullable SocketAddress clientAddress) throws Exception {
                return super.verifyRequest(request, clientAddress) && verified.get();
            }
        }) {
            trace.clear();
            assertEquals("", serveOne(server, "x\n"));
            assertEquals(List.of("getRequest", "verifyRequest", "shutdownRequest", "closeRequest"), trace.calls());
            verified.set(true);
            assertEquals("y\n", serveOne(server, "y\n"));
        }
    }

    @Test
    void aDatagramThatIsNotVerifiedIsNotAnswered() throws IOException {
        try (UDPServer server = new UDPServer(LoopRun.ANY_PORT, Handlers.DatagramEcho::new) {
            @Override
            protected boolean verifyRequest(DatagramRequest request, @Nullable SocketAddress clientAddress) {
                return request.data()[0] != 'x';
            }
        };
                LoopRun serving = LoopRun.start(server);
                RawDatagrams client = new RawDatagrams()) {
            client.send(serving.address(), "x");
            client.send(serving.address(), "next");
            assertEquals("next", client.receive().text()); // in order, so "x" had its chance
            client.socket().setSoTimeout((int) LoopRun.MOMENT.toMillis());
            assertThrows(SocketTimeoutException.class, client::receive);
            assertTrue(server.channel().isOpen());
        }
    }

    @Test
    void anExceptionOfVerifyRequestEndsItsRequestAndNotTheServer() throws IOException {
        IOException failure = new IOException("verify");
        try (TracedServer server = new TracedServer(trace); LoopRun serving = LoopRun.start(server)) {
            trace.on("verifyRequest", () -> {
                throw failure;
            });
            assertEquals("", serving.ask("x\n"));
            trace.off("verifyRequest");
            assertEquals("y\n", serving.ask("y\n"));
            assertEquals(List.of(failure), server.errors);
        }
    }

    @Test
    void whenHandleThrowsWhatItWroteArrivesAndTheErrorIsHandledAfterFinish() throws IOException {
        IllegalStateException failure = new IllegalStateException("handle");
        try (TracedServer server = new TracedServer(trace, handler -> {
            handler.wfile().write("hi\n".getBytes(UTF_8));
            throw failure;
        }); LoopRun serving = LoopRun.start(server)) {
            trace.clear();
            assertEquals("hi\n", serving.ask("x\n"));
            LoopRun.until(() -> server.activeRequests().isEmpty());
            assertEquals(taken("handle", "finish", "handleError"), trace.calls());
            assertEquals("hi\n", serving.ask("x\n"));
            assertEquals(List.of(failure, failure), server.errors);
        }
    }

    @Test
    void whenFinishThrowsTheErrorIsHandledOnceAndTheRequestClosedOnce() throws IOException {
        IllegalStateException failure = new IllegalStateException("finish");
        trace.on("finish", () -> {
            throw failure;
        });
        try (TracedServer server = new TracedServer(trace)) {
            trace.clear();
            assertEquals("hi\n", serveOne(server, "hi\n"));
            assertEquals(taken("handle", "finish", "handleError"), trace.calls());
            assertEquals(List.of(failure), server.errors);
        }
    }

    @Test
    void whenHandleAndFinishThrowTheFirstIsHandledAndTheOtherIsSuppressed() throws IOException {
        IllegalStateException first = new IllegalStateException("handle");
        IllegalStateException second = new IllegalStateException("finish");
        trace.on("finish", () -> {
            throw second;
        });
        try (TracedServer server = new TracedServer(trace, _ -> {
            throw first;
        })) {
            assertEquals("", serveOne(server, "hi\n"));
            assertEquals(List.of(first), server.errors);
            assertArrayEquals(new Throwable[]{second}, first.getSuppressed());
        }
    }

    @Test
    void whenSetupThrowsNeitherHandleNorFinishIsCalled() throws IOException {
        trace.on("setup", () -> {
            throw new IllegalStateException("setup");
        });
        try (TracedServer server = new TracedServer(trace)) {
            trace.clear();
            assertEquals("", serveOne(server, "hi\n"));
            assertEquals(taken("handleError"), trace.calls());
        }
    }

    @Test
    void aThrowingShutdownRequestDoesNotLeaveTheConnectionOpen() throws IOException {
        trace.on("shutdownRequest", () -> {
            throw new IOException("shutdown");
        });
        try (TracedServer server = new TracedServer(trace)) {
            assertEquals("hi\n", serveOne(server, "hi\n"));
            assertEquals(1, server.errors.size());
            assertTrue(server.activeRequests().isEmpty());
        }
    }

    @Test
    void anErrorInShutdownRequestDoesNotLeaveTheConnectionOpenEither() throws IOException {
        trace.on("shutdownRequest", () -> {
            throw new AssertionError("shutdown");
        });
        try (TracedServer server = new TracedServer(trace);
                RawPeer client = RawPeer.connect(LoopRun.address(server))) {
            client.send("hi\n");
            assertThrows(AssertionError.class, () -> server.handleRequest(LoopRun.DEADLINE));
            assertEquals("hi\n", new String(client.readAll(), UTF_8));
            assertTrue(server.activeRequests().isEmpty());
        }
    }

    @Test
    void aThrowingHandleErrorIsContained() throws IOException {
        trace.on("handleError", () -> {
            throw new IllegalArgumentException("handleError");
        });
        AtomicBoolean failing = new AtomicBoolean(true);
        try (TracedServer server = new TracedServer(trace, handler -> {
            handler.wfile().write(handler.rfile().readLine());
            if (failing.get()) {
                throw new IllegalStateException("handle");
            }
        }); LoopRun serving = LoopRun.start(server)) {
            assertEquals("hi\n", serving.ask("hi\n"));
            failing.set(false);
            assertEquals("again\n", serving.ask("again\n"));
        }
    }

    @Test
    void anErrorOfHandleErrorEndsTheLoopWithTheRequestClosed() throws Exception {
        trace.on("verifyRequest", () -> {
            throw new IllegalStateException("verify");
        });
        trace.on("handleError", () -> {
            throw new AssertionError("handleError");
        });
        try (TracedServer server = new TracedServer(trace);
                RawPeer client = RawPeer.connect(LoopRun.address(server))) {
            assertThrows(AssertionError.class, () -> server.handleRequest(LoopRun.DEADLINE));
            assertEquals(0, client.readAll().length);
            assertTrue(server.activeRequests().isEmpty());
        }
    }

    @Test
    void aCheckedExceptionOutOfHandleErrorIsContainedToo() throws IOException {
        trace.on("handleError", () -> {
            throw new IOException("handleError"); // past the compiler
        });
        try (TracedServer server = new TracedServer(trace, _ -> {
            throw new IllegalStateException("handle");
        }); LoopRun serving = LoopRun.start(server)) {
            assertEquals("", serving.ask("hi\n"));
            assertEquals("", serving.ask("again\n"));
        }
    }

    @Test
    void aHandlerThatForgetsSuperSetupIsTold() throws Exception {
        AtomicReference<Exception> told = new AtomicReference<>();
        try (TCPServer server = new TCPServer(LoopRun.ANY_PORT, () -> new StreamRequestHandler() {
            @Override
            protected void setup() {}

            @Override
            protected void handle() throws Exception {
                rfile().readLine();
            }
        }) {
            @Override
            protected void handleError(Socket request, @Nullable SocketAddress clientAddress, Exception error) {
                told.set(error);
            }
        }; LoopRun serving = LoopRun.start(server)) {
            assertEquals("", serving.ask("hi\n"));
            assertEquals("super.setup() was not called", told.get().getMessage());
        }
    }

    @Test
    void anExceptionOfGetRequestIsReportedOnceWithItsHookAndAnAnonymousServerWithItsKind() throws Exception {
        Reports reports = new Reports();
        AtomicInteger failures = new AtomicInteger();
        try (TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new) {
            @Override
            protected @Nullable Request<Socket> getRequest() throws IOException {
                if (failures.incrementAndGet() < 3) {
                    throw new NullPointerException("getRequest");
                }
                return super.getRequest();
            }

            @Override
            Logger log() {
                return reports.log();
            }
        }; LoopRun serving = LoopRun.start(server)) {
            assertEquals("hi\n", serving.ask("hi\n"));
            assertEquals(1, reports.lines().stream().filter(line -> line.endsWith("getRequest failed")).count(),
                    reports.lines().toString());
            assertTrue(reports.lines().getFirst().startsWith("TCPServer on 127.0.0.1:"), reports.lines().toString());
        }
    }

    @Test
    void anErrorLeavesServeForeverWithTheRequestClosed() throws Exception {
        AssertionError fatal = new AssertionError("fatal");
        try (TracedServer server = new TracedServer(trace, _ -> {
            throw fatal;
        })) {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread loop = Thread.ofPlatform().start(() -> {
                try {
                    server.serveForever();
                } catch (AssertionError e) {
                    thrown.set(e);
                }
            });
            try (RawPeer client = RawPeer.connect(LoopRun.address(server))) {
                assertEquals(0, client.readAll().length);
                server.shutdown(); // returns, be it before or after the loop has ended
                LoopRun.join(loop);
            }
            assertSame(fatal, thrown.get());
            assertFalse(server.isServing());
            assertTrue(trace.calls().containsAll(CLOSED));
            assertEquals(0, trace.count("handleError"));
        }
    }

    @Test
    void anErrorInAWorkerReachesItsUncaughtExceptionHandlerWithTheRequestClosed() throws Exception {
        AssertionError fatal = new AssertionError("fatal");
        AtomicReference<Throwable> uncaught = new AtomicReference<>();
        try (ThreadingTCPServer server = new ThreadingTCPServer(LoopRun.ANY_PORT, Handlers.stream(_ -> {
            throw fatal;
        })) {
            @Override
            public ThreadFactory threadFactory() {
                return Thread.ofVirtual().uncaughtExceptionHandler((_, e) -> uncaught.set(e)).factory();
            }
        }; LoopRun serving = LoopRun.start(server)) {
            assertEquals("", serving.ask("x\n"));
            LoopRun.until(() -> fatal.equals(uncaught.get()));
            assertTrue(server.isServing());
        }
    }

    @Test
    void anInterruptEndsTheLoopAndLeavesTheServerUsable() throws Exception {
        try (TracedServer server = new TracedServer(trace)) {
            Thread loop = Thread.ofPlatform().start(server::serveForever);
            LoopRun.until(server::isServing);
            loop.interrupt();
            LoopRun.join(loop);
            server.shutdown();
            assertTrue(server.channel().isOpen());
            try (LoopRun serving = LoopRun.start(server)) {
                assertEquals("hi\n", serving.ask("hi\n"));
            }
        }
    }

    @Test
    void anInterruptInAHandlerOfASynchronousServerEndsTheLoopToo() throws Exception {
        CountDownLatch handling = new CountDownLatch(1);
        try (TracedServer server = new TracedServer(trace, _ -> {
            handling.countDown();
            Thread.sleep(LoopRun.DEADLINE);
        })) {
            AtomicBoolean interrupted = new AtomicBoolean();
            Thread loop = Thread.ofPlatform().start(() -> {
                server.serveForever();
                interrupted.set(Thread.currentThread().isInterrupted());
            });
            try (RawPeer client = RawPeer.connect(LoopRun.address(server))) {
                handling.await();
                loop.interrupt();
                LoopRun.join(loop);
                assertEquals(0, client.readAll().length);
            }
            assertTrue(interrupted.get());
            assertEquals(0, trace.count("handleError"));
        }
    }

    @Test
    void anInterruptInVerifyRequestIsNoErrorOfTheRequestEither() throws Exception {
        trace.on("verifyRequest", () -> {
            throw new InterruptedException();
        });
        try (TracedServer server = new TracedServer(trace)) {
            AtomicBoolean interrupted = new AtomicBoolean();
            Thread loop = Thread.ofPlatform().start(() -> {
                server.serveForever();
                interrupted.set(Thread.currentThread().isInterrupted());
            });
            try (RawPeer client = RawPeer.connect(LoopRun.address(server))) {
                assertEquals(0, client.readAll().length);
                LoopRun.join(loop);
            }
            assertTrue(interrupted.get());
            assertEquals(0, trace.count("handleError"));
        }
    }

    @Test
    void eachRequestHasAHandlerOfItsOwnWhoseFieldsAreReady() throws IOException {
        Set<BaseRequestHandler<Socket>> handlers = ConcurrentHashMap.newKeySet();
        try (TCPServer server = new TCPServer(LoopRun.ANY_PORT, () -> new StreamRequestHandler() {
            private final List<String> lines = new ArrayList<>();

            @Override
            protected void handle() throws IOException {
                handlers.add(this);
                lines.add(new String(rfile().readLine(), UTF_8));
                wfile().write(lines.toString().getBytes(UTF_8));
            }
        }); LoopRun serving = LoopRun.start(server)) {
            assertEquals("[a\n]", serving.ask("a\n"));
            assertEquals("[b\n]", serving.ask("b\n"));
        }
        assertEquals(2, handlers.size());
    }

    @Test
    void theHandlerClassCanBeChangedWhileServing() throws IOException {
        try (TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new);
                LoopRun serving = LoopRun.start(server)) {
            assertEquals("a\n", serving.ask("a\n"));
            server.requestHandlerClass(
                    Handlers.stream(handler -> handler.wfile().write("new".getBytes(UTF_8))));
            assertEquals("new", serving.ask("a\n"));
        }
    }

    /** A server to which the system gives no clients for a while. */
    private static final class Starved extends TCPServer {

        private final UnaryOperator<IOException> failure;
        private final AtomicInteger attempts = new AtomicInteger();
        private final Reports reports = new Reports();
        private volatile int failures;

        Starved(int failures, UnaryOperator<IOException> failure) throws IOException {
            this.failures = failures;
            this.failure = failure;
            open(LoopRun.ANY_PORT, Handlers.LineEcho::new);
        }

        @Override
        Logger log() {
            return reports.log();
        }

        @Override
        protected @Nullable Request<Socket> getRequest() throws IOException {
            if (attempts.incrementAndGet() <= failures) {
                throw failure.apply(new IOException("Too many open files"));
            }
            return super.getRequest();
        }
    }

    @Test
    void aFailureToTakeAClientIsNotTheEnd() throws IOException {
        try (Starved server = new Starved(1, e -> e); LoopRun serving = LoopRun.start(server)) {
            assertEquals("a\n", serving.ask("a\n"));
            assertEquals("b\n", serving.ask("b\n"));
        }
    }

    @Test
    void anUncheckedExceptionOfGetRequestIsNotTheEndEither() throws IOException {
        try (Starved server = new Starved(1, e -> {
            throw new IllegalStateException(e);
        }); LoopRun serving = LoopRun.start(server)) {
            assertEquals("a\n", serving.ask("a\n"));
        }
    }

    @Test
    void whileNoClientCanBeTakenItIsTriedSeldomAndStoppingIsPossible() throws Exception {
        try (Starved server = new Starved(Integer.MAX_VALUE, e -> e); LoopRun serving = LoopRun.start(server)) {
            long begin = System.nanoTime();
            try (RawPeer client = serving.connect()) {
                LoopRun.until(() -> server.attempts.get() >= 7); // 5 + 10 + 20 + 40 + 80 + 160 ms
                assertTrue(System.nanoTime() - begin >= 300_000_000, "tried without a pause");
                assertEquals(1, server.reports.lines().size(), server.reports.lines().toString());
                server.failures = 0;
                client.send("late\n");
                assertEquals("late\n", new String(client.readAll(), UTF_8)); // was waiting in the backlog
            }
            server.failures = Integer.MAX_VALUE;
            try (RawPeer _ = serving.connect()) {
                int before = server.attempts.get();
                LoopRun.until(() -> server.attempts.get() > before);
                server.shutdown();
                assertEquals(null, serving.awaitEnd());
            }
        }
    }

    @Test
    void aThreadThatCanNotBeStartedIsAnErrorOfItsRequest() throws IOException {
        Trace own = trace;
        AtomicBoolean exhausted = new AtomicBoolean(true);
        class Exhausted extends TracedServer implements ThreadingMixIn {
            Exhausted() throws IOException {
                super(own);
            }

            @Override
            public ThreadFactory threadFactory() {
                return task -> exhausted.get() ? null : Thread.ofVirtual().unstarted(task);
            }
        }
        try (Exhausted server = new Exhausted(); LoopRun serving = LoopRun.start(server)) {
            trace.clear();
            assertEquals("", serving.ask("a\n"));
            LoopRun.until(() -> server.activeRequests().isEmpty());
            assertEquals(List.of("getRequest", "verifyRequest", "processRequest", "handleError", "shutdownRequest",
                    "closeRequest"), trace.calls());
            assertInstanceOf(RejectedExecutionException.class, server.errors.getFirst());
            exhausted.set(false);
            assertEquals("b\n", serving.ask("b\n"));
        }
    }

    @Test
    void whenTheSystemHasNoMoreThreadsThatIsAnErrorOfTheRequest() throws IOException {
        AtomicBoolean exhausted = new AtomicBoolean(true);
        List<Exception> errors = Collections.synchronizedList(new ArrayList<>());
        try (ThreadingTCPServer server = new ThreadingTCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new) {
            @Override
            public ThreadFactory threadFactory() {
                return task -> new Thread(task) {
                    @Override
                    public void start() {
                        if (exhausted.get()) {
                            throw new OutOfMemoryError("unable to create native thread");
                        }
                        super.start();
                    }
                };
            }

            @Override
            protected void handleError(Socket request, @Nullable SocketAddress clientAddress, Exception error) {
                errors.add(error);
            }
        }; LoopRun serving = LoopRun.start(server)) {
            assertEquals("", serving.ask("a\n"));
            exhausted.set(false);
            assertEquals("b\n", serving.ask("b\n"));
            assertEquals(1, errors.size());
        }
    }
}
