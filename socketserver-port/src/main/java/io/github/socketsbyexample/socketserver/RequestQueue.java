package io.github.socketsbyexample.socketserver;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.github.socketsbyexample.common.BackOff;

/**
 * The requests that wait at a server's channel. Taking one waits in a selector, because a selector can be woken:
 * stopping then needs neither polling nor a closed socket. When the system can't give a request it is asked again after
 * a while ({@link BackOff}). Safe for use by many threads, of which one at a time waits in the selector.
 */
final class RequestQueue<T> implements Closeable {

    /** A timeout that never ends: 292 years. */
    static final long FOREVER = Long.MAX_VALUE;

    private static final Duration TIME_TO_LEAVE = Duration.ofSeconds(1); // for who is woken, unless a hook holds him up

    /** Returns a timeout in nanoseconds, {@link #FOREVER} for one that is longer. */
    static long nanos(Duration timeout) {
        return TimeUnit.NANOSECONDS.convert(timeout);
    }

    /** Takes a request that is there. */
    interface Source<T> {
        /** Returns it, or null if somebody else was faster. */
        @Nullable
        T get() throws IOException;
    }

    private final Source<T> source;
    private final BackOff backOff;
    private final Selector selector;
    private final SelectionKey key;
    private final int ready; // the operation that tells of a request
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition(); // one of the following
    private @Nullable Thread occupant; // who uses the selector, if somebody does; guarded by lock
    private boolean more; // whether one was just taken, so that there may be another; for whoever occupies the selector
    private final AtomicLong wakes = new AtomicLong(); // so far; counted under lock

    /** Takes note of a channel, which becomes non-blocking: what it has may be gone again when it is asked for. */
    RequestQueue(SelectableChannel channel, Source<T> source, Logger log) throws IOException {
        this.source = source;
        this.backOff = new BackOff(log);
        channel.configureBlocking(false);
        ready = channel.validOps() & (SelectionKey.OP_ACCEPT | SelectionKey.OP_READ);
        selector = channel.provider().openSelector();
        try {
            key = channel.register(selector, ready);
        } catch (IOException | RuntimeException e) {
            selector.close();
            throw e;
        }
    }

    /**
     * Waits for a request and takes it.
     *
     * @param nanos how long to wait, at most; not positive: not at all
     * @param room whether a request may be taken now; asked again after each {@link #wake}
     * @param enough whether to give up; asked likewise
     * @return null if there is none in time, the thread is interrupted, or this is closed
     */
    @Nullable
    T take(long nanos, BooleanSupplier room, BooleanSupplier enough) throws IOException {
        long end = System.nanoTime() + Math.max(nanos, 0);
        try {
            do {
                long seen = wakes.get(); // before the conditions are asked, so that no change of them is missed
                if (isOver(enough)) {
                    return null;
                }
                if (enter(end, seen)) {
                    try {
                        boolean mayTake = room.getAsBoolean();
                        if (!isOver(enough) && isThere(end, mayTake) && !isOver(enough)) {
                            T request = get(end);
                            if (request != null) {
                                return request;
                            }
                        }
                    } finally {
                        leave();
                    }
                }
            } while (left(end) > 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ClosedSelectorException | CancelledKeyException | ClosedChannelException e) {
            return null; // closed meanwhile
        }
        return null;
    }

    /** Returns how many nanoseconds are left until a reading of the clock. */
    private static long left(long end) {
        return end - System.nanoTime();
    }

    private static boolean isOver(BooleanSupplier enough) {
        return enough.getAsBoolean() || Thread.currentThread().isInterrupted();
    }

    /** Waits until nobody else uses the selector; returns false if somebody still does, and it is time to look again. */
    @SuppressWarnings("WaitNotInLoop") // the caller's
    private boolean enter(long end, long seen) throws InterruptedException {
        lock.lock();
        try {
            if (occupant != null && wakes.get() == seen) {
                long _ = changed.awaitNanos(left(end));
            }
            boolean free = occupant == null;
            if (free) {
                occupant = Thread.currentThread();
            }
            return free;
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            occupant = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether to ask for a request. After one there often is another, and asking in vain costs less than waiting first. */
    private boolean isThere(long end, boolean wanted) throws IOException {
        return (wanted && more) || (await(left(end), wanted) && wanted);
    }

    private @Nullable T get(long end) throws IOException {
        more = false;
        try {
            T request = source.get();
            if (request != null) {
                more = true;
                backOff.succeeded();
            }
            return request;
        } catch (IOException | RuntimeException e) {
            if (isOpen()) {
                await(Math.min(left(end), backOff.failed(e).toNanos()), false);
            }
            return null;
        }
    }

    /** Waits until there is a request, if one is wanted, or {@link #wake} is or was called; tells which. */
    private boolean await(long nanos, boolean wanted) throws IOException {
        key.interestOps(wanted ? ready : 0);
        int requests = nanos <= 0
                ? selector.selectNow()
                : select(Math.max(1, Duration.ofNanos(nanos).toMillis())); // 0 would mean for ever
        selector.selectedKeys().clear();
        return requests > 0;
    }

    private int select(long millis) throws IOException {
        return Junixsocket.made(selector)
                ? NativeCalls.make(() -> selector.select(millis), selector::wakeup)
                : selector.select(millis);
    }

    /** Has the conditions of {@link #take} looked at again, by all who wait. */
    void wake() {
        lock.lock();
        try {
            wakes.incrementAndGet();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        selector.wakeup();
    }

    /** Whether there is a channel to take from; somebody may have closed it without asking the server. */
    boolean isOpen() {
        return key.isValid();
    }

    /**
     * Ends all waiting, and lets go of the channel: while a selector has it, closing it does not free its port, and
     * clients still connect to it. Whoever uses the two is out first: junixsocket's selector would leave him waiting for
     * ever, and its listener lose a descriptor. He must have been told to give up before ({@link #take}'s {@code enough}).
     */
    @Override
    public void close() throws IOException {
        wake();
        awaitNobody();
        selector.close();
    }

    private void awaitNobody() {
        lock.lock();
        try {
            long left = TIME_TO_LEAVE.toNanos();
            while (occupant != null && !Thread.currentThread().equals(occupant) && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the caller is in a hurry
        } finally {
            lock.unlock();
        }
    }
}
