package io.github.socketsbyexample.pitfalls.network;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Connecting takes long in some networks, and then all is fast: the name has two addresses, and what goes to the first
 * vanishes on the way. Who takes them in turn waits for it as long as his patience lasts; who begins with the next a
 * quarter of a second later, and takes the first that answers, does not (Happy Eyeballs, RFC 8305). http-fetch's
 * HappyEyeballs does it for any number of addresses and one deadline.
 *
 * <pre>
 * $ ./sockets pitfall silent-ipv6
 * done:   the server has an IPv4 and an IPv6 address, and a router drops what goes to the latter
 * broken: connected over IPv4, after more than 3 s
 * fixed:  connected over IPv4, within 3 s
 * </pre>
 */
public final class SilentIpv6 {

    static final int PATIENCE_MILLIS = 3_000; // for each address

    private static final int HEAD_START_MILLIS = 250; // of the first address on the next

    private SilentIpv6() {}

    /** Shows both halves. */
    static void main() throws IOException {
        TwoHosts.show(hosts -> {
            dropIpv6(hosts);
            IO.println(
                    "done:   the server has an IPv4 and an IPv6 address, and a router drops what goes to the latter");
            IO.println("broken: " + connected(hosts, SilentIpv6::inTurn));
            IO.println("fixed:  " + connected(hosts, SilentIpv6::overlapping));
        });
    }

    static void dropIpv6(TwoHosts hosts) throws IOException {
        hosts.forwarding("meta nfproto ipv6 drop");
    }

    /** How a host connects to one of several addresses. */
    @FunctionalInterface
    interface Connecting {
        Socket connect(Host from, List<InetSocketAddress> addresses) throws IOException;
    }

    static String connected(TwoHosts hosts, Connecting connecting) throws IOException {
        try (var listener = DistantConnection.listen(hosts)) {
            List<InetSocketAddress> addresses = List.of(
                    new InetSocketAddress(TwoHosts.FAR_IPV6, listener.getLocalPort()),
                    new InetSocketAddress(TwoHosts.FAR, listener.getLocalPort()));
            long begin = System.nanoTime();
            try (Socket socket = connecting.connect(hosts.near(), addresses)) {
                boolean late = System.nanoTime() - begin > PATIENCE_MILLIS * 1_000_000L;
                boolean ipv4 = socket.getInetAddress().equals(InetAddress.ofLiteral(TwoHosts.FAR));
                return "connected over " + (ipv4 ? "IPv4" : "IPv6") + (late ? ", after more than " : ", within ")
                        + PATIENCE_MILLIS / 1_000 + " s";
            }
        }
    }

    /** Broken: the next address when the one before has failed. */
    static Socket inTurn(Host from, List<InetSocketAddress> addresses) throws IOException {
        for (InetSocketAddress address : addresses) {
            Socket socket = new Socket();
            try {
                return connect(from, socket, address);
            } catch (IOException e) {
                socket.close();
            }
        }
        throw new ConnectException("none of " + addresses + " answers");
    }

    /** Fixed: the next address soon, while the one before is still being tried. */
    static Socket overlapping(Host from, List<InetSocketAddress> addresses) throws IOException {
        List<Socket> sockets = addresses.stream().map(_ -> new Socket()).toList();
        Socket winner = null;
        try {
            var attempts = new ExecutorCompletionService<Socket>(task -> Thread.ofPlatform().daemon().start(task));
            for (int i = 0, failed = 0; winner == null && failed < sockets.size();) {
                if (i < sockets.size()) {
                    Socket socket = sockets.get(i);
                    InetSocketAddress address = addresses.get(i++);
                    attempts.submit(() -> connect(from, socket, address));
                }
                Future<Socket> ended = i < sockets.size()
                        ? attempts.poll(HEAD_START_MILLIS, TimeUnit.MILLISECONDS)
                        : attempts.take(); // each ends when its patience does
                if (ended != null && ended.state() == Future.State.SUCCESS) {
                    winner = ended.resultNow();
                } else if (ended != null) {
                    failed++;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while connecting");
        } finally {
            for (Socket socket : sockets) {
                if (!socket.equals(winner)) {
                    socket.close(); // which ends its attempt
                }
            }
        }
        if (winner == null) {
            throw new ConnectException("none of " + addresses + " answers");
        }
        return winner;
    }

    private static Socket connect(Host from, Socket socket, InetSocketAddress address) throws IOException {
        return from.call(() -> {
            socket.connect(address, PATIENCE_MILLIS);
            return socket;
        });
    }
}
