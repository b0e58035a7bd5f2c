package io.github.socketsbyexample.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A body in chunks (RFC 9112, section 7.1), each with its size in hexadecimal before it: {@code 5 CR LF hello CR LF}.
 * A chunk of size 0 ends it, followed by a trailer of fields, which are read and dropped. Complete with the empty line
 * after those.
 */
final class ChunkedBody extends InputStream {

    private static final int MOST_SIZE_DIGITS = 16; // a long; seventeen could be taken for a smaller number
    private static final int MOST_LINE_BYTES = 1024; // of a chunk's size and extensions, which nobody uses
    private static final int MOST_EXTENSION_BYTES = 16 * 1024; // of the whole body: else tiny chunks carry any amount
    private static final int MOST_TRAILER_BYTES = 8 * 1024; // a checksum and a signature fit
    private static final int MOST_TRAILER_FIELDS = 50; // the same
    private static final Pattern SIZE = Pattern.compile("([0-9A-Fa-f]+)([ \\t]*;.*)?", Pattern.DOTALL);

    private final LineReader in;
    private FixedLengthBody chunk;
    private int extensionBytes;
    private boolean first = true;
    private boolean complete;

    ChunkedBody(LineReader in) {
        this.in = in;
        this.chunk = new FixedLengthBody(in, 0);
    }

    @Override
    public int read() throws IOException {
        advance();
        return chunk.read();
    }

    @Override
    public int read(byte[] target, int offset, int size) throws IOException {
        advance();
        return chunk.read(target, offset, size);
    }

    /** Begins the next chunk if this one is complete; the last one has no bytes. */
    private void advance() throws IOException {
        if (chunk.isComplete() && !complete) {
            if (!first) {
                readEnd();
            }
            first = false;
            long size = readSize();
            chunk = new FixedLengthBody(in, size, "bytes of a chunk");
            if (size == 0) {
                HeaderFields.read(in, MOST_TRAILER_BYTES, MOST_TRAILER_FIELDS);
                complete = true;
            }
        }
    }

    private void readEnd() throws IOException {
        for (char expected : new char[]{'\r', '\n'}) {
            int b = in.read();
            if (b == -1) {
                throw new EOFException("connection closed inside the line that ends a chunk");
            } else if (b != expected) {
                throw new ProtocolException("a chunk is longer than its size, " + chunk.length() + " bytes");
            }
        }
    }

    private long readSize() throws IOException {
        String line = in.readLine(MOST_LINE_BYTES, "a chunk size");
        Matcher form = SIZE.matcher(line);
        if (!form.matches()) {
            throw new ProtocolException("'" + line + "' is no chunk size");
        }
        String digits = form.group(1);
        long size = digits.length() > MOST_SIZE_DIGITS ? -1 : Long.parseUnsignedLong(digits, 16);
        if (size < 0) {
            throw new ProtocolException("chunk size " + digits + " is too large");
        }
        extensionBytes += in.lineBytes() - digits.length();
        if (extensionBytes > MOST_EXTENSION_BYTES) {
            throw new ProtocolException("more than " + MOST_EXTENSION_BYTES + " bytes of chunk extensions");
        }
        return size;
    }
}
