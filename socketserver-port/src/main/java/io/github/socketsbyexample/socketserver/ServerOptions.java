package io.github.socketsbyexample.socketserver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * What a server can be told besides its address and handlers, as values: {@code
 * ServerOptions.DEFAULTS.maxRequests(100).deadline(Duration.ofSeconds(30))}. Null means what the class would do anyway,
 * by its hook of the same purpose; a hook that is overridden has the last word. Immutable.
 *
 * @param backlog how many clients may wait to be accepted ({@link TCPServer#requestQueueSize})
 * @param reuseAddress see {@link TCPServer#allowReuseAddress}, {@link UDPServer#allowReuseAddress}
 * @param timeout how long a handler's single read may wait ({@link StreamRequestHandler#timeout})
 * @param deadline how long a connection may take, all in all ({@link StreamRequestHandler#deadline})
 * @param tls what to encrypt connections with ({@link TCPServer#sslContext})
 * @param maxRequests how many requests may be in progress ({@link RequestProcessing#maxRequests})
 * @param threads what makes the threads of a threading server ({@link ThreadingMixIn#threadFactory})
 * @param childCache a start-up cache for the child processes of a forking server ({@link ForkingMixIn#childCache})
 */
public record ServerOptions(@Nullable Integer backlog, @Nullable Boolean reuseAddress, @Nullable Duration timeout,
        @Nullable Duration deadline, @Nullable SSLContext tls, @Nullable Integer maxRequests,
        @Nullable ThreadFactory threads, @Nullable Path childCache) {

    /** Nothing said. */
    public static final ServerOptions DEFAULTS = new ServerOptions(null, null, null, null, null, null, null, null);

    /** Checks the ranges. */
    public ServerOptions {
        if (backlog != null && backlog < 1) {
            throw new IllegalArgumentException("backlog " + backlog + " is less than 1");
        }
        if (maxRequests != null && maxRequests < 1) {
            throw new IllegalArgumentException("maxRequests " + maxRequests + " is less than 1");
        }
    }

    /** Returns these options, but with another backlog. */
    public ServerOptions backlog(int clients) {
        return new ServerOptions(clients, reuseAddress, timeout, deadline, tls, maxRequests, threads, childCache);
    }

    /** Returns these options, but with addresses reused or not. */
    public ServerOptions reuseAddress(boolean reuse) {
        return new ServerOptions(backlog, reuse, timeout, deadline, tls, maxRequests, threads, childCache);
    }

    /** Returns these options, but with a timeout for every read. */
    public ServerOptions timeout(Duration ofARead) {
        return new ServerOptions(backlog, reuseAddress, ofARead, deadline, tls, maxRequests, threads, childCache);
    }

    /** Returns these options, but with a deadline for every connection. */
    public ServerOptions deadline(Duration ofAConnection) {
        return new ServerOptions(backlog, reuseAddress, timeout, ofAConnection, tls, maxRequests, threads, childCache);
    }

    /** Returns these options, but with encryption. */
    public ServerOptions tls(SSLContext context) {
        return new ServerOptions(backlog, reuseAddress, timeout, deadline, context, maxRequests, threads, childCache);
    }

    /** Returns these options, but with a limit for requests in progress. */
    public ServerOptions maxRequests(int most) {
        return new ServerOptions(backlog, reuseAddress, timeout, deadline, tls, most, threads, childCache);
    }

    /** Returns these options, but with other threads. */
    public ServerOptions threads(ThreadFactory factory) {
        return new ServerOptions(backlog, reuseAddress, timeout, deadline, tls, maxRequests, factory, childCache);
    }

    /** Returns these options, but with a start-up cache for child processes. */
    public ServerOptions childCache(Path file) {
        return new ServerOptions(backlog, reuseAddress, timeout, deadline, tls, maxRequests, threads, file);
    }

    /** Returns the first of two that is there. */
    static <T> T or(@Nullable T chosen, T otherwise) {
        return chosen == null ? otherwise : chosen;
    }
}
