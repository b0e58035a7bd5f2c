package io.github.socketsbyexample.pitfalls.http;

import java.net.ProtocolException;

import io.github.socketsbyexample.pitfalls.BlockingCall;

/**
 * Two programs disagree on how long a body is, and what is left over is somebody else's request: one of them reads
 * numbers with {@code Integer.parseInt}, which also takes a sign, and digits of other scripts. A length is ASCII digits
 * and nothing else (RFC 9110, section 8.6). The JDK's own {@code HttpServer} takes the sign too.
 *
 * <pre>
 * $ ./sockets pitfall plus-three
 * sent:   Content-Length: +3
 * broken: 3
 * fixed:  ProtocolException: '+3' is no length
 * </pre>
 */
public final class PlusThree {

    private static final int MOST_DIGITS = 9; // always fits an int

    private PlusThree() {}

    /** Shows both halves. */
    static void main() {
        IO.println("sent:   Content-Length: +3");
        IO.println("broken: " + BlockingCall.outcome(() -> anyNumber("+3")));
        IO.println("fixed:  " + BlockingCall.outcome(() -> digitsOnly("+3")));
    }

    /** Broken: whatever Java takes for a number. */
    static int anyNumber(String length) {
        return Integer.parseInt(length);
    }

    /** Fixed: what the RFC says a length is, and no longer than an int can hold. */
    static int digitsOnly(String length) throws ProtocolException {
        if (!length.matches("[0-9]{1," + MOST_DIGITS + "}")) {
            throw new ProtocolException("'" + length + "' is no length");
        }
        return Integer.parseInt(length);
    }
}
