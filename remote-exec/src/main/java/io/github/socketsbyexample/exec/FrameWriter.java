package io.github.socketsbyexample.exec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Writes {@link Frame}s to a stream, each in one write. Safe for many threads: frames don't mix. Give it an unbuffered
 * stream.
 */
final class FrameWriter {

    private final OutputStream out;

    FrameWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * Writes a frame without copying its payload.
     *
     * @param buffer the payload, after {@value Frame#HEADER_BYTES} bytes that the header is written into
     * @param length of the payload, up to {@value Frame#MAX_PAYLOAD}
     */
    synchronized void writeInPlace(FrameType type, byte[] buffer, int length) throws IOException {
        if (length > Frame.MAX_PAYLOAD) {
            throw new IllegalArgumentException("a payload of " + length + " bytes");
        }
        ByteBuffer.wrap(buffer).put((byte) type.code()).putInt(length);
        out.write(buffer, 0, Frame.HEADER_BYTES + length);
    }

    /** Writes a frame with this payload, up to {@value Frame#MAX_PAYLOAD} bytes. */
    void write(FrameType type, byte[] payload) throws IOException {
        byte[] buffer = new byte[Frame.HEADER_BYTES + payload.length];
        System.arraycopy(payload, 0, buffer, Frame.HEADER_BYTES, payload.length);
        writeInPlace(type, buffer, payload.length);
    }

    /** Writes the frame that ends an answer. */
    void writeExit(int exitCode) throws IOException {
        write(FrameType.EXIT, ByteBuffer.allocate(Integer.BYTES).putInt(exitCode).array());
    }
}
