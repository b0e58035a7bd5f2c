package io.github.socketsbyexample.udp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/**
 * The answer of the hello protocol: {@code Hello, NAME!}, where NAME is the question's bytes, untouched: any bytes, also
 * none. Knows no sockets.
 */
final class Greeting {

    private static final byte[] BEFORE = "Hello, ".getBytes(US_ASCII);
    private static final byte[] AFTER = "!".getBytes(US_ASCII);

    private Greeting() {}

    /** Returns the greeting of a name. */
    static byte[] of(byte[] name) {
        return ByteBuffer.allocate(BEFORE.length + name.length + AFTER.length)
                .put(BEFORE)
                .put(name)
                .put(AFTER)
                .array();
    }
}
