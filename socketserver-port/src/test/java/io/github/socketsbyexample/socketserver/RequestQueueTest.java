package io.github.socketsbyexample.socketserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.helpers.NOPLogger;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawDatagrams;

/** When a request is taken, and when it is left where it is. */
@ExtendWith(NoLeaks.class)
class RequestQueueTest {

    @Test
    void whoeverShallStopWhileWaitingLeavesTheRequestWhereItIs() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger looks = new AtomicInteger();
        try (DatagramChannel channel = DatagramChannel.open().bind(LoopRun.ANY_PORT);
                RequestQueue<Integer> queue = new RequestQueue<>(channel, asked::incrementAndGet,
                        NOPLogger.NOP_LOGGER);
                RawDatagrams client = new RawDatagrams()) {
            client.send((InetSocketAddress) channel.getLocalAddress(), "x");
            assertNull(queue.take(RequestQueue.FOREVER, () -> true, () -> looks.incrementAndGet() > 2));
        }
        assertEquals(4, looks.get()); // two before it waits, one when it is woken, one to leave
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

    @Test
    void aSourceThatFailsIsAskedAgain() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (DatagramChannel channel = DatagramChannel.open().bind(LoopRun.ANY_PORT);
                RequestQueue<Integer> queue = new RequestQueue<>(channel, () -> {
                    if (asked.incrementAndGet() == 1) {
                        throw new IOException("Too many open files");
                    }
                    return asked.get();
                }, NOPLogger.NOP_LOGGER);
                RawDatagrams client = new RawDatagrams()) {
            client.send((InetSocketAddress) channel.getLocalAddress(), "x");
            assertEquals(2, queue.take(LoopRun.DEADLINE.toNanos(), () -> true, () -> false));
        }
    }

    @Test
    void whoComesWhileAnotherIsThereWaitsAndWhoClosesDoesToo() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        try (DatagramChannel channel = DatagramChannel.open().bind(LoopRun.ANY_PORT);
                RequestQueue<Integer> queue = new RequestQueue<>(channel, () -> null, NOPLogger.NOP_LOGGER)) {
            Thread occupant = taker(queue, () -> {
                inside.countDown();
                await(goOn);
                return false;
            }, () -> goOn.getCount() == 0);
            await(inside);
            assertNull(queue.take(LoopRun.MOMENT.toNanos(), () -> asked.incrementAndGet() > 0, () -> false));
            Thread second = taker(queue, () -> asked.incrementAndGet() > 0, () -> false);
            LoopRun.until(() -> second.getState() == Thread.State.TIMED_WAITING);
            second.interrupt();
            LoopRun.join(second);
            assertEquals(0, asked.get());
            Thread closer = Thread.ofPlatform().start(() -> close(queue));
            LoopRun.until(() -> closer.getState() == Thread.State.TIMED_WAITING);
            goOn.countDown();
            LoopRun.join(occupant);
            LoopRun.join(closer);
        }
    }

    @Test
    void whoIsInterruptedTakesNothingAndStaysInterrupted() throws Exception {
        try (DatagramChannel channel = DatagramChannel.open().bind(LoopRun.ANY_PORT);
                RequestQueue<Integer> queue = new RequestQueue<>(channel, () -> 1, NOPLogger.NOP_LOGGER)) {
            Thread.currentThread().interrupt();
            assertNull(queue.take(RequestQueue.FOREVER, () -> true, () -> false));
            assertTrue(Thread.interrupted());
        }
    }

    private static Thread taker(RequestQueue<Integer> queue, BooleanSupplier room, BooleanSupplier enough) {
        return Thread.ofPlatform().start(() -> {
            try {
                assertNull(queue.take(RequestQueue.FOREVER, room, enough));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void close(RequestQueue<Integer> queue) {
        try {
            queue.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(LoopRun.DEADLINE.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
