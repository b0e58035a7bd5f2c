package io.github.socketsbyexample.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.zip.GZIPInputStream;

/**
 * A body with its gzip coding undone. Complete when both are: the gzip data, by their own end and checksum, and the body
 * around them. Expands a little at a time, so a small body that would fill a disk fills no memory.
 */
final class Gunzip implements ReadableByteChannel {

    private static final int BUFFER_BYTES = 64 * 1024; // of compressed data

    private final Body body;
    private final ReadableByteChannel plain;

    /** Reads the header of the gzip data. */
    Gunzip(Body body) throws IOException {
        this.body = body;
        try {
            plain = Channels.newChannel(new GZIPInputStream(Channels.newInputStream(body), BUFFER_BYTES));
        } catch (EOFException e) {
            throw cut(e);
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        try {
            int n = plain.read(target);
            if (n == -1 && body.read(ByteBuffer.allocate(1)) != -1) { // throws if the body is cut
                throw new ProtocolException("something follows the gzip data");
            }
            return n;
        } catch (EOFException e) {
            throw cut(e);
        }
    }

    /** Tells which of the two ended too early: the body throws again if it did. */
    private EOFException cut(EOFException e) throws IOException {
        if (body.read(ByteBuffer.allocate(1)) != -1) {
            return e;
        }
        EOFException cut = new EOFException("the gzip data end too early");
        cut.initCause(e);
        return cut;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        // the connection has an owner
    }
}
