package io.github.socketsbyexample.pitfalls.tcp;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * Four bytes from a stranger make a server run out of memory: it allocates as much as the length before a message says.
 * A browser that comes to the wrong port is enough: its {@code GET } is a length of 1,195,725,856.
 *
 * <pre>
 * $ ./sockets pitfall huge-allocation
 * sent:   7f ff ff ff as the length of a message of at most 1024 bytes
 * broken: OutOfMemoryError: Requested array size exceeds VM limit
 * fixed:  IOException: message of 2147483647 bytes
 * sent:   ff ff ff ff
 * broken: NegativeArraySizeException: -1
 * fixed:  IOException: message of -1 bytes
 * </pre>
 */
public final class HugeAllocation {

    private static final int MOST_BYTES = 1024; // a message of this protocol is never longer

    private HugeAllocation() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   7f ff ff ff as the length of a message of at most " + MOST_BYTES + " bytes");
        showLength("7fffffff");
        IO.println("sent:   ff ff ff ff");
        showLength("ffffffff");
    }

    private static void showLength(String length) throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            byte[] bytes = HexFormat.of().parseHex(length);
            InputStream in = connection.server().getInputStream();
            connection.client().getOutputStream().write(bytes);
            // In a thread of its own, as a server has for each client: that is what the error ends.
            IO.println("broken: " + BlockingCall.at(() -> lengthBelieved(in)).outcome(LoopbackConnection.DEADLINE));
            connection.client().getOutputStream().write(bytes);
            IO.println("fixed:  " + BlockingCall.at(() -> lengthChecked(in)).outcome(LoopbackConnection.DEADLINE));
        }
    }

    /** Broken: allocates first and reads then. */
    static String lengthBelieved(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        int length = data.readInt();
        byte[] message = new byte[length];
        data.readFully(message);
        return new String(message, StandardCharsets.UTF_8);
    }

    /** Fixed: knows what a message may have. */
    static String lengthChecked(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        int length = data.readInt();
        if (length < 0 || length > MOST_BYTES) {
            throw new IOException("message of " + length + " bytes");
        }
        byte[] message = new byte[length];
        data.readFully(message);
        return new String(message, StandardCharsets.UTF_8);
    }
}
