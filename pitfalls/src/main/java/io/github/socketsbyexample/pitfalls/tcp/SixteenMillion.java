package io.github.socketsbyexample.pitfalls.tcp;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * A length of 1 arrives as 16,777,216: the other program, often Python's {@code struct.pack('i', 1)} or C, wrote the
 * number in its machine's byte order (little-endian on x86 and ARM), and {@code readInt} expects the network's.
 *
 * <pre>
 * $ ./sockets pitfall sixteen-million
 * sent:   1 as a little-endian machine has it in memory: 01 00 00 00
 * broken: 16777216
 * fixed:  1
 * </pre>
 */
public final class SixteenMillion {

    private SixteenMillion() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   1 as a little-endian machine has it in memory: 01 00 00 00");
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.client().getOutputStream().write(new byte[]{1, 0, 0, 0});
            IO.println("broken: " + networkOrder(connection.server().getInputStream()));
            connection.client().getOutputStream().write(new byte[]{1, 0, 0, 0});
            IO.println("fixed:  " + agreedOrder(connection.server().getInputStream()));
        }
    }

    /** Broken: big-endian, as the network's protocols have it, but not this sender. */
    static int networkOrder(InputStream in) throws IOException {
        byte[] number = new byte[Integer.BYTES];
        new DataInputStream(in).readFully(number);
        return ByteBuffer.wrap(number).getInt();
    }

    /** Fixed: the order that the sender uses, said aloud. Better still, let the sender write {@code '!i'}. */
    static int agreedOrder(InputStream in) throws IOException {
        byte[] number = new byte[Integer.BYTES];
        new DataInputStream(in).readFully(number);
        return ByteBuffer.wrap(number).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }
}
