package io.github.socketsbyexample.threaded;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

import org.slf4j.Logger;

import io.github.socketsbyexample.common.Addresses;

/**
 * What becomes of a failure, in all designs alike: a client that leaves is told with {@code --verbose} only, for any
 * stranger can do so all day; a bug ends that conversation, and is reported in one line; an {@link Error} (no memory
 * left, a class that can't be loaded) in whatever thread ends the server, which would be half dead otherwise.
 */
final class Failures {

    private static final int RESERVE_BYTES = 1024 * 1024; // so much the stop may take when there is no memory left

    private static final byte[] NOTHING = {};

    private final Logger log;
    private final Closeable server;
    private final BlockingQueue<Error> fatal = new ArrayBlockingQueue<>(1); // the first; to keep it takes no memory
    private volatile byte[] reserve = new byte[RESERVE_BYTES];

    /**
     * Begins without any.
     *
     * @param server what an error closes, so that {@code serve()} ends
     */
    Failures(Logger log, Closeable server) {
        this.log = log;
        this.server = server;
    }

    /** Converses with a client in the calling thread, and closes the connection. */
    void run(ConversationHandler handler, Socket client) {
        try {
            try {
                handler.converse(client);
            } catch (Exception e) {
                report(Addresses.format(client.getRemoteSocketAddress()), e);
            } finally { // no try-with-resources: without memory there is one error for all, which can't suppress itself
                close(client);
            }
        } catch (Error e) {
            stop(e);
        }
    }

    /** Closes a connection that is of no use any more; that this fails is nobody's trouble. */
    void close(Closeable client) {
        try {
            client.close();
        } catch (IOException e) {
            log.debug("while closing", e);
        }
    }

    /** Reports in one line why a conversation ended, if anyone has to know. */
    void report(String peer, Exception e) {
        switch (e) {
            case UncheckedIOException wrapped -> report(peer, Objects.requireNonNull(wrapped.getCause()));
            case InterruptedException stopped -> log.debug("{}: stopped", peer);
            case IOException gone when isDeparture(gone) -> departed(peer, gone);
            case IOException trouble -> log.warn("{}: {}", peer, trouble.toString());
            default -> {
                log.error("{}: unexpected failure, please report it: {}", peer, e.toString());
                log.debug("because of", e);
            }
        }
    }

    /** Takes note that a client has left, was silent too long, or was cut. */
    void departed(String peer, IOException e) {
        log.debug("{}: {}", peer, e.getMessage());
    }

    /** Whether it is the client that failed, and no file or connection of the handler's own. */
    private static boolean isDeparture(IOException e) {
        return e.getClass() == SocketException.class // but for ConnectException and the like
                || e instanceof EOFException
                || e instanceof InterruptedIOException
                || e instanceof ClosedChannelException;
    }

    /** Stops the server because of an error in any of its threads. */
    void stop(Error e) {
        if (reserve.length > 0) {
            reserve = NOTHING; // before all else, which may take memory
        }
        boolean _ = fatal.offer(e);
        try {
            server.close();
        } catch (IOException | OutOfMemoryError closing) { // it listens no longer: serve() ends, and closes the rest
            log.debug("while stopping", closing);
        }
    }

    /** Ends {@code serve()} with the error that stopped the server, if one did. */
    void rethrow() throws IOException {
        Error error = fatal.peek();
        if (error != null) { // the program tells it in one line, and exits with 1
            throw new IOException("the server has stopped: " + error, error);
        }
    }
}
