package io.github.socketsbyexample.pitfalls.tcp;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * After the header line the body is gone, and the reader waits for bytes that have long arrived: the buffered reader of
 * the header took them along. Two readers on one stream always lose something.
 *
 * <pre>
 * $ ./sockets pitfall lost-body
 * sent:   a line "8 bytes follow", then "01234567"
 * broken: ""
 * fixed:  "01234567"
 * </pre>
 */
public final class LostBody {

    static final String SENT = "8 bytes follow\n01234567";
    private static final int BODY_BYTES = 8;

    private LostBody() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   a line \"8 bytes follow\", then \"01234567\"");
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.client().getOutputStream().write(SENT.getBytes(StandardCharsets.US_ASCII));
            connection.client().shutdownOutput(); // or the broken half would wait for ever
            IO.println("broken: \"" + bodyFromTheStreamBelow(connection.server().getInputStream()) + '"');
        }
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.client().getOutputStream().write(SENT.getBytes(StandardCharsets.US_ASCII));
            connection.client().shutdownOutput();
            IO.println("fixed:  \"" + bodyFromTheSameBuffer(connection.server().getInputStream()) + '"');
        }
    }

    /** Broken: the reader reads ahead, and what it has read is not in the stream below any more. */
    static String bodyFromTheStreamBelow(InputStream in) throws IOException {
        new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII)).readLine();
        return new String(in.readNBytes(BODY_BYTES), StandardCharsets.US_ASCII);
    }

    /** Fixed: one buffer owns the stream, and lines and bytes are both read through it. */
    static String bodyFromTheSameBuffer(InputStream in) throws IOException {
        InputStream buffered = new BufferedInputStream(in);
        skipLine(buffered);
        return new String(buffered.readNBytes(BODY_BYTES), StandardCharsets.US_ASCII);
    }

    private static void skipLine(InputStream in) throws IOException {
        int b;
        do {
            b = in.read();
        } while (b != '\n' && b != -1);
    }
}
