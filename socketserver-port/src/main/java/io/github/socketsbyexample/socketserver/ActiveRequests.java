package io.github.socketsbyexample.socketserver;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** A server's requests in progress. Safe for use by many threads. */
final class ActiveRequests {

    private static final long LOOK_MILLIS = 100; // for connections that were closed without a word to the server

    private final IdentityHashMap<Object, ActiveRequest<?>> requests = new IdentityHashMap<>(); // by what was taken; guarded by this
    private final Set<ActiveRequest<?>> closers = new HashSet<>(); // requests that wait here themselves; guarded by this
    private boolean closed; // guarded by this

    /** Adds a request; returns false if that is too late. */
    synchronized boolean add(ActiveRequest<?> request) {
        return !closed && requests.putIfAbsent(request.request(), request) == null;
    }

    /** Returns the request in progress that has a socket or datagram. */
    synchronized @Nullable ActiveRequest<?> of(Object taken) {
        return requests.get(taken);
    }

    /** From now on there are no new ones. */
    synchronized void close() {
        closed = true;
    }

    synchronized void remove(ActiveRequest<?> request) {
        requests.remove(request.request(), request);
        notifyAll();
    }

    synchronized int count() {
        return requests.size();
    }

    synchronized List<ActiveRequest<?>> all() {
        return List.copyOf(requests.values());
    }

    /** Forgets them all, so that nobody waits for them any more; returns how many that were. */
    synchronized int abandon() {
        int left = requests.size();
        requests.clear();
        notifyAll();
        return left;
    }

    /**
     * Waits until none is left. A handler may close its server: it does not wait for itself, nor for others that wait
     * here as well.
     *
     * @param nanos how long, at most; the largest number: for ever
     * @return whether none is left
     */
    synchronized boolean awaitNone(long nanos) {
        List<ActiveRequest<?>> own = requests.values().stream().filter(ActiveRequest::runsInThisThread).toList();
        closers.addAll(own);
        notifyAll(); // others who wait need not wait for these
        try {
            long begin = System.nanoTime();
            long left;
            while (!isNone(own) && (left = nanos - (System.nanoTime() - begin)) > 0) {
                awaitChange(left, nanos == Long.MAX_VALUE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the caller is in a hurry
        }
        boolean none = isNone(own);
        own.forEach(closers::remove);
        return none;
    }

    /** Waits for a request to end. */
    @SuppressWarnings("WaitNotInLoop") // the caller's
    private synchronized void awaitChange(long nanos, boolean forEver) throws InterruptedException {
        if (requests.values().stream().anyMatch(ActiveRequest::mayBeDropped)) {
            wait(Math.clamp(nanos / 1_000_000, 1, LOOK_MILLIS));
        } else if (forEver) {
            wait();
        } else {
            wait(Math.max(1, nanos / 1_000_000));
        }
    }

    private boolean isNone(List<ActiveRequest<?>> own) {
        requests.values().removeIf(ActiveRequest::isDropped);
        return own.isEmpty() ? requests.isEmpty() : closers.containsAll(requests.values());
    }
}
