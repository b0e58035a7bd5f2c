package io.github.socketsbyexample.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawDatagrams;

/** Datagram servers: sizes, truncation, and the one datagram that each request is answered with. */
@ExtendWith(NoLeaks.class)
class DatagramsTest {

    private final Queue<DatagramRequest> requests = new ConcurrentLinkedQueue<>();
    private final Queue<Exception> errors = new ConcurrentLinkedQueue<>();

    private UDPServer server(int maxPacketSize, Supplier<? extends BaseRequestHandler<DatagramRequest>> handler)
            throws IOException {
        return new UDPServer(LoopRun.ANY_PORT, handler) {
            @Override
            protected int maxPacketSize() {
                return maxPacketSize;
            }

            @Override
            protected boolean verifyRequest(DatagramRequest request, @Nullable SocketAddress clientAddress) {
                return requests.add(request);
            }

            @Override
            protected void handleError(DatagramRequest request, @Nullable SocketAddress clientAddress,
                    Exception error) {
                errors.add(error);
            }
        };
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    @Test
    void aDatagramUpToTheLimitArrivesWholeAndALongerOneIsTruncatedAndTold() throws IOException {
        try (UDPServer server = new UDPServer(LoopRun.ANY_PORT, Handlers.DatagramEcho::new) {
            @Override
            protected boolean verifyRequest(DatagramRequest request, @Nullable SocketAddress clientAddress) {
                return requests.add(request);
            }
        }; LoopRun serving = LoopRun.start(server); RawDatagrams client = new RawDatagrams()) {
            client.send(serving.address(), bytes(8192));
            assertArrayEquals(bytes(8192), client.receive().bytes());
            client.send(serving.address(), bytes(9000));
            assertArrayEquals(Arrays.copyOf(bytes(9000), 8192), client.receive().bytes());
            client.send(serving.address(), "next");
            assertEquals("next", client.receive().text());
        }
        assertArrayEquals(new Object[]{false, true, false},
                requests.stream().map(DatagramRequest::truncated).toArray());
    }

    @Test
    void theLimitIsTheSubclasss() throws IOException {
        try (LoopRun serving = LoopRun.start(server(4, Handlers.DatagramEcho::new));
                RawDatagrams client = new RawDatagrams()) {
            client.send(serving.address(), "abcdefgh");
            assertEquals("abcd", client.receive().text());
        }
    }

    @Test
    void anEmptyDatagramIsARequestAndItsAnswerIsEmptyToo() throws IOException {
        try (LoopRun serving = LoopRun.start(server(8192, Handlers.DatagramEcho::new));
                RawDatagrams client = new RawDatagrams()) {
            client.send(serving.address());
            assertEquals(0, client.receive().bytes().length);
        }
        assertEquals(1, requests.size());
        assertFalse(requests.element().truncated());
    }

    @Test
    void aHandlerThatWritesNothingAnswersWithAnEmptyDatagram() throws IOException {
        try (LoopRun serving = LoopRun.start(server(8192, Handlers.datagram(_ -> {})));
                RawDatagrams client = new RawDatagrams()) {
            client.send(serving.address(), "x");
            assertEquals(0, client.receive().bytes().length);
        }
    }

    @Test
    void aHandlerMayAlsoStaySilent() throws IOException {
        try (LoopRun serving = LoopRun.start(server(8192, () -> new DatagramRequestHandler() {
            @Override
            protected boolean replyWhenEmpty() {
                return false;
            }

            @Override
            protected void handle() throws IOException {
                if (rfile().read() == 'y') {
                    wfile().write('y');
                }
            }
        })); RawDatagrams client = new RawDatagrams()) {
            client.send(serving.address(), "x");
            client.send(serving.address(), "y");
            assertEquals("y", client.receive().text()); // in order
            client.socket().setSoTimeout((int) LoopRun.MOMENT.toMillis());
            assertThrows(SocketTimeoutException.class, client::receive);
        }
    }

    @Test
    void whatWasWrittenBeforeAnExceptionIsSent() throws IOException {
        IllegalStateException failure = new IllegalStateException("handle");
        try (LoopRun serving = LoopRun.start(server(8192, Handlers.datagram(handler -> {
            handler.wfile().write("partial".getBytes(UTF_8));
            throw failure;
        }))); RawDatagrams client = new RawDatagrams()) {
            client.send(serving.address(), "x");
            assertEquals("partial", client.receive().text());
            LoopRun.until(() -> !errors.isEmpty());
        }
        assertArrayEquals(new Object[]{failure}, errors.toArray());
    }

    @Test
    void anAnswerThatIsTooLongIsAnErrorOfItsRequest() throws IOException {
        try (LoopRun serving = LoopRun.start(server(8192, Handlers.datagram(handler -> {
            handler.wfile().write(handler.packet()[0] == 'x' ? new byte[70_000] : handler.packet());
        }))); RawDatagrams client = new RawDatagrams()) {
            client.send(serving.address(), "x");
            client.send(serving.address(), "next");
            assertEquals("next", client.receive().text());
        }
        assertTrue(errors.element() instanceof SocketException, errors::toString);
    }

    @Test
    void inAThreadingServerAQuickAnswerOvertakesASlowOne() throws Exception {
        CountDownLatch fast = new CountDownLatch(1);
        Supplier<BaseRequestHandler<DatagramRequest>> handlers = Handlers.datagram(handler -> {
            if (handler.packet()[0] == 's') {
                fast.await();
            }
            handler.wfile().write(handler.packet());
        });
        try (LoopRun serving = LoopRun.start(new ThreadingUDPServer(LoopRun.ANY_PORT, handlers));
                RawDatagrams client = new RawDatagrams()) {
            client.send(serving.address(), "slow");
            client.send(serving.address(), "fast");
            assertEquals("fast", client.receive().text());
            fast.countDown();
            assertEquals("slow", client.receive().text());
        }
    }

    @Test
    void aSynchronousServerAnswersInOrder() throws IOException {
        try (LoopRun serving = LoopRun.start(server(8192, Handlers.datagram(handler -> {
            if (handler.packet()[0] == 's') {
                Thread.sleep(LoopRun.MOMENT);
            }
            handler.wfile().write(handler.packet());
        }))); RawDatagrams client = new RawDatagrams()) {
            client.send(serving.address(), "slow");
            client.send(serving.address(), "fast");
            assertEquals("slow", client.receive().text());
            assertEquals("fast", client.receive().text());
        }
    }

    @Test
    void aHandlerMaySendMoreThanOneDatagramAndToOthers() throws IOException {
        try (RawDatagrams other = new RawDatagrams();
                LoopRun serving = LoopRun.start(server(8192, Handlers.datagram(handler -> {
                    handler.socket().sendTo("copy".getBytes(UTF_8), other.address());
                    handler.wfile().write("original".getBytes(UTF_8));
                })));
                RawDatagrams client = new RawDatagrams()) {
            client.send(serving.address(), "x");
            assertEquals("copy", other.receive().text());
            assertEquals("original", client.receive().text());
        }
    }
}
