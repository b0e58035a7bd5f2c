package io.github.socketsbyexample.pitfalls.tcp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.socketsbyexample.common.ServerSettings;
import io.github.socketsbyexample.pitfalls.BlockingCall;

/**
 * Clients time out while they connect, although the server listens and is idle, or nearly: it accepts one client after
 * another, more come at once than its backlog holds, and Linux and macOS drop what is beyond (they do not refuse it, as
 * is often said; Windows does). On the other hand a client that has connected may not have been accepted.
 *
 * <pre>
 * $ ./sockets pitfall connections-time-out
 * sent:   10 clients at once, to a server that is busy with something else
 * broken: 2 connected, 8 SocketTimeoutException: Connect timed out
 * fixed:  10 connected
 * </pre>
 */
public final class ConnectionsTimeOut {

    static final int CLIENTS = 10;
    private static final int TIMEOUT_MILLIS = 100; // within the system itself, a connection takes microseconds

    private ConnectionsTimeOut() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   " + CLIENTS + " clients at once, to a server that is busy with something else");
        try (ServerSocket listener = listenForOne()) {
            IO.println("broken: " + whatClientsSee(listener));
        }
        try (ServerSocket listener = listenForMany()) {
            IO.println("fixed:  " + whatClientsSee(listener));
        }
    }

    static String whatClientsSee(ServerSocket listener) throws IOException {
        Map<String, Integer> outcomes = new LinkedHashMap<>();
        List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                Socket client = new Socket();
                clients.add(client);
                outcomes.merge(BlockingCall.outcome(() -> {
                    client.connect(listener.getLocalSocketAddress(), TIMEOUT_MILLIS);
                    return "connected";
                }), 1, Integer::sum);
            }
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
        return outcomes.entrySet()
                .stream()
                .map(outcome -> outcome.getValue() + " " + outcome.getKey())
                .collect(Collectors.joining(", "));
    }

    /** Broken: a backlog for one (Linux holds one more than it is told). */
    static ServerSocket listenForOne() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    /** Fixed: a backlog for a burst. The JDK's own is 50. */
    static ServerSocket listenForMany() throws IOException {
        return new ServerSocket(0, ServerSettings.DEFAULT_BACKLOG, InetAddress.getLoopbackAddress());
    }
}
