package io.github.socketsbyexample.pitfalls.tcp;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * {@code Address already in use}, now and then, although nobody listens on the port ({@code ss -ltn} agrees, {@code ss -tan}
 * tells): an outgoing connection has it. Any program that connects is given a port from a range of the system's, and the
 * server's own lies within. SO_REUSEADDR at the server does not help, not even in the minute after that connection's end.
 *
 * <pre>
 * $ ./sockets pitfall port-taken-by-a-client
 * done:   another program connected to somewhere, and was given the server's port
 * broken: BindException: Address already in use
 * fixed:  listening
 * </pre>
 */
public final class PortTakenByAClient {

    private static final Path LINUX_RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final int USUAL_FIRST = 49152; // RFC 6335
    private static final int FIRST_FOR_ALL_USERS = 1024;
    private static final int BACKLOG = 50;

    private PortTakenByAClient() {}

    /** Which port a server is to have. */
    @FunctionalInterface
    interface Choice {
        int port(Socket outgoing) throws IOException;
    }

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("done:   another program connected to somewhere, and was given the server's port");
        IO.println("broken: " + outcome(PortTakenByAClient::withinTheRange));
        IO.println("fixed:  " + outcome(PortTakenByAClient::belowTheRange));
    }

    static String outcome(Choice choice) throws IOException {
        try (LoopbackConnection another = LoopbackConnection.open()) {
            return BlockingCall.outcome(() -> listen(choice.port(another.client())));
        }
    }

    static String listen(int port) throws IOException {
        try (ServerSocket server = new ServerSocket()) {
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            return "listening";
        }
    }

    /** Broken: any number will do, 50007 for one; sooner or later it is that of a connection. */
    static int withinTheRange(Socket outgoing) {
        return outgoing.getLocalPort();
    }

    /** Fixed: one that no connection is given. (Or root takes the server's out of the range: ip_local_reserved_ports.) */
    static int belowTheRange(Socket outgoing) throws IOException {
        return IntStream.iterate(firstOfTheRange() - 1, port -> port >= FIRST_FOR_ALL_USERS, port -> port - 1)
                .filter(port -> BlockingCall.outcome(() -> listen(port)).equals("listening")) // is no other server's
                .findFirst()
                .orElseThrow(() -> new BindException("no port is left outside of the range"));
    }

    static int firstOfTheRange() throws IOException {
        if (!Files.exists(LINUX_RANGE)) {
            return USUAL_FIRST;
        }
        String range = Files.readAllLines(LINUX_RANGE).getFirst(); // not readString: it takes the first byte for all of it
        return Integer.parseInt(range.split("\\s", 2)[0]);
    }
}
