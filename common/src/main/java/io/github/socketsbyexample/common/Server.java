package io.github.socketsbyexample.common;

import java.io.IOException;
import java.net.SocketAddress;

/**
 * What every server of the collection can do. It listens from its construction on, so a client may connect before
 * {@link #serve} runs; it waits in the backlog.
 */
public interface Server extends AutoCloseable {

    /** Returns where it listens: with the real port if it was asked for port 0. */
    SocketAddress localAddress();

    /**
     * Serves clients in the calling thread until {@link #close} is called from another, or the example's own end.
     *
     * @throws IOException if the server can't go on; trouble with one client is reported and ends that client's
     *         conversation alone
     */
    void serve() throws IOException;

    /**
     * Stops: no client is accepted any more and the port is free at once, conversations in progress may end for the
     * server's grace, those that have not are cut. Returns when all of it is done; more calls do no harm.
     */
    @Override
    void close() throws IOException;
}
