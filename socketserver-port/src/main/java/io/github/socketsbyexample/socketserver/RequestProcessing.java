package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;

import org.jspecify.annotations.Nullable;

/**
 * The hooks of {@link BaseServer} that a mix-in replaces. They are default methods here and nowhere overridden by the
 * servers' classes, because a method of a class would win over a mix-in's: so {@code class MyServer extends TCPServer
 * implements ThreadingMixIn {}} is all that a threading server needs. Without a mix-in, a request runs to its end in the
 * thread that took it.
 *
 * <p>Python: the same methods of {@code socketserver.BaseServer}. What are class attributes there are methods here.
 */
public interface RequestProcessing {

    /** Makes virtual threads called {@code request-0}, {@code request-1}, and so on. */
    ThreadFactory VIRTUAL_THREADS = Thread.ofVirtual().name("request-", 0).factory();

    /** Makes platform threads called the same. */
    ThreadFactory PLATFORM_THREADS = Thread.ofPlatform().name("request-", 0).factory();

    /** Called by {@link BaseServer#open} before anything is opened: throws if requests can't be processed this way. */
    default void checkProcessing() throws IOException {}

    /**
     * Has a request processed: here, in a thread, or in a process. Called by {@link BaseServer#processRequest}, which knows
     * what kind of request it is and is for servers to override; in Python both are {@code process_request}.
     *
     * @param request to be {@linkplain ActiveRequest#process processed} exactly once
     */
    default void startProcessing(ActiveRequest<?> request) {
        request.process();
    }

    /**
     * How many requests may be in progress; further clients wait in the backlog (datagrams: in the system's buffer)
     * until one ends. Python has a limit for forking servers only ({@code max_children}). At least 1; asked before each
     * request.
     */
    default int maxRequests() {
        return ServerOptions.or(options().maxRequests(), Integer.MAX_VALUE);
    }

    /** What the server was told when it was opened: {@link BaseServer#options}. */
    default ServerOptions options() {
        return ServerOptions.DEFAULTS;
    }

    /** Whether {@link BaseServer#serverClose} waits for requests in progress. Python's {@code block_on_close}. */
    default boolean blockOnClose() {
        return true;
    }

    /**
     * How long {@link BaseServer#handleRequest()} waits for a request, zero or less for not at all, null for ever.
     * Python's {@code timeout}. It bounds neither a handler nor {@code serveForever}; for a handler's reads see {@link
     * StreamRequestHandler#timeout}.
     */
    default @Nullable Duration timeout() {
        return null;
    }

    /**
     * Called when {@link BaseServer#handleRequest()} waited in vain. Python's {@code handle_timeout}.
     *
     * @return what handleRequest returns then
     */
    default boolean handleTimeout() {
        return false;
    }

    /**
     * Called by {@code serveForever} after each request and, if overridden, at least once every poll interval. Python's
     * {@code service_actions}. An exception from here ends {@code serveForever}.
     */
    default void serviceActions() {}
}
