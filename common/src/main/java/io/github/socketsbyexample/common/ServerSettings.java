package io.github.socketsbyexample.common;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.time.Duration;

/**
 * How a server listens.
 *
 * @param backlog how many clients that are not yet accepted the system may hold, from 1; systems round it and cap it
 *        (Linux at {@code net.core.somaxconn}). When it is full, Linux and macOS let further clients wait until they
 *        time out; Windows refuses them.
 * @param reuseAddress whether to listen on a port whose last connections are still in TIME_WAIT (SO_REUSEADDR), which
 *        the side that closed first holds for 30 seconds (macOS) to four minutes. Linux: needed for a restart on the same port, and
 *        both the old and the new listener must have it on; two live listeners are refused all the same. macOS: the
 *        same. Windows: TIME_WAIT does not stop a listener, and the system's own option would let another program
 *        take the port away; the JDK therefore listens exclusively there and only remembers the value.
 * @param grace how long {@link Server#close} lets conversations in progress end before it cuts them, from zero
 */
public record ServerSettings(int backlog, boolean reuseAddress, Duration grace) {

    /** Room for a burst of clients: listen(2) of Linux used to cap it here. */
    public static final int DEFAULT_BACKLOG = 128;

    /** Time enough to finish an answer, short enough for a person who waits after Ctrl-C. */
    public static final Duration DEFAULT_GRACE = Duration.ofSeconds(2);

    /** Backlog {@value #DEFAULT_BACKLOG}, addresses reused, two seconds of grace. */
    public static final ServerSettings DEFAULT = new ServerSettings(DEFAULT_BACKLOG, true, DEFAULT_GRACE);

    /** Checks the ranges; 0 would silently be the JDK's own backlog of 50. */
    public ServerSettings {
        if (backlog < 1) {
            throw new IllegalArgumentException("backlog " + backlog + " is less than 1");
        }
        if (grace.isNegative()) {
            throw new IllegalArgumentException("grace " + grace + " is negative");
        }
    }

    /**
     * Opens a listening socket; the caller closes it.
     *
     * @param address where to listen; port 0 takes any free one
     * @throws BindException if that can't be, in one line that names the address
     */
    public GracefulServerSocket listen(InetSocketAddress address) throws BindException {
        try {
            return bound(new GracefulServerSocket(grace), address);
        } catch (IOException e) {
            throw cannotListen(address, e);
        }
    }

    /**
     * Lets a socket of the caller's own kind listen, such as {@code ServerSocketChannel.open().socket()}; the grace is
     * the caller's affair then.
     *
     * @param unbound the socket; the caller closes it, except when it can't listen: then it is closed here
     * @param address where to listen; port 0 takes any free one
     * @return the same socket
     * @throws BindException if that can't be, in one line that names the address
     */
    public <S extends ServerSocket> S listen(S unbound, InetSocketAddress address) throws BindException {
        try {
            return bound(unbound, address);
        } catch (IOException e) {
            throw cannotListen(address, e);
        }
    }

    /** Says in one line which address can't be listened on, and why. */
    public static BindException cannotListen(SocketAddress address, Exception cause) {
        String reason = address instanceof InetSocketAddress inet && inet.isUnresolved()
                ? "unknown host"
                : cause.getMessage();
        return (BindException) new BindException(
                "cannot listen on " + Addresses.format(address) + ": " + reason).initCause(cause);
    }

    private <S extends ServerSocket> S bound(S listener, InetSocketAddress address) throws IOException {
        try {
            listener.setReuseAddress(reuseAddress); // before bind: afterwards it has no effect
            listener.bind(address, backlog);
            return listener;
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
    }
}
