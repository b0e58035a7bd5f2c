package io.github.socketsbyexample.socketserver;

import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Cuts a connection unless it is called off in time, so that whoever reads or writes it fails. Other than SO_TIMEOUT it
 * limits the whole, also against a client that sends a byte now and then, and costs nothing a read.
 */
final class CutTimer implements AutoCloseable {

    private final ScheduledFuture<?> alarm;
    private volatile boolean passed;

    /**
     * Starts the clock.
     *
     * @param cut closes the connection without waiting for anything: all deadlines share a thread or two
     */
    CutTimer(Duration limit, Runnable cut) {
        alarm = ForkJoinPool.commonPool().schedule(() -> {
            passed = true;
            cut.run();
        }, RequestQueue.nanos(limit), TimeUnit.NANOSECONDS);
    }

    boolean passed() {
        return passed;
    }

    /** Calls it off. */
    @Override
    public void close() {
        alarm.cancel(false);
    }
}
