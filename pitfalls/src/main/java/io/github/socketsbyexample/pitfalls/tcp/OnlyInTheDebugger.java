package io.github.socketsbyexample.pitfalls.tcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * A message is whole when one steps through the program, or sleeps before the read, and cut or empty otherwise: {@code
 * available()} tells what can be read without waiting just now, not how long a message is, nor whether it has ended.
 * Who is quicker than the network sees 0.
 *
 * <pre>
 * $ ./sockets pitfall only-in-the-debugger
 * sent:   "hello" and the end of the stream, which the network cut into "he" and "llo"
 * broken: "he"
 * fixed:  "hello"
 * </pre>
 */
public final class OnlyInTheDebugger {

    private OnlyInTheDebugger() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   \"hello\" and the end of the stream, which the network cut into \"he\" and \"llo\"");
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.client().getOutputStream().write("he".getBytes(StandardCharsets.UTF_8));
            LoopbackConnection.awaitBytes(connection.server().getInputStream(), 2);
            IO.println("broken: \"" + whileAvailable(connection.server().getInputStream()) + '"');
        }
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.client().getOutputStream().write("he".getBytes(StandardCharsets.UTF_8));
            LoopbackConnection.awaitBytes(connection.server().getInputStream(), 2);
            BlockingCall reading = BlockingCall.at(() -> toTheEnd(connection.server().getInputStream()));
            connection.client().getOutputStream().write("llo".getBytes(StandardCharsets.UTF_8));
            connection.client().shutdownOutput();
            IO.println("fixed:  \"" + reading.outcome(LoopbackConnection.DEADLINE) + '"');
        }
    }

    /** Broken: takes "nothing there just now" for the end. */
    static String whileAvailable(InputStream in) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        while (in.available() > 0) {
            message.write(in.read());
        }
        return message.toString(StandardCharsets.UTF_8);
    }

    /** Fixed: reads until the sender says that this is all: by its end of the stream, or a length (StickyMessages). */
    static String toTheEnd(InputStream in) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (int b; (b = in.read()) != -1;) {
            message.write(b);
        }
        return message.toString(StandardCharsets.UTF_8);
    }
}
