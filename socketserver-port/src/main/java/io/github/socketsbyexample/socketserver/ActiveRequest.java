package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * A request in progress: from the moment that a server took it until it is closed, whichever thread or process works on
 * it. A mix-in, or an overriding {@code processRequest}, decides where {@link #process} runs; a pool, for example, needs
 * {@code pool.execute(request::process)} and nothing else. Whoever drops a request, such as what such a pool has not
 * begun when it is shut down, {@linkplain #close closes} it: the server waits for it until then.
 */
public final class ActiveRequest<R> {

    private final BaseServer<R> server;
    private final Owner<R> owner;
    private final Request<R> taken;
    private boolean closed; // guarded by this
    private volatile boolean begun; // to be processed
    private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>(Thread.currentThread()); // that works on it
    private volatile @Nullable Runnable cutter; // ends the work from outside
    private volatile @Nullable ProcessHandle child; // that works on it, started by the thread

    /** Who counts a server's requests in progress. */
    interface Owner<R> {
        /** Takes note that a request is closed. */
        void ended(ActiveRequest<R> request);
    }

    ActiveRequest(BaseServer<R> server, Owner<R> owner, Request<R> taken) {
        this.server = server;
        this.owner = owner;
        this.taken = taken;
    }

    /** What was accepted or received: a {@link java.net.Socket} or a {@link DatagramRequest}. */
    public R request() {
        return taken.request();
    }

    /** Who sent it; null for a Unix-domain client without a name. */
    public @Nullable SocketAddress clientAddress() {
        return taken.clientAddress();
    }

    /** The server that took it. */
    public BaseServer<R> server() {
        return server;
    }

    /**
     * Does the work in the calling thread: {@code finishRequest}, {@code handleError} if that throws, and in any case
     * {@code shutdownRequest}. Python's {@code process_request_thread}. Throws nothing but an {@link Error}, the request
     * closed.
     */
    public void process() {
        process(() -> server.finishRequest(request(), clientAddress()));
    }

    /** Something else than {@code finishRequest} to be done for a request. */
    interface Work {
        void run() throws Exception;
    }

    void process(Work work) {
        begun = true;
        thread.set(Thread.currentThread());
        try {
            work.run();
        } catch (Exception e) {
            report(e);
        } finally {
            close();
        }
    }

    /**
     * Has work done for it by another thread, which is interrupted should the request be cut.
     *
     * @throws RejectedExecutionException if the thread can't be started
     */
    void startIn(@Nullable Thread worker) {
        if (worker == null) {
            throw new RejectedExecutionException("no thread for the request");
        }
        try {
            cutter = worker::interrupt;
            worker.start();
        } catch (OutOfMemoryError e) { // what the JDK says when the system has no more threads
            throw new RejectedExecutionException("no thread for the request: " + e.getMessage(), e);
        }
    }

    /**
     * Ends it, processed or not: {@code shutdownRequest}, and the server forgets it. {@link #process} does so by itself;
     * more calls do no harm.
     */
    public void close() {
        close(server::shutdownRequest);
    }

    /** Likewise with {@code closeRequest} alone: the process that did the work has done the rest. */
    void release() {
        close(server::closeRequest);
    }

    /** A hook that closes. */
    private interface Closing<R> {
        void close(R request) throws IOException;
    }

    private void close(Closing<R> hook) {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        boolean ended = false;
        try {
            hook.close(request());
            ended = true;
        } catch (Exception e) {
            report(e);
        } finally {
            if (!ended) {
                server.cut(request()); // the hook may not have got that far
            }
            owner.ended(this);
        }
    }

    /** Has the server's handleError look at an exception; an interrupt is none (Python's KeyboardInterrupt). */
    void report(Exception error) {
        if (error instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            server.handleError(request(), clientAddress(), error);
        } catch (Exception e) { // checked ones get past the compiler, in other languages for example
            server.hookFailed("handleError", e);
        }
    }

    /** Lets its handler fail at the next read or write, or earlier, and end thereby. */
    void cut() {
        server.cut(request());
        Runnable interrupt = cutter;
        if (interrupt != null) {
            interrupt.run();
        }
    }

    /** Takes note of the process that works on it. */
    void child(ProcessHandle process) {
        child = process;
    }

    /** The process that works on it now, if it is not the server's own. */
    Optional<ProcessHandle> child() {
        return Optional.ofNullable(child).filter(ProcessHandle::isAlive);
    }

    /** Takes note that the thread that took it is done with it; maybe another has already begun. */
    void handedOn() {
        thread.compareAndSet(Thread.currentThread(), null);
    }

    /** Takes note that somebody has called closeRequest: a request that nobody has begun to process is over then. */
    void closedFromOutside() {
        if (!begun) {
            close(_ -> {});
        }
    }

    /** Whether somebody may close its connection without a word to the server, and never process it. */
    boolean mayBeDropped() {
        return !begun && request() instanceof Socket;
    }

    /** Whether somebody has. */
    boolean isDropped() {
        return !begun && request() instanceof Socket connection && connection.isClosed();
    }

    boolean runsInThisThread() {
        return Thread.currentThread().equals(thread.get());
    }
}
