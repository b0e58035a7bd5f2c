package io.github.socketsbyexample.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.zip.GZIPInputStream;

/**
 * A body with its gzip coding undone. Complete when both are: the gzip data, by their own end and checksum, and the body
 * around them. Expands a little at a time, so a small body that would fill a disk fills no memory.
 */
final class Gunzip extends InputStream {

    private static final int BUFFER_BYTES = 64 * 1024; // of compressed data

    private final InputStream body;
    private final InputStream plain;

    /** Reads the header of the gzip data. */
    Gunzip(InputStream body) throws IOException {
        this.body = body;
        try {
            plain = new GZIPInputStream(body, BUFFER_BYTES);
        } catch (EOFException e) {
            throw cut(e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) == -1 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int size) throws IOException {
        try {
            int n = plain.read(target, offset, size);
            if (n == -1 && body.read() != -1) { // throws if the body is cut
                throw new ProtocolException("something follows the gzip data");
            }
            return n;
        } catch (EOFException e) {
            throw cut(e);
        }
    }

    /** Tells which of the two ended too early: the body throws again if it did. */
    private EOFException cut(EOFException e) throws IOException {
        if (body.read() != -1) {
            return e;
        }
        EOFException cut = new EOFException("the gzip data end too early");
        cut.initCause(e);
        return cut;
    }
}
