package io.github.socketsbyexample.pitfalls.network;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

import io.github.socketsbyexample.pitfalls.BlockingCall;

/**
 * A neighbour's address ({@code fe80::...}) can't be reached, though the neighbour has just been heard at it: every link
 * has such addresses, so it is worth nothing without the interface that it was heard on. {@code getAddress()} has no room
 * for that, and it is lost in what is rebuilt from its 16 bytes, from a text without {@code %} and the interface, or in
 * another host's hands.
 *
 * <pre>
 * $ ./sockets pitfall neighbour-out-of-reach
 * done:   heard where a neighbour's service is, and connected to it
 * broken: SocketException: Invalid argument
 * fixed:  connected
 * </pre>
 */
public final class NeighbourOutOfReach {

    private static final int TIMEOUT_MILLIS = 5_000;

    private NeighbourOutOfReach() {}

    /** Shows both halves. */
    static void main() throws IOException {
        TwoHosts.show(hosts -> {
            IO.println("done:   heard where a neighbour's service is, and connected to it");
            IO.println("broken: " + BlockingCall.outcome(() -> connected(hosts, NeighbourOutOfReach::rebuilt)));
            IO.println("fixed:  " + BlockingCall.outcome(() -> connected(hosts, NeighbourOutOfReach::asItCame)));
        });
    }

    /** How an address is kept. */
    @FunctionalInterface
    interface Keeping {
        InetSocketAddress kept(InetSocketAddress heard) throws IOException;
    }

    /** Has the router, which is a neighbour, announce its service to the near host, which connects to it. */
    static String connected(TwoHosts hosts, Keeping keeping) throws IOException {
        try (ServerSocket service = hosts.router().call(() -> new ServerSocket(0));
                DatagramSocket announcer = hosts.router().call(() -> new DatagramSocket(service.getLocalPort()));
                DatagramSocket listener = hosts.near().call(() -> new DatagramSocket())) {
            announcer.send(new DatagramPacket(new byte[1], 1, linkLocal(hosts, listener.getLocalPort())));
            DatagramPacket announcement = new DatagramPacket(new byte[1], 1);
            listener.setSoTimeout(TIMEOUT_MILLIS);
            listener.receive(announcement);
            InetSocketAddress kept = keeping.kept((InetSocketAddress) announcement.getSocketAddress());
            return hosts.near().call(() -> connect(kept));
        }
    }

    private static String connect(InetSocketAddress service) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(service, TIMEOUT_MILLIS);
            return "connected";
        }
    }

    /** The near host's address on that link, as the router knows it: with the number of its own interface there. */
    private static InetSocketAddress linkLocal(TwoHosts hosts, int port) throws IOException {
        String address = hosts.near()
                .run("ip -6 -o address show dev eth0 scope link")
                .replaceAll(".*inet6 ([^/]*)/.*", "$1");
        int itsInterface = Integer.parseInt(hosts.router().run("ip -o link show dev near").replaceAll(":.*", ""));
        return new InetSocketAddress(Inet6Address.getByAddress(null, InetAddress.ofLiteral(address).getAddress(),
                itsInterface), port);
    }

    /** Broken: 16 bytes. */
    static InetSocketAddress rebuilt(InetSocketAddress heard) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(heard.getAddress().getAddress()), heard.getPort());
    }

    /** Fixed: an object that has the interface, too. */
    static InetSocketAddress asItCame(InetSocketAddress heard) {
        return heard;
    }
}
