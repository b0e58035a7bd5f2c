package io.github.socketsbyexample.common;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class GracefulDatagramChannelTest {

    private static final Duration LONG = Duration.ofHours(1); // a test that waits for it fails by its own deadline
    private static final Executor THREAD = task -> Thread.ofPlatform().name("other").start(task);

    private static GracefulDatagramChannel listen(Duration grace) throws IOException {
        return new DatagramSettings(false, grace).listen(RunningServer.ANY_PORT);
    }

    private static InetSocketAddress address(GracefulDatagramChannel socket) {
        return (InetSocketAddress) socket.localAddress();
    }

    private static ByteBuffer buffer() {
        return ByteBuffer.allocate(100);
    }

    private static Thread closing(GracefulDatagramChannel socket) {
        return Thread.ofPlatform().name("closing").start(() -> {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void closeWakesTheReceiverAtOnce() throws Exception {
        GracefulDatagramChannel socket = listen(LONG);
        CompletableFuture<Exception> end = CompletableFuture.supplyAsync(
                () -> assertThrows(ClosedChannelException.class, () -> socket.receive(buffer())), THREAD);
        socket.close();
        end.join();
    }

    @Test
    void theDatagramInProgressIsAnsweredBeforeTheSocketCloses() throws Exception {
        try (GracefulDatagramChannel socket = listen(LONG); RawDatagrams client = new RawDatagrams()) {
            client.send(address(socket), "question");
            SocketAddress sender = socket.receive(buffer());
            Thread closing = closing(socket);
            await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
            socket.send(ByteBuffer.wrap(new byte[]{'a'}), sender);
            assertEquals("a", client.receive().text());
            assertThrows(ClosedChannelException.class, () -> socket.receive(buffer()));
            closing.join();
        }
    }

    @RepeatedTest(50) // a race: each time alone, the closing thread might win it by chance
    void aReceiverUnderLoadDoesNotPutOffTheClose() throws Exception {
        try (GracefulDatagramChannel socket = listen(LONG); RawDatagrams client = new RawDatagrams()) {
            client.send(address(socket), "question");
            client.send(address(socket), "next question");
            socket.receive(buffer());
            Thread closing = closing(socket);
            while (closing.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            assertThrows(ClosedChannelException.class, () -> socket.receive(buffer()));
            closing.join();
        }
    }

    @Test
    void anAnswerThatTakesLongerThanTheGraceIsCut() throws Exception {
        try (GracefulDatagramChannel socket = listen(Duration.ofMillis(1)); RawDatagrams client = new RawDatagrams()) {
            client.send(address(socket), "question");
            SocketAddress sender = socket.receive(buffer());
            closing(socket).join();
            assertThrows(ClosedChannelException.class, () -> socket.send(buffer(), sender));
        }
    }

    @Test
    void theReceivingThreadMayCloseWithoutWaitingForItself() throws Exception {
        GracefulDatagramChannel socket = listen(LONG);
        try (RawDatagrams client = new RawDatagrams()) {
            client.send(address(socket), "question");
            socket.receive(buffer());
            socket.close();
        }
        assertThrows(ClosedChannelException.class, () -> socket.receive(buffer()));
        socket.close();
    }

    @Test
    void anInterruptClosesTheSocket() throws Exception {
        try (GracefulDatagramChannel socket = listen(LONG)) {
            Thread.currentThread().interrupt();
            assertThrows(ClosedByInterruptException.class, () -> socket.receive(buffer()));
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void anEarlierAnswerThatFoundNobodyDoesNotEndTheReceiving() throws Exception {
        try (DatagramChannel connected = DatagramChannel.open()) {
            InetSocketAddress peer;
            try (RawDatagrams gone = new RawDatagrams()) {
                peer = gone.address();
                connected.bind(RunningServer.ANY_PORT).connect(peer); // only connected sockets are told
            }
            connected.write(ByteBuffer.wrap(new byte[]{'a'}));
            try (RawDatagrams back = new RawDatagrams(peer);
                    GracefulDatagramChannel socket = new GracefulDatagramChannel(connected, LONG)) {
                back.send(address(socket), "question");
                ByteBuffer datagram = buffer();
                assertEquals(peer, socket.receive(datagram));
                assertEquals("question".length(), datagram.position());
            }
        }
    }

    @Test
    void aPortBelongsToOneServerUnlessBothWantItOtherwise() throws IOException {
        try (GracefulDatagramChannel first = listen(LONG)) {
            BindException failure = assertThrows(BindException.class,
                    () -> DatagramSettings.DEFAULT.listen(address(first)));
            assertEquals("cannot listen on " + Addresses.format(address(first)) + ": Address already in use",
                    failure.getMessage());
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere SO_REUSEADDR means something else for UDP")
    void withAddressReuseTheLastServerTakesThePortsDatagramsAway() throws IOException {
        DatagramSettings reuse = new DatagramSettings(true, LONG);
        try (GracefulDatagramChannel first = reuse.listen(RunningServer.ANY_PORT);
                GracefulDatagramChannel last = reuse.listen(address(first));
                RawDatagrams client = new RawDatagrams()) {
            client.send(address(first), "question");
            assertEquals(client.address(), last.receive(buffer()));
        }
    }

    @Test
    void aHostWithoutAnAddressIsNamed() {
        BindException failure = assertThrows(BindException.class,
                () -> DatagramSettings.DEFAULT.listen(InetSocketAddress.createUnresolved("nowhere", 9999)));
        assertEquals("cannot listen on nowhere:9999: unknown host", failure.getMessage());
    }
}
