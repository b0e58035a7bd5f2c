package io.github.socketsbyexample.pitfalls.tcp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * {@code Cannot assign requested address} in a client, after thousands of short connections to one server: whoever closes
 * first keeps the connection in TIME_WAIT for a minute, and a client's port with it. Linux has some 28,000 of them to give:
 * 470 connections a second to one address, and no more. What helps is a server that closes first, or one connection for
 * many requests. Here the client has one port, and so the second connection fails, with another message.
 *
 * <pre>
 * $ ./sockets pitfall out-of-ports
 * done:   a client with one port converses with a server 3 times
 * broken: BindException: Address already in use
 * fixed:  3 conversations
 * </pre>
 */
public final class OutOfPorts {

    private static final int CONVERSATIONS = 3;

    private OutOfPorts() {}

    /** How a client opens its socket. */
    @FunctionalInterface
    interface Opening {
        Socket open() throws IOException;
    }

    /** Who ends a conversation. */
    @FunctionalInterface
    interface Ending {
        void end(Socket client, Socket server) throws IOException;
    }

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("done:   a client with one port converses with a server " + CONVERSATIONS + " times");
        IO.println("broken: " + outcome(CONVERSATIONS, new OnePort()::open, OutOfPorts::clientCloses));
        IO.println("fixed:  " + outcome(CONVERSATIONS, new OnePort()::open, OutOfPorts::serverCloses));
    }

    static String outcome(int conversations, Opening opening, Ending ending) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return BlockingCall.outcome(() -> {
                for (int i = 0; i < conversations; i++) {
                    try (Socket client = opening.open()) {
                        client.connect(listener.getLocalSocketAddress(), (int) LoopbackConnection.DEADLINE.toMillis());
                        try (Socket server = listener.accept()) {
                            ending.end(client, server);
                        }
                    }
                }
                return conversations + " conversations";
            });
        }
    }

    /** A client that always comes from the same port, as a firewall may ask it to. */
    static final class OnePort {

        private int port; // 0 at first: any

        Socket open() throws IOException {
            Socket client = new Socket();
            try {
                client.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                port = client.getLocalPort();
                return client;
            } catch (IOException e) {
                client.close();
                throw e;
            }
        }
    }

    /** Broken: the client has its answer, and closes. */
    static void clientCloses(Socket client, Socket server) throws IOException {
        client.close();
        server.getInputStream().read(); // the FIN
        server.close();
    }

    /** Fixed: the server has answered, and closes; the client waits for that. */
    static void serverCloses(Socket client, Socket server) throws IOException {
        server.close();
        client.getInputStream().read(); // the FIN
        client.close();
    }
}
