package io.github.socketsbyexample.exec;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Reads {@link Frame}s from a stream, however the network cut or glued them. Nothing is allocated on a peer's word: type
 * and length are checked first. Give it a buffered stream; one thread at a time.
 */
final class FrameReader {

    private final InputStream in;

    FrameReader(InputStream in) {
        this.in = in;
    }

    /**
     * Returns the next frame, or null if the stream ends before it begins.
     *
     * @throws ProtocolException if it is none, or too long; what follows can't be understood then
     * @throws EOFException if the stream ends inside it
     */
    @Nullable
    Frame read() throws IOException {
        int code = in.read();
        if (code == -1) {
            return null;
        }
        FrameType type = FrameType.of(code);
        int length = ByteBuffer.wrap(exactly(Integer.BYTES)).getInt();
        if (isTooLong(length)) {
            throw new ProtocolException("a frame of " + Integer.toUnsignedString(length) + " bytes is longer than "
                    + Frame.MAX_PAYLOAD + inTheOtherOrder(length));
        }
        return new Frame(type, exactly(length));
    }

    private static String inTheOtherOrder(int length) {
        int reversed = Integer.reverseBytes(length);
        boolean likely = length >>> 24 != 0 && !isTooLong(reversed);
        return likely ? " (" + reversed + " in the other byte order)" : "";
    }

    private static boolean isTooLong(int length) {
        return Integer.compareUnsigned(length, Frame.MAX_PAYLOAD) > 0;
    }

    private byte[] exactly(int count) throws IOException {
        byte[] bytes = new byte[count];
        if (in.readNBytes(bytes, 0, count) < count) {
            throw new EOFException("connection closed inside a frame");
        }
        return bytes;
    }
}
