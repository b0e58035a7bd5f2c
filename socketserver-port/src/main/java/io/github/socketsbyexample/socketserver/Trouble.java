package io.github.socketsbyexample.socketserver;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.Texts;

/**
 * Tells a client that is gone from trouble that somebody should know of. Both are IOExceptions, mostly of one class, be
 * it the client's connection that broke or another of the handler's: what tells them apart is whose stream threw.
 */
final class Trouble {

    /** Streams of a request: those of a socket that was accepted, as the JDK has them, and our own. */
    private static final Set<String> STREAMS = Set.of("sun.nio.ch.SocketAdaptor", "sun.nio.ch.SocketInputStream",
            "sun.nio.ch.SocketOutputStream", NativeCalls.Reading.class.getName(), NativeCalls.Writing.class.getName());

    /** Does a request's handshake, in which TLS makes an exception of its own of the end of the client's stream. */
    private static final String HANDSHAKE = Tls.class.getName();

    private static final int DEEPEST = 20; // causes, which may go round in a circle

    private Trouble() {}

    /** Reports what a request threw, as loudly as it deserves: see {@link BaseServer#handleError}. */
    static void report(Logger log, Object request, @Nullable SocketAddress clientAddress, Exception error,
            boolean serverClosed) {
        String client = clientAddress == null
                ? "a client without a name"
                : Texts.printable(Addresses.format(clientAddress)); // a Unix-domain client chooses its path
        switch (error) {
            case Exception gone when isEndOf(request, gone) -> log.debug("{}: {}", client, inOneLine(gone));
            case ClosedChannelException late when serverClosed -> log.debug("{}: the server is closed", client);
            case IOException trouble -> log.warn("{}: {}", client, inOneLine(trouble));
            default -> log.error("{}: exception in its request", client, new Printable(error));
        }
    }

    private static String inOneLine(Exception trouble) {
        boolean itsMessageSaysAll = trouble.getClass() == IOException.class; // "Broken pipe"; others need their names
        return Texts.printable(itsMessageSaysAll ? String.valueOf(trouble.getMessage()) : trouble.toString());
    }

    /** Whether an exception says that a request's client is gone, or that the server has cut it. */
    static boolean isEndOf(Object request, Exception error) {
        return request instanceof Socket connection // a datagram has nothing that could end
                && (Stream.iterate((Throwable) error, Objects::nonNull, Throwable::getCause) // TLS and readers wrap
                        .limit(DEEPEST)
                        .anyMatch(Trouble::comesFromStream)
                        || (error instanceof SocketException && connection.isClosed()));
    }

    private static boolean comesFromStream(Throwable error) {
        return error instanceof IOException
                && !(error instanceof SocketTimeoutException) // slow, but there
                && Stream.of(error.getStackTrace())
                        .map(StackTraceElement::getClassName)
                        .anyMatch(thrower -> STREAMS.contains(thrower)
                                || (error instanceof EOFException && thrower.equals(HANDSHAKE)));
    }

    /** An exception as it may be printed: all as it was, but nothing that a peer sent can forge a line of the log. */
    static final class Printable extends Exception {

        private static final long serialVersionUID = 1;

        Printable(Throwable original) {
            this(original, DEEPEST);
        }

        private Printable(Throwable original, int deepest) {
            super(Texts.printable(original.toString()));
            setStackTrace(original.getStackTrace());
            Throwable cause = original.getCause();
            if (deepest > 0) {
                if (cause != null) {
                    initCause(new Printable(cause, deepest - 1));
                }
                for (Throwable each : original.getSuppressed()) {
                    addSuppressed(new Printable(each, deepest - 1));
                }
            }
        }

        @Override
        @SuppressWarnings("OverrideThrowableToString") // it is the original's, whose class is not this one
        public String toString() {
            return String.valueOf(getMessage());
        }
    }
}
