package io.github.socketsbyexample.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;

/** StreamRequestHandler against clients that are slow, silent, half closed or gone. */
@ExtendWith(NoLeaks.class)
class StreamsTest {

    private static final int MEGABYTES_16 = 16 * 1024 * 1024;

    private final BlockingQueue<Exception> errors = new LinkedBlockingQueue<>();

    /** A threading server whose errors the test sees. */
    private ThreadingTCPServer server(Supplier<? extends BaseRequestHandler<Socket>> handler) throws IOException {
        return new ThreadingTCPServer(LoopRun.ANY_PORT, handler) {
            @Override
            protected void handleError(Socket request, @Nullable SocketAddress clientAddress, Exception error) {
                errors.add(error);
            }
        };
    }

    private Exception error() throws InterruptedException {
        Exception error = errors.poll(LoopRun.DEADLINE.toSeconds(), TimeUnit.SECONDS);
        if (error == null) {
            throw new AssertionError("handleError was not called");
        }
        return error;
    }

    @Test
    void aSilentClientDoesNotKeepAThreadingServerFromServingOthers() throws IOException {
        try (LoopRun serving = LoopRun.start(server(Handlers.LineEcho::new)); RawPeer _ = serving.connect()) {
            assertEquals("hi\n", serving.ask("hi\n"));
        }
    }

    @Test
    void aSilentClientKeepsASynchronousServerFromServingOthers() throws IOException {
        CountDownLatch handling = new CountDownLatch(1);
        try (LoopRun serving = LoopRun.start(new TCPServer(LoopRun.ANY_PORT, Handlers.stream(handler -> {
            handling.countDown();
            handler.wfile().write(handler.rfile().readLine());
        })));
                RawPeer silent = serving.connect();
                RawPeer other = serving.connect()) {
            other.send("hi\n");
            other.socket().setSoTimeout((int) LoopRun.MOMENT.toMillis());
            assertThrows(SocketTimeoutException.class, other::readAll);
            silent.halfClose();
            other.socket().setSoTimeout((int) LoopRun.DEADLINE.toMillis());
            assertEquals("hi\n", new String(other.readAll(), UTF_8));
        }
    }

    @Test
    void aClientThatResetsItsConnectionIsAnErrorOfItsRequestAlone() throws Exception {
        CountDownLatch handling = new CountDownLatch(1);
        try (LoopRun serving = LoopRun.start(server(Handlers.stream(handler -> {
            handling.countDown();
            handler.wfile().write(handler.rfile().readLine());
        })))) {
            try (RawPeer client = serving.connect()) {
                client.send("part");
                handling.await();
                client.reset();
            }
            assertInstanceOf(IOException.class, error());
            assertEquals("hi\n", serving.ask("hi\n"));
        }
    }

    @Test
    void aClientThatResetBeforeItWasAcceptedDoesNoHarm() throws Exception {
        try (TCPServer server = server(Handlers.LineEcho::new)) {
            try (RawPeer client = RawPeer.connect(LoopRun.address(server))) {
                client.reset();
            }
            try (LoopRun serving = LoopRun.start(server)) {
                assertEquals("hi\n", serving.ask("hi\n"));
            }
        }
    }

    @Test
    void aClientThatHasSentAllStillGetsItsAnswer() throws IOException {
        try (LoopRun serving = LoopRun.start(server(Handlers.stream(handler -> {
            handler.wfile().write(handler.rfile().readLine());
            handler.wfile().write(("|" + handler.rfile().readLine().length).getBytes(UTF_8));
        }))); RawPeer client = serving.connect()) {
            client.send("part");
            client.halfClose();
            assertEquals("part|0", new String(client.readAll(), UTF_8));
        }
    }

    /** Waits for a line no longer than a moment at a time. */
    private abstract static class Impatient extends StreamRequestHandler {
        @Override
        protected Duration timeout() {
            return LoopRun.MOMENT;
        }
    }

    @Test
    void aReadThatTimedOutCanBeRepeatedAndNothingOfTheLineIsLost() throws Exception {
        CountDownLatch timedOut = new CountDownLatch(1);
        try (LoopRun serving = LoopRun.start(server(() -> new Impatient() {
            @Override
            protected void handle() throws Exception {
                long begin = System.nanoTime();
                assertThrows(SocketTimeoutException.class, rfile()::readLine);
                assertTrue(System.nanoTime() - begin >= LoopRun.MOMENT.toNanos());
                timedOut.countDown();
                connection().setSoTimeout((int) LoopRun.DEADLINE.toMillis());
                wfile().write(rfile().readLine());
            }
        })); RawPeer client = serving.connect()) {
            client.send("half ");
            timedOut.await();
            client.send("a line\n");
            assertEquals("half a line\n", new String(client.readAll(), UTF_8));
        }
        assertTrue(errors.isEmpty(), errors::toString);
    }

