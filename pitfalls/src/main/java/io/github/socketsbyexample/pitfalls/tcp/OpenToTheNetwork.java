package io.github.socketsbyexample.pitfalls.tcp;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * A server for this machine alone is reachable from the whole network: without an address it listens on all of them,
 * and on IPv6 as well as IPv4, although it prints {@code 0.0.0.0}. A firewall rule for IPv4 helps against IPv4 alone.
 *
 * <pre>
 * $ ./sockets pitfall open-to-the-network
 * sent:   connections to 127.0.0.1, 127.0.0.2, ::1
 * broken: listens on 0.0.0.0; answers on 127.0.0.1, 127.0.0.2, ::1
 * fixed:  listens on 127.0.0.1; answers on 127.0.0.1
 * </pre>
 */
public final class OpenToTheNetwork {

    private static final int TIMEOUT_MILLIS = 1000;
    private static final int BACKLOG = 50;

    private OpenToTheNetwork() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   connections to " + String.join(", ", addresses()));
        try (ServerSocket listener = listenEverywhere()) {
            IO.println("broken: " + describe(listener));
        }
        try (ServerSocket listener = listenHere()) {
            IO.println("fixed:  " + describe(listener));
        }
    }

    /** Returns addresses of this machine that are as different as two networks; ::1 where there is IPv6. */
    private static List<String> addresses() throws IOException {
        boolean ipv6 = NetworkInterface.getByInetAddress(InetAddress.ofLiteral("::1")) != null;
        return ipv6 ? List.of("127.0.0.1", "127.0.0.2", "::1") : List.of("127.0.0.1", "127.0.0.2");
    }

    private static String describe(ServerSocket listener) throws IOException {
        return "listens on " + listener.getInetAddress().getHostAddress() + "; answers on "
                + String.join(", ", answersOn(listener.getLocalPort()));
    }

    static List<String> answersOn(int port) throws IOException {
        List<String> answering = new ArrayList<>();
        for (String address : addresses()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port), TIMEOUT_MILLIS);
                answering.add(address);
            } catch (ConnectException e) {
                // refused: nobody listens there
            }
        }
        return answering;
    }

    /** Broken: no address is every address. */
    static ServerSocket listenEverywhere() throws IOException {
        return new ServerSocket(0, BACKLOG);
    }

    /** Fixed: says for whom it is. */
    static ServerSocket listenHere() throws IOException {
        return new ServerSocket(0, BACKLOG, InetAddress.ofLiteral("127.0.0.1"));
    }
}
