package io.github.socketsbyexample.socketserver;

import java.net.SocketAddress;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * A request in progress: from the moment that a server took it until it is closed, whichever thread or process works on
 * it. A mix-in, or an overriding {@code processRequest}, decides where {@link #process} runs; a pool, for example, needs
 * {@code pool.execute(request::process)} and nothing else.
 */
public final class ActiveRequest<R> {

    private final BaseServer<R> server;
    private final RequestLoop<R> loop;
    private final Request<R> taken;
    private boolean closed; // guarded by this
    private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>(Thread.currentThread()); // that works on it
    private volatile @Nullable Runnable cutter; // ends the work from outside

    ActiveRequest(BaseServer<R> server, RequestLoop<R> loop, Request<R> taken) {
        this.server = server;
        this.loop = loop;
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

    /** Closes it: {@code shutdownRequest}, and the server forgets it. More calls do no harm. */
    void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        boolean ended = false;
        try {
            server.shutdownRequest(request());
            ended = true;
        } catch (Exception e) {
            report(e);
        } finally {
            if (!ended) {
                server.cut(request()); // the hook may not have got that far
            }
            loop.ended(this);
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
        } catch (RuntimeException e) {
            loop.hookFailed("handleError", e);
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

    /** Takes note that the thread that took it is done with it; maybe another has already begun. */
    void handedOn() {
        thread.compareAndSet(Thread.currentThread(), null);
    }

    boolean runsInThisThread() {
        return Thread.currentThread().equals(thread.get());
    }
}
