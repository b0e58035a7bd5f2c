package io.github.socketsbyexample.pitfalls.network;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;

import jdk.net.ExtendedSocketOptions;

/**
 * Small datagrams arrive, large ones never do: a link on the way carries smaller packets only, and the system has marked
 * them as not to be cut into fragments (Linux does until it learns the size, which a firewall may keep from it). Without
 * the mark they are cut, and lost where fragments are; what always passes is pieces of some 1,200 bytes.
 *
 * <pre>
 * $ ./sockets pitfall large-datagrams-vanish
 * done:   a link on the way carries 1,280 bytes at most, and nobody says so; 1,400 are sent
 * broken: 0 arrive
 * fixed:  1400 arrive, in pieces of 1,200
 * or:     1400 arrive, without the mark, as long as fragments pass
 * </pre>
 */
public final class LargeDatagramsVanish {

    private static final int MTU = 1_280;
    private static final int BYTES = 1_400;
    private static final int PIECE = 1_200;
    private static final int TIMEOUT_MILLIS = 2_000; // each host on the way may have to ask for the next one's address, and again

    private LargeDatagramsVanish() {}

    /** Shows all three. */
    static void main() throws IOException {
        TwoHosts.show(hosts -> {
            hosts.swallowAbove(MTU);
            IO.println(
                    "done:   a link on the way carries 1,280 bytes at most, and nobody says so; 1,400 are sent");
            IO.println("broken: " + arriving(hosts, LargeDatagramsVanish::sendAtOnce) + " arrive");
            IO.println(
                    "fixed:  " + arriving(hosts, LargeDatagramsVanish::sendInPieces) + " arrive, in pieces of 1,200");
            IO.println("or:     " + arriving(hosts, LargeDatagramsVanish::sendInFragments)
                    + " arrive, without the mark, as long as fragments pass");
        });
    }

    /** How a message is sent. */
    @FunctionalInterface
    interface Sending {
        void send(DatagramSocket socket, InetSocketAddress to, byte[] message) throws IOException;
    }

    /** Broken: one datagram, as the system sends it. */
    static void sendAtOnce(DatagramSocket socket, InetSocketAddress to, byte[] message) throws IOException {
        socket.send(new DatagramPacket(message, message.length, to));
    }

    /** Fixed: pieces that fit everywhere. (Which of them are there must be told by numbers in them.) */
    static void sendInPieces(DatagramSocket socket, InetSocketAddress to, byte[] message) throws IOException {
        for (int from = 0; from < message.length; from += PIECE) {
            socket.send(new DatagramPacket(message, from, Math.min(PIECE, message.length - from), to));
        }
    }

    /** Fixed as well, where fragments pass: routers may cut it. (IPv4; with IPv6 only the sender could.) */
    static void sendInFragments(DatagramSocket socket, InetSocketAddress to, byte[] message) throws IOException {
        socket.setOption(ExtendedSocketOptions.IP_DONTFRAGMENT, false);
        sendAtOnce(socket, to, message);
    }

    /** Sends a message to the far host, and returns how many bytes arrive. */
    static int arriving(TwoHosts hosts, Sending sending) throws IOException {
        try (DatagramSocket receiver = hosts.far()
                .call(() -> new DatagramSocket(0, InetAddress.ofLiteral(TwoHosts.FAR)));
                DatagramSocket sender = hosts.near().call(() -> new DatagramSocket())) {
            sending.send(sender, new InetSocketAddress(TwoHosts.FAR, receiver.getLocalPort()), new byte[BYTES]);
            receiver.setSoTimeout(TIMEOUT_MILLIS);
            DatagramPacket packet = new DatagramPacket(new byte[BYTES], BYTES);
            int arrived = 0;
            try {
                while (arrived < BYTES) {
                    receiver.receive(packet);
                    arrived += packet.getLength();
                    packet.setLength(BYTES);
                }
            } catch (SocketTimeoutException e) {
                // that is all
            }
            return arrived;
        }
    }
}
