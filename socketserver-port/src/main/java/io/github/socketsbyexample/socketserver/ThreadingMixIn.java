package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.util.concurrent.ThreadFactory;

import io.github.socketsbyexample.common.VirtualThreads;

/**
 * Processes each request in a thread of its own, a virtual one where nothing speaks against it. Python's {@code
 * socketserver.ThreadingMixIn}.
 *
 * <pre>{@code
 * class MyServer extends TCPServer implements ThreadingMixIn {}
 * }</pre>
 *
 * <p>{@link #maxRequests} limits their number, which Python can't.
 */
public interface ThreadingMixIn extends RequestProcessing {

    /**
     * Whether nobody waits for the threads, neither {@link BaseServer#serverClose} nor, if they are platform threads, the
     * end of the program. Python's {@code daemon_threads}. For virtual threads the program never waits.
     */
    default boolean daemonThreads() {
        return false;
    }

    @Override
    default boolean blockOnClose() {
        return !daemonThreads();
    }

    /**
     * What makes the threads; such as {@code Thread.ofPlatform().factory()}. Virtual ones, except for Unix-domain streams,
     * where waiting is native code's affair: virtual ones work there as well, at the cost of another thread each.
     */
    default ThreadFactory threadFactory() {
        return ServerOptions.or(options().threads(),
                this instanceof BaseServer<?> server ? server.usualThreads() : VIRTUAL_THREADS);
    }

    /** Sees to it that virtual threads can wait for sockets however many clients come at once. */
    @Override
    default void checkProcessing() throws IOException {
        VirtualThreads.prepare();
    }

    /** Starts the thread. Python's {@code process_request}. */
    @Override
    default void startProcessing(ActiveRequest<?> request) {
        Thread thread = threadFactory().newThread(() -> processRequestThread(request));
        if (thread != null && !thread.isVirtual()) {
            thread.setDaemon(daemonThreads());
        }
        request.startIn(thread);
    }

    /** Does what the thread is for. Python's {@code process_request_thread}. */
    default void processRequestThread(ActiveRequest<?> request) {
        request.process();
    }
}
