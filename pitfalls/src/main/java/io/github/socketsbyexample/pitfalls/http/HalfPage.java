package io.github.socketsbyexample.pitfalls.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * Half a page is taken for a whole one, saved and cached: the connection broke off, and its end was taken for that of
 * the body, although {@code Content-Length} says how much there should be. (A body without a length and without chunks
 * can't be told from its half: it ends where the connection does.)
 *
 * <pre>
 * $ ./sockets pitfall half-page
 * sent:   Content-Length: 10, then "half", then the end of the connection
 * broken: "half"
 * fixed:  EOFException: 4 of 10 bytes
 * </pre>
 */
public final class HalfPage {

    static final int CONTENT_LENGTH = 10;

    private HalfPage() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println(
                "sent:   Content-Length: " + CONTENT_LENGTH + ", then \"half\", then the end of the connection");
        try (LoopbackConnection connection = sent("half")) {
            IO.println("broken: \"" + toTheEndOfTheConnection(connection.client().getInputStream()) + '"');
        }
        try (LoopbackConnection connection = sent("half")) {
            IO.println("fixed:  " + BlockingCall.outcome(
                    () -> '"' + toTheEndOfTheBody(connection.client().getInputStream()) + '"'));
        }
    }

    /** A server that sends so much of a body, and leaves. */
    static LoopbackConnection sent(String part) throws IOException {
        LoopbackConnection connection = LoopbackConnection.open();
        connection.server().getOutputStream().write(part.getBytes(StandardCharsets.US_ASCII));
        connection.server().close();
        return connection;
    }

    /** Broken: reads what comes. */
    static String toTheEndOfTheConnection(InputStream in) throws IOException {
        byte[] body = in.readAllBytes();
        return new String(body, StandardCharsets.US_ASCII);
    }

    /** Fixed: reads what was announced, no less and no more. */
    static String toTheEndOfTheBody(InputStream in) throws IOException {
        byte[] body = in.readNBytes(CONTENT_LENGTH);
        if (body.length < CONTENT_LENGTH) {
            throw new EOFException(body.length + " of " + CONTENT_LENGTH + " bytes");
        }
        return new String(body, StandardCharsets.US_ASCII);
    }
}
