package io.github.socketsbyexample.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A body of a length that was told before ({@code Content-Length}): complete with its last byte. */
final class FixedLengthBody extends Body {

    private final LineReader in;
    private final long length;
    private long left;

    FixedLengthBody(LineReader in, long length) {
        this.in = in;
        this.length = length;
        this.left = length;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (left == 0) {
            return -1;
        }
        int n = readAtMost(left, in, target);
        if (n == -1) {
            throw new EOFException("connection closed after " + (length - left) + " of " + length + " bytes");
        }
        left -= n;
        return n;
    }

    @Override
    long length() {
        return length;
    }

    /** Reads no more than so many bytes: what follows them belongs to something else. */
    static int readAtMost(long most, LineReader in, ByteBuffer target) throws IOException {
        int limit = target.limit();
        if (target.remaining() > most) {
            target.limit(target.position() + (int) most);
        }
        try {
            return in.read(target);
        } finally {
            target.limit(limit);
        }
    }
}
