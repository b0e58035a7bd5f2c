package io.github.socketsbyexample.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * The body of one response, to be read once. It ends where the message says it does, whatever the connection does then;
 * each way of saying that is a class. Closing a body does nothing: the connection has an owner.
 */
abstract sealed class Body implements ReadableByteChannel permits FixedLengthBody, ChunkedBody, CloseDelimitedBody {

    /**
     * Reads more of the body.
     *
     * @param target where to; has room
     * @return how many bytes, at least one; or -1 once the body is complete
     * @throws EOFException if the connection ended before that
     */
    @Override
    public abstract int read(ByteBuffer target) throws IOException;

    /** Returns how many bytes the whole body has, or -1 if the message does not tell. */
    long length() {
        return -1;
    }

    @Override
    public final boolean isOpen() {
        return true;
    }

    @Override
    public final void close() {
        // see above
    }
}
