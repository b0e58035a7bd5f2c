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
    private byte[] buffer = {}; // guarded by this; grows to the longest frame

    FrameWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes a frame with this payload, up to {@value Frame#MAX_PAYLOAD} bytes. */
    void write(FrameType type, byte[] payload) throws IOException {
        write(type, payload, 0, payload.length);
    }

    private synchronized void write(FrameType type, byte[] bytes, int offset, int length) throws IOException {
        if (length > Frame.MAX_PAYLOAD) {
            throw new IllegalArgumentException("a payload of " + length + " bytes");
        }
        if (buffer.length < Frame.HEADER_BYTES + length) {
            buffer = new byte[Frame.HEADER_BYTES + length];
        }
        ByteBuffer.wrap(buffer).put((byte) type.code()).putInt(length).put(bytes, offset, length);
        out.write(buffer, 0, Frame.HEADER_BYTES + length);
    }

    /** Returns a stream whose bytes travel in frames of this type, those of each write in frames of their own. */
    OutputStream stream(FrameType type) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[]{(byte) b});
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                for (int done = 0; done < length; done += Frame.MAX_PAYLOAD) {
                    FrameWriter.this.write(type, bytes, offset + done, Math.min(length - done, Frame.MAX_PAYLOAD));
                }
            }
        };
    }

    /** Writes the end of an answer: the server's own words about it, if there are any, and the exit code. */
    void writeEnd(Outcome outcome) throws IOException {
        if (!outcome.remark().isEmpty()) {
            write(FrameType.STDERR, outcome.line());
        }
        write(FrameType.EXIT, ByteBuffer.allocate(Integer.BYTES).putInt(outcome.exitCode()).array());
    }
}
