package io.github.socketsbyexample.common;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;

/**
 * How a server outlives a system that can't give it a client, mostly for want of a free file descriptor ("Too many open
 * files"): the client stays in the backlog, so accept would fail again at once and for ever. Each failure in a row
 * doubles the wait, and an outage is reported once. Safe for use by many threads.
 */
public final class BackOff {

    /** The first wait: a conversation that ends may free a descriptor at any moment. */
    public static final Duration SHORTEST = Duration.ofMillis(5);

    /** The longest wait: nobody notices that a server is back a second late. */
    public static final Duration LONGEST = Duration.ofSeconds(1);

    private static final Duration CALM = Duration.ofMinutes(1); // failures closer together are one outage, one report

    private final Logger log;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Duration wait = SHORTEST; // guarded by this
    private long lastFailure = System.nanoTime() - CALM.toNanos(); // guarded by this

    /** Reports outages to this log. */
    public BackOff(Logger log) {
        this.log = log;
    }

    /** Takes note of a failure and returns how long to wait before the next attempt. */
    public synchronized Duration failed(Exception e) {
        long now = System.nanoTime();
        if (now - lastFailure >= CALM.toNanos()) {
            log.warn("cannot accept a client: {}; will try again and again", e.getMessage());
        }
        lastFailure = now;
        Duration current = wait;
        Duration doubled = wait.multipliedBy(2);
        wait = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        return current;
    }

    /** Takes note of a client accepted. */
    public synchronized void succeeded() {
        wait = SHORTEST;
    }

    /** Takes note of a failure and waits, in the calling thread, no longer than until {@link #stop}. */
    public void waitAfter(Exception e) {
        try {
            boolean _ = stopped.await(failed(e).toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends all waiting. */
    public void stop() {
        stopped.countDown();
    }
}
