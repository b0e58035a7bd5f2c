package io.github.socketsbyexample.tools;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.socketsbyexample.common.BackOff;
import io.github.socketsbyexample.common.GracefulServerSocket;
import io.github.socketsbyexample.common.Server;
import io.github.socketsbyexample.common.ServerSettings;
import io.github.socketsbyexample.common.VirtualThreads;

/**
 * Passes TCP connections on to another address, and tells an observer what goes over the wire. To both ends it is as if
 * they talked to each other: every byte, each end of a stream and every reset arrive as they were sent, and a receiver
 * that does not read slows its sender down. A connection is two virtual threads ({@link RelayedConnection}).
 *
 * <p>Two things can't be kept from the client: it sees the relay's address, and it is connected before the relay knows
 * whether the server can be reached; if not, it is reset.
 */
public final class Relay implements Server {

    private static final int MOST_CONNECTIONS = 1000; // two descriptors each; further clients wait in the backlog
    private static final Duration REPORTING_CUTS = Duration.ofSeconds(2); // for connections that are cut, to tell of it

    private final Logger log = LoggerFactory.getLogger(Relay.class);
    private final BackOff backOff = new BackOff(log);
    private final GracefulServerSocket listener;
    private final InetSocketAddress server;
    private final WireClock clock;
    private final Interference interference;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore permits = new Semaphore(MOST_CONNECTIONS);

    /**
     * Listens.
     *
     * @param address where clients connect
     * @param server where they shall get; a name is looked up for every connection
     */
    public Relay(InetSocketAddress address, ServerSettings settings, InetSocketAddress server, WireObserver observer,
            Interference interference) throws IOException {
        this.listener = settings.listen(address);
        this.server = server;
        this.clock = new WireClock(observer);
        this.interference = interference;
    }

    @Override
    public void serve() throws IOException {
        VirtualThreads.prepare();
        int connection = 0;
        while (!listener.isClosed()) {
            permits.acquireUninterruptibly();
            try {
                Socket client = listener.accept();
                backOff.succeeded();
                start(client, ++connection);
            } catch (IOException e) {
                permits.release();
                if (!listener.isClosed()) { // closing the listener is how accept() is told to stop
                    backOff.waitAfter(e);
                }
            }
        }
    }

    private void start(Socket client, int connection) throws IOException {
        try {
            threads.execute(() -> {
                try {
                    new RelayedConnection(connection, client, clock).relay(server, interference);
                } catch (IOException e) {
                    log.debug("connection {}", connection, e); // what matters of it has been reported
                } finally {
                    permits.release();
                }
            });
        } catch (RejectedExecutionException e) {
            permits.release();
            client.close(); // came in as the relay closed
        }
    }

    @Override
    public SocketAddress localAddress() {
        return listener.getLocalSocketAddress();
    }

    /** Stops, as {@link Server#close} says; no event is reported afterwards. */
    @Override
    public void close() throws IOException {
        listener.close(); // waits for the connections, then closes the clients' sockets
        backOff.stop();
        permits.release(); // serve() may be waiting for one
        threads.shutdownNow(); // interrupts those that are still connecting to the server
        try {
            boolean _ = threads.awaitTermination(REPORTING_CUTS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
