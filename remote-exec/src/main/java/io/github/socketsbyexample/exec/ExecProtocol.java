package io.github.socketsbyexample.exec;

import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;

/** How commands and answers travel: {@link FramedProtocol} or {@link RawProtocol}. Knows streams, not sockets. */
interface ExecProtocol {

    /**
     * Reads a command of which at least one byte has arrived.
     *
     * @throws ProtocolException if that is no command; its message is for the client, whose next bytes are of no use
     */
    byte[] readCommand() throws IOException;

    /** Returns a new answer, to the next command. */
    Answer answer();

    /** How long a command may go on once the client's stream has ended. */
    Duration patience();
}
