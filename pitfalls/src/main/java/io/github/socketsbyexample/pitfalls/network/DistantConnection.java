package io.github.socketsbyexample.pitfalls.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * Both ends of one TCP connection between {@link TwoHosts}, and both in this process, to show what comes of what happens
 * between them. No read waits longer than {@link LoopbackConnection#DEADLINE} unless it is told to.
 *
 * @param client the end that connected, on the near host
 * @param server the end that was accepted, on the far host
 */
record DistantConnection(Socket client, Socket server) implements AutoCloseable {

    private static final int DEADLINE_MILLIS = (int) LoopbackConnection.DEADLINE.toMillis();

    static DistantConnection open(TwoHosts hosts) throws IOException {
        try (ServerSocket listener = listen(hosts)) {
            Socket client = connect(hosts, listener);
            Socket server = listener.accept(); // the system has connected it already: this does not wait
            client.setSoTimeout(DEADLINE_MILLIS);
            server.setSoTimeout(DEADLINE_MILLIS);
            return new DistantConnection(client, server);
        }
    }

    /** Listens on the far host, on any port. */
    static ServerSocket listen(TwoHosts hosts) throws IOException {
        return hosts.far().call(() -> new ServerSocket(0, 0, InetAddress.ofLiteral(TwoHosts.FAR)));
    }

    /** Connects from the near host. */
    static Socket connect(TwoHosts hosts, ServerSocket server) throws IOException {
        return hosts.near().call(() -> {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(TwoHosts.FAR, server.getLocalPort()), DEADLINE_MILLIS);
                return socket;
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        });
    }

    @Override
    public void close() throws IOException {
        try (client) {
            server.close();
        }
    }
}
