package io.github.socketsbyexample.pitfalls.udp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;

import io.github.socketsbyexample.pitfalls.BlockingCall;

/**
 * A member of a multicast group hears nothing, and no error tells: it listens on the loopback address, as is right for what
 * shall not be open to the network, and what is sent to a group is not sent to that address (on Linux; Windows asks for an
 * address of the machine). It looks the same if sender and member do not name the same interface, where the system goes by
 * the default route; if the sender turned IP_MULTICAST_LOOP off and the member is on its machine; or if IP_MULTICAST_TTL
 * is 1, as it comes, and a router in between.
 *
 * <pre>
 * $ ./sockets pitfall silent-group
 * sent:   "hello" to the group 239.255.7.7, by way of the loopback interface
 * broken: SocketTimeoutException: Receive timed out
 * fixed:  "hello" received
 * </pre>
 */
public final class SilentGroup {

    static final InetAddress GROUP = InetAddress.ofLiteral("239.255.7.7"); // "administratively scoped": RFC 2365

    private static final int MOST_BYTES = 64; // a datagram of this protocol is never longer
    private static final int ARRIVED_MILLIS = 500; // on one machine, what was sent has arrived

    private SilentGroup() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   \"hello\" to the group " + GROUP.getHostAddress() + ", by way of the loopback interface");
        IO.println("broken: " + outcome(SilentGroup::onLoopback));
        IO.println("fixed:  " + outcome(SilentGroup::onTheGroup));
    }

    /** How a member opens its socket. */
    @FunctionalInterface
    interface Opening {
        DatagramSocket open() throws IOException;
    }

    static String outcome(Opening opening) throws IOException {
        NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
        try (DatagramSocket member = opening.open();
                DatagramSocket sender = new DatagramSocket(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            member.joinGroup(new InetSocketAddress(GROUP, 0), loopback);
            sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback); // else it goes out by the default route
            return BlockingCall.outcome(() -> {
                byte[] hello = "hello".getBytes(StandardCharsets.US_ASCII);
                sender.send(new DatagramPacket(hello, hello.length, GROUP, member.getLocalPort()));
                return '"' + receive(member) + "\" received";
            });
        }
    }

    static String receive(DatagramSocket member) throws IOException {
        member.setSoTimeout(ARRIVED_MILLIS);
        DatagramPacket packet = new DatagramPacket(new byte[MOST_BYTES], MOST_BYTES);
        member.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
    }

    /** Broken: as a server that talks to each client by itself. */
    static DatagramSocket onLoopback() throws IOException {
        return new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** Fixed: on the group's address, where nothing else arrives. */
    static DatagramSocket onTheGroup() throws IOException {
        return new DatagramSocket(new InetSocketAddress(GROUP, 0));
    }
}
