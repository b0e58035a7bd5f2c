package io.github.socketsbyexample.exec;

import java.net.ProtocolException;

/** What a {@link Frame} carries; its code is the frame's first byte. */
enum FrameType {

    /** From the client: one command, UTF-8. Its code is 0, with which no text begins. */
    COMMAND(0),
    /** From the server: bytes that the command wrote to its standard output. */
    STDOUT(1),
    /** From the server: bytes that the command wrote to its standard error, or the server's own remark. */
    STDERR(2),
    /** From the server, last: the exit code. */
    EXIT(3);

    private final int code;

    FrameType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static FrameType of(int code) throws ProtocolException {
        return switch (code) {
            case 0 -> COMMAND;
            case 1 -> STDOUT;
            case 2 -> STDERR;
            case 3 -> EXIT;
            case 0x15, 0x16 -> throw new ProtocolException("that is TLS and no frame: only one side speaks it");
            default -> throw new ProtocolException(code < ' '
                    ? "there is no frame of type " + code
                    : "that is no frame: does the other side speak the raw protocol?");
        };
    }
}
