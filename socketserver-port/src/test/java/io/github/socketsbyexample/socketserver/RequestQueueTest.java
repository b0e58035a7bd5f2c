package io.github.socketsbyexample.socketserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.IllegalSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.helpers.NOPLogger;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawDatagrams;

/** When a request is taken, and when it is left where it is. */
@ExtendWith(NoLeaks.class)
class RequestQueueTest {

    private final CountDownLatch goOn = new CountDownLatch(1); // lets the occupant leave

    /** A channel that no selector takes; remembers which did not. */
    private static final class Refused extends SelectableChannel {

        private final List<Selector> selectors = new ArrayList<>();

        @Override
        public SelectionKey register(Selector selector, int ops, @Nullable Object attachment) {
            selectors.add(selector);
            throw new IllegalSelectorException();
        }

        @Override
        public SelectorProvider provider() {
            return SelectorProvider.provider();
        }

        @Override
        public int validOps() {
            return SelectionKey.OP_READ;
        }

        @Override
        public boolean isRegistered() {
            return false;
        }

        @Override
        public @Nullable SelectionKey keyFor(Selector selector) {
            return null;
        }

        @Override
        public SelectableChannel configureBlocking(boolean block) {
            return this;
        }

        @Override
        public boolean isBlocking() {
            return false;
        }

        @Override
        public Object blockingLock() {
            return this;
        }

