package io.github.socketsbyexample.pitfalls.tcp;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * Only the beginning of a message arrives: a read returns as soon as there is a byte, and the network may cut anywhere.
 * It works on the own machine, where a short message comes in one piece, and fails in production.
 *
 * <pre>
 * $ ./sockets pitfall half-message
 * sent:   "hello", which the network cut into "he" and "llo"
 * broken: "he"
 * fixed:  "hello"
 * </pre>
 */
public final class HalfMessage {

    static final int MESSAGE_BYTES = "hello".length(); // both sides know; otherwise it would be sent first

    private HalfMessage() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   \"hello\", which the network cut into \"he\" and \"llo\"");
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.client().getOutputStream().write("he".getBytes(StandardCharsets.UTF_8));
            IO.println("broken: \"" + text(whatIsThere(connection.server().getInputStream())) + '"');
        }
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.client().getOutputStream().write("he".getBytes(StandardCharsets.UTF_8));
            BlockingCall reading = BlockingCall.at(() -> text(wholeMessage(connection.server().getInputStream())));
            connection.client().getOutputStream().write("llo".getBytes(StandardCharsets.UTF_8));
            IO.println("fixed:  \"" + reading.outcome(LoopbackConnection.DEADLINE) + '"');
        }
    }

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.UTF_8);
    }

    /** Broken: asks for a whole message and takes what it gets. */
    static byte[] whatIsThere(InputStream in) throws IOException {
        byte[] message = new byte[MESSAGE_BYTES];
        int length = in.read(message);
        return Arrays.copyOf(message, length);
    }

    /** Fixed: reads until all of it is there, and throws if the stream ends before. */
    static byte[] wholeMessage(InputStream in) throws IOException {
        byte[] message = new byte[MESSAGE_BYTES];
        new DataInputStream(in).readFully(message); // readNBytes would return a short message at the end of the stream
        return message;
    }
}
