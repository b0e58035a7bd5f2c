package io.github.socketsbyexample.pitfalls.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * A client hangs after {@code HEAD}, or when a page has not changed (304): the head tells the length that a body would
 * have, and there is none. The same holds for 204 and for all of 1xx, after which the answer is still to come (RFC
 * 9112, section 6.3).
 *
 * <pre>
 * $ ./sockets pitfall body-that-never-comes
 * sent:   the head of an answer to HEAD, with Content-Length: 4
 * broken: still blocked
 * fixed:  0 bytes
 * </pre>
 */
public final class BodyThatNeverComes {

    static final Duration PATIENCE = Duration.ofMillis(500);
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private BodyThatNeverComes() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   the head of an answer to HEAD, with Content-Length: 4");
        Head head = new Head("HEAD", 200, 4);
        IO.println("broken: " + outcome(head, "", BodyThatNeverComes::asLongAsItSays, PATIENCE));
        IO.println("fixed:  " + outcome(head, "", BodyThatNeverComes::ifThereIsOne,
                LoopbackConnection.DEADLINE));
    }

    /** What the client knows when the body begins: what it asked, and what the head of the answer tells. */
    record Head(String method, int status, int contentLength) {}

    /** How a body is read. */
    @FunctionalInterface
    interface Reading {
        byte[] read(Head head, InputStream in) throws IOException;
    }

    /** Says how much is read within so long, on a connection that stays open for the next request. */
    static String outcome(Head head, String body, Reading reading, Duration patience) throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.server().getOutputStream().write(body.getBytes(StandardCharsets.US_ASCII));
            BlockingCall call = BlockingCall.at(() -> reading.read(head, connection.client().getInputStream()).length
                    + " bytes");
            return call.outcome(patience);
        }
    }

    /** Broken: a length, so a body. */
    static byte[] asLongAsItSays(Head head, InputStream in) throws IOException {
        return in.readNBytes(head.contentLength());
    }

    /** Fixed: first whether there is one at all. */
    static byte[] ifThereIsOne(Head head, InputStream in) throws IOException {
        boolean none = head.method().equals("HEAD") || head.status() < 200 || head.status() == NO_CONTENT
                || head.status() == NOT_MODIFIED;
        return none ? new byte[0] : in.readNBytes(head.contentLength());
    }
}
