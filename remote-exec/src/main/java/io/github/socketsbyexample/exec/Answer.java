package io.github.socketsbyexample.exec;

import java.io.IOException;

/**
 * Where the answer to one command goes, in either protocol. Safe for the threads that read the command's two streams and
 * the one that waits for its end.
 */
interface Answer {

    /** How many bytes of output this kind of answer can hold. */
    default long capacity() {
        return Long.MAX_VALUE;
    }

    /**
     * Takes what the command wrote; blocks while the client doesn't read. After {@link #end} it takes nothing more, and
     * says nothing about it.
     *
     * @param stream {@link FrameType#STDOUT} or {@link FrameType#STDERR}
     * @param buffer the bytes, after {@value Frame#HEADER_BYTES} bytes of room that may be overwritten
     * @param length how many there are
     */
    void output(FrameType stream, byte[] buffer, int length) throws IOException;

    /** Completes the answer. */
    void end(Outcome outcome) throws IOException;
}
