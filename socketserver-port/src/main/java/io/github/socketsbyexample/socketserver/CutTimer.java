package io.github.socketsbyexample.socketserver;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Cuts a connection unless it is called off in time, so that whoever reads or writes it fails. Other than SO_TIMEOUT it
 * limits the whole, also against a client that sends a byte now and then, and costs nothing a read.
 */
final class CutTimer implements AutoCloseable {

    /** A thread of their own: in a pool that others may fill, a limit would hold only as long as they don't. */
    private static final ScheduledThreadPoolExecutor CLOCK = clock();

    private final ScheduledFuture<?> alarm;
    private volatile boolean passed;

    /**
     * Starts the clock.
     *
     * @param cut closes the connection without waiting for anything: all limits share a thread
     */
    CutTimer(Duration limit, Runnable cut) {
        alarm = CLOCK.schedule(() -> {
            passed = true;
            cut.run();
        }, TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
    }

    private static ScheduledThreadPoolExecutor clock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1,
                Thread.ofPlatform().daemon().name("deadlines").factory());
        clock.setRemoveOnCancelPolicy(true); // or a request that is over would be kept until its limit
        clock.setKeepAliveTime(1, TimeUnit.SECONDS);
        clock.allowCoreThreadTimeOut(true); // no thread for who has no limits
        return clock;
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
