package io.github.socketsbyexample.pitfalls.tcp;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * The end of a text is missing, by as many bytes as it has beyond its characters: the length sent before it counted
 * characters, and the reader reads bytes. The rest is taken for the next message's length.
 *
 * <pre>
 * $ ./sockets pitfall missing-tail
 * sent:   "你好, world"
 * broken: "你好, w"
 * fixed:  "你好, world"
 * </pre>
 */
public final class MissingTail {

    private MissingTail() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   \"你好, world\"");
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            sendCharactersCounted("你好, world", connection.client().getOutputStream());
            IO.println("broken: \"" + receive(connection.server().getInputStream()) + '"');
        }
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            sendBytesCounted("你好, world", connection.client().getOutputStream());
            IO.println("fixed:  \"" + receive(connection.server().getInputStream()) + '"');
        }
    }

    /** Broken: the length is that of the string. */
    static void sendCharactersCounted(String text, OutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        new DataOutputStream(out).writeShort(text.length());
        out.write(bytes);
    }

    /** Fixed: the length is that of what is sent. */
    static void sendBytesCounted(String text, OutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        new DataOutputStream(out).writeShort(bytes.length);
        out.write(bytes);
    }

    /** The other side, which both are sent to. */
    static String receive(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        byte[] bytes = new byte[data.readUnsignedShort()];
        data.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
