package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Takes a server's requests, hands them on, and stops. Whoever calls {@link #serveForever} or {@link #handleRequest}
 * lends his thread to take requests; {@link BaseServer}'s hooks say what becomes of them. Stopping has two halves, as in
 * Python: {@link #shutdown} ends the loop, {@link #stopTaking} with {@link #awaitRequests} ends the server. Safe for use
 * by many threads, handlers' included.
 */
final class RequestLoop<R> implements ActiveRequest.Owner<R> {

    private static final Duration GRACE_AFTER_CUT = Duration.ofSeconds(1); // for handlers that were cut, to notice

    private final BaseServer<R> server;
    private final LoopState state = new LoopState();
    private final ActiveRequests active = new ActiveRequests();
    private @Nullable RequestQueue<ActiveRequest<R>> queue; // from the first wait on; guarded by this
    private volatile boolean full; // whether somebody waits for a request to end
    private volatile boolean getRequestFails; // as it was told
    private volatile boolean closed;

    RequestLoop(BaseServer<R> server) {
        this.server = server;
    }

    /** Takes requests until told to stop or interrupted; calls serviceActions after each and once every {@code tick}. */
    void serveForever(long tick) {
        RequestQueue<ActiveRequest<R>> requests = queue();
        if (!state.begin()) {
            return; // shutdown() was faster
        }
        try {
            while (!mustStop() && requests.isOpen() && !Thread.currentThread().isInterrupted()) {
                take(requests, tick, this::mustStop);
                if (!mustStop()) {
                    server.serviceActions();
                }
            }
        } finally {
            state.end();
        }
    }

    private boolean mustStop() {
        return state.stopping() || closed;
    }

    /** Takes one request; returns whether it came in time. */
    boolean handleRequest(long nanos) {
        return take(queue(), nanos, () -> closed);
    }

    private boolean take(RequestQueue<ActiveRequest<R>> requests, long nanos, BooleanSupplier enough) {
        ActiveRequest<R> request;
        try {
            request = requests.take(nanos, this::hasRoom, enough);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the system can't even wait
        }
        if (request != null) {
            dispatch(request);
        }
        return request != null;
    }

    private boolean hasRoom() {
        full = true; // before the count is read: a request that ends after that wakes us
        full = active.count() >= server.maxRequests();
        return !full;
    }

    /** Takes a request, which counts as in progress before anybody can ask for the next one, or wait for the last. */
    private @Nullable ActiveRequest<R> next() throws IOException {
        Request<R> taken = taken();
        if (taken == null) {
            return null;
        }
        ActiveRequest<R> request = new ActiveRequest<>(server, this, taken);
        if (!active.add(request)) {
            request.close(); // the server was closed in this moment
            return null;
        }
        return request;
    }

    private @Nullable Request<R> taken() throws IOException {
        try {
            Request<R> taken = server.getRequest();
            getRequestFails = false;
            return taken;
        } catch (IOException e) {
            throw e; // the system's, which passes
        } catch (Exception e) {
            if (!getRequestFails && !closed) {
                server.hookFailed("getRequest", e);
            }
            getRequestFails = true; // said once; to be tried again and again all the same
            throw new IOException(e.toString(), e);
        }
    }

    private void dispatch(ActiveRequest<R> request) {
        boolean handedOn = false;
        try {
            if (server.verifyRequest(request.request(), request.clientAddress())) {
                server.processRequest(request);
                handedOn = true;
                request.handedOn();
            }
        } catch (Exception e) {
            request.report(e);
        } finally {
            if (!handedOn) {
                request.close();
            }
        }
    }

    @Override
    public void ended(ActiveRequest<R> request) {
        active.remove(request);
        if (full) {
            wake();
        }
    }

    /** Takes note that somebody closes what was taken. */
    void closing(R taken) {
        ActiveRequest<?> request = active.of(taken);
        if (request != null) {
            request.closedFromOutside();
        }
    }

    /** Ends serveForever and waits for that, except in its own thread. */
    void shutdown() {
        int loop = state.stop();
        wake();
        state.awaitEnd(loop);
    }

    private synchronized void wake() {
        if (queue != null) {
            queue.wake();
        }
    }

    /** Takes no more requests, for good. */
    void stopTaking() throws IOException {
        RequestQueue<ActiveRequest<R>> last;
        synchronized (this) {
            closed = true;
            active.close();
            last = queue;
        }
        if (last != null) {
            last.close();
        }
    }

    /** Waits for all requests in progress but the calling handler's own. */
    void awaitRequests() {
        active.awaitNone(RequestQueue.FOREVER);
    }

    /** Waits no longer than the grace, and then cuts what is still in progress. */
    void awaitOrCutRequests(Duration grace) {
        if (active.awaitNone(RequestQueue.nanos(grace))) {
            return;
        }
        active.all().stream().filter(request -> !request.runsInThisThread()).forEach(ActiveRequest::cut);
        if (!active.awaitNone(RequestQueue.nanos(GRACE_AFTER_CUT))) {
            int left = active.abandon();
            if (left > 0) { // or somebody else who closes the server has said so
                server.log().warn("{}: {} handlers don't end, although their requests were cut", server, left);
            }
        }
    }

    private synchronized RequestQueue<ActiveRequest<R>> queue() {
        if (closed) {
            throw new IllegalStateException("the server is closed");
        }
        if (queue == null) {
            try {
                queue = new RequestQueue<>(server.channel(), this::next, server.log());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return queue;
    }

    ActiveRequests activeRequests() {
        return active;
    }

    boolean isServing() {
        return state.running();
    }

    boolean isClosed() {
        return closed;
    }
}
