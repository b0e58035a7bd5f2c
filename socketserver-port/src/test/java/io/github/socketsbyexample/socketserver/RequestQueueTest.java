package io.github.socketsbyexample.socketserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.helpers.NOPLogger;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawDatagrams;

/** When a request is taken, and when it is left where it is. */
@ExtendWith(NoLeaks.class)
class RequestQueueTest {

    @Test
    void aRequestThatComesAfterTheDecisionToStopIsLeftWhereItIs() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        AtomicReference<@Nullable Integer> taken = new AtomicReference<>(-1);
        try (DatagramChannel channel = DatagramChannel.open().bind(LoopRun.ANY_PORT);
                RequestQueue<Integer> queue = new RequestQueue<>(channel, asked::incrementAndGet,
                        NOPLogger.NOP_LOGGER);
                RawDatagrams client = new RawDatagrams()) {
            Thread taker = Thread.ofPlatform().start(() -> {
                try {
                    taken.set(queue.take(RequestQueue.FOREVER, () -> true, stop::get));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            LoopRun.until(() -> LoopRun.inSelector(taker));
            stop.set(true); // and the wake-up is still on its way
            client.send((InetSocketAddress) channel.getLocalAddress(), "x");
            LoopRun.join(taker);
        }
        assertNull(taken.get());
        assertEquals(0, asked.get());
    }

    @Test
    void afterARequestTheNextIsAskedForOnceBeforeAnybodyWaits() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (DatagramChannel channel = DatagramChannel.open().bind(LoopRun.ANY_PORT);
                RequestQueue<Integer> queue = new RequestQueue<>(channel,
                        () -> asked.incrementAndGet() == 1 ? 1 : null, NOPLogger.NOP_LOGGER);
                RawDatagrams client = new RawDatagrams()) {
            assertNull(queue.take(0, () -> true, () -> false));
            assertEquals(0, asked.get());
            client.send((InetSocketAddress) channel.getLocalAddress(), "x");
            assertEquals(1, queue.take(LoopRun.DEADLINE.toNanos(), () -> true, () -> false));
            channel.receive(ByteBuffer.allocate(1));
            assertNull(queue.take(LoopRun.MOMENT.toNanos(), () -> true, () -> false));
            assertEquals(2, asked.get());
        }
    }
}
