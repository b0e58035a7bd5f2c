package io.github.socketsbyexample.socketserver;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** What a handler writes to: closing it sends what is buffered and leaves the connection open. For one thread at a time. */
final class AnswerOutputStream extends FilterOutputStream {

    private boolean closed;

    /**
     * Writes to a stream.
     *
     * @param buffered how many bytes may be kept back; 0: none
     */
    AnswerOutputStream(OutputStream out, int buffered) {
        super(buffered == 0 ? out : new BufferedOutputStream(out, buffered));
    }

    @Override
    public void write(int b) throws IOException {
        checkOpen();
        out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        checkOpen();
        out.write(bytes, offset, length); // FilterOutputStream would write byte by byte
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("wfile is closed");
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            out.flush();
        }
    }
}
