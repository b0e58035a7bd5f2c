package io.github.socketsbyexample.threaded;

import java.time.Duration;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * What shall happen later in a thread that must not sleep: the thread waits for {@link #millisToNext} at most in its
 * selector, then calls {@link #runDue}. One thread only.
 */
final class TimerQueue {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final LongSupplier nanoClock;
    private final TreeSet<Timer> timers = new TreeSet<>(
            Comparator.<Timer>comparingLong(timer -> timer.due).thenComparingLong(timer -> timer.number));
    private long count;

    /** Something that shall happen once. */
    final class Timer {

        private final long due; // on a clock that begins at 0, so that times can be compared
        private final long number; // tells timers of the same time apart
        private final Runnable action;

        private Timer(long due, Runnable action) {
            this.due = due;
            this.number = count++;
            this.action = action;
        }

        /** Makes it not happen; no harm if it has. */
        void cancel() {
            timers.remove(this);
        }
    }

    /** Begins with the system's clock. */
    TimerQueue() {
        this(System::nanoTime);
    }

    /** Begins with a clock that counts nanoseconds from anywhere. */
    TimerQueue(LongSupplier nanoClock) {
        long begin = nanoClock.getAsLong();
        this.nanoClock = () -> nanoClock.getAsLong() - begin;
    }

    /** Lets something happen once so much time has passed. */
    Timer after(Duration time, Runnable action) {
        Timer timer = new Timer(nanoClock.getAsLong() + time.toNanos(), action);
        timers.add(timer);
        return timer;
    }

    /** Returns how long {@link java.nio.channels.Selector#select(long)} may wait: from 1 ms, or 0 for as long as it likes. */
    long millisToNext() {
        if (timers.isEmpty()) {
            return 0;
        }
        long nanos = timers.first().due - nanoClock.getAsLong();
        return Math.max(1, Math.ceilDiv(nanos, NANOS_PER_MILLI)); // rounded up: a thread woken early would spin
    }

    /** Does what is due, in its order. */
    void runDue() {
        long now = nanoClock.getAsLong();
        while (!timers.isEmpty() && timers.first().due <= now) {
            timers.removeFirst().action.run();
        }
    }
}
