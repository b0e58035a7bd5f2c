package io.github.socketsbyexample.http;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/**
 * Closes a connection when its time is up, whatever it is doing then. A socket's own timeout bounds one read, so a
 * server that sends a byte now and then never meets it, and no write at all. Costs one sleeping thread, and a read of
 * the clock whenever the time begins anew.
 */
final class ConnectionDeadline implements AutoCloseable {

    private final Closeable guarded;
    private final long wait;
    private final long end;
    private final Thread thread;
    private volatile long at;
    private volatile boolean passed;

    /**
     * Begins to count.
     *
     * @param wait for one answer; {@link #restart} begins it anew
     * @param end of everything, as {@link System#nanoTime} tells it; nothing moves it
     */
    ConnectionDeadline(Closeable guarded, Duration wait, long end) {
        this.guarded = guarded;
        this.wait = wait.toNanos();
        this.end = end;
        restart();
        thread = Thread.ofPlatform().daemon().name("deadline").start(this::guard);
    }

    /** Begins the wait for another answer. */
    void restart() {
        long now = System.nanoTime();
        at = end - now < wait ? end : now + wait;
    }

    /** The answer is here: only the end of everything counts until {@link #restart}. */
    void pause() {
        at = end;
    }

    /** Returns whether the time was up before {@link #close}. */
    boolean passed() {
        return passed;
    }

    /** Returns whether that was the end of everything. */
    boolean ended() {
        return System.nanoTime() - end >= 0;
    }

    private void guard() {
        try {
            long left;
            while ((left = at - System.nanoTime()) > 0) {
                long nap = Math.min(left, wait); // whatever begins anew meanwhile ends after this nap
                Thread.sleep(nap / 1_000_000, (int) (nap % 1_000_000));
            }
            passed = true;
            guarded.close();
        } catch (InterruptedException e) {
            return; // done in time
        } catch (IOException e) {
            throw new AssertionError("a socket's close does not fail", e);
        }
    }

    /** Stops counting; does not close the connection. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
