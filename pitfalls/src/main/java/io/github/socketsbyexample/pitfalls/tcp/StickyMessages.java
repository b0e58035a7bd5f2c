package io.github.socketsbyexample.pitfalls.tcp;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * Messages sent one after the other arrive as one: TCP carries bytes, and a read returns those that are there.
 *
 * <pre>
 * $ ./sockets pitfall sticky-messages
 * sent:   "one", then "two"
 * broken: "onetwo"
 * fixed:  "one", then "two"
 * </pre>
 */
public final class StickyMessages {

    private static final int BUFFER_BYTES = 1024; // more than both messages

    private StickyMessages() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   \"one\", then \"two\"");
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.client().getOutputStream().write("one".getBytes(StandardCharsets.UTF_8));
            connection.client().getOutputStream().write("two".getBytes(StandardCharsets.UTF_8));
            LoopbackConnection.awaitBytes(connection.server().getInputStream(), 6); // the reader was busy
            IO.println("broken: \"" + whatOneReadReturns(connection.server().getInputStream()) + '"');
        }
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.client().getOutputStream().write("\3one".getBytes(StandardCharsets.UTF_8));
            connection.client().getOutputStream().write("\3two".getBytes(StandardCharsets.UTF_8));
            InputStream in = connection.server().getInputStream();
            IO.println("fixed:  \"" + oneMessage(in) + "\", then \"" + oneMessage(in) + '"');
        }
    }

    /** Broken: takes what a read returns for a message. */
    static String whatOneReadReturns(InputStream in) throws IOException {
        byte[] message = new byte[BUFFER_BYTES];
        int length = in.read(message);
        return new String(message, 0, length, StandardCharsets.UTF_8);
    }

    /** Fixed: a message is as long as the byte before it says, and is read to its end and no farther. */
    static String oneMessage(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        byte[] message = new byte[data.readUnsignedByte()];
        data.readFully(message);
        return new String(message, StandardCharsets.UTF_8);
    }
}
