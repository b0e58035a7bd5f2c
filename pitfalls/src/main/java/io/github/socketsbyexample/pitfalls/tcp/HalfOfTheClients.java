package io.github.socketsbyexample.pitfalls.tcp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * Half of the clients get the answers of the old version: it still runs, and the new one could be started beside it
 * without an error, because both set SO_REUSEPORT. The system deals new connections out among all who listen. That is
 * for several processes of one server; SO_REUSEADDR is all that a restart needs.
 *
 * <pre>
 * $ ./sockets pitfall half-of-the-clients
 * done:   started a server whose port another one listens on
 * broken: listening; of 64 clients each of the two gets some
 * fixed:  BindException: Address already in use
 * </pre>
 */
public final class HalfOfTheClients {

    static final int CLIENTS = 64; // that all of them come to one: once in 2^63
    private static final int BACKLOG = 128;

    private HalfOfTheClients() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("done:   started a server whose port another one listens on");
        IO.println("broken: " + outcome(HalfOfTheClients::listenBesideOthers));
        IO.println("fixed:  " + outcome(HalfOfTheClients::listenAlone));
    }

    /** How a server listens. */
    @FunctionalInterface
    interface Listening {
        ServerSocket listen(InetSocketAddress address) throws IOException;
    }

    /** Starts two servers at one address, and says what comes of it. */
    static String outcome(Listening listening) throws IOException {
        try (ServerSocket first = listening.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return BlockingCall.outcome(() -> {
                try (ServerSocket second = listening.listen((InetSocketAddress) first.getLocalSocketAddress())) {
                    connectAll(second.getLocalSocketAddress());
                    boolean both = accepted(first) > 0 && accepted(second) > 0;
                    return "listening; of " + CLIENTS + " clients "
                            + (both ? "each of the two gets some" : "one gets all");
                }
            });
        }
    }

    private static void connectAll(SocketAddress server) throws IOException {
        for (int i = 0; i < CLIENTS; i++) { // each waits in the backlog of one of the two, also when it has left
            try (Socket client = new Socket()) {
                client.connect(server, (int) LoopbackConnection.DEADLINE.toMillis());
            }
        }
    }

    private static int accepted(ServerSocket listener) throws IOException {
        listener.setSoTimeout(250); // all are there; a millisecond can be over before it looks
        for (int count = 0;; count++) {
            try {
                listener.accept().close();
            } catch (SocketTimeoutException e) {
                return count;
            }
        }
    }

    /** Broken: lets a second server have the address too. */
    static ServerSocket listenBesideOthers(InetSocketAddress address) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        return bound(listener, address);
    }

    /** Fixed: lets a server have it whose predecessor has ended. */
    static ServerSocket listenAlone(InetSocketAddress address) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        return bound(listener, address);
    }

    private static ServerSocket bound(ServerSocket listener, InetSocketAddress address) throws IOException {
        try {
            listener.bind(address, BACKLOG);
            return listener;
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }
}
