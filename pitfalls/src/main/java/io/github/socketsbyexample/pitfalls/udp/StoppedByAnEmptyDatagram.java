package io.github.socketsbyexample.pitfalls.udp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.socketsbyexample.pitfalls.LoopbackDatagrams;

/**
 * A server stops as soon as somebody sends it a datagram without a byte: its loop takes a length of 0 for the end, as
 * it would be for a stream. UDP has no end; an empty datagram is a message like any other.
 *
 * <pre>
 * $ ./sockets pitfall stopped-by-an-empty-datagram
 * sent:   "one", an empty datagram, "two", "stop"
 * broken: ended after 2 datagrams
 * fixed:  ended after 4 datagrams
 * </pre>
 */
public final class StoppedByAnEmptyDatagram {

    private static final int MOST_BYTES = 64; // a datagram of this protocol is never longer

    private StoppedByAnEmptyDatagram() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   \"one\", an empty datagram, \"two\", \"stop\"");
        IO.println("broken: ended after " + served(StoppedByAnEmptyDatagram::serveWhileSomethingComes)
                + " datagrams");
        IO.println("fixed:  ended after " + served(StoppedByAnEmptyDatagram::serveUntilToldToStop)
                + " datagrams");
    }

    /** How a server serves; returns how many datagrams it had. */
    @FunctionalInterface
    interface ReceiveLoop {
        int run(DatagramSocket socket) throws IOException;
    }

    static int served(ReceiveLoop loop) throws IOException {
        try (LoopbackDatagrams sockets = LoopbackDatagrams.open()) {
            for (String message : List.of("one", "", "two", "stop")) {
                sockets.send(message.getBytes(StandardCharsets.US_ASCII));
            }
            return loop.run(sockets.receiver());
        }
    }

    /** Broken: 0 bytes are the end. */
    static int serveWhileSomethingComes(DatagramSocket socket) throws IOException {
        int count = 0;
        DatagramPacket packet = new DatagramPacket(new byte[MOST_BYTES], MOST_BYTES);
        do {
            socket.receive(packet);
            count++;
        } while (packet.getLength() > 0);
        return count;
    }

    /** Fixed: the end is what the protocol says, or that the socket is closed. */
    static int serveUntilToldToStop(DatagramSocket socket) throws IOException {
        int count = 0;
        DatagramPacket packet = new DatagramPacket(new byte[MOST_BYTES], MOST_BYTES);
        do {
            socket.receive(packet);
            count++;
        } while (!text(packet).equals("stop"));
        return count;
    }

    private static String text(DatagramPacket packet) {
        return new String(packet.getData(), packet.getOffset(), packet.getLength(), StandardCharsets.US_ASCII);
    }
}
