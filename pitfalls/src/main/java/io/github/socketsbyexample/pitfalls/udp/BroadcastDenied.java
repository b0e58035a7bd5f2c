package io.github.socketsbyexample.pitfalls.udp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * {@code Permission denied} when sending to all hosts of a network, as root too: a {@code DatagramChannel} may not
 * broadcast before it says that it means to, with SO_BROADCAST. A {@code DatagramSocket} says so by itself.
 *
 * <pre>
 * $ ./sockets pitfall broadcast-denied
 * sent:   "hello" to 127.255.255.255, the broadcast address of loopback
 * broken: BindException: Permission denied
 * fixed:  "hello" received
 * </pre>
 */
public final class BroadcastDenied {

    private static final int MOST_BYTES = 64; // a datagram of this protocol is never longer

    private BroadcastDenied() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   \"hello\" to 127.255.255.255, the broadcast address of loopback");
        IO.println("broken: " + outcome(BroadcastDenied::open));
        IO.println("fixed:  " + outcome(BroadcastDenied::openForBroadcast));
    }

    /** How a sender opens its channel. */
    @FunctionalInterface
    interface Opening {
        DatagramChannel open() throws IOException;
    }

    static String outcome(Opening opening) throws IOException {
        // On all addresses: the broadcast one by itself is refused by the JDK where there is no IPv6.
        try (DatagramSocket receiver = new DatagramSocket(); DatagramChannel sender = opening.open()) {
            InetSocketAddress everybody = new InetSocketAddress("127.255.255.255", receiver.getLocalPort());
            receiver.setSoTimeout((int) LoopbackConnection.DEADLINE.toMillis());
            return BlockingCall.outcome(() -> {
                sender.send(StandardCharsets.US_ASCII.encode("hello"), everybody);
                DatagramPacket packet = new DatagramPacket(new byte[MOST_BYTES], MOST_BYTES);
                receiver.receive(packet);
                return '"' + new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII)
                        + "\" received";
            });
        }
    }

    /** Broken: as it comes. */
    static DatagramChannel open() throws IOException {
        return DatagramChannel.open(StandardProtocolFamily.INET);
    }

    /** Fixed: with leave to send to everybody. */
    static DatagramChannel openForBroadcast() throws IOException {
        return DatagramChannel.open(StandardProtocolFamily.INET).setOption(StandardSocketOptions.SO_BROADCAST, true);
    }
}
