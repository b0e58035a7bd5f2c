package io.github.socketsbyexample.threaded;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.socketsbyexample.common.BackOff;
import io.github.socketsbyexample.common.Server;

/**
 * One thread for all clients, the one that called {@link #serve}. It waits for one thing only, the selector, which tells
 * it of new clients, readable and writable connections; times to wait for are in a {@link TimerQueue}. An idle client
 * costs a few objects and no thread. The price: a conversation must not block, so it is no method that is read from top to
 * bottom but a state machine, {@link SelectorConversation}.
 */
public final class SelectorServer implements Server {

    private static final int BUFFER_BYTES = 256 * 1024; // one for all: what a read returns is dealt with at once
    private static final int ACCEPTS_IN_A_ROW = 64; // then the clients that are there get their turn
    private static final Duration SERVING_END = Duration.ofSeconds(1); // for the thread to end, after the grace

    private final Logger log = LoggerFactory.getLogger(SelectorServer.class);
    private final ServerSocketChannel listener;
    private final Accept accept;
    private final Function<String, SelectorConversation> conversations;
    private final Duration grace;
    private final Selector selector;
    private final SelectionKey acceptKey;
    private final SocketAddress localAddress;
    private final Failures failures;

    private final ReentrantLock serving = new ReentrantLock(); // who holds it owns all that follows
    private final TimerQueue timers = new TimerQueue();
    private final Set<SelectorConnection> connections = new HashSet<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final BackOff backOff = new BackOff(log);

    private volatile boolean stopping;

    /** How a client is accepted; tests let it fail. */
    @FunctionalInterface
    interface Accept {
        /** Returns the next client, or null if none waits. */
        @Nullable
        SocketChannel next() throws IOException;
    }

    /**
     * Serves the clients of a listening channel.
     *
     * @param listener closed by {@link #close}
     * @param conversations begins one with a client, whose address it is given
     * @param grace how long {@link #close} lets conversations end, from zero
     */
    public SelectorServer(ServerSocketChannel listener, Function<String, SelectorConversation> conversations,
            Duration grace) throws IOException {
        this(listener, listener::accept, conversations, grace);
    }

    SelectorServer(ServerSocketChannel listener, Accept accept, Function<String, SelectorConversation> conversations,
            Duration grace) throws IOException {
        this.listener = listener;
        this.accept = accept;
        this.conversations = conversations;
        this.grace = grace;
        this.failures = new Failures(log, listener);
        this.localAddress = listener.getLocalAddress();
        listener.configureBlocking(false);
        this.selector = Selector.open();
        this.acceptKey = listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    @Override
    public void serve() throws IOException {
        serving.lock();
        try {
            while (!stopping) {
                round();
            }
            timers.after(grace, this::cutAll);
            while (!connections.isEmpty()) {
                round();
            }
        } catch (Error e) {
            failures.stop(e);
        } finally {
            end();
            serving.unlock();
        }
        failures.rethrow();
    }

    private void round() throws IOException {
        selector.select(this::dispatch, timers.millisToNext());
        timers.runDue();
    }

    private void dispatch(SelectionKey key) {
        if (key.attachment() instanceof SelectorConnection connection) {
            connection.ready();
        } else {
            acceptClients();
        }
    }

    private void acceptClients() {
        try {
            SocketChannel client;
            for (int i = 0; i < ACCEPTS_IN_A_ROW && (client = accept.next()) != null; i++) {
                backOff.succeeded();
                open(client);
            }
        } catch (IOException e) {
            if (listener.isOpen()) { // otherwise it was closed to stop us
                waitFor(0); // the client still waits: the selector would wake us at once, for ever
                timers.after(backOff.failed(e), () -> waitFor(SelectionKey.OP_ACCEPT));
            }
        }
    }

    private void waitFor(int operation) {
        try {
            acceptKey.interestOps(operation);
        } catch (CancelledKeyException e) {
            log.debug("closed to stop us"); // which may happen at any moment, so no look before would help
        }
    }

    private void open(SocketChannel client) {
        try {
            client.configureBlocking(false);
            SelectionKey key = client.register(selector, 0);
            SelectorConnection connection = new SelectorConnection(client, key, conversations, timers, buffer,
                    connections::remove, failures);
            key.attach(connection);
            connections.add(connection);
            connection.begin();
        } catch (IOException | RuntimeException e) {
            failures.report("a new client", e); // it alone
            failures.close(client);
        } catch (Error e) {
            failures.close(client);
            throw e;
        }
    }

    private void cutAll() {
        if (!connections.isEmpty()) {
            log.info("conversations cut: {}", connections.size());
            List.copyOf(connections).forEach(SelectorConnection::close);
        }
    }

    /** Leaves nothing open; no harm if nothing is. */
    private void end() throws IOException {
        listener.close();
        List.copyOf(connections).forEach(SelectorConnection::close);
        selector.close();
    }

    @Override
    public SocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public void close() throws IOException {
        stopping = true;
        listener.close();
        selector.wakeup();
        try {
            if (serving.tryLock(grace.plus(SERVING_END).toNanos(), TimeUnit.NANOSECONDS)) { // serve() is over, or never was
                try {
                    end();
                } finally {
                    serving.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the caller can't wait; serve() ends by itself after the grace
        }
    }
}
