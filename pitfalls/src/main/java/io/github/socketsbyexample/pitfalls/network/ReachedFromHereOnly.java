package io.github.socketsbyexample.pitfalls.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

import io.github.socketsbyexample.pitfalls.BlockingCall;

/**
 * A server is reached from its own host, and from others the connection is refused: it listens on the loopback address,
 * which every host has for itself. One for others listens on an address that they can reach; on all of them if none is
 * named, which is more than one may want ({@code open-to-the-network}).
 *
 * <pre>
 * $ ./sockets pitfall reached-from-here-only
 * done:   two servers started, and asked from their own host and from another
 * broken: from here connected, from there ConnectException: Connection refused
 * fixed:  from here connected, from there connected
 * </pre>
 */
public final class ReachedFromHereOnly {

    private static final int BACKLOG = 50;
    private static final int TIMEOUT_MILLIS = 5_000;

    private ReachedFromHereOnly() {}

    /** Shows both halves. */
    static void main() throws IOException {
        TwoHosts.show(hosts -> {
            IO.println("done:   two servers started, and asked from their own host and from another");
            IO.println("broken: " + reached(hosts, ReachedFromHereOnly::listenOnLoopback));
            IO.println("fixed:  " + reached(hosts, ReachedFromHereOnly::listenOnTheNetwork));
        });
    }

    /** How a server listens. */
    @FunctionalInterface
    interface Listening {
        ServerSocket listen() throws IOException;
    }

    static String reached(TwoHosts hosts, Listening listening) throws IOException {
        try (ServerSocket listener = hosts.far().call(listening::listen)) {
            InetSocketAddress there = new InetSocketAddress(TwoHosts.FAR, listener.getLocalPort());
            return "from here " + BlockingCall.outcome(() -> hosts.far().call(() -> connect(listener)))
                    + ", from there " + BlockingCall.outcome(() -> hosts.near().call(() -> connect(there)));
        }
    }

    private static String connect(ServerSocket listener) throws IOException {
        return connect((InetSocketAddress) listener.getLocalSocketAddress());
    }

    private static String connect(InetSocketAddress address) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(address, TIMEOUT_MILLIS);
            return "connected";
        }
    }

    /** Broken: others have a loopback address too, their own. */
    static ServerSocket listenOnLoopback() throws IOException {
        return new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    }

    /** Fixed: an address that others have a route to. */
    static ServerSocket listenOnTheNetwork() throws IOException {
        return new ServerSocket(0, BACKLOG, InetAddress.ofLiteral(TwoHosts.FAR));
    }
}
