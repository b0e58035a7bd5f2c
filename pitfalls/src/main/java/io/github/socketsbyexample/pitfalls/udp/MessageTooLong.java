package io.github.socketsbyexample.pitfalls.udp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.util.Arrays;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;
import io.github.socketsbyexample.pitfalls.LoopbackDatagrams;

/**
 * {@code Message too long}, although the buffer is large enough: a datagram has 65,507 bytes at most (65,535, less the
 * heads of UDP and IPv4; over IPv6, whose head does not count, 65,527). Long before that, on Ethernet above 1,472, it
 * travels in fragments, and is lost when one of them is.
 *
 * <pre>
 * $ ./sockets pitfall message-too-long
 * sent:   70000 bytes
 * broken: SocketException: Message too long
 * fixed:  70000 bytes received, in 59 datagrams
 * </pre>
 */
public final class MessageTooLong {

    static final int BYTES = 70_000;
    private static final int MOST_BYTES = 1200; // no network makes fragments of it: QUIC relies on that (RFC 9000, section 14)

    private MessageTooLong() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   " + BYTES + " bytes");
        IO.println("broken: " + BlockingCall.outcome(() -> received(MessageTooLong::sendAtOnce)));
        IO.println("fixed:  " + BlockingCall.outcome(() -> received(MessageTooLong::sendInPieces)));
    }

    /** How a message is sent; returns in how many datagrams. */
    @FunctionalInterface
    interface Sending {
        int send(LoopbackDatagrams sockets, byte[] message) throws IOException;
    }

    static String received(Sending sending) throws IOException {
        try (LoopbackDatagrams sockets = LoopbackDatagrams.open()) {
            BlockingCall receiving = BlockingCall.at(() -> {
                DatagramPacket packet = new DatagramPacket(new byte[BYTES], BYTES);
                int received = 0;
                while (received < BYTES) {
                    packet.setLength(BYTES);
                    sockets.receiver().receive(packet);
                    received += packet.getLength();
                }
                return received;
            });
            int datagrams = sending.send(sockets, new byte[BYTES]);
            return receiving.outcome(LoopbackConnection.DEADLINE) + " bytes received, in " + datagrams + " datagrams";
        }
    }

    /** Broken: one datagram, however long. */
    static int sendAtOnce(LoopbackDatagrams sockets, byte[] message) throws IOException {
        sockets.send(message);
        return 1;
    }

    /** Fixed: as many as it takes. (Over a network each has a number, and is confirmed; or it is TCP's work.) */
    static int sendInPieces(LoopbackDatagrams sockets, byte[] message) throws IOException {
        int datagrams = 0;
        for (int from = 0; from < message.length; from += MOST_BYTES) {
            sockets.send(Arrays.copyOfRange(message, from, Math.min(from + MOST_BYTES, message.length)));
            datagrams++;
        }
        return datagrams;
    }
}