    @Test
    void aTimeoutThatTheHandlerDoesNotCatchIsAnErrorAndEndsTheConnection() throws Exception {
        try (LoopRun serving = LoopRun.start(server(() -> new Impatient() {
            @Override
            protected void handle() throws Exception {
                rfile().readLine();
            }
        })); RawPeer client = serving.connect()) {
            assertArrayEquals(new byte[0], client.readAll());
            assertInstanceOf(SocketTimeoutException.class, error());
        }
    }

    /** May take a moment, all in all. */
    private abstract static class Limited extends StreamRequestHandler {
        @Override
        protected Duration deadline() {
            return LoopRun.MOMENT;
        }
    }

    @Test
    void aDeadlineEndsEvenARequestWhoseClientSendsAByteNowAndThen() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        try (BusyCommonPool _ = new BusyCommonPool(); LoopRun serving = LoopRun.start(server(() -> new Limited() {
            @Override
            protected void handle() throws Exception {
                rfile().readLine();
            }
        })); RawPeer client = serving.connect()) {
            Thread dripping = Thread.ofPlatform().start(() -> {
                try {
                    while (!over.get()) {
                        client.send("x");
                        Thread.sleep(5);
                    }
                } catch (IOException | InterruptedException e) {
                    over.set(true); // cut, as it should be
                }
            });
            assertInstanceOf(IOException.class, error());
            over.set(true);
            LoopRun.join(dripping);
        }
    }

    @Test
    void aDeadlineEndsARequestWhoseClientDoesNotReadItsAnswer() throws Exception {
        for (int buffer : new int[]{0, MEGABYTES_16}) { // the second is written by finish()
            CountDownLatch begun = new CountDownLatch(1);
            try (TCPServer server = server(() -> new Limited() {
                @Override
                protected int wbufsize() {
                    return buffer;
                }

                @Override
                protected void handle() throws Exception {
                    begun.countDown();
                    wfile().write(new byte[MEGABYTES_16 - 1]);
                }
            }); LoopRun serving = LoopRun.start(server); RawPeer _ = serving.connect()) {
                begun.await();
                LoopRun.until(() -> server.activeRequests().isEmpty());
            }
        }
    }

    @Test
    void aDeadlineIsCalledOffAlsoIfSetupFails() throws Exception {
        AtomicReference<WeakReference<Object>> last = new AtomicReference<>(new WeakReference<>(this));
        Supplier<StreamRequestHandler> handlers = () -> new StreamRequestHandler() {
            @Override
            protected Duration deadline() {
                return Duration.ofHours(1);
            }

            @Override
            protected void setup() throws Exception {
                super.setup();
                last.set(new WeakReference<>(this));
                throw new IllegalStateException("after all");
            }
        };
        try (LoopRun serving = LoopRun.start(server(handlers))) {
            assertEquals("", serving.ask("hi\n"));
            assertInstanceOf(IllegalStateException.class, error());
            LoopRun.until(() -> {
                System.gc();
                return last.get().get() == null;
            });
        }
    }

    @Test
    void aDeadlineThatIsKeptHasNoConsequences() throws Exception {
        try (LoopRun serving = LoopRun.start(server(() -> new StreamRequestHandler() {
            @Override
            protected Duration deadline() {
                return LoopRun.DEADLINE;
            }

            @Override
            protected void handle() throws Exception {
                wfile().write(rfile().readLine());
            }
        }))) {
            assertEquals("hi\n", serving.ask("hi\n"));
            assertTrue(errors.isEmpty());
        }
    }

    @Test
    void aWriteReturnsWhenAllIsSent() throws Exception {
        try (LoopRun serving = LoopRun.start(server(Handlers.stream(handler -> {
            byte[] much = new byte[MEGABYTES_16];
            much[MEGABYTES_16 - 1] = 1;
            handler.wfile().write(much);
        }))); RawPeer client = serving.connect()) {
            assertEquals(100, client.read(100).length);
            Thread.sleep(LoopRun.MOMENT); // the server shall have to wait
            byte[] rest = client.readAll();
            assertEquals(MEGABYTES_16 - 100, rest.length);
            assertEquals(1, rest[rest.length - 1]);
        }
    }

    @Test
    void withoutABufferWhatIsWrittenIsSentAtOnce() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        try (LoopRun serving = LoopRun.start(server(Handlers.stream(handler -> {
            handler.wfile().write('a');
            seen.await();
        }))); RawPeer client = serving.connect()) {
            assertEquals("a", client.readText(1));
            seen.countDown();
        }
    }

    @Test
    void withABufferWhatIsWrittenIsSentWhenItIsFlushedOrFinished() throws Exception {
        CountDownLatch flush = new CountDownLatch(1);
        CountDownLatch seen = new CountDownLatch(1);
        for (int size : new int[]{-1, 8192}) {
            try (LoopRun serving = LoopRun.start(server(() -> new StreamRequestHandler() {
                @Override
                protected int wbufsize() {
                    return size;
                }

                @Override
                protected int rbufsize() {
                    return 0;
                }

                @Override
                protected void handle() throws Exception {
                    wfile().write('a');
                    flush.await();
                    wfile().flush();
                    seen.await();
                    wfile().write(rfile().readLine());
                }
            })); RawPeer client = serving.connect()) {
                client.socket().setSoTimeout((int) LoopRun.MOMENT.toMillis());
                if (flush.getCount() > 0) {
                    assertThrows(SocketTimeoutException.class, () -> client.read(1));
                }
                flush.countDown();
                client.socket().setSoTimeout((int) LoopRun.DEADLINE.toMillis());
                assertEquals("a", client.readText(1));
                seen.countDown();
                client.send("rest\n");
                assertEquals("rest\n", new String(client.readAll(), UTF_8));
            }
        }
    }

    @Test
    void thatTheClientIsGoneWhenTheBufferIsFlushedIsNoError() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        try (TCPServer server = server(() -> new StreamRequestHandler() {
            @Override
            protected int wbufsize() {
                return 8192;
            }

            @Override
            protected void handle() throws Exception {
                rfile().readLine();
                gone.await();
                wfile().write("nobody reads this".getBytes(UTF_8));
            }
        }); LoopRun serving = LoopRun.start(server)) {
            try (RawPeer client = serving.connect()) {
                client.send("x\n");
                LoopRun.until(() -> !server.activeRequests().isEmpty());
                client.reset();
            }
            gone.countDown();
            LoopRun.until(() -> server.activeRequests().isEmpty());
            assertTrue(errors.stream().allMatch(IOException.class::isInstance)); // the reset may come before the line
        }
    }

    @Test
    void aHandlerMayCloseItsStreamsAndItsConnection() throws Exception {
        AtomicBoolean open = new AtomicBoolean();
        AtomicReference<@Nullable IOException> refusal = new AtomicReference<>();
        for (boolean all : new boolean[]{false, true}) {
            try (LoopRun serving = LoopRun.start(server(Handlers.stream(handler -> {
                handler.wfile().write(handler.rfile().readLine());
                handler.rfile().close();
                handler.wfile().close();
                open.set(!handler.connection().isClosed());
                refusal.set(assertThrows(IOException.class, () -> handler.wfile().write('x')));
                if (all) {
                    handler.request().close();
                }
            })))) {
                assertEquals("hi\n", serving.ask("hi\n"));
                LoopRun.until(() -> refusal.getAndSet(null) != null);
                assertTrue(open.get());
            }
        }
        assertTrue(errors.isEmpty(), errors::toString);
    }

    @Test
    void nodelayIsSetOnTheConnection() throws Exception {
        for (boolean wanted : new boolean[]{false, true}) {
            try (LoopRun serving = LoopRun.start(server(() -> new StreamRequestHandler() {
                @Override
                protected boolean disableNagleAlgorithm() {
                    return wanted;
                }

                @Override
                protected void handle() throws Exception {
                    wfile().write(connection().getOption(StandardSocketOptions.TCP_NODELAY)
                            .toString()
                            .getBytes(UTF_8));
                }
            }))) {
                assertEquals(String.valueOf(wanted), serving.ask(""));
            }
        }
    }

    /** An answer that the client's receive window holds: what has to wait for room there is lost in Python, too. */
    @Test
    void unreadInputDoesNotTurnTheEndOfTheAnswerIntoAReset() throws Exception {
        try (LoopRun serving = LoopRun.start(server(Handlers.stream(handler -> {
            handler.wfile().write(new byte[30_000]);
            while (handler.connection().getInputStream().available() == 0) {
                Thread.onSpinWait();
            }
        })))) {
            for (int i = 0; i < 10; i++) {
                try (RawPeer client = serving.connect()) {
                    client.send(new byte[50_000]);
                    assertEquals(30_000, client.readAll().length);
                }
            }
        }
    }
}
