package io.github.socketsbyexample.benchmarks;

import java.nio.ByteBuffer;
import java.util.Random;

/**
 * Messages that can't be taken for one another: each begins with the number of its connection and its own, and goes on
 * with bytes that no other message nearby has in the same place. So an answer that is late, doubled, cut or another
 * connection's is seen. One thread at a time may use an instance.
 */
final class Message {

    /** Connection and number, eight bytes each. */
    static final int MIN_BYTES = 2 * Long.BYTES;

    private static final int VARIANTS = 8 * 1024 - 1; // a prime: neighbours differ
    private static final long SEED = 50007; // the same bytes in every run

    private final int size;
    private final byte[] pattern;

    /** Makes messages of so many bytes, from {@value #MIN_BYTES}. */
    Message(int size) {
        this.size = size;
        this.pattern = new byte[size + VARIANTS];
        new Random(SEED).nextBytes(pattern);
    }

    int size() {
        return size;
    }

    /** Puts a message at the buffer's position. */
    void put(long connection, long number, ByteBuffer target) {
        int variant = (int) Math.floorMod(connection * 31 + number * 7, (long) VARIANTS);
        target.putLong(connection).putLong(number).put(pattern, variant, size - MIN_BYTES);
    }
}
