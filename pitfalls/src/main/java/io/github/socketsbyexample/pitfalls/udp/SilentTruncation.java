package io.github.socketsbyexample.pitfalls.udp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackDatagrams;

/**
 * A datagram that is larger than the buffer loses its end: no exception, no flag, and the next receive gets the next
 * datagram. Python's {@code recvfrom(1024)} does the same.
 *
 * <pre>
 * $ ./sockets pitfall silent-truncation
 * sent:   "0123456789" with a limit of 8 bytes agreed
 * broken: "01234567"
 * fixed:  IOException: datagram of more than 8 bytes
 * </pre>
 */
public final class SilentTruncation {

    static final int MOST_BYTES = 8; // what the two sides agreed on; small, so that one sees it

    private SilentTruncation() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   \"0123456789\" with a limit of " + MOST_BYTES + " bytes agreed");
        try (LoopbackDatagrams sockets = LoopbackDatagrams.open()) {
            sockets.send("0123456789".getBytes(StandardCharsets.UTF_8));
            IO.println("broken: " + BlockingCall.outcome(() -> '"' + whatFits(sockets.receiver()) + '"'));
            sockets.send("0123456789".getBytes(StandardCharsets.UTF_8));
            IO.println("fixed:  " + BlockingCall.outcome(() -> '"' + allOrNothing(sockets.receiver()) + '"'));
        }
    }

    /** Broken: the buffer is as large as the largest datagram allowed, and a larger one looks just like it. */
    static String whatFits(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[MOST_BYTES], MOST_BYTES);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    /** Fixed: one byte more than allowed, which is used only by a datagram that is too large. */
    static String allOrNothing(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[MOST_BYTES + 1], MOST_BYTES + 1);
        socket.receive(packet);
        if (packet.getLength() > MOST_BYTES) {
            throw new IOException("datagram of more than " + MOST_BYTES + " bytes");
        }
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }
}
