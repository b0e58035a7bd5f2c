package io.github.socketsbyexample.exec;

import java.net.ProtocolException;
import java.nio.ByteBuffer;

/**
 * One frame of the framed protocol:
 *
 * <pre>
 * byte 0      type: 0 command, 1 standard output, 2 standard error, 3 exit code
 * bytes 1-4   length of the payload, 0 to 65,531, big-endian
 * bytes 5-    payload
 * </pre>
 *
 * <p>The client sends a command frame (UTF-8). The server answers each with any number of output and error frames, in
 * the order in which it read them, and then one exit frame, whose payload is the exit code as a big-endian 32-bit
 * integer. Commands that are sent ahead run one after another. The client keeps its side open until it has the last exit
 * frame: the end of its stream means that it left, and kills what is running. The end of the server's stream before an
 * exit frame means that the answer is not whole, with TLS or without.
 */
final class Frame {

    /** Type and length. */
    static final int HEADER_BYTES = 5;

    /** Of a whole frame, so that it is written with one call: the JDK's calls move 128 KiB at most. */
    static final int MAX_BYTES = 64 * 1024;

    /** Of the payload: also the longest command. */
    static final int MAX_PAYLOAD = MAX_BYTES - HEADER_BYTES;

    private static final int MAX_EXIT_CODE = 255;

    private final FrameType type;
    private final byte[] payload;

    /** Takes the payload over. */
    Frame(FrameType type, byte[] payload) {
        this.type = type;
        this.payload = payload;
    }

    FrameType type() {
        return type;
    }

    /** Returns the payload itself, not a copy. */
    byte[] payload() {
        return payload;
    }

    /** Returns the code that an exit frame carries. */
    int exitCode() throws ProtocolException {
        if (payload.length != Integer.BYTES) {
            throw new ProtocolException("an exit frame of " + payload.length + " bytes instead of " + Integer.BYTES);
        }
        int code = ByteBuffer.wrap(payload).getInt();
        if (code < 0 || code > MAX_EXIT_CODE) { // the system would cut it, 256 to 0: a success
            throw new ProtocolException("exit code " + code + " is not one of 0 to " + MAX_EXIT_CODE);
        }
        return code;
    }
}
