package io.github.socketsbyexample.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * The one buffer of a connection's input: lines first, then raw bytes, then lines again (chunks), and none is lost in a
 * second buffer. A line has a limit, and ends in CR LF and nothing else. RFC 9112, section 2.2 allows a lone LF, too; but
 * where one program takes that for the end of a line and another does not, they disagree on where a message ends. Holds
 * no socket; one thread at a time.
 */
final class LineReader extends BufferedInputStream {

    private static final int BUFFER_BYTES = 8 * 1024; // the usual head in one read; larger reads of a body pass it by

    private int lineBytes;

    /** Reads from a stream that blocks until there is something to read. */
    LineReader(InputStream source) {
        super(source, BUFFER_BYTES);
    }

    /**
     * Returns the next line, decoded as UTF-8, without its end.
     *
     * @param most its most bytes, without its end
     * @param what it is, for messages
     * @throws EOFException if the input ends before the line does
     * @throws ProtocolException if it is longer, or holds a control character other than tab
     */
    String readLine(int most, String what) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        while (true) {
            int b = next(what);
            if (b == '\r') {
                if (next(what) != '\n') {
                    throw new ProtocolException("a CR without LF in " + what);
                }
                lineBytes = line.size();
                return line.toString(StandardCharsets.UTF_8);
            }
            if ((b < ' ' && b != '\t') || b == 0x7f) {
                throw new ProtocolException(
                        (b == '\n' ? "an LF without CR" : "a control character") + " in " + what);
            }
            if (line.size() == most) {
                throw new ProtocolException(what + " is longer than " + most + " bytes");
            }
            line.write(b);
        }
    }

    /** Returns how many bytes the last line had, without its end: a character may have four. */
    int lineBytes() {
        return lineBytes;
    }

    /**
     * Reads raw bytes: first what came along with the lines, then, where the source is a channel, straight into the
     * caller's buffer.
     *
     * @return how many bytes, or -1 at the end of the input
     */
    int read(ByteBuffer target) throws IOException {
        if (pos == count && in instanceof ReadableByteChannel channel) {
            return channel.read(target);
        }
        byte[] bytes = new byte[Math.min(target.remaining(), BUFFER_BYTES)];
        int n = read(bytes, 0, bytes.length);
        target.put(bytes, 0, Math.max(n, 0));
        return n;
    }

    private int next(String what) throws IOException {
        int b = read();
        if (b == -1) {
            throw new EOFException("connection closed inside " + what);
        }
        return b;
    }
}
