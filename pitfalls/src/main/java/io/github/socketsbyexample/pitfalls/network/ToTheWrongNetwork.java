package io.github.socketsbyexample.pitfalls.network;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;

/**
 * An announcement reaches the wrong network: a group's address belongs to none, nor does 255.255.255.255, so the system
 * sends them where its default route leads. A host with two networks (a cable and a radio, or a container's) names the
 * interface for a group, and takes the network's own broadcast address. Who joins a group names it as well.
 *
 * <pre>
 * $ ./sockets pitfall to-the-wrong-network
 * done:   a host with two networks announced itself to one of them
 * broken: the group did not hear it, the network did not
 * fixed:  the group heard it, the network did
 * </pre>
 */
public final class ToTheWrongNetwork {

    private static final InetAddress GROUP = InetAddress.ofLiteral("233.252.0.1"); // RFC 6676: for documentation
    private static final InetAddress ALL_OF_ANY_NETWORK = InetAddress.ofLiteral("255.255.255.255");
    private static final InetAddress ALL_OF_FARS_NETWORK = InetAddress.ofLiteral("198.51.100.255");
    private static final String TO_FAR = "far"; // the router's interface, as "near" is, where its default route leads
    private static final int SOON_MILLIS = 500; // after which nothing comes any more

    private ToTheWrongNetwork() {}

    /** Shows both halves. */
    static void main() throws IOException {
        TwoHosts.show(hosts -> {
            hosts.router().run("ip route add default dev near");
            IO.println("done:   a host with two networks announced itself to one of them");
            IO.println("broken: the group " + heard(hosts, ToTheWrongNetwork::toTheGroup, "heard it", "did not hear it")
                    + ", the network " + heard(hosts, ToTheWrongNetwork::toAll, "did", "did not"));
            IO.println("fixed:  the group "
                    + heard(hosts, ToTheWrongNetwork::toTheGroupThere, "heard it", "did not hear it")
                    + ", the network " + heard(hosts, ToTheWrongNetwork::toAllThere, "did", "did not"));
        });
    }

    /** How a datagram is announced. */
    @FunctionalInterface
    interface Announcing {
        void announce(DatagramSocket socket, int port) throws IOException;
    }

    /** Announces something on the router, and says whether the far host hears it, which has joined the group. */
    static String heard(TwoHosts hosts, Announcing announcing, String yes, String no) throws IOException {
        try (DatagramSocket listener = hosts.far().call(ToTheWrongNetwork::listener);
                DatagramSocket announcer = hosts.router().call(() -> new DatagramSocket())) {
            hosts.router().call(() -> {
                announcing.announce(announcer, listener.getLocalPort());
                return announcer;
            });
            listener.receive(new DatagramPacket(new byte[1], 1));
            return yes;
        } catch (SocketTimeoutException e) {
            return no;
        }
    }

    private static DatagramSocket listener() throws IOException {
        DatagramSocket listener = new DatagramSocket();
        listener.setSoTimeout(SOON_MILLIS);
        listener.joinGroup(new InetSocketAddress(GROUP, 0), NetworkInterface.getByName("eth0"));
        return listener;
    }

    /** Broken: to a group, wherever that is. */
    static void toTheGroup(DatagramSocket socket, int port) throws IOException {
        socket.send(new DatagramPacket(new byte[1], 1, GROUP, port));
    }

    /** Broken: to all, wherever they are. */
    static void toAll(DatagramSocket socket, int port) throws IOException {
        socket.send(new DatagramPacket(new byte[1], 1, ALL_OF_ANY_NETWORK, port));
    }

    /** Fixed: to the group behind that interface. */
    static void toTheGroupThere(DatagramSocket socket, int port) throws IOException {
        socket.setOption(StandardSocketOptions.IP_MULTICAST_IF, NetworkInterface.getByName(TO_FAR));
        socket.send(new DatagramPacket(new byte[1], 1, GROUP, port));
    }

    /** Fixed: to all of that network. */
    static void toAllThere(DatagramSocket socket, int port) throws IOException {
        socket.send(new DatagramPacket(new byte[1], 1, ALL_OF_FARS_NETWORK, port));
    }
}
