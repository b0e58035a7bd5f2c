package io.github.socketsbyexample.common;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Opens a client's connection: every address of the host in turn, within one deadline. {@code new Socket(host, port)}
 * tries the first address only and waits for as long as the system likes. A timeout of more than 24 days is one of 24.
 * (In turn can be read; who must not wait for an address that is silent takes http-fetch's HappyEyeballs.)
 */
public final class MultiAddressConnector {

    private MultiAddressConnector() {}

    /**
     * Connects, and lets no later read wait longer than the timeout either (SO_TIMEOUT).
     *
     * @param server the server; its name is looked up here, also if it has been before: that kept one address only. The
     *            look-up has the system's own limits.
     * @param timeout for all attempts together, from 1 ms; each gets its share of what is left
     * @return the connected socket; the caller closes it
     * @throws ConnectException if no address answered, in one line that names the server
     */
    public static Socket connect(InetSocketAddress server, Duration timeout) throws ConnectException {
        return connect(server, timeout, false);
    }

    /**
     * Connects a channel, for those who read into a buffer of their own. Its reads have no bound: what shall end them
     * closes it.
     *
     * @param server the server; its name is looked up here, also if it has been before: that kept one address only. The
     *            look-up has the system's own limits.
     * @param timeout for all attempts together, from 1 ms; each gets its share of what is left
     * @return the connected channel, in blocking mode; the caller closes it
     * @throws ConnectException if no address answered, in one line that names the server
     */
    public static SocketChannel connectChannel(InetSocketAddress server, Duration timeout) throws ConnectException {
        return connect(server, timeout, true).getChannel();
    }

    private static Socket connect(InetSocketAddress server, Duration timeout, boolean channel) throws ConnectException {
        List<InetSocketAddress> addresses = addressesOf(server);
        int millis = Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE);
        long deadline = System.nanoTime() + millis * 1_000_000L;
        List<IOException> failures = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            int share = Math.clamp((deadline - System.nanoTime()) / 1_000_000 / (addresses.size() - i), 1, millis);
            try {
                Socket socket = channel ? SocketChannel.open().socket() : new Socket();
                return connected(socket, addresses.get(i), share, channel ? 0 : millis);
            } catch (IOException e) {
                failures.add(e);
            }
        }
        throw failed(server, addresses, failures);
    }

    /** Returns all addresses that the server's name has, in the order in which the JDK would try them. */
    public static List<InetSocketAddress> addressesOf(InetSocketAddress server) throws ConnectException {
        try {
            return Stream.of(InetAddress.getAllByName(server.getHostString()))
                    .map(each -> new InetSocketAddress(each, server.getPort()))
                    .toList();
        } catch (UnknownHostException e) {
            throw failure(server, "unknown host", e);
        }
    }

    static Socket connected(Socket socket, InetSocketAddress address, int connectMillis, int readMillis)
            throws IOException {
        try {
            socket.connect(address, connectMillis);
            if (address.equals(socket.getLocalSocketAddress())) { // joined to itself: RFC 9293, section 3.5
                socket.setSoLinger(true, 0); // a FIN would keep the port from a server for a minute
                throw new ConnectException("nobody else is there");
            }
            socket.setSoTimeout(readMillis);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static ConnectException failed(InetSocketAddress server, List<InetSocketAddress> addresses,
            List<IOException> failures) {
        String reason = failures.stream()
                .map(each -> Objects.requireNonNullElse(each.getMessage(), "timed out"))
                .distinct()
                .collect(Collectors.joining("; "));
        if (addresses.size() > 1) {
            reason += addresses.stream().map(Addresses::format).collect(Collectors.joining(", ", " (tried ", ")"));
        }
        return failure(server, reason, failures.getLast());
    }

    private static ConnectException failure(InetSocketAddress server, String reason, IOException cause) {
        return (ConnectException) new ConnectException("cannot connect to " + Addresses.format(server) + ": " + reason)
                .initCause(cause);
    }
}
