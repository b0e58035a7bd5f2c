package io.github.socketsbyexample.socketserver;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

import org.jspecify.annotations.Nullable;

/**
 * What a handler reads: an {@link InputStream} that can read lines, as bytes, and whose {@link #close} leaves the
 * connection open. A read that timed out may be repeated; what came of a line so far is not lost. For one thread at a
 * time.
 */
public final class RequestInputStream extends FilterInputStream {

    /** The longest line of {@link #readLine()}, in bytes: a client must not fill our memory. Python sets no limit. */
    public static final int LONGEST_LINE = 64 * 1024;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream(); // begun, and not yet returned

    /**
     * Reads from a stream, which stays open.
     *
     * @param buffered how many bytes to read ahead at most; 0: none
     */
    RequestInputStream(InputStream in, int buffered) {
        super(buffered == 0 ? in : new BufferedInputStream(in, buffered));
    }

    /**
     * Reads a line of up to {@value #LONGEST_LINE} bytes, as Java's readers do: null at the end of the stream.
     *
     * @return the line with its {@code \n}, without one if the stream ended before
     */
    public byte @Nullable [] readLineOrNull() throws IOException {
        byte[] read = readLine();
        return read.length == 0 ? null : read;
    }

    /**
     * Reads a line of up to {@value #LONGEST_LINE} bytes; at the end of the stream it has none, again and again. Python's
     * {@code rfile.readline()}. A loop wants {@link #readLineOrNull}.
     */
    public byte[] readLine() throws IOException {
        return readLine(LONGEST_LINE);
    }

    /**
     * Reads a line.
     *
     * @param longest the most bytes that it may have, its end included
     * @return the line with its {@code \n}, without one if the stream ended before; nothing at the end of the stream
     * @throws IOException if it is longer; what was read of it is gone then
     */
    public byte[] readLine(int longest) throws IOException {
        int b;
        while ((b = in.read()) != -1) {
            if (line.size() == longest) {
                line.reset();
                throw new IOException("a line of more than " + longest + " bytes");
            }
            line.write(b);
            if (b == '\n') {
                break;
            }
        }
        byte[] whole = line.toByteArray();
        line.reset();
        return whole;
    }

    /** Does nothing: the server closes the connection. */
    @Override
    public void close() {}
}
