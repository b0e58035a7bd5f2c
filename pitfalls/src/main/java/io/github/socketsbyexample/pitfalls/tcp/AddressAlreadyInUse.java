package io.github.socketsbyexample.pitfalls.tcp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

import io.github.socketsbyexample.pitfalls.BlockingCall;

/**
 * A server that was just stopped can't start again for a minute: connections that it closed first stay in TIME_WAIT on
 * its port, in case late packets come, and the port counts as taken. SO_REUSEADDR allows it; two live listeners are
 * refused all the same. {@code ServerSocket} has it on by default except on Windows, where nothing needs it; Python,
 * C and whoever turns it off need it set, and before {@code bind}.
 *
 * <pre>
 * $ ./sockets pitfall address-already-in-use
 * done:   served a client, closed its connection, stopped the server
 * broken: BindException: Address already in use
 * fixed:  listening again
 * </pre>
 */
public final class AddressAlreadyInUse {

    private static final int BACKLOG = 1;

    private AddressAlreadyInUse() {}

    /** Shows both halves. */
    static void main() throws IOException {
        InetSocketAddress address = addressOfAStoppedServer();
        IO.println("done:   served a client, closed its connection, stopped the server");
        IO.println("broken: " + BlockingCall.outcome(() -> listenWithoutReuse(address)));
        IO.println("fixed:  " + BlockingCall.outcome(() -> listenAgain(address)));
    }

    /** A server that closed the connection to its client first, as servers do. */
    static InetSocketAddress addressOfAStoppedServer() throws IOException {
        try (ServerSocket listener = new ServerSocket()) {
            listener.setReuseAddress(true); // Linux looks at the old socket's option too
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
            try (Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
                listener.accept().close();
                client.getInputStream().read(); // the FIN: this client closes second
            }
            return (InetSocketAddress) listener.getLocalSocketAddress();
        }
    }

    /** Broken: without the option. */
    static String listenWithoutReuse(InetSocketAddress address) throws IOException {
        try (ServerSocket listener = new ServerSocket()) {
            listener.setReuseAddress(false);
            listener.bind(address, BACKLOG);
            return "listening again";
        }
    }

    /** Fixed: with it, set before {@code bind}, on every system. */
    static String listenAgain(InetSocketAddress address) throws IOException {
        try (ServerSocket listener = new ServerSocket()) {
            listener.setReuseAddress(true);
            listener.bind(address, BACKLOG);
            return "listening again";
        }
    }
}
