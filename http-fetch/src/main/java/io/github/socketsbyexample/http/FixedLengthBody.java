package io.github.socketsbyexample.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** So many bytes of a connection, as {@code Content-Length} or the size of a chunk told: complete with the last of them. */
final class FixedLengthBody extends InputStream {

    private final LineReader in;
    private final String what;
    private final long length;
    private long left;

    FixedLengthBody(LineReader in, long length) {
        this(in, length, "bytes");
    }

    /** What they are is for messages. */
    FixedLengthBody(LineReader in, long length, String what) {
        this.in = in;
        this.length = length;
        this.left = length;
        this.what = what;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) == -1 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int size) throws IOException {
        return read(ByteBuffer.wrap(target, offset, size));
    }

    /** Reads into memory outside of the heap, too: through an array 1 GiB would take a third longer to reach a disk. */
    int read(ByteBuffer target) throws IOException {
        if (left == 0) {
            return -1;
        }
        ByteBuffer room = target.slice(target.position(), (int) Math.min(left, target.remaining()));
        int n = in.read(room); // what follows belongs to something else
        if (n == -1) {
            throw new EOFException("connection closed after " + (length - left) + " of " + length + " " + what);
        }
        target.position(target.position() + n);
        left -= n;
        return n;
    }

    long length() {
        return length;
    }

    boolean isComplete() {
        return left == 0;
    }
}
