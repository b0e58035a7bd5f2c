package io.github.socketsbyexample.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The one owner of a connection's input: lines first, then raw bytes, then lines again (chunks), and none is lost in a
 * second buffer. A line has a limit, and ends in CR LF and nothing else (RFC 9112, section 2.2): where one program takes
 * a lone LF or CR for the end of a line and another does not, they disagree on where a message ends. Holds no socket;
 * one thread at a time.
 */
final class LineReader {

    private static final int BUFFER_BYTES = 8 * 1024; // the usual head in one read

    private final ReadableByteChannel source;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).flip();

    /** Reads from a channel that blocks until there is something to read. */
    LineReader(ReadableByteChannel source) {
        this.source = source;
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
        byte[] line = new byte[Math.min(most, 128)];
        for (int length = 0;; length++) {
            byte b = next(what);
            if (b == '\r') {
                if (next(what) != '\n') {
                    throw new ProtocolException("a CR without LF in " + what);
                }
                return new String(line, 0, length, StandardCharsets.UTF_8);
            }
            if ((b >= 0 && b < ' ' && b != '\t') || b == 0x7f) {
                throw new ProtocolException(
                        (b == '\n' ? "an LF without CR" : "a control character") + " in " + what);
            }
            if (length == most) {
                throw new ProtocolException(what + " is longer than " + most + " bytes");
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, Math.min(most, 2 * length));
            }
            line[length] = b;
        }
    }

    private byte next(String what) throws IOException {
        if (!buffer.hasRemaining()) {
            buffer.clear();
            int n = source.read(buffer);
            buffer.flip();
            if (n == -1) {
                throw new EOFException("connection closed inside " + what);
            }
        }
        return buffer.get();
    }

    /**
     * Reads what follows the last line, without limit or meaning: first what came along with the lines, then straight
     * from the source into the caller's buffer.
     *
     * @return how many bytes, or -1 at the end of the input
     */
    int read(ByteBuffer target) throws IOException {
        if (!buffer.hasRemaining()) {
            return source.read(target);
        }
        int n = Math.min(buffer.remaining(), target.remaining());
        target.put(target.position(), buffer, buffer.position(), n);
        target.position(target.position() + n);
        buffer.position(buffer.position() + n);
        return n;
    }
}
