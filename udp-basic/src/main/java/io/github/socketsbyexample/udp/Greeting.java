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

    /** Returns a buffer in which a name of up to so many bytes becomes its greeting, without being copied. */
    static ByteBuffer buffer(int mostBytes) {
        return ByteBuffer.allocateDirect(BEFORE.length + mostBytes + AFTER.length).put(BEFORE);
    }

    /** Makes the buffer ready to take a name: between position and limit is the room for it. */
    static ByteBuffer awaitName(ByteBuffer buffer) {
        return buffer.limit(buffer.capacity() - AFTER.length).position(BEFORE.length);
    }

    /** Turns the name that ends at the buffer's position into its greeting, ready to be sent. */
    static ByteBuffer complete(ByteBuffer buffer) {
        return buffer.limit(buffer.capacity()).put(AFTER).flip();
    }

    /** Returns the greeting of a name. */
    static byte[] of(byte[] name) {
        byte[] greeting = new byte[BEFORE.length + name.length + AFTER.length];
        complete(awaitName(ByteBuffer.wrap(greeting).put(BEFORE)).put(name));
        return greeting;
    }
}
