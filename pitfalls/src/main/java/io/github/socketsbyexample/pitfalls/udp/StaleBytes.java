package io.github.socketsbyexample.pitfalls.udp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.nio.charset.StandardCharsets;

import io.github.socketsbyexample.pitfalls.LoopbackDatagrams;

/**
 * The end of an earlier message, perhaps somebody else's, sticks to a short one: the buffer is used again, and {@code
 * getData} is all of it. What was received is {@code getLength} bytes from {@code getOffset} on.
 *
 * <pre>
 * $ ./sockets pitfall stale-bytes
 * sent:   "secret", then "hi"
 * broken: "hicret"
 * fixed:  "hi"
 * </pre>
 */
public final class StaleBytes {

    private static final int MOST_BYTES = 6; // a datagram of this protocol is never longer

    private StaleBytes() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   \"secret\", then \"hi\"");
        IO.println("broken: \"" + allOfTheBuffer(received("secret", "hi")) + '"');
        IO.println("fixed:  \"" + whatWasReceived(received("secret", "hi")) + '"');
    }

    /** Receives one datagram after the other into the same packet, and returns it after the last. */
    static DatagramPacket received(String... messages) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[MOST_BYTES], MOST_BYTES);
        try (LoopbackDatagrams sockets = LoopbackDatagrams.open()) {
            for (String message : messages) {
                sockets.send(message.getBytes(StandardCharsets.UTF_8));
                sockets.receiver().receive(packet);
            }
        }
        return packet;
    }

    /** Broken: what is in the buffer. */
    static String allOfTheBuffer(DatagramPacket packet) {
        return new String(packet.getData(), StandardCharsets.UTF_8);
    }

    /** Fixed: what was received last. */
    static String whatWasReceived(DatagramPacket packet) {
        return new String(packet.getData(), packet.getOffset(), packet.getLength(), StandardCharsets.UTF_8);
    }
}
