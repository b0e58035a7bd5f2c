package io.github.socketsbyexample.socketserver;

import org.jspecify.annotations.Nullable;

/**
 * Whether a server's loop runs, and the request to stop it. A stop that comes before the first loop is kept for it, so
 * that a loop that is just being started can't miss it; one that comes after a loop has ended has nothing to stop. Safe
 * for use by many threads.
 */
final class LoopState {

    private @Nullable Thread thread; // that runs the loop; guarded by this
    private int loops; // begun so far; guarded by this
    private volatile boolean stopping; // written under this

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
        if (stopping) {
            stopping = false;
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
