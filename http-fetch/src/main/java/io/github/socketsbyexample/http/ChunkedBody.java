package io.github.socketsbyexample.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A body in chunks (RFC 9112, section 7.1), each with its size in hexadecimal before it: {@code 5 CR LF hello CR LF}.
 * A chunk of size 0 ends it, followed by a trailer of fields, which are read and dropped. Complete with the empty line
 * after those.
 */
final class ChunkedBody extends Body {

    private static final int MOST_SIZE_DIGITS = 16; // a long; seventeen could be taken for a smaller number
    private static final int MOST_LINE_BYTES = 1024; // of a chunk's size and extensions, which nobody uses
    private static final int MOST_EXTENSION_BYTES = 16 * 1024; // of the whole body: else tiny chunks carry any amount
    private static final int MOST_TRAILER_BYTES = 8 * 1024; // a checksum and a signature fit
    private static final int MOST_TRAILER_FIELDS = 50; // the same

    private final LineReader in;
    private int extensionBytes;
    private long size; // of the current chunk
    private long left; // of it
    private boolean first = true;
    private boolean complete;

    ChunkedBody(LineReader in) {
        this.in = in;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (left == 0 && !complete) {
            nextChunk();
        }
        if (complete) {
            return -1;
        }
        int n = FixedLengthBody.readAtMost(left, in, target);
        if (n == -1) {
            throw new EOFException("connection closed after " + (size - left) + " of " + size + " bytes of a chunk");
        }
        left -= n;
        return n;
    }

    private void nextChunk() throws IOException {
        if (!first) {
            in.readLine(0, "the line that ends a chunk");
        }
        first = false;
        String line = in.readLine(MOST_LINE_BYTES, "a chunk size");
        int digits = 0;
        while (digits < line.length() && HexFormat.isHexDigit(line.charAt(digits))) {
            digits++;
        }
        size = parse(line, digits);
        extensionBytes += line.length() - digits;
        if (extensionBytes > MOST_EXTENSION_BYTES) {
            throw new ProtocolException("more than " + MOST_EXTENSION_BYTES + " bytes of chunk extensions");
        }
        left = size;
        if (size == 0) {
            HeaderFields.read(in, MOST_TRAILER_BYTES, MOST_TRAILER_FIELDS);
            complete = true;
        }
    }

    private static long parse(String line, int digits) throws ProtocolException {
        boolean extended = digits < line.length();
        if (digits == 0 || (extended && line.charAt(digits) != ';')) {
            throw new ProtocolException("'" + line + "' is no chunk size");
        }
        long size = digits > MOST_SIZE_DIGITS ? -1 : Long.parseUnsignedLong(line, 0, digits, 16);
        if (size < 0) {
            throw new ProtocolException("chunk size " + line.substring(0, digits) + " is too large");
        }
        return size;
    }
}
