package io.github.socketsbyexample.exec;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.Durations;

/**
 * A client's connection as the server holds it: with TLS or without, with deadlines, and with one line in the log when
 * something goes wrong. A deadline closes the connection from outside: a read's own timeout would begin anew with every
 * byte, and a write has none. Safe for many threads.
 */
final class ClientConnection implements AutoCloseable {

    private static final Duration HANDSHAKE_TIME = Duration.ofSeconds(5);

    private final Socket transport;
    private final @Nullable MutualTls tls;
    private final ScheduledExecutorService timer;
    private final Logger log;
    private final String peer;
    private Duration idle = Duration.ZERO; // used by the conversation's thread alone
    private volatile boolean closed; // by us, through close()

    /**
     * Takes an accepted socket over.
     *
     * @param timer closes connections at their deadlines
     */
    ClientConnection(Socket accepted, @Nullable MutualTls tls, ScheduledExecutorService timer, Logger log) {
        this.transport = accepted;
        this.tls = tls;
        this.timer = timer;
        this.log = log;
        this.peer = Addresses.format(accepted.getRemoteSocketAddress());
    }

    /** Returns the client's address. */
    String peer() {
        return peer;
    }

    /**
     * Returns the socket to talk over, once its TLS handshake is done if there is to be one.
     *
     * @param idle how long the client may say nothing
     */
    Socket secured(Duration idle) throws IOException {
        this.idle = idle;
        transport.setTcpNoDelay(true); // an answer is several small writes: none shall wait for the last one's ACK
        transport.setSoTimeout((int) idle.toMillis());
        MutualTls wanted = tls;
        if (wanted == null) {
            return transport;
        }
        try {
            return within(HANDSHAKE_TIME, "TLS handshake", () -> wanted.accept(transport));
        } catch (IOException e) {
            report(e);
            throw e;
        }
    }

    /** Does something with the client that must be over within a time, or else the connection is. */
    <T> T within(Duration time, String what, Callable<T> step) throws IOException {
        ScheduledFuture<?> cut = timer.schedule(() -> {
            note(what + " not over within " + Durations.format(time));
            close();
        }, time.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return step.call();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            cut.cancel(false);
        }
    }

    /** Tells of something worth knowing. */
    void note(String what) {
        log.info("{}: {}", peer, what);
    }

    /**
     * Tells of trouble, unless it comes from our own closing; so that has to come later. (TLS closes the connection
     * itself before it complains.)
     */
    void report(Exception trouble) {
        if (closed || (transport.isClosed() && !(trouble instanceof SSLException))) {
            return;
        }
        if (trouble instanceof SocketTimeoutException) {
            note("silent for " + Durations.format(idle));
        } else {
            log.warn("{}: {}", peer, trouble.getMessage());
        }
    }

    /** Closes the connection below TLS, whose own close could wait for a blocked write. */
    @Override
    public void close() {
        closed = true;
        try {
            transport.close();
        } catch (IOException e) {
            log.debug("{}: while closing", peer, e);
        }
    }
}
