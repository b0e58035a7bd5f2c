package io.github.socketsbyexample.exec;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.Durations;
import io.github.socketsbyexample.common.Texts;

/**
 * A client's connection as the server holds it: with TLS or without, with deadlines, and with one line in the log when
 * something goes wrong. A deadline closes the connection from outside: a read's own timeout would begin anew with every
 * byte, and a write has none. Safe for many threads.
 */
final class ClientConnection implements AutoCloseable {

    private static final Duration HANDSHAKE_TIME = Duration.ofSeconds(5);
    private static final Duration FAREWELL_TIME = Duration.ofSeconds(2); // to read why the server hangs up

    /** Something to do with the client. */
    @FunctionalInterface
    interface Step {
        /** Does it. */
        void take() throws IOException;
    }

    /** Something to do with the client that has a result. */
    @FunctionalInterface
    interface Query<T extends @Nullable Object> {
        /** Does it. */
        T take() throws IOException;
    }

    private final Socket transport;
    private final @Nullable MutualTls tls;
    private final ScheduledExecutorService timer;
    private final Logger log;
    private final String peer;
    private Duration idle = Duration.ZERO; // used by the conversation's thread alone
    private boolean refused; // by the same thread: what came was nothing to go on with
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
            return resultWithin(HANDSHAKE_TIME, "TLS handshake", () -> wanted.accept(transport));
        } catch (SSLException e) {
            farewell(transport, () -> {}); // TLS has sent its alert; a command may be on its way, see farewell()
            throw e;
        }
    }

    /** Does something with the client that must be over within a time, or else the connection is. */
    void within(Duration time, String what, Step step) throws IOException {
        String _ = resultWithin(time, what, () -> {
            step.take();
            return peer;
        });
    }

    /** Likewise, and returns what came of it. */
    <T extends @Nullable Object> T resultWithin(Duration time, String what, Query<T> step) throws IOException {
        ScheduledFuture<?> cut = timer.schedule(() -> {
            note(what + " not over within " + Durations.format(time));
            close();
        }, time.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return step.take();
        } finally {
            cut.cancel(false);
        }
    }

    /** Ends a conversation that went well, with TLS's own goodbye if there is TLS. */
    void end(Socket socket) throws IOException {
        within(FAREWELL_TIME, "goodbye", socket::close);
    }

    /**
     * Says why nothing more is read, and waits for the client's end: closing at once, with bytes unread, could destroy
     * the message on its way.
     */
    void farewell(Socket socket, Step lastWords) {
        refused = true;
        ScheduledFuture<?> cut = timer.schedule(this::close, FAREWELL_TIME.toMillis(), TimeUnit.MILLISECONDS);
        try {
            lastWords.take();
            socket.shutdownOutput();
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            log.debug("{}: has not waited for the farewell: {}", peer, e.getMessage());
        } finally {
            cut.cancel(false);
        }
    }

    /** Tells of something worth knowing. */
    void note(String what) {
        log.info("{}: {}", peer, Texts.printable(what));
    }

    /**
     * Tells of trouble, unless it comes from our own closing; so that has to come later. A client that leaves is none:
     * any stranger can do so all day.
     */
    void report(Exception trouble) {
        String message = Texts.printable(String.valueOf(trouble.getMessage())); // it may quote the client
        if (trouble instanceof RuntimeException) {
            log.error("{}: unexpected failure, please report it: {}", peer, Texts.printable(trouble.toString()));
            log.debug("because of", trouble);
        } else if ((closed || transport.isClosed()) && !refused) {
            log.debug("{}: closed: {}", peer, message);
        } else if (trouble instanceof SocketTimeoutException) {
            note("silent for " + Durations.format(idle));
        } else if (isDeparture(trouble) || (trouble instanceof SSLException && isDeparture(trouble.getCause()))) {
            log.debug("{}: left: {}", peer, message);
        } else {
            log.warn("{}: {}", peer, message);
        }
    }

    private static boolean isDeparture(@Nullable Throwable trouble) {
        return trouble instanceof SocketException || trouble instanceof EOFException;
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
