package io.github.socketsbyexample.pitfalls.tcp;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * A command that was cut off is carried out: at the end of a stream {@code readLine} returns half a line as if it were
 * whole.
 *
 * <pre>
 * $ ./sockets pitfall half-line
 * sent:   "delete /tmp/old-log" and a line feed, but the connection ended after "delete /tmp"
 * broken: "delete /tmp"
 * fixed:  EOFException: the stream ended inside a line
 * </pre>
 */
public final class HalfLine {

    private HalfLine() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   \"delete /tmp/old-log\" and a line feed, "
                + "but the connection ended after \"delete /tmp\"");
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.client().getOutputStream().write("delete /tmp".getBytes(StandardCharsets.UTF_8));
            connection.client().close();
            IO.println("broken: \"" + lineOrHalf(connection.server().getInputStream()) + '"');
        }
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.client().getOutputStream().write("delete /tmp".getBytes(StandardCharsets.UTF_8));
            connection.client().close();
            IO.println("fixed:  " + BlockingCall.outcome(() -> wholeLine(connection.server().getInputStream())));
        }
    }

    /** Broken: cannot tell whether there was a line feed. */
    static String lineOrHalf(InputStream in) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        return String.valueOf(reader.readLine());
    }

    /** Fixed: reads to a line feed, and throws if the stream ends before. */
    static String wholeLine(InputStream in) throws IOException {
        InputStream buffered = new BufferedInputStream(in);
        return EndlessLine.boundedLine(buffered);
    }
}