        @Override
        protected void implCloseChannel() {}
    }

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
    void aSourceThatFailsIsAskedAgainSoonWhenItDidNotFailBefore() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (DatagramChannel channel = DatagramChannel.open().bind(LoopRun.ANY_PORT);
                RequestQueue<Integer> queue = new RequestQueue<>(channel, () -> {
                    if (asked.incrementAndGet() % 2 == 1) {
                        throw new IOException("Too many open files");
                    }
                    return asked.get();
                }, NOPLogger.NOP_LOGGER);
                RawDatagrams client = new RawDatagrams()) {
            client.send((InetSocketAddress) channel.getLocalAddress(), "x");
            for (int i = 1; i <= 100; i++) { // a second each if the waits grew, beyond every test's deadline
                assertEquals(2 * i, queue.take(LoopRun.DEADLINE.toNanos(), () -> true, () -> false));
            }
        }
    }

    @Test
    void aSourceThatFailsAgainAndAgainIsLeftAloneForLongerEachTime() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (DatagramChannel channel = DatagramChannel.open().bind(LoopRun.ANY_PORT);
                RequestQueue<Integer> queue = new RequestQueue<>(channel, () -> {
                    asked.incrementAndGet();
                    throw new IOException("Too many open files");
                }, NOPLogger.NOP_LOGGER);
                RawDatagrams client = new RawDatagrams()) {
            client.send((InetSocketAddress) channel.getLocalAddress(), "x");
            assertNull(queue.take(LoopRun.MOMENT.toNanos(), () -> true, () -> false));
            assertTrue(asked.get() < 10, asked + " times"); // after 5, 10, 20, 40, and 80 milliseconds
        }
    }

    @Test
    void whoHasNoTimeDoesNotWait() throws Exception {
        try (DatagramChannel channel = DatagramChannel.open().bind(LoopRun.ANY_PORT);
                RequestQueue<Integer> queue = new RequestQueue<>(channel, () -> 1, NOPLogger.NOP_LOGGER)) {
            for (int i = 0; i < 100_000; i++) { // a millisecond each if it waited, beyond every test's deadline
                assertNull(queue.take(0, () -> true, () -> false));
            }
        }
    }

    @Test
    void aTimeoutThatIsTooLongToCountIsForEver() {
        assertEquals(1_000_000_000, RequestQueue.nanos(Duration.ofSeconds(1)));
        assertEquals(RequestQueue.FOREVER, RequestQueue.nanos(Duration.ofSeconds(Long.MAX_VALUE)));
    }

    @Test
    void whoComesWhileAnotherIsThereWaitsAndWhoClosesDoesToo() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AtomicBoolean interrupted = new AtomicBoolean();
        try (DatagramChannel channel = DatagramChannel.open().bind(LoopRun.ANY_PORT);
                RequestQueue<Integer> queue = new RequestQueue<>(channel, () -> null, NOPLogger.NOP_LOGGER)) {
            Thread occupant = occupant(queue);
            assertNull(queue.take(LoopRun.MOMENT.toNanos(), () -> asked.incrementAndGet() > 0, () -> false));
            Thread second = Thread.ofPlatform().start(() -> {
                takeNothing(queue, () -> asked.incrementAndGet() > 0, () -> false);
                interrupted.set(Thread.interrupted());
            });
            LoopRun.until(() -> second.getState() == Thread.State.TIMED_WAITING);
            second.interrupt();
            LoopRun.join(second);
            assertTrue(interrupted.get());
            assertEquals(0, asked.get());
            Thread closer = Thread.ofPlatform().start(() -> close(queue));
            LoopRun.until(() -> closer.getState() == Thread.State.TIMED_WAITING);
            goOn.countDown();
            LoopRun.join(occupant);
            LoopRun.join(closer);
        }
    }

    @Test
    void whoComesWhileAnotherIsThereGetsInWhenHeLeaves() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        try (DatagramChannel channel = DatagramChannel.open().bind(LoopRun.ANY_PORT);
                RequestQueue<Integer> queue = new RequestQueue<>(channel, () -> null, NOPLogger.NOP_LOGGER)) {
            Thread occupant = occupant(queue);
            Thread second = taker(queue, () -> {
                entered.countDown();
                return false;
            }, () -> entered.getCount() == 0);
            LoopRun.until(() -> second.getState() == Thread.State.TIMED_WAITING);
            goOn.countDown();
            LoopRun.join(occupant);
            LoopRun.join(second);
        }
        await(entered);
    }

    @Test
    void whoComesWhileAnotherIsThereGivesUpWhenWoken() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        try (DatagramChannel channel = DatagramChannel.open().bind(LoopRun.ANY_PORT);
                RequestQueue<Integer> queue = new RequestQueue<>(channel, () -> null, NOPLogger.NOP_LOGGER)) {
            Thread occupant = occupant(queue);
            Thread second = taker(queue, () -> true, () -> told.getCount() == 0);
            LoopRun.until(() -> second.getState() == Thread.State.TIMED_WAITING);
            told.countDown();
            queue.wake();
            LoopRun.join(second);
            goOn.countDown();
            LoopRun.join(occupant);
        }
    }

    @Test
    void whoClosesHasWhoWaitsLookAgainBeforeItIsClosed() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        try (DatagramChannel channel = DatagramChannel.open().bind(LoopRun.ANY_PORT);
                RequestQueue<Integer> queue = new RequestQueue<>(channel, () -> null, NOPLogger.NOP_LOGGER)) {
            Thread taker = taker(queue, () -> true, () -> looks.incrementAndGet() > 2);
            LoopRun.until(() -> looks.get() == 2); // it waits, or is about to
            close(queue);
            LoopRun.join(taker);
        }
        assertEquals(3, looks.get());
    }

    @Test
    void whoIsInterruptedClosesAllTheSameAndStaysInterrupted() throws Exception {
        try (DatagramChannel channel = DatagramChannel.open().bind(LoopRun.ANY_PORT);
                RequestQueue<Integer> queue = new RequestQueue<>(channel, () -> null, NOPLogger.NOP_LOGGER)) {
            Thread occupant = occupant(queue);
            Thread.currentThread().interrupt();
            close(queue);
            assertTrue(Thread.interrupted());
            assertFalse(queue.isOpen());
            goOn.countDown();
            LoopRun.join(occupant);
        }
    }

    @Test
    void fromAChannelThatSomebodyClosedNothingIsTaken() throws Exception {
        try (DatagramChannel channel = DatagramChannel.open().bind(LoopRun.ANY_PORT);
                RequestQueue<Integer> queue = new RequestQueue<>(channel, () -> 1, NOPLogger.NOP_LOGGER)) {
            assertTrue(queue.isOpen());
            close(channel);
            assertFalse(queue.isOpen());
            assertNull(queue.take(LoopRun.DEADLINE.toNanos(), () -> true, () -> false));
        }
    }

    @Test
    void aChannelThatNoSelectorTakesLeavesNoneOpen() throws Exception {
        try (Refused channel = new Refused()) {
            assertThrows(IllegalSelectorException.class,
                    () -> new RequestQueue<>(channel, () -> 1, NOPLogger.NOP_LOGGER).close());
            assertFalse(channel.selectors.getFirst().isOpen());
        }
    }

    @Test
    void whoWaitsAtAUnixDomainSocketInAVirtualThreadLeavesTheProcessorToOthers(@TempDir Path folder) throws Exception {
        SocketAddress address = UnixDomainSocketAddress.of(folder.resolve("socket"));
        AtomicReference<@Nullable Integer> taken = new AtomicReference<>();
        try (DatagramChannel channel = UnixChannels.openDatagrams().bind(UnixAddress.forJunixsocket(address));
                RequestQueue<Integer> queue = new RequestQueue<>(channel, () -> 1, NOPLogger.NOP_LOGGER);
                UnixDatagrams client = new UnixDatagrams()) {
            Thread taker = Thread.ofVirtual().start(() -> taken.set(take(queue, () -> true, () -> false)));
            LoopRun.until(() -> taker.getState() == Thread.State.WAITING); // not RUNNABLE, as in native code
            client.send(address, "x");
            LoopRun.join(taker);
        }
        assertEquals(1, taken.get());
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

    /** Starts a thread that keeps the selector until it may go on, and waits until it has it. */
    private Thread occupant(RequestQueue<Integer> queue) {
        CountDownLatch inside = new CountDownLatch(1);
        Thread occupant = taker(queue, () -> {
            inside.countDown();
            await(goOn);
            return false;
        }, () -> goOn.getCount() == 0);
        await(inside);
        return occupant;
    }

    private static Thread taker(RequestQueue<Integer> queue, BooleanSupplier room, BooleanSupplier enough) {
        return Thread.ofPlatform().start(() -> takeNothing(queue, room, enough));
    }

    private static void takeNothing(RequestQueue<Integer> queue, BooleanSupplier room, BooleanSupplier enough) {
        assertNull(take(queue, room, enough));
    }

    private static @Nullable Integer take(RequestQueue<Integer> queue, BooleanSupplier room, BooleanSupplier enough) {
        try {
            return queue.take(RequestQueue.FOREVER, room, enough);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(Closeable it) {
        try {
            it.close();
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
