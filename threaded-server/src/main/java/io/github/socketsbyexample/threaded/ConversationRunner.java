package io.github.socketsbyexample.threaded;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicReference;

import org.slf4j.Logger;

import io.github.socketsbyexample.common.Addresses;

/**
 * Runs a server's conversations, each in the thread that calls, and says what becomes of a failure: a client that leaves
 * is told with {@code --verbose} only, for any stranger can do so all day; a bug in the handler ends that conversation;
 * an {@link Error} (no memory left, a class that can't be loaded) ends the server, which would be half dead otherwise.
 */
final class ConversationRunner {

    private final ConversationHandler handler;
    private final Logger log;
    private final Closeable server;
    private final AtomicReference<Error> fatal = new AtomicReference<>(); // the first

    /**
     * Takes what the conversations have in common.
     *
     * @param server what an error closes, so that {@code serve()} ends; may be called while conversations go on
     */
    ConversationRunner(ConversationHandler handler, Logger log, Closeable server) {
        this.handler = handler;
        this.log = log;
        this.server = server;
    }

    /** Converses with a client and closes the connection. */
    void run(Socket client) {
        try (client) {
            handler.converse(client);
        } catch (Exception e) {
            report(log, Addresses.format(client.getRemoteSocketAddress()), e);
        } catch (Error e) {
            stop(e);
        }
    }

    /** Reports in one line why a conversation ended, if anyone has to know. */
    static void report(Logger log, String peer, Exception e) {
        switch (e) {
            case UncheckedIOException wrapped -> report(log, peer, wrapped.getCause());
            case InterruptedException stopped -> log.debug("{}: stopped", peer);
            case IOException gone when isDeparture(gone) -> log.debug("{}: {}", peer, gone.getMessage());
            case IOException trouble -> log.warn("{}: {}", peer, trouble.toString());
            default -> {
                log.error("{}: unexpected failure, please report it: {}", peer, e.toString());
                log.debug("because of", e);
            }
        }
    }

    /** Whether the client left, was silent too long, or was cut; otherwise it's a file or a connection of the handler's own. */
    private static boolean isDeparture(IOException e) {
        return e.getClass() == SocketException.class // but for ConnectException and the like
                || e instanceof EOFException
                || e instanceof InterruptedIOException
                || e instanceof ClosedChannelException;
    }

    /** Stops the server because of an error in any of its threads. */
    void stop(Error e) {
        fatal.compareAndSet(null, e);
        try {
            server.close();
        } catch (IOException closing) {
            e.addSuppressed(closing);
        }
    }

    /** Ends {@code serve()} with the error that stopped the server, if one did. */
    void rethrow() throws IOException {
        Error e = fatal.get();
        if (e != null) {
            throw stopped(e);
        }
    }

    /** Returns what the program tells in one line, and then ends with exit code 1. */
    static IOException stopped(Error e) {
        return new IOException("the server has stopped: " + e, e);
    }
}
