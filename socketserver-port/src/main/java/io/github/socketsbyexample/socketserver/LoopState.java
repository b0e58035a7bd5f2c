package io.github.socketsbyexample.socketserver;

import org.jspecify.annotations.Nullable;

/**
 * Whether a server's loop runs, and the request to stop it. A loop that is just being started can't miss a stop: one that
 * comes before the first loop is kept for it, one that comes between two loops is kept, for a second, for a loop in
 * another thread that was there by then, and may have been on its way. A loop that is started afterwards has nothing to
 * do with it. Safe for use by many threads.
 */
final class LoopState {

    private @Nullable Thread thread; // that runs the loop; guarded by this
    private int loops; // begun so far; guarded by this
    private volatile boolean stopping; // written under this
    private @Nullable Stop last; // that came between two loops; guarded by this

    /** A stop, and how to tell the threads that were there: they got their numbers earlier. */
    private record Stop(Thread by, long nextThread, long time) {

        private static final long KEPT_NANOS = 1_000_000_000; // no thread takes so long to start, pooled ones live on

        static Stop now() {
            return new Stop(Thread.currentThread(), new Thread().threadId(),
                    System.nanoTime());
        }

        boolean isFor(Thread loop) {
            return loop.threadId() < nextThread && !loop.equals(by) && System.nanoTime() - time < KEPT_NANOS;
        }
    }

    /**
     * Begins a loop in the calling thread, which must {@link #end} it.
     *
     * @return false if a stop was asked for before: nothing has begun then
     * @throws IllegalStateException if a loop is running
     */
    synchronized boolean begin() {
        if (thread != null) {
            throw new IllegalStateException("already serving in " + thread);
        }
        loops++;
        boolean stopped = stopping || (last != null && last.isFor(Thread.currentThread()));
        stopping = false;
        last = null;
        if (stopped) {
            return false;
        }
        thread = Thread.currentThread();
        return true;
    }

    /** Ends the loop and lets those go on who {@linkplain #awaitEnd wait}. */
    synchronized void end() {
        thread = null;
        stopping = false;
        notifyAll();
    }

    /** Asks the loop to end: the one that runs, or else the first one; returns which one to {@linkplain #awaitEnd await}. */
    synchronized int stop() {
        if (thread != null || loops == 0) {
            stopping = true;
        } else {
            last = Stop.now();
        }
        return loops;
    }

    boolean stopping() {
        return stopping;
    }

    synchronized boolean running() {
        return thread != null;
    }

    /** Waits until a loop has ended, should it still run; not in its own thread, and not when interrupted. */
    synchronized void awaitEnd(int loop) {
        try {
            while (thread != null && !Thread.currentThread().equals(thread) && loops == loop) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the caller is in a hurry; the loop ends all the same
        }
    }
}
